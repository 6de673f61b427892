"""Code for `for`, and how loops of every kind are run: alone or together over one list.

A loop is described before it is made, so that loops over one list can be made as one.
"""

import ast
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from dsl import nodes
from dsl.generating import operators, paths
from dsl.generating.emitter import SURPRISE
from dsl.generating.scope import Generator, Scope
from dsl.generating.values import ANY, LIST, MISSING, Need, Value
from dsl.running.input_paths import LINKS
from dsl.work import turn_fuel


class Loop(Protocol):
    """One loop: what it runs over, and what it does before, in and after its turns."""

    source: nodes.Expression
    only_lists: bool
    has_second: bool
    stages: int

    @property
    def node(self) -> nodes.For | None:
        """The `for` that it is, None for a projection."""

    def begin(self, generator: Generator) -> None:
        """Emit what comes before the first turn."""

    def turn(
        self, generator: Generator, scope: Scope, element: Value, second: Value | None
    ) -> None:
        """Emit what is done in one turn."""

    def end(self, generator: Generator, scope: Scope) -> Value:
        """Return the result."""


def run(generator: Generator, loop: Loop, scope: Scope) -> Value:
    """Return the code of one loop."""
    items = generator.value(loop.source, scope, Need.PRESENT)
    run_together(generator, items, [loop], scope)
    return loop.end(generator, scope)


def _turn_cost(loop: Loop) -> int:
    """Return what a turn costs, never less than in the closures."""
    return loop.stages + (0 if loop.node is None else turn_fuel(loop.node.body))


def run_together(generator: Generator, items: Value, loops: Sequence[Loop], scope: Scope) -> None:
    """Emit one loop over a list that does what several loops over it do."""
    emitter = generator.emitter
    items = emitter.bind(items)
    if any(loop.only_lists for loop in loops):
        items = as_list(generator, items)
    has_second = any(loop.has_second for loop in loops)
    for loop in loops:
        loop.begin(generator)
    element, second = emitter.name("x"), emitter.name("i")
    cost = ast.Constant(0)
    emitter.emit(
        f"fuel -= len(items) * cost\nif fuel < 0:\n {SURPRISE}",
        items=items, cost=emitter.placed(cost),
    )  # fmt: skip
    outer, generator.fuel = generator.fuel, 0
    with emitter.branch() as body:
        # What stands in a list is never missing.
        one = emitter.variable(element, ANY & ~MISSING)
        number = emitter.variable(second, ANY & ~MISSING) if has_second else None
        for loop in loops:
            loop.turn(generator, scope, one, number)
    cost.value = generator.fuel + sum(map(_turn_cost, loops))
    generator.fuel = outer
    if has_second:
        head = "for second, element in pairs(items)"
    elif items.is_only(LIST):
        head = "for element in items"
    else:
        head = "for element in items if items.__class__ is list else elements(items)"
    emitter.emit(f"{head}:\n body", second=second, element=element, items=items, body=body)


def as_list(generator: Generator, items: Value) -> Value:
    """Return a list; the fast path ends for anything else."""
    emitter = generator.emitter
    items = emitter.bind(items)
    if not items.is_only(LIST):
        emitter.emit(f"if items.__class__ is not list:\n {SURPRISE}", items=items)
        items = emitter.learn(items, LIST)
    return items


@contextmanager
def when(generator: Generator, test: ast.expr | None) -> Iterator[None]:
    """Emit statements under a condition, if there is one."""
    if test is None:
        yield
        return
    with generator.emitter.branch() as body:
        yield
    generator.emitter.emit("if test:\n body", test=test, body=body)


def kept(generator: Generator, where: nodes.Expression | None, scope: Scope) -> ast.expr | None:
    """Return the test that keeps a turn, if there is one; a missing Boolean keeps it not."""
    if where is None:
        return None
    value = generator.value(where, scope, Need.EXACT)
    return operators.as_condition(generator, value, missing_is_false=True)


def there(generator: Generator, value: Value, *, drops: bool) -> tuple[Value, ast.expr | None]:
    """Return the result of a turn, and the test that drops it if it may be missing."""
    if not value.may_be(MISSING):
        return value, None
    if not drops:
        return paths.present(generator, value), None
    value = generator.emitter.bind(value)
    return value.of(~MISSING), generator.emitter.expression("x is not M", x=value)


def bound(node: nodes.For, scope: Scope, element: Value, second: Value | None) -> Scope:
    """Return the scope of one turn."""
    inner = scope.bind(node.variable, element)
    if node.second is not None and second is not None:
        inner = inner.bind(node.second, second)
    return inner


def body_of(node: nodes.For) -> tuple[nodes.Expression, bool]:
    """Return what a turn gives, and whether it is left out when it is missing."""
    body = node.body
    if isinstance(body, nodes.Drop) and not _is_projection(body):
        return body.base, True
    return body, False


def _is_projection(node: nodes.Expression) -> bool:
    while isinstance(node, LINKS):
        if isinstance(node, nodes.Each):
            return True
        node = node.base
    return False


def result_of(
    generator: Generator, node: nodes.For, scope: Scope, *, form: bool = True
) -> tuple[Value, bool]:
    """Return what a turn gives, and whether it is left out when it is missing."""
    body, drops = body_of(node)
    need = Need.EXACT if drops else Need.PRESENT
    return generator.value(body, scope, need, form=form), drops


def append(generator: Generator, out: str, value: Value, *, drops: bool) -> None:
    """Emit what adds a result to a list."""
    value, test = there(generator, value, drops=drops)
    with when(generator, test):
        generator.emitter.emit("out.append(x)", out=out, x=value)


@dataclass(slots=True)
class ListLoop:
    """`for x in source where p => body`."""

    node: nodes.For
    source: nodes.Expression
    out: str = ""
    only_lists: bool = False
    has_second: bool = False
    stages: int = 2

    def begin(self, generator: Generator) -> None:
        """Emit the empty list."""
        self.out = generator.emitter.name("out")
        generator.emitter.emit("out = []", out=self.out)

    def turn(
        self, generator: Generator, scope: Scope, element: Value, second: Value | None
    ) -> None:
        """Emit what adds the result of a turn."""
        inner = bound(self.node, scope, element, second)
        with when(generator, kept(generator, self.node.where, inner)):
            value, drops = result_of(generator, self.node, inner)
            append(generator, self.out, value, drops=drops)

    def end(self, generator: Generator, scope: Scope) -> Value:
        """Return the list."""
        del scope
        return generator.emitter.variable(self.out, LIST)


@dataclass(slots=True)
class Turns:
    """The turns that a loop keeps, with the keys they are ordered by."""

    kept: str = ""
    keys: list[str] = field(default_factory=list)

    def begin(self, generator: Generator, orders: int) -> None:
        """Emit the empty lists."""
        emitter = generator.emitter
        self.kept = emitter.name("kept")
        self.keys = [emitter.name("keys") for _ in range(orders)]
        for name in (self.kept, *self.keys):
            emitter.emit("name = []", name=name)

    def add(self, generator: Generator, node: nodes.For, scope: Scope, turn: ast.expr) -> None:
        """Emit what keeps a turn, whose names stand in the scope."""
        emitter = generator.emitter
        for key, order in zip(self.keys, node.order, strict=True):
            value = generator.value(order.key, scope, Need.EXACT, form=False)
            emitter.emit("keys.append(x)", keys=key, x=value)
        emitter.emit("kept.append(turn)", kept=self.kept, turn=turn)

    def arrange(self, generator: Generator, node: nodes.For, scope: Scope) -> None:
        """Emit what orders the turns and takes as many as are wanted."""
        emitter = generator.emitter
        if node.order:
            keys = ast.Tuple([emitter.load(key) for key in self.keys], ast.Load())
            falls = [emitter.constant(order.descending) for order in node.order]
            emitter.emit(
                "kept = ordered(keys, falls, kept)", kept=self.kept, keys=emitter.placed(keys),
                falls=emitter.placed(ast.Tuple(falls, ast.Load())),
            )  # fmt: skip
        if node.limit is not None:
            count = generator.value(node.limit, scope, Need.PRESENT)
            emitter.emit("kept = first_items(kept, count)", kept=self.kept, count=count)


@dataclass(slots=True)
class OrderedLoop:
    """`for` with `order by` or `limit`: the turns are decided before the first result is made."""

    node: nodes.For
    source: nodes.Expression
    only_lists: bool = False
    has_second: bool = False
    stages: int = 3
    turns: Turns = field(default_factory=Turns)

    def begin(self, generator: Generator) -> None:
        """Emit the empty lists."""
        self.turns.begin(generator, len(self.node.order))

    def turn(
        self, generator: Generator, scope: Scope, element: Value, second: Value | None
    ) -> None:
        """Emit what keeps a turn."""
        inner = bound(self.node, scope, element, second)
        turn = element.node
        if self.has_second and second is not None:
            turn = generator.emitter.placed(ast.Tuple([second.node, element.node], ast.Load()))
        with when(generator, kept(generator, self.node.where, inner)):
            self.turns.add(generator, self.node, inner, turn)

    def end(self, generator: Generator, scope: Scope) -> Value:
        """Return the list of results."""
        emitter = generator.emitter
        self.turns.arrange(generator, self.node, scope)
        element, second = emitter.name("x"), emitter.name("i")

        def scope_of() -> Scope:
            one = emitter.variable(element, ANY & ~MISSING)
            number = emitter.variable(second) if self.has_second else None
            return bound(self.node, scope, one, number)

        head = "second, element" if self.has_second else "element"
        return results(
            generator, self.node, self.turns.kept, head, scope_of, element=element, second=second
        )


def results(
    generator: Generator, node: nodes.For, turns: str, head: str, scope_of: Callable[[], Scope],
    **names: str,
) -> Value:  # fmt: skip
    """Return the list of the results of turns that are decided."""
    emitter = generator.emitter
    out = emitter.name("out")
    emitter.emit("out = []", out=out)
    outer, generator.fuel = generator.fuel, 0
    with emitter.branch() as body:
        value, drops = result_of(generator, node, scope_of())
        append(generator, out, value, drops=drops)
    cost, generator.fuel = generator.fuel, outer
    emitter.emit(
        f"fuel -= len(kept) * cost\nif fuel < 0:\n {SURPRISE}\nfor {head} in kept:\n body",
        kept=turns, cost=cost + 1, body=body, **names,
    )  # fmt: skip
    return emitter.variable(out, LIST)
