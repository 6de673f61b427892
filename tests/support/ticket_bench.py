"""A desk on one connection, for tests of the embedded ticket store alone."""

import json
from dataclasses import replace
from typing import Any

from event_record import EventRecord
from fake_clock import FakeClock

from engine.model.event import Event
from engine.model.ticket import NewArticle, NewTicket, Ticket
from engine.storage.connection import Connection
from engine.tickets.reference_data import ReferenceCache
from engine.tickets.writer import EmbeddedDeskWriter


class Bench:
    """A desk on one connection: `writer()` is a new transaction's view at the clock's time."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.clock = FakeClock()
        self.events = EventRecord()
        self._cache = ReferenceCache()
        self._writer: EmbeddedDeskWriter | None = None

    def writer(self) -> EmbeddedDeskWriter:
        """Return the next transaction's view; what came before is finished."""
        self.finish()
        reference = self._cache.committed(self.connection)
        self._writer = EmbeddedDeskWriter(self.connection, reference, self.clock.now(), self.events)
        return self._writer

    def finish(self) -> None:
        """End the work of the last writer."""
        if self._writer is not None:
            self._writer.finish()
            self._writer = None

    def take(self) -> list[Event]:
        """Return the events since the last time."""
        self.finish()
        return self.events.take()

    def take_told(self) -> list[tuple[str, dict[str, Any]]]:
        """Return names and data of the events since the last time."""
        return [(event.name, dict(event.data)) for event in self.take()]

    def ticket(self, **changes: object) -> int:
        """Write an ordinary ticket, a second ago, and return its id."""
        ticket = NewTicket(
            title="Printer",
            queue_id=2,
            lock_id=1,
            type_id=1,
            state_id=1,
            priority_id=3,
            owner_id=1,
            responsible_id=1,
            customer_id="ACME",
            customer_user_id="lena",
        )
        ticket_id, _ = self.writer().create_ticket(replace(ticket, **changes), by=1)  # type: ignore[arg-type]
        self.clock.advance(seconds=1)
        return ticket_id

    def existing(self, ticket_id: int) -> Ticket:
        """Return a ticket that is there."""
        ticket = self.writer().ticket(ticket_id)
        assert ticket is not None
        return ticket

    def rows(self, statement: str) -> list[Any]:
        """Return what a query finds."""
        return self.connection.execute(statement).fetchall()

    def article(self, ticket_id: int, *, by: int = 1, **changes: object) -> int:
        """Write an ordinary internal article and return its id."""
        article = NewArticle(
            ticket_id=ticket_id,
            sender_type_id=1,
            channel_id=3,
            is_visible_for_customer=True,
            from_="Mira Lind",
            to="Raw",
            cc="",
            bcc="",
            subject="Paper jam",
            body="It is stuck.",
            content_type="text/plain; charset=utf-8",
            history_type="AddNote",
            history_comment="%%Note",
        )
        return self.writer().create_article(replace(article, **changes), by=by)  # type: ignore[arg-type]

    def agent(self, login: str, group_id: int | None = None, permission: str = "rw") -> int:
        """Add an agent, with a permission in a group."""
        stamps = ("2026-03-01 12:00:00", 1, "2026-03-01 12:00:00", 1)
        (agent_id,) = self.connection.execute(
            "INSERT INTO users (login, first_name, last_name, create_time, create_by, change_time,"
            " change_by) VALUES (?, ?, 'Lind', ?, ?, ?, ?) RETURNING id",
            (login, login.title(), *stamps),
        ).fetchone()
        if group_id is not None:
            self.connection.execute(
                "INSERT INTO group_user VALUES (?, ?, ?, ?, ?, ?, ?)",
                (agent_id, group_id, permission, *stamps),
            )
        return int(agent_id)

    def named(self, table: str, name: str, **columns: object) -> int:
        """Add a row of reference data."""
        values = {
            "name": name,
            "create_time": "2026-03-01 12:00:00",
            "create_by": 1,
            "change_time": "2026-03-01 12:00:00",
            "change_by": 1,
            **columns,
        }
        marks = ", ".join("?" for _ in values)
        (row_id,) = self.connection.execute(
            f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks}) RETURNING id",
            tuple(values.values()),
        ).fetchone()
        return int(row_id)

    def field(
        self, name: str, type_name: str, *, object_type: str = "Ticket", **config: object
    ) -> None:
        """Add a dynamic field."""
        self.named(
            "dynamic_field",
            name,
            label=name,
            field_order=9,
            field_type=type_name,
            object_type=object_type,
            config=json.dumps(config),
        )

    def setting(self, name: str, value: str) -> None:
        """Store a setting as JSON text."""
        self.connection.execute("DELETE FROM setting WHERE name = ?", (name,))
        self.connection.execute("INSERT INTO setting VALUES (?, ?)", (name, value))

    def history(self, ticket_id: int) -> list[tuple[str, str]]:
        """Return type and name of all history rows, but the first two that creation writes."""
        return [(row.type.name, row.name) for row in self.writer().history(ticket_id)][2:]
