"""Code for operators, tests and conditions."""

import ast
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from dsl import nodes
from dsl.functions._discover import discover
from dsl.generating.emitter import SURPRISE, Emitter
from dsl.generating.paths import is_absent
from dsl.generating.scope import Generator, Scope
from dsl.generating.values import (
    ABSENT,
    ANY,
    BOOL,
    DECIMAL,
    EXACT,
    INT,
    MISSING,
    NULL,
    Need,
    Unsupported,
    Value,
)
from dsl.kinds import TESTS

_USUAL_BITS: Final = 64
_BITS_OF_QUOTIENT: Final = 93
"""Integers below this many bits have at most 28 digits."""
_MOST_BITS: Final = 480
"""Integers below this many bits are shorter than 150 digits, which cost no fuel."""
SUM_BITS: Final = _MOST_BITS + 48
"""Bits of the sum of as many of them as a list can have."""


def binary(
    generator: Generator, node: nodes.Binary, scope: Scope, need: Need, *, form: bool
) -> Value:
    """Return the code of an operator between two expressions."""
    match node.operator:
        case "and" | "or":
            return Value(_junction(generator, node, scope), BOOL)
        case "??":
            return _default(generator, node, scope, need, form=form)
        case "?!":
            return _rescue(generator, node, scope, need)
        case "==" | "!=":
            return Value(_equality(generator, node, scope), BOOL)
        case "in" | "not in":
            return Value(_membership(generator, node, scope), BOOL)
        case "+" | "-" | "*" as sign:
            left = number(generator, node.left, scope, form=form)
            right = number(generator, node.right, scope, form=form)
            return arithmetic(generator, sign, left, right)
        case "/":
            return _division(generator, node, scope, form=form)
        case "%":
            left = number(generator, node.left, scope)
            right = number(generator, node.right, scope)
            made = generator.emitter.expression("op_modulo(a, b)", a=left, b=right)
            return Value(made, EXACT, bits=_MOST_BITS)
        case _:
            return Value(_comparison(generator, node, scope), BOOL)


# ---------------------------------------------------------------- numbers


def number(
    generator: Generator, node: nodes.Expression, scope: Scope, *, form: bool = True
) -> Value:
    """Return the code of an expression that must be an exact number of a usual size."""
    return as_number(generator, generator.value(node, scope, Need.PRESENT, form=form))


def as_number(generator: Generator, value: Value) -> Value:
    """Return the value; the fast path ends unless it is an exact number of a usual size."""
    if value.is_only(EXACT) and (value.bits <= _MOST_BITS or value.is_only(DECIMAL)):
        return value
    if not value.may_be(EXACT):
        raise Unsupported
    emitter = generator.emitter
    value = emitter.bind(value)
    emitter.emit(
        "if value.__class__ is not Decimal and"
        f" (value.__class__ is not int or not -{1 << 63} < value < {1 << 63}):\n {SURPRISE}",
        value=value,
    )
    return emitter.learn(value, EXACT, _USUAL_BITS)


def arithmetic(generator: Generator, sign: str, left: Value, right: Value) -> Value:
    """Return the code of a sum, difference or product of two numbers."""
    emitter = generator.emitter
    generator.uses_numbers = True
    left, right = emitter.bind(left), emitter.bind(right)
    known = emitter.known((sign, left.key, right.key))
    if known is not None:
        return known
    kinds = DECIMAL if left.is_only(DECIMAL) or right.is_only(DECIMAL) else EXACT
    kinds = INT if left.is_only(INT) and right.is_only(INT) else kinds
    bits = left.bits + right.bits if sign == "*" else max(left.bits, right.bits) + 1
    result = Value(emitter.expression(f"a {sign} b", a=left, b=right), kinds, bits=bits)
    if bits > _MOST_BITS:
        result = as_number(generator, Value(result.node, EXACT | result.kinds))
    return emitter.keep((sign, left.key, right.key), result)


def _division(generator: Generator, node: nodes.Binary, scope: Scope, *, form: bool) -> Value:
    emitter = generator.emitter
    # However the operands are written, the quotient is written in its own way.
    left = emitter.bind(number(generator, node.left, scope, form=False))
    right = emitter.bind(number(generator, node.right, scope, form=False))
    key = ("/", left.key, right.key, form)
    known = emitter.known(key)
    if known is not None:
        return known
    # A quotient of whole numbers is exact however long; any other has 28 digits.
    is_mixed = left.is_only(DECIMAL) or right.is_only(DECIMAL)
    tenth = _part_of_ten(node.right)
    if form:
        template = "divide(a, b)"
    elif tenth:
        generator.uses_numbers = True
        text = emitter.constant(tenth)
        name = generator.constant("Decimal(text)", ("decimal", tenth), text=text)
        template, right = "a * b", Value(emitter.load(name), DECIMAL, name)
    elif is_mixed or max(left.bits, right.bits) <= _BITS_OF_QUOTIENT:
        template = "quotient(a, b)"
    else:
        template = "quotient(a, b) if a.__class__ is Decimal else divide(a, b)"
    result = Value(emitter.expression(template, a=left, b=right), DECIMAL)
    return emitter.keep(key, result)


def _part_of_ten(node: nodes.Expression) -> str:
    """Return what to multiply by instead of dividing by 10, 100 and so on, else an empty text."""
    if isinstance(node, nodes.Literal) and type(node.value) is int:
        text = str(node.value)
        if 1 < len(text) <= 9 and text.rstrip("0") == "1":
            return str(Decimal(1).scaleb(1 - len(text)))
    return ""


def sign(generator: Generator, node: nodes.Sign, scope: Scope) -> Value:
    """Return the code of `-x` or `+x`."""
    if isinstance(node.operand, nodes.Literal) and isinstance(node.operand.value, int | Decimal):
        value = node.operand.value
        literal = nodes.Literal(node.span, -value if node.operator == "-" and value else value)
        return generator.value(literal, scope)
    operand = number(generator, node.operand, scope)
    word = "negate" if node.operator == "-" else "plus"
    made = generator.emitter.expression(f"{word}(x)", x=operand)
    return Value(made, operand.kinds, bits=operand.bits)


# ---------------------------------------------------------------- what is absent or failed


def _default(
    generator: Generator, node: nodes.Binary, scope: Scope, need: Need, *, form: bool
) -> Value:
    emitter = generator.emitter
    left = generator.value(node.left, scope, Need.LOOSE, form=form)
    if not left.may_be(ABSENT):
        return left
    left = emitter.bind(left)
    right = _plain_key(node.right)
    known = emitter.known(("??", left.key, right)) if right else None
    if known is not None:
        return known
    absent = is_absent(generator, left)
    value = lazily(
        generator, absent, lambda: generator.value(node.right, scope, need, form=form),
        lambda: left.of(~ABSENT),
    )  # fmt: skip
    return emitter.keep(("??", left.key, right), value) if right else value


def _plain_key(node: nodes.Expression) -> str:
    """Return a text that two defaults share when they are the same, empty for one to work out."""
    match node:
        case nodes.Literal(value=value):
            return repr(value)
        case nodes.ListLiteral(items=()):
            return "[]"
    return ""


def _rescue(generator: Generator, node: nodes.Binary, scope: Scope, need: Need) -> Value:
    emitter = generator.emitter
    name = emitter.name()
    outer = generator.fuel
    with emitter.branch() as body:
        try:
            left = generator.value(node.left, scope)
        except Unsupported:
            left = generator.attempt(node.left, scope)
        emitter.emit("name = left", name=name, left=left)
    with emitter.branch() as again:
        emitter.emit("name = left", name=name, left=generator.attempt(node.left, scope))
    emitter.emit("try:\n body\nexcept SURPRISES:\n again", body=body, again=again)
    generator.fuel = max(generator.fuel, outer)
    failed = emitter.expression("name is FAILED", name=name)
    value = emitter.variable(name)
    return lazily(
        generator, failed, lambda: generator.value(node.right, scope, need), lambda: value
    )


def lazily(
    generator: Generator, test: ast.expr | None, yes: Callable[[], Value], no: Callable[[], Value]
) -> Value:
    """Return the code of one of two values, of which only one is worked out."""
    emitter = generator.emitter
    with emitter.branch() as body:
        one = yes()
    with emitter.branch() as other_body:
        other = no()
    kinds, bits = one.kinds | other.kinds, max(one.bits, other.bits)
    if not body and not other_body:
        made = emitter.expression("one if test else other", one=one, test=test, other=other)
        return Value(made, kinds, bits=bits)
    name = emitter.name()
    body += _assigned(emitter, name, one)
    other_body += _assigned(emitter, name, other)
    emitter.emit("if test:\n body\nelse:\n other", test=test, body=body, other=other_body)
    return emitter.variable(name, kinds, bits)


def _assigned(emitter: Emitter, name: str, value: Value) -> list[ast.stmt]:
    with emitter.branch() as block:
        emitter.emit("name = value", name=name, value=value)
    return block


# ---------------------------------------------------------------- Booleans


def condition(generator: Generator, node: nodes.Expression, scope: Scope) -> ast.expr:
    """Return the code of a Boolean; the fast path ends where it is none."""
    return as_condition(generator, generator.value(node, scope, Need.PRESENT))


def as_condition(generator: Generator, value: Value, *, missing_is_false: bool = False) -> ast.expr:
    """Return the code of a value as a Boolean."""
    if value.is_only(BOOL):
        return value.node
    if not value.may_be(BOOL):
        raise Unsupported
    emitter = generator.emitter
    value = emitter.bind(value)
    if missing_is_false and value.may_be(MISSING):
        return emitter.expression(
            "x is True or x is not False and x is not M and unclear()", x=value
        )
    return emitter.expression("x is True or x is not False and unclear()", x=value)


def _junction(generator: Generator, node: nodes.Binary, scope: Scope) -> ast.expr:
    emitter = generator.emitter
    left = condition(generator, node.left, scope)
    with emitter.branch() as body:
        right = condition(generator, node.right, scope)
    if not body:
        return emitter.expression(f"a {node.operator} b", a=left, b=right)
    name = emitter.name()
    emitter.emit("name = left", name=name, left=left)
    with emitter.branch() as last:
        emitter.emit("name = right", name=name, right=right)
    test = "name" if node.operator == "and" else "not name"
    emitter.emit(f"if {test}:\n body", name=name, body=body + last)
    return emitter.load(name)


def negation(generator: Generator, node: nodes.Not, scope: Scope) -> Value:
    """Return the code of `not x`."""
    test = condition(generator, node.operand, scope)
    return Value(generator.emitter.expression("not x", x=test), BOOL)


def _equality(generator: Generator, node: nodes.Binary, scope: Scope) -> ast.expr:
    emitter = generator.emitter
    sides = (node.left, node.right)
    for literal, other in (sides, sides[::-1]):
        while isinstance(literal, nodes.Group):
            literal = literal.inner
        if isinstance(literal, nodes.Missing) or (
            isinstance(literal, nodes.Literal)
            and not isinstance(literal.value, str | int | Decimal)
        ):
            value = generator.value(other, scope)
            kind = MISSING if isinstance(literal, nodes.Missing) else NULL
            return is_kind(generator, value, kind, gives=node.operator == "==")
        if isinstance(literal, nodes.Literal):
            # Neither missing nor null equals a text, number or Boolean.
            value = generator.value(other, scope, Need.LOOSE)
            return equals_literal(generator, value, literal, gives=node.operator == "==")
    left = emitter.bind(generator.value(node.left, scope))
    right = emitter.bind(generator.value(node.right, scope))
    made = emitter.expression(
        "(a == b if a.__class__ is str and len(a) < 4096 else equal(a, b))", a=left, b=right
    )
    return made if node.operator == "==" else emitter.expression("not x", x=made)


def is_kind(generator: Generator, value: Value, kind: int, *, gives: bool = True) -> ast.expr:
    """Return the test whether a value is missing or null, whichever `kind` says."""
    emitter = generator.emitter
    value = emitter.worked_out(value)
    if not value.may_be(kind):
        return emitter.constant(not gives)
    word = "M" if kind == MISSING else "None"
    return emitter.expression(f"a {'is' if gives else 'is not'} {word}", a=value)


def equals_literal(
    generator: Generator, value: Value, literal: nodes.Literal, *, gives: bool = True
) -> ast.expr:
    """Return the test whether a value equals a text, number or Boolean."""
    emitter = generator.emitter
    constant = generator.literal(literal)
    if isinstance(literal.value, bool):
        value = emitter.worked_out(value)
        if not value.may_be(BOOL):
            return emitter.constant(not gives)
        return emitter.expression(f"a {'is' if gives else 'is not'} b", a=value, b=constant)
    if literal.value not in (0, 1) or not value.may_be(BOOL):
        return emitter.expression(f"a {'==' if gives else '!='} b", a=value, b=constant)
    # Python takes True for 1.
    value = emitter.bind(value)
    sign = "==" if gives else "!="
    word = "and" if gives else "or"
    kind = "is not" if gives else "is"
    return emitter.expression(f"a {sign} b {word} a.__class__ {kind} bool", a=value, b=constant)


_COMPARISONS: Final = {
    "<": "less",
    "<=": "less_or_equal",
    ">": "greater",
    ">=": "greater_or_equal",
}


def _comparison(generator: Generator, node: nodes.Binary, scope: Scope) -> ast.expr:
    emitter = generator.emitter
    left = generator.value(node.left, scope, Need.PRESENT, form=False)
    right = generator.value(node.right, scope, Need.PRESENT, form=False)
    if left.is_only(EXACT) or right.is_only(EXACT):
        left, right = as_number(generator, left), as_number(generator, right)
        return emitter.expression(f"a {node.operator} b", a=left, b=right)
    word = _COMPARISONS[node.operator]
    return emitter.expression(f"op_{word}(a, b)", a=left, b=right)


def _membership(generator: Generator, node: nodes.Binary, scope: Scope) -> ast.expr:
    emitter = generator.emitter
    left = generator.value(node.left, scope, Need.PRESENT)
    right = emitter.bind(generator.value(node.right, scope, Need.PRESENT))
    pay(generator, right)
    made = emitter.expression("contained(a, b)", a=left, b=right)
    return made if node.operator == "in" else emitter.expression("not x", x=made)


def pay(generator: Generator, value: Value) -> None:
    """Take the fuel for work that grows with a value."""
    is_short = value.is_only(EXACT) and value.bits <= SUM_BITS
    if value.may_be(ANY & ~(BOOL | ABSENT)) and not is_short:
        generator.emitter.emit(f"fuel -= work(x)\nif fuel < 0:\n {SURPRISE}", x=value)


# ---------------------------------------------------------------- tests


def test(generator: Generator, node: nodes.Is, scope: Scope) -> Value:
    """Return the code of `x is test`."""
    emitter = generator.emitter
    if node.test == "failed":
        raise Unsupported
    match node.test:
        case "present":
            value = emitter.worked_out(generator.value(node.operand, scope, Need.LOOSE))
            absent = is_absent(generator, value)
            if absent is None:
                return Value(emitter.constant(not node.negated), BOOL)
            made = absent if node.negated else emitter.expression("not x", x=absent)
            return Value(made, BOOL)
        case "missing" | "null":
            kind = MISSING if node.test == "missing" else NULL
            value = generator.value(node.operand, scope)
            return Value(is_kind(generator, value, kind, gives=not node.negated), BOOL)
        case "text" | "list" | "object" | "boolean":
            word = {"text": "str", "object": "dict", "boolean": "bool"}.get(node.test, "list")
            value = generator.value(node.operand, scope, Need.LOOSE)
            sign = "is not" if node.negated else "is"
            return Value(emitter.expression(f"x.__class__ {sign} {word}", x=value), BOOL)
    value = generator.value(node.operand, scope)
    if node.test in TESTS:
        name = f"is_{node.test}"
    elif node.test in discover():
        name = generator.constant(
            "library_test(word)", ("test", node.test), word=emitter.constant(node.test)
        )
    else:
        raise Unsupported
    made = emitter.expression("name(x)", name=name, x=value)
    return Value(emitter.expression("not x", x=made) if node.negated else made, BOOL)
