"""Criteria of a search that name rows of reference data, or give their ids.

Source: ticket-operations reference 7.3; `StateType` knows the shortcuts of decision 16.8.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Protocol

from dsl.values import Value
from engine.model.desk import DeskReader
from engine.model.perl_scalar import is_true
from engine.model.reference_data import Reference
from engine.model.ticket_query import (
    Attribute,
    Criterion,
    FirstAttribute,
    HadIdAtFirst,
    HasId,
    IsWatched,
)
from engine.operations._scalar import text
from engine.operations._search_input import UnsearchableError, ids_of, texts_of

_NAMED = (
    ("Types", "TypeIDs", Attribute.TYPE, Reference.TYPE),
    ("Priorities", "PriorityIDs", Attribute.PRIORITY, Reference.PRIORITY),
    ("Locks", "LockIDs", Attribute.LOCK, Reference.LOCK),
    ("Services", "ServiceIDs", Attribute.SERVICE, Reference.SERVICE),
    ("SLAs", "SLAIDs", Attribute.SLA, Reference.SLA),
)
_FIRST_NAMED = (
    ("CreatedTypes", "CreatedTypeIDs", FirstAttribute.TYPE, Reference.TYPE),
    ("CreatedPriorities", "CreatedPriorityIDs", FirstAttribute.PRIORITY, Reference.PRIORITY),
)
_IDS = (
    ("TicketID", Attribute.TICKET),
    ("OwnerIDs", Attribute.OWNER),
    ("ResponsibleIDs", Attribute.RESPONSIBLE),
)
_OPEN = ("Open", "CustomerOpen")
_CLOSED = ("Closed", "CustomerClosed")


class _Row(Protocol):
    @property
    def id(self) -> int: ...


class _Find(Protocol):
    def __call__(self, *, name: str) -> _Row | None: ...


def reference_criteria(data: Mapping[str, Value], desk: DeskReader) -> Iterator[Criterion]:
    """Give the criteria on what tickets refer to, now or when they were created.

    Raises `UnsearchableError` for a name that nothing has, and for what is no id.
    """
    for key, attribute in _IDS:
        if texts_of(data, key):
            yield HasId(attribute, ids_of(data, key))
    yield from _queue_criteria(data, desk)
    yield from _state_criteria(data, desk)
    for names_key, ids_key, attribute, kind in _NAMED:
        ids = _ids(data, names_key, ids_key, partial(desk.named, kind))
        if ids:
            yield HasId(attribute, ids)
    for names_key, ids_key, first, kind in _FIRST_NAMED:
        ids = _ids(data, names_key, ids_key, partial(desk.named, kind))
        if ids:
            yield HadIdAtFirst(first, ids)
    if texts_of(data, "CreatedUserIDs"):
        yield HadIdAtFirst(FirstAttribute.CREATOR, ids_of(data, "CreatedUserIDs"))
    if texts_of(data, "WatchUserIDs"):
        yield IsWatched(ids_of(data, "WatchUserIDs"))


def _queue_criteria(data: Mapping[str, Value], desk: DeskReader) -> Iterator[Criterion]:
    ids = _ids(data, "Queues", "QueueIDs", desk.queue)
    if ids:
        with_below = is_true(data.get("UseSubQueues"))
        yield HasId(Attribute.QUEUE, _with_queues_below(ids, desk) if with_below else ids)
    first = _ids(data, "CreatedQueues", "CreatedQueueIDs", desk.queue)
    if first:
        yield HadIdAtFirst(FirstAttribute.QUEUE, first)


def _with_queues_below(ids: tuple[int, ...], desk: DeskReader) -> tuple[int, ...]:
    queues = desk.queues()
    roots = tuple(f"{queue.name}::".casefold() for queue in queues if queue.id in ids)
    below = [queue.id for queue in queues if queue.name.casefold().startswith(roots)]
    return tuple(dict.fromkeys([*ids, *below]))


def _state_criteria(data: Mapping[str, Value], desk: DeskReader) -> Iterator[Criterion]:
    ids = _ids(data, "States", "StateIDs", desk.state)
    if ids:
        yield HasId(Attribute.STATE, ids)
    first = _ids(data, "CreatedStates", "CreatedStateIDs", desk.state)
    if first:
        yield HadIdAtFirst(FirstAttribute.STATE, first)
    types, type_ids = texts_of(data, "StateType"), ids_of(data, "StateTypeIDs")
    if types or type_ids:
        wanted = {name for sent in types for name in _state_types(sent, desk)}
        found = [state for state in desk.states() if state.type in wanted]
        found += [state for state in desk.states() if state.type_id in type_ids]
        yield HasId(Attribute.STATE, tuple(state.id for state in found))


def _state_types(sent: str, desk: DeskReader) -> set[str]:
    """Return the state types that a name or a shortcut means."""
    known = {state.type for state in desk.states()}
    viewable = desk.settings.get("Ticket::ViewableStateType")
    is_viewable = {text(name) for name in viewable} if isinstance(viewable, list) else set()
    if sent in _OPEN:
        return known & is_viewable
    if sent in _CLOSED:
        return known - is_viewable
    found = {name for name in known if name.casefold() == sent.casefold()}
    if not found:
        raise UnsearchableError("StateType", "there is no such state type")
    return found


def _ids(data: Mapping[str, Value], names_key: str, ids_key: str, find: _Find) -> tuple[int, ...]:
    """Return the ids that two parameters give together; names are looked up by `find`."""
    found = [_found(names_key, name, find) for name in texts_of(data, names_key)]
    return (*found, *ids_of(data, ids_key))


def _found(key: str, name: str, find: Callable[..., _Row | None]) -> int:
    row = find(name=name)
    if row is None:
        raise UnsearchableError(key, "a name in it is not known")
    return row.id
