"""The row of a ticket: read with its names, changed column by column."""

from datetime import datetime
from typing import Final, cast

from engine.model.reference_data import Named, Reference
from engine.model.ticket import NewTicket, Ticket
from engine.storage.connection import Connection
from engine.storage.search_text import key
from engine.storage.timestamp import from_text, to_epoch, to_text
from engine.tickets.reference_data import ReferenceData

_SELECT: Final = """
SELECT id, tn, title, queue_id, ticket_state_id, ticket_priority_id, ticket_lock_id, type_id,
    service_id, sla_id, user_id, responsible_user_id, customer_id, customer_user_id, timeout,
    until_time, escalation_time, escalation_update_time, escalation_response_time,
    escalation_solution_time, archive_flag, create_time, create_by, change_time, change_by
FROM ticket WHERE id = ?"""
_SELECT_ID: Final = "SELECT id FROM ticket WHERE tn = ?"
_INSERT: Final = """
INSERT INTO ticket (tn, title, queue_id, ticket_lock_id, type_id, service_id, sla_id, user_id,
    responsible_user_id, ticket_priority_id, ticket_state_id, customer_id, customer_user_id,
    timeout, create_time, create_by, change_time, change_by, title_key, customer_id_key,
    customer_user_key)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"""

TITLE_LENGTH: Final = 191


def read_ticket(connection: Connection, reference: ReferenceData, ticket_id: int) -> Ticket | None:
    """Return a ticket with its names."""
    row = connection.execute(_SELECT, (ticket_id,)).fetchone()
    if row is None:
        return None

    def named(kind: Reference, id: int | None) -> Named | None:
        return None if id is None else reference.named(connection, kind).by_id[id]

    def login(user_id: int) -> str:
        agent = reference.agent(connection, login=None, id=user_id)
        return agent.login if agent else ""

    return Ticket(
        id=row[0],
        number=row[1],
        title=row[2] or "",
        queue=reference.queues(connection).by_id[row[3]],
        state=reference.states(connection).by_id[row[4]],
        priority=cast("Named", named(Reference.PRIORITY, row[5])),
        lock=cast("Named", named(Reference.LOCK, row[6])),
        type=named(Reference.TYPE, row[7]),
        service=named(Reference.SERVICE, row[8]),
        sla=named(Reference.SLA, row[9]),
        owner_id=row[10],
        owner=login(row[10]),
        responsible_id=row[11],
        responsible=login(row[11]),
        customer_id=row[12],
        customer_user_id=row[13],
        unlock_timeout_epoch=row[14],
        pending_epoch=row[15],
        escalation_epoch=row[16],
        escalation_update_epoch=row[17],
        escalation_response_epoch=row[18],
        escalation_solution_epoch=row[19],
        is_archived=bool(row[20]),
        create_time=from_text(row[21]),
        create_by=row[22],
        change_time=from_text(row[23]),
        change_by=row[24],
    )


def read_ticket_id(connection: Connection, number: str) -> int | None:
    """Return the id of a ticket number."""
    row = connection.execute(_SELECT_ID, (number,)).fetchone()
    return None if row is None else cast("int", row[0])


def insert_ticket(
    connection: Connection, ticket: NewTicket, number: str, *, now: datetime, by: int
) -> int:
    """Write the row of a new ticket and return its id."""
    stamp = to_text(now)
    (ticket_id,) = connection.execute(
        _INSERT,
        (
            number,
            ticket.title[:TITLE_LENGTH],
            ticket.queue_id,
            ticket.lock_id,
            ticket.type_id,
            ticket.service_id,
            ticket.sla_id,
            ticket.owner_id,
            ticket.responsible_id,
            ticket.priority_id,
            ticket.state_id,
            ticket.customer_id,
            ticket.customer_user_id,
            to_epoch(now),
            *(stamp, by, stamp, by),
            key(ticket.title[:TITLE_LENGTH]),
            key(ticket.customer_id),
            key(ticket.customer_user_id),
        ),
    ).fetchone()
    return cast("int", ticket_id)
