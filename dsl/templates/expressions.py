"""Replaces every expression of a template file by a call that asks for what it means in Tie."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, ClassVar, Final, TypeAlias

from jinja2 import nodes as jinja

from dsl import nodes
from dsl.templates.asks import argument
from dsl.templates.calls import Calls, call_of
from dsl.templates.driver import HOOK, LOOP_FIELDS

_OPERATORS: Final[Mapping[type, nodes.BinaryOperator]] = {
    jinja.Add: "+", jinja.Sub: "-", jinja.Mul: "*", jinja.Div: "/", jinja.Mod: "%",
}  # fmt: skip
_COMPARISONS: Final[Mapping[str, nodes.BinaryOperator]] = {
    "eq": "==", "ne": "!=", "lt": "<", "lteq": "<=", "gt": ">", "gteq": ">=", "in": "in",
    "notin": "not in",
}  # fmt: skip
_MOST_STEPS: Final = 100
"""Longest path that is read: whoever walks its tree needs a level for each step."""
_NOT_VALUES: Final = frozenset({"self", "super", "caller", "varargs", "kwargs", "loop", HOOK})


class Expressions(Calls):
    """Rewrites the expressions of one file; collects what they ask for, and what is wrong."""

    def value(self, node: Any) -> jinja.Expr:
        """Return what takes the place of an expression; raises `Refused`."""
        rewrite = self._rules.get(type(node))
        if rewrite is None:
            self.refuse(node, "template-feature", what="this expression", help="write it in Tie")
        return rewrite(self, node)

    # the kinds of expression

    def _name(self, node: jinja.Name) -> jinja.Expr:
        if node.name in self.macros:
            help_text = f"call it: `{node.name}(…)`"
            self.refuse(node, "template-feature", what=f"`{node.name}` as a value", help=help_text)
        if is_special(node.name):
            help_text = f"a field of this name is `input.{node.name}`"
            self.refuse(node, "template-feature", what=f"`{node.name}`", help=help_text)
        return node

    def _const(self, node: jinja.Const) -> jinja.Expr:
        if not isinstance(node.value, Decimal):
            return node
        return self.work(nodes.Literal(self.line(node), node.value), [])

    def _path(self, node: jinja.Getattr | jinja.Getitem) -> jinja.Expr:
        """Rewrite a chain of steps at once."""
        if _is_loop_field(node):
            return node
        steps: list[jinja.Getattr | jinja.Getitem] = []
        base: jinja.Expr = node
        while isinstance(base, jinja.Getattr | jinja.Getitem) and not _is_loop_field(base):
            steps.append(base)
            base = base.node
        if len(steps) > _MOST_STEPS:
            raise RecursionError
        span = self.place(base)
        path: nodes.Expression = argument(0, span)
        given = [base]
        for step in reversed(steps):
            path = self._step(path, step, given)
        return self.work(path, given)

    def _step(
        self, base: nodes.Expression, node: jinja.Getattr | jinja.Getitem, given: list[jinja.Expr]
    ) -> nodes.Expression:
        span = self.place(node)
        if isinstance(node, jinja.Getattr):
            if node.attr.startswith("_"):
                self.refuse(node, "template-attribute", name=node.attr)
            return nodes.Step(span, base, node.attr, span)
        key: Any = node.arg
        if isinstance(key, jinja.Slice):
            if key.step is not None:
                help_text = "`x[1:3]`, and `reverse` for the other direction"
                self.refuse(node, "template-feature", what="a slice with a step", help=help_text)
            return nodes.Slice(span, base, self._whole(key.start), self._whole(key.stop))
        if isinstance(key, jinja.Const) and type(key.value) in {str, int}:
            return nodes.Index(span, base, nodes.Literal(span, key.value))
        given.append(key)
        return nodes.Index(span, base, argument(len(given) - 1, span))

    def _whole(self, node: Any) -> int | None:
        """Return the end of a slice, which is written out."""
        sign = -1 if isinstance(node, jinja.Neg) else 1
        inner = node.node if isinstance(node, jinja.Neg) else node
        if inner is None:
            return None
        if not isinstance(inner, jinja.Const) or type(inner.value) is not int:
            help_text = "`slice(x, start, end)`"
            self.refuse(inner, "template-feature", what="a slice with a variable", help=help_text)
        return sign * int(inner.value)

    def _operation(self, node: jinja.BinExpr) -> jinja.Expr:
        span, given = self.line(node), [node.left, node.right]
        one, other = argument(0, self.place(node.left)), argument(1, self.place(node.right))
        operator = _OPERATORS[type(node)]
        work = nodes.Binary(span, operator, span, one, other)
        texts = call_of("concat", span, one, other) if operator == "+" else None
        count = call_of("repeat", span, one, other) if operator == "*" else None
        return self.work(work, given, texts, count)

    def _floor(self, node: jinja.FloorDiv) -> jinja.Expr:
        span = self.line(node)
        quotient = nodes.Binary(span, "/", span, argument(0, span), argument(1, span))
        return self.work(call_of("floor", span, quotient), [node.left, node.right])

    def _power(self, node: jinja.Pow) -> jinja.Expr:
        span = self.line(node)
        power = call_of("power", span, argument(0, span), argument(1, span))
        return self.work(power, [node.left, node.right])

    def _sign(self, node: jinja.Neg | jinja.Pos) -> jinja.Expr:
        span = self.line(node)
        sign = nodes.Sign(span, "-" if isinstance(node, jinja.Neg) else "+", argument(0, span))
        return self.work(sign, [node.node])

    def _concat(self, node: jinja.Concat) -> jinja.Expr:
        parts = tuple(argument(i, self.place(part)) for i, part in enumerate(node.nodes))
        return self.work(nodes.Text(self.line(node), parts, block=False), node.nodes)

    def _compare(self, node: jinja.Compare) -> jinja.Expr:
        span = self.line(node)
        if len(node.ops) > 1:
            help_text = "join two comparisons by `and`"
            self.refuse(node, "template-feature", what="a chain of comparisons", help=help_text)
        operand = node.ops[0]
        one, other = argument(0, self.place(node.expr)), argument(1, self.place(operand.expr))
        work = nodes.Binary(span, _COMPARISONS[operand.op], span, one, other)
        return self.work(work, [node.expr, operand.expr])

    def _not(self, node: jinja.Not) -> jinja.Expr:
        return jinja.Not(self.judged(node.node))

    def _junction(self, node: jinja.And | jinja.Or) -> jinja.Expr:
        return type(node)(self.judged(node.left), self.value(node.right))

    def _choice(self, node: jinja.CondExpr) -> jinja.Expr:
        # Jinja writes nothing where there is no `else`, however strict it is.
        no = jinja.Const("") if node.expr2 is None else self.value(node.expr2)
        return jinja.CondExpr(self.judged(node.test), self.value(node.expr1), no)

    def _list(self, node: jinja.List | jinja.Tuple) -> jinja.Expr:
        items = tuple(argument(i, self.place(item)) for i, item in enumerate(node.items))
        return self.work(nodes.ListLiteral(self.line(node), items), node.items)

    def _object(self, node: jinja.Dict) -> jinja.Expr:
        span = self.line(node)
        fields: list[nodes.Item] = []
        for i, pair in enumerate(node.items):
            key: Any = pair.key.value if isinstance(pair.key, jinja.Const) else None
            if not isinstance(key, str):
                help_text = "`from_entries` makes an object of pairs"
                self.refuse(node, "template-feature", what="a key that is no text", help=help_text)
            fields.append(nodes.Assign(span, key, span, optional=False, value=argument(i, span)))
        values = [pair.value for pair in node.items]
        return self.work(nodes.ObjectLiteral(span, tuple(fields)), values)

    _rules: ClassVar[Mapping[type, "_Rule"]] = {
        jinja.Name: _name,
        jinja.Const: _const,
        jinja.Getattr: _path,
        jinja.Getitem: _path,
        **dict.fromkeys(_OPERATORS, _operation),
        jinja.FloorDiv: _floor,
        jinja.Pow: _power,
        jinja.Neg: _sign,
        jinja.Pos: _sign,
        jinja.Concat: _concat,
        jinja.Compare: _compare,
        jinja.Not: _not,
        jinja.And: _junction,
        jinja.Or: _junction,
        jinja.CondExpr: _choice,
        jinja.List: _list,
        jinja.Tuple: _list,
        jinja.Dict: _object,
        jinja.Filter: Calls.filter,
        jinja.Test: Calls.test,
        jinja.Call: Calls.call,
    }


_Rule: TypeAlias = Callable[[Expressions, Any], jinja.Expr]


def is_special(name: str) -> bool:
    """Tell whether a name means something to Jinja itself, so that no value has it."""
    return name in _NOT_VALUES or name.startswith("__")


def _is_loop_field(node: jinja.Expr) -> bool:
    """Tell whether an expression is `loop.index` or the like, which Jinja itself knows."""
    return (
        isinstance(node, jinja.Getattr)
        and isinstance(node.node, jinja.Name)
        and node.node.name == "loop"
        and node.attr in LOOP_FIELDS
    )
