"""The stages of a `for` between its source and its body: group, order, limit."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, TypeAlias

from dsl import nodes
from dsl.faults import Failed
from dsl.kinds import ABSENT_TYPES, kind_of, whole
from dsl.running.input_paths import source_of
from dsl.running.operators import sort_kind
from dsl.running.runs import Closure, Frame, Place
from dsl.running.scope import Builder, Scope
from dsl.values import MISSING, Failure

Turn: TypeAlias = tuple[Any, Any]
"""What one turn binds: the index or key, and the element."""
Stage: TypeAlias = Callable[[list[Turn], Frame], "list[Turn] | Failed"]
"""Returns the turns that are left, in their new order."""


@dataclass(frozen=True, slots=True)
class Bind:
    """Where a turn is put in the frame."""

    slot: int
    second: int | None

    def to(self, frame: Frame, turn: Turn) -> None:
        """Bind a turn's names."""
        frame[self.slot] = turn[1]
        if self.second is not None:
            frame[self.second] = turn[0]


def grouping(builder: Builder, group: nodes.GroupBy, scope: Scope, bind: Bind) -> Stage:
    """Return the stage that makes one turn of all with equal keys, in order of appearance.

    Elements whose key is null or missing form a group of their own, after the others.
    """
    key_of = builder.expression(group.key, scope)
    place = builder.place(group.key, source_of(group.key, scope))

    def stage(turns: list[Turn], frame: Frame) -> list[Turn] | Failed:
        groups: dict[tuple[str, Any], dict[str, Any]] = {}
        absent: dict[Any, dict[str, Any]] = {}
        for turn in turns:
            bind.to(frame, turn)
            key = key_of(frame)
            if type(key) is Failed:
                return key.used()
            if key is None or key is MISSING:
                head = {} if key is MISSING else {"key": None}
                absent.setdefault(key, {**head, "items": []})["items"].append(turn[1])
                continue
            try:
                kind = sort_kind(key)
            except Failure as failure:
                return place.fail(failure)
            found = groups.get((kind, key))
            if found is None:
                found = groups[kind, key] = {"key": key, "items": []}
            found["items"].append(turn[1])
        return list(enumerate([*groups.values(), *absent.values()]))

    return stage


def ordering(builder: Builder, order: nodes.OrderKey, scope: Scope, bind: Bind) -> Stage:
    """Return the stage that sorts by one key, stable, what is missing or null last."""
    key_of = builder.expression(order.key, scope)
    place = builder.place(order.key, source_of(order.key, scope))

    def stage(turns: list[Turn], frame: Frame) -> list[Turn] | Failed:
        keyed: list[tuple[Any, Turn]] = []
        absent: list[Turn] = []
        kinds: dict[str, None] = {}
        for turn in turns:
            bind.to(frame, turn)
            key = key_of(frame)
            if type(key) is Failed:
                return key.used()
            if type(key) in ABSENT_TYPES:
                absent.append(turn)
                continue
            try:
                kinds[sort_kind(key)] = None
            except Failure as failure:
                return place.fail(failure)
            keyed.append((key, turn))
        if len(kinds) > 1:
            return place.error("sort keys of one kind", " and ".join(kinds))
        keyed.sort(key=itemgetter(0), reverse=order.descending)
        return [turn for _, turn in keyed] + absent

    return stage


def limiting(builder: Builder, limit: nodes.Expression, scope: Scope) -> Stage:
    """Return the stage that keeps the first turns."""
    count: Closure = builder.expression(limit, scope)
    place: Place = builder.place(limit, source_of(limit, scope))

    def stage(turns: list[Turn], frame: Frame) -> list[Turn] | Failed:
        value = count(frame)
        if type(value) is Failed:
            return value.used()
        if type(value) in ABSENT_TYPES:
            return place.absent(value)
        try:
            number = whole(value)
        except Failure as failure:
            return place.fail(failure)
        if number < 0:
            return place.error("a limit of zero or more", kind_of(value) + " below zero")
        return turns[:number]

    return stage
