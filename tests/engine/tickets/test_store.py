"""The embedded ticket store: transactions, and reference data that is never out of date."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from fake_clock import FakeClock
from stores import is_postgresql, new_store, session_on

from engine.model.desk import DeskReader, DeskWriter, TicketStore
from engine.model.reference_data import Reference
from engine.model.ticket import NewTicket
from engine.storage.connection import Connection
from engine.storage.database import Database
from engine.tickets import (
    accounted_time,
    article,
    attachment,
    deletion,
    field_value,
    history,
    ticket_row,
)
from engine.tickets.store import EmbeddedTicketStore

TICKET = NewTicket(
    title="Printer",
    queue_id=2,
    lock_id=1,
    type_id=1,
    state_id=1,
    priority_id=3,
    owner_id=1,
    responsible_id=1,
    customer_id="",
    customer_user_id="lena",
)
ADD_QUEUE = """
INSERT INTO queue (name, group_id, create_time, create_by, change_time, change_by)
VALUES (?, 1, '2026-03-01 12:00:00', 1, '2026-03-01 12:00:00', 1)"""


def run(
    where: Path | str, test: Callable[[Database, EmbeddedTicketStore], Coroutine[Any, Any, None]]
) -> None:
    async def main() -> None:
        async with Database.open(where) as database:
            await test(database, EmbeddedTicketStore(database, FakeClock()))

    asyncio.run(main())


@pytest.fixture
def store(tmp_path: Path) -> Path | str:
    return new_store(tmp_path)


def queue_names(desk: DeskReader) -> set[str]:
    names = ("Raw", "Hardware", "Software")
    return {name for name in names if desk.queue(name=name) is not None}


def test_it_is_a_ticket_store(store: Path | str) -> None:
    async def test(_: Database, tickets: EmbeddedTicketStore) -> None:
        store: TicketStore = tickets
        assert await store.read(lambda desk: desk.ticket_id("2015071510123456")) == 1

    run(store, test)


def test_a_new_desk_holds_the_initial_data(store: Path | str) -> None:
    def look(desk: DeskReader) -> None:
        ticket = desk.ticket(1)
        assert ticket is not None
        assert (ticket.number, ticket.queue.name, ticket.state.name) == (
            "2015071510123456",
            "Raw",
            "new",
        )
        (article,) = desk.articles(1)
        assert article.sender_type.name == "customer"
        assert len(desk.history(1)) == 1
        found = {
            kind: desk.named(kind, id=last)
            for kind, last in (
                (Reference.HISTORY_TYPE, 55),
                (Reference.PRIORITY, 5),
                (Reference.LOCK, 3),
                (Reference.CHANNEL, 4),
                (Reference.AUTO_RESPONSE_TYPE, 5),
                (Reference.GROUP, 3),
            )
        }
        assert {kind: row and row.name for kind, row in found.items()} == {
            Reference.HISTORY_TYPE: "ArticleDelete",
            Reference.PRIORITY: "5 very high",
            Reference.LOCK: "tmp_lock",
            Reference.CHANNEL: "Chat",
            Reference.AUTO_RESPONSE_TYPE: "auto remove",
            Reference.GROUP: "stats",
        }
        state = desk.state(id=8)
        assert state is not None
        assert (state.name, state.type) == ("pending auto close-", "pending auto")

    async def test(_: Database, tickets: EmbeddedTicketStore) -> None:
        await tickets.read(look)

    run(store, test)


def test_a_channel_is_found_in_any_case(store: Path | str) -> None:
    async def test(_: Database, tickets: EmbeddedTicketStore) -> None:
        found = await tickets.read(lambda desk: desk.named(Reference.CHANNEL, name="EMAIL"))
        assert found is not None
        assert found.name == "Email"
        assert await tickets.read(lambda desk: desk.queue(name="RAW")) is None

    run(store, test)


def test_an_error_halfway_leaves_nothing(store: Path | str) -> None:
    def half(desk: DeskWriter) -> None:
        ticket_id, _ = desk.create_ticket(TICKET, by=1)
        desk.set_priority(ticket_id, 5, by=1)
        raise KeyError("halfway")

    async def test(database: Database, tickets: EmbeddedTicketStore) -> None:
        with pytest.raises(KeyError):
            await tickets.write(half)

        rows = await database.read(
            lambda c: c.execute(
                "SELECT (SELECT count(*) FROM ticket), (SELECT count(*) FROM ticket_history),"
                " (SELECT count(*) FROM ticket_number_counter)"
            ).fetchone()
        )
        assert rows == (1, 1, 0)

    run(store, test)


def test_tickets_written_at_once_have_different_numbers(store: Path | str) -> None:
    async def test(_: Database, tickets: EmbeddedTicketStore) -> None:
        made = await asyncio.gather(
            *(tickets.write(lambda desk: desk.create_ticket(TICKET, by=1)) for _ in range(40))
        )

        assert len({number for _, number in made}) == 40
        assert sorted(number[10:15] for _, number in made) == [f"{n:05}" for n in range(1, 41)]

    run(store, test)


def test_a_change_of_reference_data_is_seen_at_once(store: Path | str) -> None:
    async def test(database: Database, tickets: EmbeddedTicketStore) -> None:
        assert await tickets.read(queue_names) == {"Raw"}
        await database.write(lambda c: c.execute(ADD_QUEUE, ("Hardware",)))
        assert await tickets.write(queue_names) == {"Raw", "Hardware"}
        assert await tickets.read(queue_names) == {"Raw", "Hardware"}

    run(store, test)


def test_a_change_by_another_process_is_seen_at_once(store: Path | str) -> None:
    async def test(_: Database, tickets: EmbeddedTicketStore) -> None:
        assert await tickets.read(queue_names) == {"Raw"}
        other = session_on(store)
        other.execute(ADD_QUEUE, ("Hardware",))
        other.close()
        assert await tickets.read(queue_names) == {"Raw", "Hardware"}

    run(store, test)


def test_a_change_that_was_undone_is_never_seen(store: Path | str) -> None:
    async def test(database: Database, tickets: EmbeddedTicketStore) -> None:
        def undone(connection: Connection) -> None:
            connection.execute(ADD_QUEUE, ("Hardware",))
            raise KeyError("undone")

        with pytest.raises(KeyError):
            await database.write(undone)
        assert await tickets.write(queue_names) == {"Raw"}
        # The same revision number again, with another queue.
        await database.write(lambda c: c.execute(ADD_QUEUE, ("Software",)))
        assert await tickets.read(queue_names) == {"Raw", "Software"}

    run(store, test)


def test_an_agent_is_found_in_any_case_and_after_a_change(store: Path | str) -> None:
    async def test(database: Database, tickets: EmbeddedTicketStore) -> None:
        def full_name(desk: DeskReader) -> str:
            agent = desk.agent(login="ROOT@localhost")
            assert agent is not None
            return agent.full_name

        assert await tickets.read(full_name) == "Admin Crosstie"
        await database.write(lambda c: c.execute("UPDATE users SET last_name = 'Root'"))
        assert await tickets.read(full_name) == "Admin Root"

    run(store, test)


def test_services_of_a_customer_hide_those_of_everybody(store: Path | str) -> None:
    def set_up(connection: Connection) -> None:
        for service_id, name in ((1, "Printing"), (2, "Scanning")):
            connection.execute(
                "INSERT INTO service (id, name, create_time, create_by, change_time, change_by)"
                " VALUES (?, ?, '', 1, '', 1)",
                (service_id, name),
            )
        rows = [("<DEFAULT>", 1), ("lena", 2)]
        connection.executemany("INSERT INTO service_customer_user VALUES (?, ?, '', 1)", rows)

    async def test(database: Database, tickets: EmbeddedTicketStore) -> None:
        await database.write(set_up)
        assert await tickets.read(lambda desk: desk.customer_services("lena")) == (2,)
        assert await tickets.read(lambda desk: desk.customer_services("otto")) == (1,)

    run(store, test)


@pytest.mark.skipif(is_postgresql(), reason="a plan of PostgreSQL depends on what is stored")
def test_look_ups_use_indexes(store: Path | str) -> None:
    statements = (
        ticket_row._SELECT,
        ticket_row._SELECT_ID,
        article._SELECT,
        article._SELECT_ONE,
        article._SELECT_TICKET_TIME,
        article._SELECT_ARTICLE_TIME,
        article._SELECT_LAST_SENDER,
        attachment._SELECT,
        field_value._SELECT,
        history._SELECT,
        history._SELECT_ONE,
        accounted_time._SELECT,
        *(statement for statement in deletion._STATEMENTS if "dynamic_field" not in statement),
        # What SQLite looks for when an article is deleted that history could refer to.
        "SELECT 1 FROM ticket_history WHERE article_id = ?",
    )

    async def test(database: Database, _: EmbeddedTicketStore) -> None:
        for statement in statements:
            plan = await database.read(
                lambda c, s=statement: c.execute(
                    f"EXPLAIN QUERY PLAN {s}", (1,) * s.count("?")
                ).fetchall()
            )
            assert not [row for row in plan if row[3].startswith("SCAN")], statement

    run(store, test)
