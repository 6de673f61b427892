"""Code for `for` and for projections: loop statements, of which sums make no list.

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
from dsl.generating.values import ANY, EXACT, INT, LIST, MISSING, Need, Value
from dsl.running.input_paths import LINKS, Link
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


# ---------------------------------------------------------------- for


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


# ---------------------------------------------------------------- projections


def projection(
    generator: Generator, items: Value, link: nodes.Each, rest: Sequence[Link], scope: Scope
) -> Value:
    """Return the code of `items[* where p].rest`, a list."""
    if link.where is None and rest and all(type(one) is nodes.Step for one in rest):
        return _plain_projection(generator, items, rest)
    loop = ProjectionLoop(link, tuple(rest), link.base)
    run_together(generator, items, [loop], scope)
    return loop.end(generator, scope)


def _plain_projection(generator: Generator, items: Value, rest: Sequence[Link]) -> Value:
    """Return a comprehension: steps alone need no statements."""
    emitter = generator.emitter
    items = as_list(generator, items)
    emitter.emit(f"fuel -= len(items)\nif fuel < 0:\n {SURPRISE}", items=items)
    variable = emitter.name("x")
    element = emitter.load(variable)
    for link in rest:
        if isinstance(link, nodes.Step):
            element = emitter.expression("x[key]", x=element, key=emitter.constant(link.key))
    made = emitter.expression("[e for x in items]", e=element, x=variable, items=items)
    return Value(made, LIST)


@dataclass(slots=True)
class ProjectionLoop:
    """`source[* where p].rest`."""

    link: nodes.Each
    rest: tuple[Link, ...]
    source: nodes.Expression
    out: str = ""
    only_lists: bool = True
    has_second: bool = False
    stages: int = 2
    node: nodes.For | None = None

    def begin(self, generator: Generator) -> None:
        """Emit the empty list."""
        self.out = generator.emitter.name("out")
        generator.emitter.emit("out = []", out=self.out)

    def turn(
        self, generator: Generator, scope: Scope, element: Value, second: Value | None
    ) -> None:
        """Emit what adds the value of one element."""
        del second
        with when(generator, kept(generator, self.link.where, scope.bind("it", element))):
            value, drops = element_value(generator, element, self.rest, scope)
            append(generator, self.out, value, drops=drops)

    def end(self, generator: Generator, scope: Scope) -> Value:
        """Return the list."""
        del scope
        return generator.emitter.variable(self.out, LIST)


@dataclass(slots=True)
class FirstLoop(ProjectionLoop):
    """`first(source[* where p].rest)`: no list is made of what only the first is taken of."""

    def begin(self, generator: Generator) -> None:
        """Emit that nothing was found."""
        self.out = generator.emitter.name("first")
        generator.emitter.emit("out = M", out=self.out)

    def turn(
        self, generator: Generator, scope: Scope, element: Value, second: Value | None
    ) -> None:
        """Emit what takes the value of one element; the others are worked out, and may fail."""
        del second
        emitter = generator.emitter
        with when(generator, kept(generator, self.link.where, scope.bind("it", element))):
            value, _ = element_value(generator, element, self.rest, scope)
            found = emitter.bind(value)
            emitter.emit("if out is M:\n out = x", out=self.out, x=found)

    def end(self, generator: Generator, scope: Scope) -> Value:
        """Return the first."""
        del scope
        return generator.emitter.variable(self.out, ANY)


def element_value(
    generator: Generator, element: Value, rest: Sequence[Link], scope: Scope
) -> tuple[Value, bool]:
    """Return what the steps after `[*]` give, and whether it is left out when missing."""
    drops = any(isinstance(one, nodes.Drop) for one in rest)
    need = Need.EXACT if drops else Need.PRESENT
    return paths.chain(generator, element, list(rest), scope, need), drops


# ---------------------------------------------------------------- sums without a list


@dataclass(slots=True)
class SumLoop:
    """`sum` or `count` of a loop: nothing is put into a list."""

    word: str
    node: nodes.For | None
    link: nodes.Each | None
    rest: tuple[Link, ...]
    source: nodes.Expression
    form: bool
    only_lists: bool = False
    has_second: bool = False
    stages: int = 2
    total: str = ""

    def begin(self, generator: Generator) -> None:
        """Emit the zero."""
        generator.uses_numbers = self.word == "sum" or generator.uses_numbers
        self.total = generator.emitter.name(self.word)
        generator.emitter.emit("total = 0", total=self.total)

    def turn(
        self, generator: Generator, scope: Scope, element: Value, second: Value | None
    ) -> None:
        """Emit what adds one turn."""
        where, inner = self.where_and_scope(scope, element, second)
        with when(generator, kept(generator, where, inner)):
            value, test = self.added(generator, inner, element)
            with when(generator, test):
                number = self.counted(generator, value)
                generator.emitter.emit("total += x", total=self.total, x=number)

    def where_and_scope(
        self, scope: Scope, element: Value, second: Value | None
    ) -> tuple[nodes.Expression | None, Scope]:
        """Return the condition of a turn and the scope of one."""
        if self.node is not None:
            return self.node.where, bound(self.node, scope, element, second)
        return (self.link.where if self.link else None), scope.bind("it", element)

    def added(
        self, generator: Generator, scope: Scope, element: Value
    ) -> tuple[Value, ast.expr | None]:
        """Return what one turn adds, and the test that leaves it out if it may be missing."""
        if self.node is not None:
            value, drops = result_of(generator, self.node, scope, form=self.form)
        else:
            value, drops = element_value(generator, element, self.rest, scope)
        value, test = there(generator, value, drops=drops)
        if self.word == "count":
            # What is counted must be there, so it is worked out.
            generator.emitter.worked_out(value)
            return Value(generator.emitter.constant(1), INT, "=1", 1), test
        if test is not None:
            # Only where it is there it can be asked whether it is a number.
            return value, test
        return self.counted(generator, value), None

    def counted(self, generator: Generator, value: Value) -> Value:
        """Return what is surely a number; the fast path ends where it is none."""
        return value if self.word == "count" else operators.as_number(generator, value)

    def end(self, generator: Generator, scope: Scope) -> Value:
        """Return the sum."""
        del scope
        kinds, bits = (INT, 40) if self.word == "count" else (EXACT, operators.SUM_BITS)
        return generator.emitter.variable(self.total, kinds, bits)


def sum_of(word: str, node: nodes.Expression, *, form: bool) -> SumLoop | None:
    """Return the sum or count of a loop, None if `node` is no loop that can be added up."""
    while isinstance(node, nodes.Group):
        node = node.inner
    if isinstance(node, nodes.For):
        if node.group is not None or node.order or node.limit is not None:
            return None
        return SumLoop(word, node, None, (), node.source, form, has_second=node.second is not None)
    if not isinstance(node, LINKS):
        return None
    _, links = paths.links_of(node)
    first = next((n for n, link in enumerate(links) if isinstance(link, nodes.Each)), None)
    if first is None:
        return None
    each, rest = links[first], links[first + 1 :]
    if not isinstance(each, nodes.Each) or any(isinstance(one, nodes.Each) for one in rest):
        return None
    return SumLoop(word, None, each, tuple(rest), each.base, form, only_lists=True)


def first_of(node: nodes.Expression) -> FirstLoop | None:
    """Return the loop that looks for the first, None if `node` is no projection."""
    while isinstance(node, nodes.Group):
        node = node.inner
    loop = projection_of(node) if isinstance(node, LINKS) else None
    if loop is None or any(isinstance(one, nodes.Each) for one in loop.rest):
        return None
    return FirstLoop(loop.link, loop.rest, loop.source)


def projection_of(node: nodes.Expression) -> ProjectionLoop | None:
    """Return the loop over the first `[*]` of a chain of steps, None if there is none."""
    _, links = paths.links_of(node)
    first = next((n for n, link in enumerate(links) if isinstance(link, nodes.Each)), None)
    each = None if first is None else links[first]
    if first is None or not isinstance(each, nodes.Each):
        return None
    return ProjectionLoop(each, tuple(links[first + 1 :]), each.base)
