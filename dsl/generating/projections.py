"""Code for `source[* where p].rest`: a list, or the first of it without one."""

from collections.abc import Sequence
from dataclasses import dataclass

from dsl import nodes
from dsl.generating import paths
from dsl.generating.emitter import SURPRISE
from dsl.generating.loops import append, as_list, kept, run_together, when
from dsl.generating.scope import Generator, Scope
from dsl.generating.values import ANY, LIST, Need, Value
from dsl.running.input_paths import LINKS, Link


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


def projection_of(node: nodes.Expression) -> ProjectionLoop | None:
    """Return the loop over the first `[*]` of a chain of steps, None if there is none."""
    _, links = paths.links_of(node)
    first = next((n for n, link in enumerate(links) if isinstance(link, nodes.Each)), None)
    each = None if first is None else links[first]
    if first is None or not isinstance(each, nodes.Each):
        return None
    return ProjectionLoop(each, tuple(links[first + 1 :]), each.base)


def flat_projection_of(node: nodes.Expression) -> ProjectionLoop | None:
    """Return the loop of a projection without another inside it, None for anything else."""
    while isinstance(node, nodes.Group):
        node = node.inner
    loop = projection_of(node) if isinstance(node, LINKS) else None
    if loop is None or any(isinstance(one, nodes.Each) for one in loop.rest):
        return None
    return loop


def first_of(node: nodes.Expression) -> FirstLoop | None:
    """Return the loop that looks for the first, None if `node` is no projection."""
    loop = flat_projection_of(node)
    return None if loop is None else FirstLoop(loop.link, loop.rest, loop.source)
