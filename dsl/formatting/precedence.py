"""How tightly expressions bind, as the rules of `grammar/tie.lark` nest."""

from decimal import Decimal
from typing import Final

from dsl import nodes

ANY, DEFAULT, OR, AND, NOT, COMPARISON, SUM, PRODUCT, SIGN, POST, STEPPED = range(11)
"""From `expr` to `post`; a number is no base of a step, since its dot would be a fraction."""

_BINARY: Final = {
    "??": DEFAULT, "?!": DEFAULT, "or": OR, "and": AND, "+": SUM, "-": SUM, "*": PRODUCT,
    "/": PRODUCT, "%": PRODUCT,
}  # fmt: skip


def level_of(operator: str) -> int:
    """Return the level of a binary operator; what is not listed compares."""
    return _BINARY.get(operator, COMPARISON)


def level(node: nodes.Expression) -> int:
    """Return the level of an expression."""
    match node:
        case nodes.Conditional() | nodes.Match() | nodes.For():
            return ANY
        case nodes.Binary():
            return level_of(node.operator)
        case nodes.Not():
            return NOT
        case nodes.Is():
            return COMPARISON
        case nodes.Sign():
            return SIGN
        case nodes.Literal(value=int() | Decimal() as value) if not isinstance(value, bool):
            return SIGN if value < 0 else POST
        case nodes.Drop():
            return POST
    return STEPPED


def first(node: nodes.Expression) -> nodes.Expression:
    """Return the expression that the text of an expression begins with."""
    while True:
        match node:
            case nodes.Binary():
                node = node.left
            case nodes.Is():
                node = node.operand
            case nodes.Call(piped=True, arguments=(nodes.Argument(value=value), *_)) if (
                not isinstance(value, nodes.Lambda)
            ):
                node = value
            case (
                nodes.Step(base=base) | nodes.Attribute(base=base) | nodes.Index(base=base)
                | nodes.Each(base=base) | nodes.Slice(base=base) | nodes.One(base=base)
                | nodes.Drop(base=base)
            ):  # fmt: skip
                node = base
            case _:
                return node


def begins_with_brace(node: nodes.Expression) -> bool:
    """Tell whether the text of an expression begins with `{`."""
    return isinstance(first(node), nodes.ObjectLiteral)


def must_follow(node: nodes.Expression) -> bool:
    """Tell whether an expression begins with a word and a brace, which may not begin a line.

    The lexer takes `match {` at the start of a line for a block of that name.
    """
    head = first(node)
    match head:
        case nodes.Not():
            return begins_with_brace(head.operand)
        case nodes.Conditional():
            return begins_with_brace(head.condition)
        case nodes.Match():
            return begins_with_brace(head.subject)
    return False


def is_bracketed(node: nodes.Expression | nodes.Lambda) -> bool:
    """Tell whether an expression ends with a bracket that may take several lines."""
    while isinstance(node, nodes.Lambda | nodes.For | nodes.Drop):
        node = node.base if isinstance(node, nodes.Drop) else node.body
    match node:
        case nodes.ObjectLiteral(items=items) | nodes.ListLiteral(items=items):
            return bool(items)
        case nodes.Text():
            return node.block
    return isinstance(node, nodes.Match)


def ends_with_mark(node: nodes.Expression) -> bool:
    """Tell whether the text of an expression ends with `?`.

    What follows on its line is taken for a choice in the manner of C when a colon comes later.
    """
    while True:
        match node:
            case nodes.Conditional(no=last) | nodes.For(body=last) | nodes.Binary(right=last):
                node = last
            case nodes.Not(operand=last) | nodes.Sign(operand=last):
                node = last
            case _:
                return isinstance(node, nodes.Drop)
