"""The code of a mapping: one Python function from the input to the output.

Each kind of expression has a maker. What has none, or finds that it cannot be made, is worked out
by the closure tree, as a call in the middle of the code.
"""

import ast
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from dsl import nodes
from dsl.arguments import arrange
from dsl.functions._discover import discover
from dsl.generating import (
    admission,
    calls,
    cases,
    fusion,
    loops,
    objects,
    operators,
    paths,
    projections,
    texts,
)
from dsl.generating.emitter import Emitter, Hole
from dsl.generating.fusion import Fusion
from dsl.generating.scope import Parts, Scope
from dsl.generating.uses import calls_in, names_in
from dsl.generating.values import (
    ANY,
    BOOL,
    DECIMAL,
    INT,
    MISSING,
    NULL,
    TEXT,
    Need,
    Unsupported,
    Value,
)
from dsl.running.calls import CALL_FUEL
from dsl.running.input_paths import LINKS, Link
from dsl.unit import Unit

_MOST_CALLS: Final = 200
"""Calls of `fn` functions that are written out where they stand; the closure tree runs others."""


@dataclass(frozen=True, slots=True)
class Delegate:
    """An expression that the closure tree works out, and the names that are handed to it."""

    node: nodes.Expression
    unit: Unit
    names: tuple[tuple[str, bool], ...]
    """Each name, and whether it is one of the whole mapping."""


@dataclass(slots=True)
class Generated:
    """What became of a mapping."""

    module: ast.Module
    delegates: list[Delegate]
    uses_numbers: bool


def generate(unit: Unit) -> Generated:
    """Return the code of a checked mapping; raises `Unsupported` if it has none."""
    generator = MappingGenerator(unit)
    emitter = generator.emitter
    scope = generator.inputs()
    declarations = unit.mapping.declarations
    items = [one for one in declarations if isinstance(one, _BUILT)]
    value, scope = objects.build(generator, items, scope, is_top=True)
    results = [one for one in declarations if isinstance(one, nodes.Result)]
    if results:
        value = paths.present(generator, generator.value(results[0].value, scope, Need.PRESENT))
    emitter.emit("return x", x=value)
    return Generated(generator.module(), generator.delegates, generator.uses_numbers)


_BUILT: Final = (
    nodes.Assign, nodes.Block, nodes.Let, nodes.Require, nodes.Skip, nodes.Spread, nodes.Function,
)  # fmt: skip


@dataclass(slots=True)
class _Constants:
    """What the code makes once, when it is loaded."""

    block: list[ast.stmt] = field(default_factory=list)
    names: dict[Hashable, str] = field(default_factory=dict)


class MappingGenerator:
    """Makes the code of the expressions of one mapping and of the files it uses."""

    def __init__(self, unit: Unit) -> None:
        self.emitter: Final = Emitter()
        self.fuel = 0
        self.uses_numbers = False
        self.delegates: list[Delegate] = []
        self._unit = unit
        self._constants = _Constants()
        self._scopes: dict[str, Scope] = {}
        self._calls = 0
        self.parts: dict[int, Parts] = {}
        self._loops = Fusion(unit)

    def inputs(self) -> Scope:
        """Return the scope of the first item: the inputs."""
        inputs = self._unit.inputs
        whole = self.emitter.variable("v", ANY & ~MISSING)
        if len(inputs) <= 1:
            scope = Scope(self._unit, {})
            return scope.bind(inputs[0].name, whole, is_global=True) if inputs else scope
        scope = Scope(self._unit, {})
        self.emitter.emit("if v.__class__ is not dict:\n raise Surprise")
        for each in inputs:
            name = self.emitter.name(each.name if each.name.isascii() else "input")
            key = self.emitter.constant(each.name)
            self.emitter.emit("name = v.get(key, M)", name=name, key=key)
            scope = scope.bind(each.name, self.emitter.variable(name), is_global=True)
        return scope

    def module(self) -> ast.Module:
        """Return the finished code: the constants, then the function ``main``."""
        emitter = self.emitter
        body, emitter.block = emitter.block, []
        emitter.emit("def main(v, config, request, now, context, fuel):\n body", body=body)
        return ast.Module([*self._constants.block, *emitter.block], [])

    # ------------------------------------------------------------ expressions

    def value(
        self, node: nodes.Expression, scope: Scope, need: Need = Need.EXACT, *, form: bool = True
    ) -> Value:
        """Return the code of an expression."""
        emitter = self.emitter
        outer, emitter.place = emitter.place, self.place(node, scope)
        size, fuel = len(emitter.block), self.fuel
        try:
            value = self._made(node, scope, need, form=form)
        except Unsupported:
            del emitter.block[size:]
            emitter.forget()
            self.fuel = fuel
            value = self.delegate(node, scope)
        if need is Need.PRESENT:
            value = paths.present(self, value)
        emitter.place = outer
        return value

    def _made(self, node: nodes.Expression, scope: Scope, need: Need, *, form: bool) -> Value:
        parts = self.parts.get(id(node))
        value = parts.part(self, node) if parts is not None else None
        if value is None:
            value = self._loops.value(self, node, scope)
        if value is None:
            make = _MAKERS.get(type(node))
            if make is None:
                raise Unsupported
            value = make(self, node, scope, _Want(need, form))
        return value

    def condition(self, node: nodes.Expression, scope: Scope) -> ast.expr:
        """Return the code of a Boolean."""
        return operators.condition(self, node, scope)

    def literal(self, node: nodes.Literal) -> Value:
        """Return the code of a constant."""
        match node.value:
            case Decimal() as number:
                text = self.emitter.constant(str(number))
                key = self.constant("Decimal(text)", ("decimal", str(number)), text=text)
                return Value(
                    self.emitter.load(key), DECIMAL, key, 400 if abs(number) < 10**100 else 999
                )
            case bool() | None | str() | int() as value:
                kinds = {bool: BOOL, str: TEXT, int: INT}.get(type(value), NULL)
                bits = value.bit_length() + 1 if isinstance(value, int) else 0
                return Value(self.emitter.constant(value), kinds, f"={value!r}", bits)

    def projection(
        self, items: Value, link: nodes.Each, rest: Sequence[Link], scope: Scope
    ) -> Value:
        """Return the code of `items[* where p].rest`, a list."""
        return projections.projection(self, items, link, rest, scope)

    def library_call(
        self, name: str, first: Value, rest: Sequence[nodes.Argument], scope: Scope
    ) -> Value:
        """Return the code of a call of a library function whose first argument is made already."""
        return calls.library_call(self, discover()[name], rest, scope, first)

    # ------------------------------------------------------------ `fn` functions

    def declare(self, node: nodes.Function, scope: Scope) -> None:
        """Note what an `fn` function sees: the names before it."""
        self._scopes[node.name] = scope

    def user_call(
        self, node: nodes.Call, function: nodes.Function, owner: Unit, scope: Scope, need: Need,
        *, form: bool,
    ) -> Value:  # fmt: skip
        """Return the body of an `fn` function, written out where it is called."""
        inner = self._scopes.get(function.name) if owner is self._unit else Scope(owner, {})
        self._calls += 1
        if inner is None or self._calls > _MOST_CALLS:
            raise Unsupported
        self.fuel += CALL_FUEL
        names = [parameter.name for parameter in function.parameters]
        arranged = arrange(names, node.arguments)
        for parameter, argument in zip(function.parameters, arranged.by_parameter, strict=True):
            if argument is None or isinstance(argument.value, nodes.Lambda):
                raise Unsupported
            value = self.emitter.worked_out(self.value(argument.value, scope))
            if parameter.type is not None:
                value = self.emitter.bind(admission.typed(self, value, parameter.type))
            inner = inner.bind(parameter.name, value)
        result = self.value(function.body, inner, need, form=form)
        return result if function.result is None else admission.typed(self, result, function.result)

    # ------------------------------------------------------------ constants, places

    def constant(self, template: str, key: Hashable, /, **holes: Hole) -> str:
        """Return the name of a value that is made once, when the code is loaded."""
        name = self._constants.names.get(key)
        if name is None:
            emitter = self.emitter
            name = self._constants.names[key] = emitter.name("c")
            outer, emitter.block = emitter.block, self._constants.block
            emitter.emit(f"name = {template}", name=name, **holes)
            emitter.block = outer
        return name

    def place(self, node: nodes.Node, scope: Scope) -> tuple[int, int, int, int]:
        """Return where a node stands, as Python counts lines and columns."""
        if scope.unit is not self._unit:
            # The code has one file name, so a call stands for what it calls.
            return self.emitter.place
        source = scope.unit.source
        start, end = source.position(node.span.start), source.position(node.span.end)
        return (
            start.line,
            _bytes_before(source.line(start.line), start.column),
            end.line,
            _bytes_before(source.line(end.line), end.column),
        )

    # ------------------------------------------------------------ what has no code

    def delegate(self, node: nodes.Expression, scope: Scope) -> Value:
        """Return code that has the closure tree work an expression out."""
        return self._handed_over("delegate", node, scope)

    def attempt(self, node: nodes.Expression, scope: Scope) -> Value:
        """Return code as `delegate` does; what failed is `FAILED`."""
        return self._handed_over("attempt", node, scope)

    def _handed_over(self, word: str, node: nodes.Expression, scope: Scope) -> Value:
        wanted = names_in(node)
        if any(_is_declared(name, scope.unit) for name in calls_in(node)):
            # The body of an `fn` function may read any name before it.
            wanted |= {name for name, one in scope.names.items() if one.is_global}
        given = [(name, scope.names[name]) for name in sorted(wanted) if name in scope.names]
        emitter = self.emitter
        position = len(self.delegates)
        self.delegates.append(
            Delegate(node, scope.unit, tuple((name, one.is_global) for name, one in given))
        )
        values = ast.Tuple([one.value.node for _, one in given], ast.Load())
        name = emitter.name()
        emitter.emit(
            f"name, fuel = {word}(position, fuel, v, context, values)",
            name=name, position=position, values=emitter.placed(values),
        )  # fmt: skip
        return emitter.variable(name)


def _is_declared(name: str, unit: Unit) -> bool:
    owner = unit.imports.get(name, unit)
    return name in owner.functions


def _bytes_before(line: str, column: int) -> int:
    return len(line[: column - 1].encode())


# ---------------------------------------------------------------- the kinds of expression


@dataclass(frozen=True, slots=True)
class _Want:
    """What the place of an expression needs of its value."""

    need: Need
    form: bool


_Make = Callable[[MappingGenerator, Any, Scope, _Want], Value]


_MAKERS: Final[Mapping[type, _Make]] = {
    nodes.Literal: lambda g, n, s, want: g.literal(n),
    nodes.Missing: lambda g, n, s, want: Value(g.emitter.load("M"), MISSING, "M"),
    nodes.Regex: lambda g, n, s, want: Value(g.emitter.constant(n.pattern), TEXT, "=r"),
    nodes.Input: lambda g, n, s, want: g.emitter.variable("v", ANY & ~MISSING),
    nodes.Name: lambda g, n, s, want: g.emitter.again(s.names[n.name].value),
    nodes.Context: lambda g, n, s, want: g.emitter.variable(n.name),
    nodes.Group: lambda g, n, s, want: g.value(n.inner, s, want.need, form=want.form),
    nodes.Call: lambda g, n, s, want: calls.call(g, n, s, want.need, form=want.form),
    nodes.Text: lambda g, n, s, want: texts.text(g, n, s),
    nodes.ListLiteral: lambda g, n, s, want: texts.listed(g, n, s),
    nodes.ObjectLiteral: lambda g, n, s, want: objects.build(g, n.items, s)[0],
    nodes.Sign: lambda g, n, s, want: operators.sign(g, n, s),
    nodes.Not: lambda g, n, s, want: operators.negation(g, n, s),
    nodes.Binary: lambda g, n, s, want: operators.binary(g, n, s, want.need, form=want.form),
    nodes.Is: lambda g, n, s, want: operators.test(g, n, s),
    nodes.Conditional: lambda g, n, s, want: cases.conditional(g, n, s, want.need, form=want.form),
    nodes.Match: lambda g, n, s, want: cases.choice(
        g, g.value(n.subject, s), n.cases, n.otherwise, s
    ),
    nodes.For: lambda g, n, s, want: loops.run(g, fusion.loop_of(n), s),
    **dict.fromkeys(LINKS, lambda g, n, s, want: paths.path(g, n, s, want.need)),
}
