"""Closures for lists, text, signs, conditions and tests."""

from decimal import Decimal
from typing import Any, Final

from dsl import nodes
from dsl.faults import Failed, FieldError, together
from dsl.functions._discover import discover
from dsl.kinds import (
    ABSENT_TYPES,
    TESTS,
    TYPE_WORDS,
    kind_of,
)
from dsl.running.conditions import condition, not_boolean
from dsl.running.input_paths import source_of
from dsl.running.operators import negate, plus
from dsl.running.runs import Closure, Frame, Place, charge
from dsl.running.scope import Builder, Scope
from dsl.values import MISSING, Failure


def build_list(builder: Builder, node: nodes.ListLiteral, scope: Scope) -> Closure:
    """Return the closure of `[a, b]`; an element that is missing fails the list."""
    parts = tuple(
        (builder.expression(item, scope), builder.place(item, source_of(item, scope)))
        for item in node.items
    )

    def make(frame: Frame) -> Any:
        out: list[Any] = []
        errors: list[FieldError] = []
        for position, (read, place) in enumerate(parts):
            value = read(frame)
            if type(value) is Failed:
                errors.extend(value.at(position))
            elif value is MISSING:
                errors.extend(place.absent(value).at(position))
            out.append(value)
        return Failed(tuple(errors)) if errors else out

    return make


def build_text(builder: Builder, node: nodes.Text, scope: Scope) -> Closure:
    """Return the closure of text with expressions in it."""
    template: list[str] = []
    holes: list[tuple[int, Closure, Place]] = []
    for part in node.parts:
        if isinstance(part, str):
            template.append(part)
            continue
        place = builder.place(part, source_of(part, scope))
        holes.append((len(template), builder.expression(part, scope), place))
        template.append("")
    place = builder.place(node)

    def render(frame: Frame) -> Any:
        pieces = template.copy()
        failures: list[Failed] = []
        for position, read, hole in holes:
            value = read(frame)
            if type(value) is not str:
                value = written(value, hole)
                if type(value) is Failed:
                    failures.append(value)
                    continue
            pieces[position] = value
        if failures:
            return together(failures)
        size = sum(map(len, pieces))
        if size > _FREE_TEXT:
            charge(frame, size >> 4, place)
        return "".join(pieces)

    return render


_FREE_TEXT: Final = 64


def written(value: Any, place: Place) -> Any:
    """Return a value as `{{ }}` writes it, numbers and Booleans as in JSON, or a `Failed`."""
    kind = type(value)
    if kind is str:
        return value
    if kind is Failed:
        return value.used()
    if kind in ABSENT_TYPES:
        return place.absent(value)
    if kind is bool:
        return "true" if value else "false"
    if kind is int or kind is Decimal:
        return str(value)
    if kind is list or kind is dict:
        return place.error("text, a number, a Boolean or a date", kind_of(value), ("| json_text",))
    if kind is bytes:
        return place.error("text", "bytes", ("| text", "| base64_encode"))
    try:
        return discover()["text"].call(value)
    except Failure as failure:
        return place.fail(failure)


def build_not(builder: Builder, node: nodes.Not, scope: Scope) -> Closure:
    """Return the closure of `not x`."""
    operand = condition(builder, node.operand, scope)

    def negation(frame: Frame) -> Any:
        value = operand(frame)
        return value if type(value) is Failed else not value

    return negation


def build_sign(builder: Builder, node: nodes.Sign, scope: Scope) -> Closure:
    """Return the closure of `-x` or `+x`."""
    operand = builder.expression(node.operand, scope)
    operate = negate if node.operator == "-" else plus
    place = builder.place(node.operand, source_of(node.operand, scope))

    def sign(frame: Frame) -> Any:
        value = operand(frame)
        if type(value) is Failed:
            return value.used()
        if type(value) in ABSENT_TYPES:
            return place.absent(value)
        try:
            return operate(value)
        except Failure as failure:
            return place.fail(failure)

    return sign


def build_conditional(builder: Builder, node: nodes.Conditional, scope: Scope) -> Closure:
    """Return the closure of `if condition then yes else no`."""
    test = builder.expression(node.condition, scope)
    yes = builder.expression(node.yes, scope)
    no = builder.expression(node.no, scope)
    place = builder.place(node.condition, source_of(node.condition, scope))

    def choose(frame: Frame) -> Any:
        value = test(frame)
        if value is True:
            return yes(frame)
        return no(frame) if value is False else not_boolean(value, place)

    return choose


def build_is(builder: Builder, node: nodes.Is, scope: Scope) -> Closure:
    """Return the closure of `x is test`. Only `failed` answers for what failed."""
    operand = builder.expression(node.operand, scope)
    gives = not node.negated
    if node.test == "failed":
        return lambda frame: (type(operand(frame)) is Failed) is gives
    test = TESTS.get(node.test) or library_test(node.test)

    def decide(frame: Frame) -> Any:
        value = operand(frame)
        return value.used() if type(value) is Failed else test(value) is gives

    return decide


def library_test(name: str) -> Any:
    """Return a Boolean function of one argument as a test that is false where it cannot answer."""
    function = discover()[name]
    accepts_absent = function.parameters[0].accepts_absent
    words = function.parameters[0].type.split("|")

    def test(value: Any) -> bool:
        if type(value) in ABSENT_TYPES and not accepts_absent:
            return False
        if type(value) not in ABSENT_TYPES and "any" not in words:
            tests = (TYPE_WORDS[word] for word in words if word in TYPE_WORDS)
            if not any(fits(value) for fits in tests):
                return False
        try:
            return function.call(value) is True
        except Failure:
            return False

    return test
