"""The order and the size of an answer.

Source: ticket-operations reference 7.2.
"""

import re
from collections.abc import Mapping

from dsl.values import Value
from engine.model.desk import DeskReader
from engine.model.perl_scalar import is_true
from engine.model.reference_data import DynamicField
from engine.model.ticket_query import SortBy, SortKey
from engine.operations._scalar import as_items, text
from engine.operations._search_input import UnsearchableError
from engine.operations._setting import operation_setting

_KEYS = {
    "Age": SortKey.CREATED,
    "Created": SortKey.CREATED,
    "Changed": SortKey.CHANGED,
    "TicketNumber": SortKey.NUMBER,
    "Ticket": SortKey.NUMBER,
    "Title": SortKey.TITLE,
    "Queue": SortKey.QUEUE,
    "Type": SortKey.TYPE,
    "Priority": SortKey.PRIORITY,
    "State": SortKey.STATE,
    "Lock": SortKey.LOCK,
    "Service": SortKey.SERVICE,
    "SLA": SortKey.SLA,
    "CustomerID": SortKey.CUSTOMER_ID,
    "Owner": SortKey.OWNER,
    "Responsible": SortKey.RESPONSIBLE,
    "PendingTime": SortKey.PENDING,
    "EscalationTime": SortKey.ESCALATION,
    "TicketEscalation": SortKey.ESCALATION,
    "EscalationUpdateTime": SortKey.ESCALATION_UPDATE,
    "EscalationResponseTime": SortKey.ESCALATION_RESPONSE,
    "EscalationSolutionTime": SortKey.ESCALATION_SOLUTION,
}
_FIELD = "DynamicField_"
_DIRECTIONS = {"Up": False, "Down": True}
_LIMIT = re.compile(r"[0-9]{1,9}", re.ASCII)
_MAX_KEYS = 20


def order_of(data: Mapping[str, Value], desk: DeskReader) -> tuple[SortBy, ...]:
    """Return the keys to sort by, each with its direction.

    Raises `UnsearchableError` for a key or direction that is not known, and for lists of different
    lengths.
    """
    keys = [text(item) for item in as_items(_given(data, "SortBy", "SortBy::Default", "Age", desk))]
    sent = as_items(_given(data, "OrderBy", "Order::Default", "Down", desk))
    if len(keys) != len(sent):
        raise UnsearchableError("OrderBy", "it needs as many directions as SortBy has keys")
    if len(keys) > _MAX_KEYS:
        raise UnsearchableError("SortBy", f"it has more than {_MAX_KEYS} keys")
    directions = [_DIRECTIONS.get(text(item)) for item in sent]
    order = []
    for key, is_descending in zip(keys, directions, strict=True):
        if is_descending is None:
            raise UnsearchableError("OrderBy", "a direction is Up or Down")
        order.append(SortBy(_sort_key(key, desk), is_descending))
    return tuple(order)


def limit_of(data: Mapping[str, Value], desk: DeskReader) -> int:
    """Return how many tickets are wanted at most.

    Raises `UnsearchableError` for a limit that is no whole number.
    """
    sent = text(_given(data, "Limit", "SearchLimit", 500, desk))
    if not _LIMIT.fullmatch(sent):
        raise UnsearchableError("Limit", "it is a whole number")
    return int(sent)


def _given(
    data: Mapping[str, Value], key: str, setting: str, default: Value, desk: DeskReader
) -> Value:
    sent = data.get(key)
    if is_true(sent) and sent != []:
        return sent
    return operation_setting(desk, "TicketSearch", setting, default=default)


def _sort_key(name: str, desk: DeskReader) -> SortKey | DynamicField:
    if name in _KEYS:
        return _KEYS[name]
    field = desk.dynamic_field(name.removeprefix(_FIELD)) if name.startswith(_FIELD) else None
    if field is None:
        raise UnsearchableError("SortBy", "there is no such sort key")
    return field
