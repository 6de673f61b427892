"""Names and ids of reference data: `Queue` or `QueueID`, `State` or `StateID`, …"""

from collections.abc import Mapping
from functools import partial
from typing import Protocol, TypeVar

from dsl.values import Value
from engine.model.desk import DeskReader
from engine.model.fault import Refusal
from engine.model.people import Agent
from engine.model.perl_scalar import is_true
from engine.model.reference_data import Named, Queue, Reference, State
from engine.operations._scalar import id_of, text


class _Row(Protocol):
    @property
    def id(self) -> int: ...

    @property
    def is_valid(self) -> bool: ...


R = TypeVar("R", bound=_Row)
R_co = TypeVar("R_co", bound=_Row, covariant=True)


class _Find(Protocol[R_co]):
    def __call__(self, *, name: str | None = None, id: int | None = None) -> R_co | None: ...


def named_of(
    data: Mapping[str, Value], key: str, kind: Reference, desk: DeskReader, invalid: Refusal
) -> Named | None:
    """Return the row that `key` or `<key>ID` means, None when neither was sent.

    Raises `invalid` when there is no such valid row, or when name and id mean different rows.
    """
    return _pick(data, key, partial(desk.named, kind), invalid)


def queue_of(data: Mapping[str, Value], desk: DeskReader, invalid: Refusal) -> Queue | None:
    """Return the queue that `Queue` or `QueueID` means; see `named_of`."""
    return _pick(data, "Queue", desk.queue, invalid)


def state_of(data: Mapping[str, Value], desk: DeskReader, invalid: Refusal) -> State | None:
    """Return the state that `State` or `StateID` means; see `named_of`."""
    return _pick(data, "State", desk.state, invalid)


def agent_of(
    data: Mapping[str, Value], key: str, desk: DeskReader, invalid: Refusal
) -> Agent | None:
    """Return the agent that `Owner` (a login) or `OwnerID` means; see `named_of`."""

    def find(*, name: str | None = None, id: int | None = None) -> Agent | None:
        return desk.agent(login=name, id=id)

    return _pick(data, key, find, invalid)


def _pick(data: Mapping[str, Value], key: str, find: _Find[R], invalid: Refusal) -> R | None:
    name, sent_id = data.get(key), data.get(f"{key}ID")
    rows: list[R | None] = []
    if is_true(sent_id):
        number = id_of(sent_id)
        rows.append(None if number is None else find(id=number))
    if is_true(name):
        rows.append(find(name=text(name)))
    if not rows:
        return None
    # The reference looks at one of the two here and at the other when it checks permissions, which
    # lets a caller write where he may not (decision 16.6): both must mean the same.
    found = rows[0]
    if found is None or not found.is_valid:
        raise invalid
    if any(row is None or row.id != found.id for row in rows):
        raise invalid
    return found
