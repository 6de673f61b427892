"""Code for `for … group by`: sums over a group are added up while the groups are made."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from dsl import nodes
from dsl.generating.emitter import SURPRISE
from dsl.generating.loops import Turns, bound, kept, results, when
from dsl.generating.operators import SUM_BITS
from dsl.generating.scope import Generator, Scope
from dsl.generating.sums import SumLoop, sum_of
from dsl.generating.uses import formed_children, names_in
from dsl.generating.values import ANY, EXACT, INT, LIST, MISSING, OBJECT, Need, Value


@dataclass(slots=True)
class GroupLoop:
    """`for x in source group by key into g … => body`.

    A group is a Python list: the key, the items, then one sum for each `sum` or `count` over
    `g.items`. Where `g` is used in any other way, it is the object that the author sees.
    """

    node: nodes.For
    group: nodes.GroupBy
    source: nodes.Expression
    only_lists: bool = False
    has_second: bool = False
    stages: int = 4
    groups: str = ""
    record: str = ""
    sums: list[SumLoop] = field(default_factory=list)
    places: dict[int, tuple[int, SumLoop | None]] = field(default_factory=dict)
    """For each expression that reads a group, its place in the list."""
    start: ast.List | None = None
    shared: dict[str, int] = field(default_factory=dict)

    def begin(self, generator: Generator) -> None:
        """Emit the empty dictionary."""
        self.groups = generator.emitter.name("groups")
        generator.emitter.emit("groups = {}", groups=self.groups)
        self._plan()
        for place in self.places:
            generator.parts[place] = self

    def _plan(self) -> None:
        readers = list(_readers(self.node, self.group.name))
        if not any(reader is None for _, reader in readers):
            self.places = {
                id(node): (0, reader if isinstance(reader, SumLoop) else None)
                for node, reader in readers
            }

    def turn(
        self, generator: Generator, scope: Scope, element: Value, second: Value | None
    ) -> None:
        """Emit what puts an element into its group."""
        emitter = generator.emitter
        inner = bound(self.node, scope, element, second)
        with when(generator, kept(generator, self.node.where, inner)):
            key = emitter.bind(generator.value(self.group.key, inner, Need.PRESENT))
            emitter.emit(
                f"if key.__class__ is not str and key.__class__ not in EXACT:\n {SURPRISE}", key=key
            )
            record = emitter.name("group")
            if not self.places:
                emitter.emit(
                    "record = groups.get(key)\nif record is None:\n"
                    ' groups[key] = record = {"key": key, "items": []}\n'
                    'record["items"].append(x)',
                    record=record, groups=self.groups, key=key, x=element,
                )  # fmt: skip
                return
            self.start = ast.List([key.node], ast.Load())
            emitter.emit(
                "record = groups.get(key)\nif record is None:\n groups[key] = record = start",
                record=record, groups=self.groups, key=key, start=emitter.placed(self.start),
            )  # fmt: skip
            # The body does not see the names of a turn, and neither do its sums.
            self._add(generator, scope, element, record)

    def _add(self, generator: Generator, scope: Scope, element: Value, record: str) -> None:
        for place, (_, loop) in list(self.places.items()):
            if loop is not None:
                self.places[place] = (self._sum(generator, scope, element, record, loop), loop)

    def _sum(
        self, generator: Generator, scope: Scope, element: Value, record: str, loop: SumLoop
    ) -> int:
        """Emit what adds an element to a sum of its group, and return the sum's place."""
        emitter = generator.emitter
        generator.uses_numbers = loop.word == "sum" or generator.uses_numbers
        where, inner = loop.where_and_scope(scope, element, None)
        test = kept(generator, where, inner)
        if test is None:
            value, missing = loop.added(generator, inner, element)
            value = emitter.bind(value)
            if missing is None and value.key in self.shared:
                return self.shared[value.key]
            position = self._new(generator)
            with when(generator, missing):
                number = loop.counted(generator, value)
                emitter.emit("record[position] += x", record=record, position=position, x=number)
            if missing is None:
                self.shared[value.key] = position
            return position
        position = self._new(generator)
        with when(generator, test):
            value, missing = loop.added(generator, inner, element)
            with when(generator, missing):
                number = loop.counted(generator, value)
                emitter.emit("record[position] += x", record=record, position=position, x=number)
        return position

    def _new(self, generator: Generator) -> int:
        if self.start is None:
            raise TypeError("a sum stands outside of its group")
        self.start.elts.append(generator.emitter.constant(0))
        return len(self.start.elts) - 1

    def end(self, generator: Generator, scope: Scope) -> Value:
        """Return the list of what is made of the groups."""
        emitter = generator.emitter
        node, turns = self.node, Turns()
        turns.begin(generator, len(node.order))
        self.record = record = emitter.name("group")

        def scope_of() -> Scope:
            kinds = LIST if self.places else OBJECT
            return scope.bind(self.group.name, emitter.variable(record, kinds))

        if node.order:
            outer, generator.fuel = generator.fuel, 0
            with emitter.branch() as body:
                turns.add(generator, node, scope_of(), emitter.load(record))
            generator.fuel = max(outer, generator.fuel)
            emitter.emit(
                "for record in groups.values():\n body",
                record=record, groups=self.groups, body=body,
            )  # fmt: skip
        else:
            emitter.emit("kept = [*groups.values()]", kept=turns.kept, groups=self.groups)
        turns.arrange(generator, node, scope)
        return results(generator, node, turns.kept, "record", scope_of, record=record)

    def part(self, generator: Generator, node: nodes.Expression) -> Value | None:
        """Return what an expression reads of a group, None if it reads none."""
        found = self.places.get(id(node))
        if found is None or not self.record:
            return None
        position, loop = found
        made = generator.emitter.expression(
            "record[position]", record=self.record, position=position
        )
        if loop is None:
            return Value(made, ANY & ~MISSING)
        return Value(made, INT if loop.word == "count" else EXACT, bits=SUM_BITS)


def _readers(loop: nodes.For, name: str) -> Iterator[tuple[nodes.Node, "SumLoop | str | None"]]:
    """Yield what reads a group: sums over its items, its ``key``, and None for anything else."""
    yield from _reads(loop.body, name, form=True)
    for order in loop.order:
        yield from _reads(order.key, name, form=False)


def _reads(
    node: nodes.Node, name: str, *, form: bool
) -> Iterator[tuple[nodes.Node, "SumLoop | str | None"]]:
    match node:
        case nodes.Step(base=nodes.Name(name=found), key="key") if found == name:
            yield node, "key"
            return
        case nodes.Call(function="sum" | "count" as word, arguments=(only,)) if not isinstance(
            only.value, nodes.Lambda
        ):
            loop = _sum_over(word, only.value, name, form=form)
            if loop is not None:
                yield node, loop
                return
        case nodes.Name(name=found) if found == name:
            yield node, None
            return
    for child, inner in formed_children(node, form=form):
        yield from _reads(child, name, form=inner)


def _sum_over(word: str, node: nodes.Expression, name: str, *, form: bool) -> SumLoop | None:
    """Return the sum over the items of a group, None if it is no such sum.

    What is added up may not read the group in its turn: the group still grows.
    """
    if word == "count" and _is_items(node, name):
        return SumLoop(word, None, None, (), node, form)
    loop = sum_of(word, node, form=form)
    if loop is None or not _is_items(loop.source, name) or loop.has_second:
        return None
    inside = (loop.node.body, loop.node.where) if loop.node else (loop.link and loop.link.where,)
    return None if any(one is not None and name in names_in(one) for one in inside) else loop


def _is_items(node: nodes.Expression, name: str) -> bool:
    while isinstance(node, nodes.Group):
        node = node.inner
    return (
        isinstance(node, nodes.Step)
        and node.key == "items"
        and isinstance(node.base, nodes.Name)
        and node.base.name == name
    )
