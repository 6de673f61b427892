"""Finds loops over one list that can run as one.

Expressions are pure, so a loop may run earlier than its place in the mapping says, together with
the first loop over the same list. All it needs is that the names it reads have values by then.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from dsl import nodes
from dsl.generating import loops
from dsl.generating.groups import GroupLoop
from dsl.generating.loops import ListLoop, Loop, OrderedLoop
from dsl.generating.projections import first_of, projection_of
from dsl.generating.scope import Generator, Scope
from dsl.generating.sums import sum_of
from dsl.generating.uses import calls_in, formed_children, keeps_form, names_in
from dsl.generating.values import Need, Unsupported, Value
from dsl.running.input_paths import LINKS
from dsl.unit import Unit
from dsl.work import children

Path = tuple[str, ...]
"""A list that loops run over: the name or input it starts from, then the keys."""

_ITEMS: Final = (nodes.Assign, nodes.Block, nodes.Let, nodes.Function)


def loop_of(node: nodes.For) -> Loop:
    """Return the loop that a `for` is."""
    has_second = node.second is not None
    if node.group is not None:
        return GroupLoop(node, node.group, node.source, has_second=has_second)
    if node.order or node.limit is not None:
        stages = 3 + len(node.order)
        return OrderedLoop(node, node.source, has_second=has_second, stages=stages)
    return ListLoop(node, node.source, has_second=has_second)


@dataclass(slots=True)
class _Site:
    """A loop that runs whenever the mapping does."""

    node: nodes.Node
    loop: Loop
    names: set[str]


@dataclass(slots=True)
class _Together:
    """Loops over one list."""

    sites: list[_Site] = field(default_factory=list)
    ran: bool = False
    done: str = ""
    """The variable that has a value once all turns are over."""


class Fusion:
    """The loops of a mapping that run together."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._of: dict[int, tuple[_Together, _Site]] = {}
        self._plan([one for one in unit.mapping.declarations if isinstance(one, _ITEMS)])

    def value(self, generator: Generator, node: nodes.Expression, scope: Scope) -> Value | None:
        """Return the result of a loop that runs with others, None for any other expression."""
        found = self._of.get(id(node))
        if found is None:
            return None
        together, site = found
        if not together.ran:
            together.ran = True
            items = generator.value(site.loop.source, scope, Need.PRESENT)
            try:
                loops.run_together(generator, items, [one.loop for one in together.sites], scope)
            except Unsupported:
                for one in together.sites:
                    del self._of[id(one.node)]
                raise
            together.done = generator.emitter.name("done")
            generator.emitter.emit("done = None", done=together.done)
        else:
            # A turn may have failed where that is no end of the run: in a `let`, or before `?!`.
            generator.emitter.emit("done", done=together.done)
        return site.loop.end(generator, scope)

    def _plan(self, items: Sequence[nodes.Node]) -> None:
        """Find the loops in some items that can run together."""
        later_names = {one.name for one in items if isinstance(one, nodes.Let | nodes.Function)}
        found: dict[Path, _Together] = {}
        unknown: dict[Path, set[str]] = {}
        for position, item in enumerate(items):
            for path, site in self._sites(item, items[position + 1 :]):
                # Names bound later than the first loop over a list have no value there.
                if not site.names & unknown.setdefault(path, set(later_names)):
                    found.setdefault(path, _Together()).sites.append(site)
            if isinstance(item, nodes.Let | nodes.Function):
                later_names.discard(item.name)
        for together in found.values():
            if len(together.sites) > 1:
                for site in together.sites:
                    self._of[id(site.node)] = (together, site)
        for item in items:
            for body in _bodies(item):
                self._plan(body.items)

    def _sites(self, item: nodes.Node, later: Sequence[nodes.Node]) -> Iterator[tuple[Path, _Site]]:
        match item:
            case nodes.Let(name=name, value=value):
                yield from self._within(value, form=keeps_form(name, later))
            case nodes.Assign(value=value):
                yield from self._within(value, form=True)
            case nodes.Block(items=inner) if not any(isinstance(one, nodes.Let) for one in inner):
                for one in inner:
                    yield from self._sites(one, ())

    def _within(self, node: nodes.Node, *, form: bool) -> Iterator[tuple[Path, _Site]]:
        """Yield the loops in the parts of an expression that are worked out in any case."""
        loop = _loop(node, form=form)
        if loop is not None:
            path = _path(loop.source)
            if path is not None:
                yield path, _Site(node, loop, self._needed(node))
            return
        if isinstance(node, _PARTLY):
            return
        for child, inner in formed_children(node, form=form):
            yield from self._within(child, form=inner)

    def _needed(self, node: nodes.Node) -> set[str]:
        """Return the names that a loop takes from outside, its own functions among them."""
        names = names_in(node) - _bound_in(node)
        for called in calls_in(node):
            function = self._unit.functions.get(called)
            if function is not None and called not in self._unit.imports:
                own = {one.name for one in function.parameters} | _bound_in(function.body)
                names |= {called} | (self._needed(function.body) - own)
        return names


def _loop(node: nodes.Node, *, form: bool) -> Loop | None:
    """Return the loop that an expression is, None if it is none."""
    match node:
        case nodes.For():
            return loop_of(node)
        case nodes.Call(function="sum" | "count" as word, arguments=(only,)) if not isinstance(
            only.value, nodes.Lambda
        ):
            return sum_of(word, only.value, form=form)
        case nodes.Call(function="first", arguments=(only,)) if not isinstance(
            only.value, nodes.Lambda
        ):
            return first_of(only.value)
    return projection_of(node) if isinstance(node, LINKS) else None


def _bodies(node: nodes.Node) -> Iterator[nodes.ObjectLiteral]:
    """Yield the objects that loops anywhere in a node make in each turn."""
    if isinstance(node, nodes.For):
        body = node.body
        while isinstance(body, nodes.Group | nodes.Drop):
            body = body.inner if isinstance(body, nodes.Group) else body.base
        if isinstance(body, nodes.ObjectLiteral):
            yield body
            return
    for child in children(node):
        yield from _bodies(child)


_PARTLY: Final = (nodes.Conditional, nodes.Match, nodes.Lambda, nodes.ObjectLiteral)
"""Expressions of which some parts may never be worked out, or bind names of their own."""


def _path(node: nodes.Expression) -> Path | None:
    keys: list[str] = []
    while True:
        match node:
            case nodes.Step(base=base, key=key):
                keys.append(key)
                node = base
            case nodes.Group(inner=inner):
                node = inner
            case nodes.Binary(operator="??", left=left, right=nodes.ListLiteral(items=())):
                keys.append("?? []")
                node = left
            case _:
                break
    match node:
        case nodes.Input():
            return ("", *reversed(keys))
        case nodes.Name(name=name):
            return (name, *reversed(keys))
    return None


def _bound_in(node: nodes.Node) -> set[str]:
    """Return the names that an expression binds for its own parts."""
    found: set[str] = {"it"}
    match node:
        case nodes.For(variable=variable, second=second, group=group):
            found |= {variable} | ({second} if second else set())
            found |= {group.name} if group else set()
        case nodes.Lambda(parameter=parameter):
            found.add(parameter)
        case nodes.Let(name=name):
            found.add(name)
    for child in children(node):
        found |= _bound_in(child)
    return found
