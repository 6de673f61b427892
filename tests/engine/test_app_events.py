"""The app hands one sink to everything that changes the desk."""

import asyncio
from pathlib import Path

from event_record import EventRecord
from stores import new_store

from engine.accounts.entry import CustomerEntry
from engine.app import App
from engine.model.desk import DeskWriter


def set_title(desk: DeskWriter) -> None:
    desk.set_title(1, "Another title", by=1)


def test_tickets_accounts_and_the_desk_file_tell_the_apps_sink(tmp_path: Path) -> None:
    events = EventRecord()

    async def main() -> None:
        store = new_store(tmp_path)
        address = store if isinstance(store, str) and store.startswith("postgresql") else ""
        async with App.open(address, data=tmp_path, events=events) as app:
            await app.apply_desk("queues: [Hardware]", name="desk.yml")
            await app.accounts.add_customer(CustomerEntry(login="lena"))
            await app.tickets.write(set_title)

    asyncio.run(main())

    assert [event.name for event in events.take()] == [
        "QueueCreate",
        "CustomerUserAdd",
        "HistoryAdd",
        "TicketTitleUpdate",
    ]


def test_without_a_sink_nobody_is_told(tmp_path: Path) -> None:
    async def main() -> str:
        async with App.open(data=tmp_path) as app:
            await app.tickets.write(set_title)
            ticket = await app.tickets.read(lambda desk: desk.ticket(1))
            assert ticket is not None
            return ticket.title

    assert asyncio.run(main()) == "Another title"
