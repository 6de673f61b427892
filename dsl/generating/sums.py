"""Code for `sum` and `count` of a loop: nothing is put into a list."""

import ast
from dataclasses import dataclass

from dsl import nodes
from dsl.generating import operators
from dsl.generating.loops import bound, kept, result_of, there, when
from dsl.generating.projections import element_value, flat_projection_of
from dsl.generating.scope import Generator, Scope
from dsl.generating.values import EXACT, INT, Value
from dsl.running.input_paths import Link


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
    loop = flat_projection_of(node)
    if loop is None:
        return None
    return SumLoop(word, None, loop.link, loop.rest, loop.source, form, only_lists=True)
