"""Closures for literals, text, operators, conditions and tests."""

from decimal import Decimal
from typing import Any, Final

from dsl import nodes
from dsl.faults import Failed, FieldError, together
from dsl.functions._discover import discover
from dsl.kinds import (
    ABSENT_TYPES,
    DATE_TYPES,
    EXACT_TYPES,
    NUMBER_TYPES,
    TESTS,
    TYPE_WORDS,
    kind_of,
)
from dsl.operators import EXACT, OPERATORS, Operator, equal, negate, plus, too_large
from dsl.paths import condition, not_boolean, source_of
from dsl.runs import Closure, Frame, Place, charge
from dsl.scope import Builder, Scope
from dsl.values import MISSING, Failure

_EXACTLY: Final = {"+": EXACT.add, "-": EXACT.subtract, "*": EXACT.multiply}


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


def build_binary(builder: Builder, node: nodes.Binary, scope: Scope) -> Closure:
    """Return the closure of an operator between two expressions."""
    if node.operator in ("and", "or"):
        return _junction(builder, node, scope)
    left = builder.expression(node.left, scope)
    right = builder.expression(node.right, scope)
    match node.operator:
        case "??":
            return _default(left, right)
        case "?!":
            return _rescue(left, right)
        case "==":
            return _equality(left, right, gives=True)
        case "!=":
            return _equality(left, right, gives=False)
        case operator:
            places = (
                builder.place(node, source_of(node, scope)),
                builder.place(node.left, source_of(node.left, scope)),
                builder.place(node.right, source_of(node.right, scope)),
            )
            if operator in _EXACTLY:
                return _arithmetic(operator, left, right, places)
            if operator in ("/", "%"):
                return _division(OPERATORS[operator], left, right, places)
            return _operation(OPERATORS[operator], left, right, places)


_Places = tuple[Place, Place, Place]


def _operation(operate: Operator, left: Closure, right: Closure, places: _Places) -> Closure:
    def run(frame: Frame) -> Any:
        one, other = left(frame), right(frame)
        if type(one) in _UNFIT or type(other) in _UNFIT:
            return _unfit(one, other, places)
        try:
            return operate(one, other)
        except Failure as failure:
            return places[0].fail(failure)

    return run


def _division(operate: Operator, left: Closure, right: Closure, places: _Places) -> Closure:
    def run(frame: Frame) -> Any:
        one, other = left(frame), right(frame)
        if type(one) in _UNFIT or type(other) in _UNFIT:
            return _unfit(one, other, places)
        try:
            return operate(one, other)
        except Failure as failure:
            return _guilty(one, other, places).fail(failure)

    return run


def _guilty(one: Any, other: Any, places: _Places) -> Place:
    """Return the place of the side that an operator on numbers cannot work with."""
    if type(one) not in NUMBER_TYPES and type(one) not in DATE_TYPES:
        return places[1]
    return places[2] if type(other) not in NUMBER_TYPES or other == 0 else places[0]


def _arithmetic(operator: str, left: Closure, right: Closure, places: _Places) -> Closure:
    """Return the closure of a sum or product; decimals of a usual size take the short way."""
    operate, exactly = OPERATORS[operator], _EXACTLY[operator]

    def run(frame: Frame) -> Any:
        one, other = left(frame), right(frame)
        kind, other_kind = type(one), type(other)
        if kind in EXACT_TYPES and other_kind in EXACT_TYPES and not kind is other_kind is int:
            try:
                return exactly(one, other)
            except ArithmeticError:
                return places[0].fail(too_large())
        if kind in _UNFIT or other_kind in _UNFIT:
            return _unfit(one, other, places)
        try:
            return operate(one, other)
        except Failure as failure:
            return _guilty(one, other, places).fail(failure)

    return run


_UNFIT: Final = ABSENT_TYPES | {Failed}


def _unfit(one: Any, other: Any, places: _Places) -> Failed:
    """Return what an operator gives of which a side is missing, null or failed."""
    failures = []
    for value, place in ((one, places[1]), (other, places[2])):
        if type(value) is Failed:
            failures.append(value)
        elif type(value) in ABSENT_TYPES:
            failures.append(place.absent(value))
    return together(failures)


def _default(left: Closure, right: Closure) -> Closure:
    def default(frame: Frame) -> Any:
        value = left(frame)
        return right(frame) if value is MISSING or value is None else value

    return default


def _rescue(left: Closure, right: Closure) -> Closure:
    def rescue(frame: Frame) -> Any:
        value = left(frame)
        return right(frame) if type(value) is Failed else value

    return rescue


def _equality(left: Closure, right: Closure, *, gives: bool) -> Closure:
    def compare(frame: Frame) -> Any:
        one, other = left(frame), right(frame)
        if type(one) is str and type(other) is str:
            return (one == other) is gives
        if type(one) is Failed or type(other) is Failed:
            return together(side for side in (one, other) if type(side) is Failed)
        return equal(one, other) is gives

    return compare


def _junction(builder: Builder, node: nodes.Binary, scope: Scope) -> Closure:
    left = condition(builder, node.left, scope)
    right = condition(builder, node.right, scope)
    decisive = node.operator == "or"

    def join(frame: Frame) -> Any:
        value = left(frame)
        return value if value is decisive or type(value) is Failed else right(frame)

    return join


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
    test = TESTS.get(node.test) or _library_test(node.test)

    def decide(frame: Frame) -> Any:
        value = operand(frame)
        return value.used() if type(value) is Failed else test(value) is gives

    return decide


def _library_test(name: str) -> Any:
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
