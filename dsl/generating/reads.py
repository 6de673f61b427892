"""What a mapping reads of its input, so that the rest of a message need not be decoded.

Expressions are followed the way they run: a step leads from a place of the input to a place below
it, a loop from a list to its elements, a name to what it stands for. Whatever else works with a
value reads all of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dsl import nodes
from dsl.arguments import arrange
from dsl.generating.paths import links_of
from dsl.generating.places import NOTHING, Found, Place, Reads, either, frozen
from dsl.kinds import TESTS
from dsl.running.input_paths import LINKS, Link
from dsl.unit import Unit

_MOST_CALLS: Final = 200
"""Calls of `fn` functions that are followed; a mapping with more of them reads everything."""


def reads_of(unit: Unit) -> Reads:
    """Return what a checked mapping reads of its input."""
    follower = _Follower(unit)
    try:
        follower.mapping()
    except RecursionError:
        return None
    return frozen(follower.root)


@dataclass(frozen=True, slots=True)
class _Scope:
    """What names stand for, and the file they stand in."""

    unit: Unit
    names: Mapping[str, Found]

    def bind(self, name: str, found: Found) -> "_Scope":
        return replace(self, names={**self.names, name: found})


class _Follower:
    """Follows the expressions of one mapping and of the files it uses."""

    def __init__(self, unit: Unit) -> None:
        self.root: Final = Place()
        self._unit = unit
        self._functions: dict[str, _Scope] = {}
        self._calls = 0

    def mapping(self) -> None:
        """Follow everything that a run works out."""
        whole, inputs = Found((self.root,)), self._unit.inputs
        names = {one.name: whole.step(one.name) if len(inputs) > 1 else whole for one in inputs}
        declarations = self._unit.mapping.declarations
        items = [one for one in declarations if not isinstance(one, _ELSEWHERE)]
        scope = self._items(items, _Scope(self._unit, names))
        for one in declarations:
            if isinstance(one, nodes.Result):
                self._use(one.value, scope)

    def _items(self, items: Sequence[nodes.Node], scope: _Scope) -> _Scope:
        for item in items:
            match item:
                case nodes.Assign(value=value) | nodes.Spread(value=value):
                    self._use(value, scope)
                case nodes.Block(items=inner):
                    self._items(inner, scope)
                case nodes.Let(name=name, value=value):
                    scope = scope.bind(name, self._found(value, scope))
                case nodes.Require(condition=condition, message=message):
                    self._use(condition, scope)
                    self._use(message, scope)
                case nodes.Skip(condition=condition):
                    self._use(condition, scope)
                case nodes.Function(name=name):
                    self._functions[name] = scope
                case _:
                    self._use_all()
        return scope

    def _use_all(self) -> Found:
        self.root.is_whole = True
        return NOTHING

    def _use(self, node: nodes.Expression, scope: _Scope) -> Found:
        """Note that all of a value is read; there is nothing left to follow then."""
        self._found(node, scope).use()
        return NOTHING

    def _found(self, node: nodes.Expression, scope: _Scope) -> Found:
        """Return what an expression may give."""
        match node:
            case nodes.Literal() | nodes.Missing() | nodes.Regex() | nodes.Context():
                return NOTHING
            case nodes.Input():
                return Found((self.root,))
            case nodes.Name(name=name):
                return scope.names[name] if name in scope.names else self._use_all()
            case nodes.Group(inner=inner):
                return self._found(inner, scope)
            case nodes.Call():
                return self._call(node, scope)
            case nodes.For():
                return self._loop(node, scope)
            case nodes.Binary():
                return self._binary(node, scope)
            case nodes.Is(operand=operand, test=test):
                found = self._found(operand, scope)
                if test not in _SHALLOW:
                    found.use()
                return NOTHING
            case nodes.Conditional(condition=condition, yes=yes, no=no):
                self._use(condition, scope)
                return either(self._found(yes, scope), self._found(no, scope))
            case nodes.Match(subject=subject, cases=cases, otherwise=otherwise):
                self._use(subject, scope)
                return self._cases(cases, otherwise, scope)
            case nodes.ListLiteral(items=items):
                return Found(items=either(*[self._found(one, scope) for one in items]))
            case nodes.ObjectLiteral(items=items):
                self._items(items, scope)
                return NOTHING
            case nodes.Text(parts=parts):
                for part in parts:
                    if not isinstance(part, str):
                        self._use(part, scope)
                return NOTHING
            case nodes.Sign(operand=operand) | nodes.Not(operand=operand):
                return self._use(operand, scope)
            case _ if isinstance(node, LINKS):
                base, links = links_of(node)
                return self._steps(self._found(base, scope), links, scope)
        return self._use_all()

    def _steps(self, found: Found, links: Sequence[Link], scope: _Scope) -> Found:
        for position, link in enumerate(links):
            match link:
                case nodes.Step(key=key) | nodes.Index(index=nodes.Literal(value=str() as key)):
                    found = found.step(key)
                case nodes.Attribute(name=name):
                    found = found.step(f"@{name}")
                case nodes.One() | nodes.Index(index=nodes.Literal(value=int())):
                    found = found.element()
                case nodes.Index(index=index):
                    found.use()
                    found = self._use(index, scope)
                case nodes.Each(where=where):
                    element = found.element()
                    if where is not None:
                        self._use(where, scope.bind("it", element))
                    return Found(items=self._steps(element, links[position + 1 :], scope))
                case _:
                    # A slice and `?` give what they are given, or less of it.
                    pass
        return found

    def _binary(self, node: nodes.Binary, scope: _Scope) -> Found:
        left, right = self._found(node.left, scope), self._found(node.right, scope)
        if node.operator in ("??", "?!"):
            return either(left, right)
        if node.operator not in ("==", "!=") or not (_is_plain(node.left) or _is_plain(node.right)):
            left.use()
            right.use()
        return NOTHING

    def _cases(
        self, cases: Sequence[nodes.Case], otherwise: nodes.Expression | None, scope: _Scope
    ) -> Found:
        results = [case.result for case in cases]
        results += [otherwise] if otherwise is not None else []
        for case in cases:
            if case.guard_operand is not None:
                self._use(case.guard_operand, scope)
        return either(*[self._found(one, scope) for one in results])

    def _loop(self, node: nodes.For, scope: _Scope) -> Found:
        element = self._found(node.source, scope).element()
        inner = scope.bind(node.variable, element)
        if node.second is not None:
            inner = inner.bind(node.second, NOTHING)
        if node.where is not None:
            self._use(node.where, inner)
        if node.group is not None:
            self._use(node.group.key, inner)
            group = Found(fields={"key": NOTHING, "items": Found(items=element)})
            # Neither the order nor the body sees the names of a turn.
            inner = scope.bind(node.group.name, group)
        for order in node.order:
            self._use(order.key, inner)
        if node.limit is not None:
            self._use(node.limit, scope)
        return Found(items=self._found(node.body, inner))

    # ------------------------------------------------------------ calls

    def _call(self, node: nodes.Call, scope: _Scope) -> Found:
        owner = scope.unit.imports.get(node.function, scope.unit)
        table = owner.tables.get(node.function)
        if table is not None:
            self._arguments(node, scope)
            return self._cases(table.cases, table.otherwise, _Scope(owner, {}))
        function = owner.functions.get(node.function)
        if function is not None:
            return self._body(node, function, owner, scope)
        match node.arguments:
            case [nodes.Argument(value=nodes.Lambda())]:
                pass
            case [nodes.Argument(value=value)] if not isinstance(value, nodes.Lambda):
                if node.function in ("first", "last"):
                    return self._found(value, scope).element()
                if node.function == "count":
                    self._found(value, scope).element()
                    return NOTHING
        return self._arguments(node, scope)

    def _arguments(self, node: nodes.Call, scope: _Scope) -> Found:
        for argument in node.arguments:
            match argument.value:
                case nodes.Lambda(parameter=parameter, body=body):
                    # It is given what other arguments hold, which is read whole.
                    self._use(body, scope.bind(parameter, NOTHING))
                case value:
                    self._use(value, scope)
        return NOTHING

    def _body(
        self, node: nodes.Call, function: nodes.Function, owner: Unit, scope: _Scope
    ) -> Found:
        """Return what an `fn` function gives for these arguments."""
        known = self._functions.get(function.name)
        inner = known if owner is self._unit else _Scope(owner, {})
        self._calls += 1
        if inner is None or self._calls > _MOST_CALLS:
            return self._use_all()
        names = [parameter.name for parameter in function.parameters]
        arranged = arrange(names, node.arguments)
        for parameter, argument in zip(function.parameters, arranged.by_parameter, strict=True):
            if argument is None or isinstance(argument.value, nodes.Lambda):
                return self._use_all()
            found = self._found(argument.value, scope)
            if parameter.type is not None and parameter.type.item is not None:
                found.use()
            inner = inner.bind(parameter.name, found)
        found = self._found(function.body, inner)
        if function.result is not None and function.result.item is not None:
            found.use()
        return found


_ELSEWHERE: Final = (
    nodes.Use, nodes.Table, nodes.TableFile, nodes.Example, nodes.Check, nodes.Law, nodes.Result,
)  # fmt: skip
"""Declarations that a run does not work out in their place."""

_SHALLOW: Final = {*TESTS, "failed"}
"""Tests that look at the kind of a value only."""


def _is_plain(node: nodes.Expression) -> bool:
    """Tell whether comparing with a constant looks at the kind of a value, and a plain value."""
    return isinstance(node, nodes.Literal | nodes.Missing)
