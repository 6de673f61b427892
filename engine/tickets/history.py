"""The history of a ticket: one row for each change, its name in the reference's form.

Source: reference, section 8.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final

from engine.model.reference_data import Named
from engine.model.ticket import HistoryEntry
from engine.storage.connection import Connection
from engine.storage.timestamp import from_text, to_text

NAME_LENGTH: Final = 200

_SHORTENED: Final = "[...]"
_TITLE_SHOWN: Final = 50

# The ids are taken from the ticket itself, so that they are its values after the change.
_INSERT: Final = """
INSERT INTO ticket_history (name, history_type_id, ticket_id, article_id, type_id, queue_id,
    owner_id, priority_id, state_id, create_time, create_by, change_time, change_by)
SELECT ?, t.id, ticket.id, ?, COALESCE(ticket.type_id, 0), queue_id, user_id, ticket_priority_id,
    ticket_state_id, ?, ?, ?, ?
FROM ticket, ticket_history_type t WHERE ticket.id = ? AND t.name = ?"""
_SELECT_ONE: Final = "SELECT 1 FROM ticket_history WHERE ticket_id = ? AND name = ? LIMIT 1"
_SELECT: Final = """
SELECT id, history_type_id, name, ticket_id, COALESCE(article_id, 0), queue_id, owner_id,
    priority_id, state_id, type_id, create_time, create_by
FROM ticket_history WHERE ticket_id = ? ORDER BY create_time, id"""


class History:
    """Writes history rows of one transaction."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = to_text(now)

    def add(
        self,
        ticket_id: int,
        history_type: str,
        name: str,
        *,
        by: int,
        article_id: int | None = None,
    ) -> None:
        """Write one row; a name that is too long is cut."""
        written = self._connection.execute(
            _INSERT,
            (name[:NAME_LENGTH], article_id, self._now, by, self._now, by, ticket_id, history_type),
        ).rowcount
        if written != 1:
            raise LookupError(f"no ticket {ticket_id} or no history type {history_type!r}")

    def has(self, ticket_id: int, name: str) -> bool:
        """Say whether a ticket has a row of that name."""
        return self._connection.execute(_SELECT_ONE, (ticket_id, name)).fetchone() is not None


def read_history(
    connection: Connection, ticket_id: int, type_of: Callable[[int], Named]
) -> Sequence[HistoryEntry]:
    """Return the history of a ticket, oldest first; `type_of` names a history type."""
    return [
        HistoryEntry(
            id=row_id,
            type=type_of(history_type_id),
            name=name,
            ticket_id=row_ticket_id,
            article_id=article_id,
            queue_id=queue_id,
            owner_id=owner_id,
            priority_id=priority_id,
            state_id=state_id,
            type_id=type_id,
            create_time=from_text(create_time),
            create_by=create_by,
        )
        for (
            row_id,
            history_type_id,
            name,
            row_ticket_id,
            article_id,
            queue_id,
            owner_id,
            priority_id,
            state_id,
            type_id,
            create_time,
            create_by,
        ) in connection.execute(_SELECT, (ticket_id,))
    ]


def joined(*parts: object) -> str:
    """Return ``%%a%%b``."""
    return "".join(f"%%{part}" for part in parts)


def exchanged(new: Named | None, old: Named | None) -> str:
    """Return the name for a type, service or SLA: new and old, ``NULL`` where there is none."""
    parts = [(row.name, row.id) if row else ("NULL", "") for row in (new, old)]
    return joined(*parts[0], *parts[1])


def retitled(old: str, new: str) -> str:
    """Return the name for a title: the old one whole, the beginning of the new one."""
    return joined(old, f"{new[:_TITLE_SHOWN]}...")


def customer(customer_id: str, customer_user_id: str) -> str:
    """Return the name for the customer ids."""
    return joined(f"CustomerID={customer_id};CustomerUser={customer_user_id};")


def pending(epoch: int) -> str:
    """Return the name for a pending time in epoch seconds, 0 when it was reset."""
    if not epoch:
        return joined("00-00-00 00:00")
    return joined(f"{datetime.fromtimestamp(epoch, UTC):%Y-%m-%d %H:%M}")


def field_changed(field: str, new: str, old: str) -> str:
    """Return the name for a dynamic field; long values share the room that is left."""
    room = NAME_LENGTH - len(joined("FieldName", field, "Value", "", "OldValue", ""))
    half = room // 2
    new_room = max(half, room - len(old))
    old_room = max(half, room - len(new))
    return joined(
        "FieldName",
        field,
        "Value",
        _shortened(new, new_room),
        "OldValue",
        _shortened(old, old_room),
    )


def _shortened(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    return text[: max(0, length - len(_SHORTENED))] + _SHORTENED
