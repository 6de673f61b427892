"""Closures for `for`: filter, group, order, limit, then one result for each turn."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from dsl import nodes
from dsl.faults import Failed, FieldError
from dsl.running.conditions import not_a_list, not_boolean
from dsl.running.input_paths import path_of, source_of
from dsl.running.runs import Closure, Frame, Place, charge
from dsl.running.scope import Builder, Scope
from dsl.running.stages import Bind, Stage, Turn, grouping, limiting, ordering
from dsl.values import MISSING
from dsl.work import turn_fuel

_Results: TypeAlias = list[Any] | Failed


@dataclass(frozen=True, slots=True)
class _Filter:
    """The condition after `where`, if there is one."""

    keep: Closure
    place: Place

    def decide(self, frame: Frame) -> Any:
        """Return true, false or a `Failed`. A missing Boolean counts as false, as in `any`."""
        kept = self.keep(frame)
        if kept is True or kept is False:
            return kept
        if kept is MISSING:
            return False
        return not_boolean(kept, self.place)


@dataclass(frozen=True, slots=True)
class _Head:
    """What a loop goes through, and what its clauses see of a turn."""

    source: Closure
    scope: Scope
    bind: Bind
    kept: _Filter | None
    path: str
    place: Place


@dataclass(frozen=True, slots=True)
class _Body:
    """What is made in each turn."""

    bind: Bind
    result: Closure
    place: Place
    drops_missing: bool
    path: str
    """The input path of the list, when turns are its elements."""

    def errors(self, value: Any, position: int, index: Any) -> tuple[FieldError, ...]:
        """Return why a turn has no result, or nothing if it may be left out."""
        if value is MISSING and self.drops_missing:
            return ()
        failed = (
            value
            if type(value) is Failed
            else self.place.absent(value, f"{self.place.written} ?? …", f"{self.place.written}?")
        )
        return located(failed, position, self.path, index)


@dataclass(frozen=True, slots=True)
class Turns:
    """The head of a loop: `decide` gives its turns, `bind` puts one into the frame."""

    decide: Callable[[Frame], list[Turn] | Failed]
    scope: Scope
    """What the body sees."""
    bind: Bind
    path: str
    """The input path of the list, when turns are its elements."""
    place: Place


def build_for(builder: Builder, node: nodes.For, scope: Scope) -> Closure:
    """Return the closure of a comprehension."""
    if node.group is not None or node.order or node.limit is not None:
        turns = build_turns(builder, node, scope)
        body = _body(builder, node, turns.scope, turns.bind, turns.path)
        return _staged_loop(turns, body)
    head = _head(builder, node, scope)
    body = _body(builder, node, head.scope, head.bind, head.path)
    return _plain_loop(head, body, 1 + turn_fuel(node.body))


def build_turns(builder: Builder, node: nodes.For | nodes.TextFor, scope: Scope) -> Turns:
    """Return what decides the turns of a loop before the first result is made."""
    head = _head(builder, node, scope)
    inner, bind, path, place = head.scope, head.bind, head.path, head.place
    stages: list[Stage] = []
    if node.group is not None:
        stages.append(grouping(builder, node.group, inner, bind))
        inner, slot = scope.bind(node.group.name)
        bind, path = Bind(slot, None), ""
    stages.extend(ordering(builder, key, inner, bind) for key in reversed(node.order))
    if node.limit is not None:
        stages.append(limiting(builder, node.limit, scope))

    def decide(frame: Frame) -> list[Turn] | Failed:
        items = head.source(frame)
        pairs = _turns(items, place)
        if isinstance(pairs, Failed):
            return pairs
        charge(frame, len(items) * (len(stages) + 1), place)
        turns = _kept(list(pairs), frame, head.bind, head.kept, head.path)
        for stage in stages:
            if isinstance(turns, Failed):
                return turns
            turns = stage(turns, frame)
        return turns

    return Turns(decide, inner, bind, path, place)


def located(failed: Failed, position: int, path: str, index: Any) -> tuple[FieldError, ...]:
    """Return the errors of the element that would stand at `position` of the result."""
    return failed.at(position, path, index) if type(index) is int else failed.at(position)


def _head(builder: Builder, node: nodes.For | nodes.TextFor, scope: Scope) -> _Head:
    source = builder.expression(node.source, scope)
    path = path_of(node.source, scope)
    place = builder.place(node.source, source_of(node.source, scope))
    inner, slot = scope.bind(node.variable, path and f"{path}[*]")
    second = None
    if node.second is not None:
        inner, second = inner.bind(node.second)
    return _Head(source, inner, Bind(slot, second), _filter(builder, node, inner), path, place)


def _filter(builder: Builder, node: nodes.For | nodes.TextFor, scope: Scope) -> _Filter | None:
    if node.where is None:
        return None
    place = builder.place(node.where, source_of(node.where, scope))
    return _Filter(builder.expression(node.where, scope), place)


def _body(builder: Builder, node: nodes.For, scope: Scope, bind: Bind, path: str) -> _Body:
    result = node.body
    drops = isinstance(result, nodes.Drop) and not _is_projection(result)
    if drops and isinstance(result, nodes.Drop):
        result = result.base
    place = builder.place(result, source_of(result, scope))
    return _Body(bind, builder.expression(result, scope), place, drops, path)


_LINKS: Final = (
    nodes.Step, nodes.Attribute, nodes.Index, nodes.Slice, nodes.One, nodes.Drop,
)  # fmt: skip


def _is_projection(node: nodes.Expression) -> bool:
    while isinstance(node, _LINKS):
        node = node.base
    return isinstance(node, nodes.Each)


def _turns(items: Any, place: Place) -> Iterator[Turn] | Failed:
    """Return index and element of a list, key and value of an object, or what is wrong."""
    if type(items) is list:
        return enumerate(items)
    if type(items) is dict:
        return iter(items.items())
    return not_a_list(items, place)


def _plain_loop(head: _Head, body: _Body, fuel: int) -> Closure:
    """Return the loop without grouping, order and limit: the common one, in a single pass."""
    source, place, bind, kept = head.source, head.place, head.bind, head.kept
    slot, second, run = bind.slot, bind.second, body.result
    keep = None if kept is None else kept.decide
    each_fuel = fuel if kept is None else fuel + 1

    def loop(frame: Frame) -> _Results:
        items = source(frame)
        turns = _turns(items, place)
        if isinstance(turns, Failed):
            return turns
        charge(frame, len(items) * each_fuel, place)
        out: list[Any] = []
        errors: list[FieldError] = []
        position = 0
        for index, element in turns:
            frame[slot] = element
            if second is not None:
                frame[second] = index
            if keep is not None:
                fits = keep(frame)
                if fits is not True:
                    if fits is not False:
                        errors.extend(located(fits, position, body.path, index))
                    continue
            value = run(frame)
            if value is MISSING or type(value) is Failed:
                found = body.errors(value, position, index)
                errors.extend(found)
                position += 1 if found else 0
                continue
            out.append(value)
            position += 1
        return Failed(tuple(errors)) if errors else out

    return loop


def _staged_loop(head: Turns, body: _Body) -> Closure:
    """Return the loop whose turns are decided before the first result is made."""

    def loop(frame: Frame) -> _Results:
        turns = head.decide(frame)
        return turns if isinstance(turns, Failed) else _results(turns, frame, body)

    return loop


def _kept(
    turns: list[Turn], frame: Frame, bind: Bind, kept: _Filter | None, path: str
) -> list[Turn] | Failed:
    if kept is None:
        return turns
    out: list[Turn] = []
    errors: list[FieldError] = []
    for turn in turns:
        bind.to(frame, turn)
        fits = kept.decide(frame)
        if fits is True:
            out.append(turn)
        elif fits is not False:
            errors.extend(located(fits, len(out), path, turn[0]))
    return Failed(tuple(errors)) if errors else out


def _results(turns: list[Turn], frame: Frame, body: _Body) -> _Results:
    out: list[Any] = []
    errors: list[FieldError] = []
    position = 0
    for turn in turns:
        body.bind.to(frame, turn)
        value = body.result(frame)
        if value is MISSING or type(value) is Failed:
            found = body.errors(value, position, turn[0])
            errors.extend(found)
            position += 1 if found else 0
            continue
        out.append(value)
        position += 1
    return Failed(tuple(errors)) if errors else out
