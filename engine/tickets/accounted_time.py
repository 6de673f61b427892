"""Accounted time by who accounted it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from engine.model.reference_data import Queue
from engine.model.ticket import AccountedTime
from engine.storage.connection import Connection
from engine.storage.timestamp import from_text, to_text

# The queue is that of the last change until then; time itself leaves a history row.
_SELECT: Final = """
SELECT t.tn, t.title, t.customer_id, a.time_unit, a.create_time, COALESCE((
    SELECT h.queue_id FROM ticket_history h
    WHERE h.ticket_id = t.id AND h.create_time <= a.create_time
    ORDER BY h.create_time DESC, h.id DESC LIMIT 1), t.queue_id)
FROM time_accounting a JOIN ticket t ON t.id = a.ticket_id
WHERE a.create_by = ? AND a.create_time BETWEEN ? AND ?
ORDER BY a.create_time, t.id, a.id"""


def read_times(
    connection: Connection,
    queues: Mapping[int, Queue],
    user_id: int,
    *,
    start: datetime,
    end: datetime,
) -> Sequence[AccountedTime]:
    """Return what an agent accounted between two points in time, inclusive, oldest first."""
    rows = connection.execute(_SELECT, (user_id, to_text(start), to_text(end)))
    return [
        AccountedTime(
            ticket_number=number,
            ticket_title=title or "",
            customer_id=customer_id,
            queue=queues[queue_id],
            units=Decimal(units),
            create_time=from_text(create_time),
        )
        for number, title, customer_id, units, create_time, queue_id in rows
    ]
