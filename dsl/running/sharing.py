"""How often a mapping may repeat its input in its output, worked out from the text alone.

A value is never copied: one list may stand in many places of the output, and written out the
output may then be far larger than all the work that made it. Most mappings provably repeat each
part of their input a few times at most; only the others need their output weighed after a run.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from dsl import nodes
from dsl.functions._discover import discover
from dsl.unit import Unit

Share: TypeAlias = "Counter[str]"
"""How many times each source may stand in a value; sources are the input and loop variables."""

INPUT: Final = ""
"""The source for the input and all that is bound outside of loops."""
MANY: Final = 1_000
"""More than this counts as without bound."""

_SCALARS: Final = frozenset(
    {
        "text", "number", "integer", "decimal", "float", "boolean",
        "date", "time", "datetime", "local_datetime", "duration",
    }
)  # fmt: skip
_LONG_TEXT: Final = 256
_LINKS: Final = (
    nodes.Step, nodes.Attribute, nodes.Index, nodes.Slice, nodes.One, nodes.Drop, nodes.Each,
)  # fmt: skip


def may_repeat(unit: Unit) -> bool:
    """Tell whether the output of a mapping may hold parts of its input very many times."""
    sharing = _Sharing(unit)
    scope: dict[str, Share] = {one.name: Counter({INPUT: 1}) for one in unit.inputs}
    items = [one for one in unit.mapping.declarations if isinstance(one, _ITEMS)]
    share = sharing.items(items, scope)
    for declaration in unit.mapping.declarations:
        if isinstance(declaration, nodes.Result):
            share = share + sharing.value(declaration.value, scope)
    return share[INPUT] >= MANY


_ITEMS: Final = (nodes.Assign, nodes.Block, nodes.Let, nodes.Spread)


@dataclass(slots=True)
class _Sharing:
    """Works out shares in one file."""

    unit: Unit
    known: dict[str, Share] = field(default_factory=dict)
    loops: int = 0

    def items(self, items: Sequence[nodes.Item], scope: dict[str, Share]) -> Share:
        """Return the share of an object; its `let` names are added to the scope."""
        total: Share = Counter()
        for item in items:
            match item:
                case nodes.Assign(value=value) | nodes.Spread(value=value):
                    total = _sum(total, self.value(value, scope))
                case nodes.Block(items=inner):
                    total = _sum(total, self.items(inner, dict(scope)))
                case nodes.Let(name=name, value=value):
                    # What it makes, a long text for one, may be repeated wherever it is read.
                    scope[name] = _sum(self.value(value, scope), Counter({INPUT: 1}))
                case _:
                    pass
        return total

    def value(self, node: nodes.Expression, scope: Mapping[str, Share]) -> Share:
        """Return the share of an expression's value."""
        match node:
            case nodes.Input() | nodes.Context():
                return Counter({INPUT: 1})
            case nodes.Name(name=name):
                return scope.get(name, Counter({INPUT: 1}))
            case nodes.Literal(value=str() as text):
                return Counter({INPUT: 1} if len(text) > _LONG_TEXT else {})
            case nodes.Group(inner=inner):
                return self.value(inner, scope)
            case nodes.Binary(operator="??" | "?!", left=left, right=right):
                return _sum(self.value(left, scope), self.value(right, scope))
            case nodes.Conditional(yes=yes, no=no):
                return _sum(self.value(yes, scope), self.value(no, scope))
            case nodes.Match():
                results = [case.result for case in node.cases]
                results += [node.otherwise] if node.otherwise else []
                return _sum(*(self.value(result, scope) for result in results))
            case nodes.ListLiteral(items=parts):
                return _sum(*(self.value(part, scope) for part in parts))
            case nodes.ObjectLiteral(items=fields):
                return self.items(fields, dict(scope))
            case nodes.For():
                return self._loop(node, scope)
            case nodes.Call():
                return self._call(node, scope)
            case _ if isinstance(node, _LINKS):
                return self.value(node.base, scope)
            case _:
                return Counter()

    def _loop(self, node: nodes.For, scope: Mapping[str, Share]) -> Share:
        """Return the share of a loop: its variable stands for the whole list over all turns."""
        self.loops += 1
        variable = f"{node.variable} {self.loops}"
        name = node.group.name if node.group else node.variable
        share = self.value(node.body, {**scope, name: Counter({variable: 1})})
        source = self.value(node.source, scope)
        return _over(share, variable, source)

    def _call(self, node: nodes.Call, scope: Mapping[str, Share]) -> Share:
        owner = self.unit.imports.get(node.function, self.unit)
        if node.function in owner.tables:
            return Counter()
        if node.function in owner.functions:
            return self._user_call(node, owner, scope)
        function = discover()[node.function]
        if function.result in _SCALARS:
            return Counter()
        total: Share = Counter()
        for argument in node.arguments:
            if isinstance(argument.value, nodes.Lambda):
                self.loops += 1
                variable = f"{argument.value.parameter} {self.loops}"
                inner = {**scope, argument.value.parameter: Counter({variable: 1})}
                made = self.value(argument.value.body, inner)
                total = _sum(total, _over(made, variable, total))
            else:
                total = _sum(total, self.value(argument.value, scope))
        # Such a function may make more of what it is given.
        return _many(total) if function.fuel is not None else total

    def _user_call(self, node: nodes.Call, owner: Unit, scope: Mapping[str, Share]) -> Share:
        function = owner.functions[node.function]
        given = _sum(
            *(
                self.value(argument.value, scope)
                for argument in node.arguments
                if not isinstance(argument.value, nodes.Lambda)
            )
        )
        body = self._body(function, owner)
        # Each parameter is taken to be all that the call was given.
        inside, outside = body["parameter"], body[INPUT]
        total: Share = Counter({source: count * inside for source, count in given.items()})
        return _sum(total, Counter({INPUT: outside}))

    def _body(self, function: nodes.Function, owner: Unit) -> Share:
        key = f"{owner.source.name} {function.name}"
        if key not in self.known:
            scope = {one.name: Counter({"parameter": 1}) for one in function.parameters}
            inner = self if owner is self.unit else _Sharing(owner, self.known)
            self.known[key] = inner.value(function.body, scope)
        return self.known[key]


def _over(share: Share, variable: str, source: Share) -> Share:
    """Return the share of all turns, of which each has the given one."""
    inside = share[variable]
    total: Share = Counter({name: count * inside for name, count in source.items()})
    outside: Share = Counter({name: count for name, count in share.items() if name != variable})
    return _sum(total, _many(outside))


def _many(share: Share) -> Share:
    return Counter({name: MANY for name, count in share.items() if count})


def _sum(*shares: Share) -> Share:
    total: Share = Counter()
    for share in shares:
        total.update(share)
    return Counter({name: min(count, MANY) for name, count in total.items()})
