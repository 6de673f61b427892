"""What queues and SLAs promise, as the store keeps it.

Source: reference, sections 11.2 and 11.11.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from engine.model.escalation import Budget, Terms
from engine.storage.connection import Connection

_SELECT_QUEUES: Final = """
SELECT id, first_response_time, first_response_notify, update_time, update_notify, solution_time,
    solution_notify, calendar_name
FROM queue"""
_SELECT_SLAS: Final = """
SELECT id, first_response_time, first_response_notify, update_time, update_notify, solution_time,
    solution_notify, calendar_name
FROM sla"""


@dataclass(frozen=True, slots=True)
class AllTerms:
    """The terms of queues and SLAs by id; `promise_anything` is false where nothing escalates."""

    of_queues: Mapping[int, Terms]
    of_slas: Mapping[int, Terms]
    promise_anything: bool


def read_terms(connection: Connection) -> AllTerms:
    """Return all terms."""
    of_queues = _read(connection, _SELECT_QUEUES)
    of_slas = _read(connection, _SELECT_SLAS)
    terms = (*of_queues.values(), *of_slas.values())
    return AllTerms(of_queues, of_slas, any(each.promises_anything for each in terms))


def _read(connection: Connection, statement: str) -> Mapping[int, Terms]:
    return {
        row_id: Terms(
            first_response=Budget(first or 0, first_notify or 0),
            update=Budget(update or 0, update_notify or 0),
            solution=Budget(solution or 0, solution_notify or 0),
            calendar_name=calendar or "",
        )
        for (
            row_id,
            first,
            first_notify,
            update,
            update_notify,
            solution,
            solution_notify,
            calendar,
        ) in connection.execute(statement)
    }
