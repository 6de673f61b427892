"""The order of the answer.

Source: reference, section 7.2; equal tickets come by id, in the direction of the last key.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from engine.model.reference_data import DynamicField
from engine.model.ticket_query import SortBy, SortKey
from engine.storage.search_text import fold
from engine.tickets.search.fragment import Fragment
from engine.tickets.search.searched_desk import SearchedDesk

_COLUMNS: Final[Mapping[SortKey, str]] = {
    SortKey.CREATED: "t.create_time",
    SortKey.CHANGED: "t.change_time",
    SortKey.NUMBER: "t.tn",
    SortKey.TITLE: "t.title_key",
    SortKey.TYPE: "COALESCE(t.type_id, 0)",
    SortKey.PRIORITY: "t.ticket_priority_id",
    SortKey.STATE: "t.ticket_state_id",
    SortKey.LOCK: "t.ticket_lock_id",
    SortKey.SERVICE: "COALESCE(t.service_id, 0)",
    SortKey.SLA: "COALESCE(t.sla_id, 0)",
    SortKey.CUSTOMER_ID: "t.customer_id_key",
    SortKey.PENDING: "t.until_time",
    SortKey.ESCALATION: "t.escalation_time",
    SortKey.ESCALATION_UPDATE: "t.escalation_update_time",
    SortKey.ESCALATION_RESPONSE: "t.escalation_response_time",
    SortKey.ESCALATION_SOLUTION: "t.escalation_solution_time",
}
_NAMED: Final[Mapping[SortKey, str]] = {
    SortKey.QUEUE: "t.queue_id",
    SortKey.OWNER: "t.user_id",
    SortKey.RESPONSIBLE: "t.responsible_user_id",
}
_SELECT_PEOPLE: Final = "SELECT id, first_name, last_name, login FROM users"
_FIELD_OF_TICKET: Final = "v.object_id = t.id"
_FIELD_OF_ARTICLE: Final = """
v.object_id IN (SELECT a.id FROM article a WHERE a.ticket_id = t.id)"""


@dataclass(frozen=True, slots=True)
class Order:
    """`joins` follow ``FROM ticket t``, `by` follows ``ORDER BY``."""

    joins: str
    by: Fragment


def order_of(keys: Iterable[SortBy], desk: SearchedDesk) -> Order:
    """Return the order that the keys ask for, the first one deciding first."""
    joins, parts, direction = "", [], "DESC"
    for place, sort in enumerate(keys):
        direction = "DESC" if sort.is_descending else "ASC"
        if isinstance(sort.key, DynamicField):
            expression = _field(sort.key)
        elif sort.key in _NAMED:
            joins += _ranks(sort.key, place, desk)
            expression = Fragment(f"r{place}.place")
        else:
            expression = Fragment(_COLUMNS[sort.key])
        parts.append(Fragment(f"{expression.sql} {direction}", expression.values))
    parts.append(Fragment(f"t.id {direction}"))
    values = tuple(value for part in parts for value in part.values)
    return Order(joins, Fragment(", ".join(part.sql for part in parts), values))


def _field(field: DynamicField) -> Fragment:
    """Return the value of a field, the smallest of several; an unset one sorts as no text."""
    belongs = _FIELD_OF_ARTICLE if field.object_type == "Article" else _FIELD_OF_TICKET
    return Fragment(
        "COALESCE((SELECT MIN(v.search_value) FROM dynamic_field_value v"
        f" WHERE v.field_id = ? AND {belongs}), '')",
        (field.id,),
    )


def _ranks(key: SortKey, place: int, desk: SearchedDesk) -> str:
    """Return the join with the places of names in their order, which is the same on every store."""
    names = _queue_names(desk) if key is SortKey.QUEUE else _people(desk)
    ids = sorted(names, key=names.__getitem__)
    rows = ", ".join(f"({each}, {rank})" for rank, each in enumerate(ids))
    # The row of zeros keeps the list from being empty.
    return (
        f" JOIN (SELECT column1 AS id, column2 AS place FROM (VALUES (0, 0), {rows}) AS v{place})"
        f" AS r{place} ON r{place}.id = {_NAMED[key]}"
    )


def _queue_names(desk: SearchedDesk) -> dict[int, tuple[str, ...]]:
    queues = desk.reference.queues(desk.connection).by_id.values()
    return {queue.id: (fold(queue.name), queue.name) for queue in queues}


def _people(desk: SearchedDesk) -> dict[int, tuple[str, ...]]:
    return {
        row_id: (fold(f"{first_name} {last_name}"), login)
        for row_id, first_name, last_name, login in desk.connection.execute(_SELECT_PEOPLE)
    }
