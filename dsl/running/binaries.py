"""Closures for operators between two expressions."""

from typing import Any, Final

from dsl import nodes
from dsl.faults import Failed, together
from dsl.kinds import ABSENT_TYPES, DATE_TYPES, EXACT_TYPES, NUMBER_TYPES
from dsl.running.conditions import condition
from dsl.running.input_paths import source_of
from dsl.running.operators import EXACT, OPERATORS, Operator, contained, equal, too_large
from dsl.running.runs import Closure, Frame, Place, charge, charge_numbers, charge_texts
from dsl.running.scope import Builder, Scope
from dsl.values import MISSING, Failure

_EXACTLY: Final = {"+": EXACT.add, "-": EXACT.subtract, "*": EXACT.multiply}


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
        case "==" | "!=" as operator:
            place = builder.place(node, source_of(node, scope))
            return _equality(left, right, place, gives=operator == "==")
        case operator:
            places = (
                builder.place(node, source_of(node, scope)),
                builder.place(node.left, source_of(node.left, scope)),
                builder.place(node.right, source_of(node.right, scope)),
            )
            if operator in ("in", "not in"):
                return _membership(left, right, places, gives=operator == "in")
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
        charge_texts(frame, places[0], one)
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
        charge_numbers(frame, places[0], one, other)
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
                result = exactly(one, other)
            except ArithmeticError:
                return places[0].fail(too_large())
        elif kind in _UNFIT or other_kind in _UNFIT:
            return _unfit(one, other, places)
        else:
            try:
                result = operate(one, other)
            except Failure as failure:
                return _guilty(one, other, places).fail(failure)
        charge_numbers(frame, places[0], result)
        return result

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


def _membership(left: Closure, right: Closure, places: _Places, *, gives: bool) -> Closure:
    def find(frame: Frame) -> Any:
        one, other = left(frame), right(frame)
        if type(one) in _UNFIT or type(other) in _UNFIT:
            return _unfit(one, other, places)
        try:
            return contained(one, other, lambda units: charge(frame, units, places[0])) is gives
        except Failure as failure:
            return places[0].fail(failure)

    return find


def _equality(left: Closure, right: Closure, place: Place, *, gives: bool) -> Closure:
    def compare(frame: Frame) -> Any:
        one, other = left(frame), right(frame)
        if type(one) is str and type(other) is str:
            charge_texts(frame, place, one)
            return (one == other) is gives
        if type(one) is Failed or type(other) is Failed:
            return together(side for side in (one, other) if type(side) is Failed)
        if type(one) is list or type(one) is dict:
            return equal(one, other, lambda units: charge(frame, units, place)) is gives
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
