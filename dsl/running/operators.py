"""What the operators of Tie do with two values; each returns a value or raises `Failure`."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import (
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
)
from typing import Any, Final, TypeAlias

from dsl.functions._discover import discover
from dsl.kinds import DATE_TYPES, EXACT_TYPES, NUMBER_TYPES, kind_of
from dsl.values import MAX_DIGITS, Failure

Operator = Callable[[Any, Any], Any]
Pay: TypeAlias = Callable[[int], None]
"""Takes fuel for work that is about to be done."""

_TRAPS: Final = [InvalidOperation, DivisionByZero, Overflow]
EXACT: Final = Context(prec=MAX_DIGITS, Emax=99_999, Emin=-99_999, traps=[*_TRAPS, Inexact])
"""Sums and products are exact or fail; they never round."""
QUOTIENT: Final = Context(prec=28, Emax=99_999, Emin=-99_999, traps=_TRAPS)
"""Quotients have 28 digits."""
_SMALL: Final = 10**12
_LARGEST: Final = 10**MAX_DIGITS - 1


def add(left: Any, right: Any) -> Any:
    """Return the sum of two numbers, or a date moved by a duration."""
    if type(left) is int and type(right) is int:
        return _bounded(left + right)
    if type(left) in EXACT_TYPES and type(right) in EXACT_TYPES:
        return _exactly(EXACT.add, left, right)
    if type(left) in DATE_TYPES and _is_duration(right):
        return discover()["add"].call(left, right)
    if _is_duration(left) and type(right) in DATE_TYPES:
        return discover()["add"].call(right, left)
    return _floating("+", float.__add__, left, right)


def subtract(left: Any, right: Any) -> Any:
    """Return the difference of two numbers, or a date moved back by a duration."""
    if type(left) is int and type(right) is int:
        return _bounded(left - right)
    if type(left) in EXACT_TYPES and type(right) in EXACT_TYPES:
        return _exactly(EXACT.subtract, left, right)
    if type(left) in DATE_TYPES and _is_duration(right):
        return discover()["subtract"].call(left, right)
    if type(left) in DATE_TYPES and type(right) in DATE_TYPES:
        raise Failure("a number or a duration", kind_of(right), 'difference(a, b, "days")')
    return _floating("-", float.__sub__, left, right)


def multiply(left: Any, right: Any) -> Any:
    """Return the product of two numbers."""
    if type(left) is int and type(right) is int:
        return _bounded(left * right)
    if type(left) in EXACT_TYPES and type(right) in EXACT_TYPES:
        return _exactly(EXACT.multiply, left, right)
    return _floating("*", float.__mul__, left, right)


def divide(left: Any, right: Any) -> Any:
    """Return a decimal of at most 28 digits, half-even, without needless zeros or exponent."""
    if type(left) is int and type(right) is int and right:
        whole, rest = divmod(left, right)
        if not rest:
            return Decimal(whole)
        if -_SMALL < left < _SMALL and -_SMALL < right < _SMALL:
            # 28 digits are too many for such a quotient to be rounded to a whole number.
            return QUOTIENT.divide(left, right).normalize(QUOTIENT)
    if type(left) not in EXACT_TYPES or type(right) not in EXACT_TYPES:
        return _floating("/", float.__truediv__, left, right)
    if right == 0:
        raise Failure("a divisor other than zero", "zero")
    return _plain(QUOTIENT.divide(left, right))


def modulo(left: Any, right: Any) -> Any:
    """Return the remainder that has the sign of the divisor: `-7 % 3` is 2."""
    if type(left) not in EXACT_TYPES or type(right) not in EXACT_TYPES:
        return _floating("%", float.__mod__, left, right)
    if right == 0:
        raise Failure("a divisor other than zero", "zero")
    if type(left) is int and type(right) is int:
        return left % right
    rest = _exactly(EXACT.remainder, left, right)
    # Python's remainder of decimals has the sign of the dividend.
    return _exactly(EXACT.add, rest, right) if rest and (rest < 0) != (right < 0) else rest


def negate(operand: Any) -> Any:
    """Return the number with the other sign."""
    if type(operand) is int:
        return -operand
    if type(operand) is Decimal:
        return operand.copy_negate() if operand else operand
    if type(operand) is float:
        return -operand
    raise Failure("a number", kind_of(operand))


def plus(operand: Any) -> Any:
    """Return the number itself."""
    if type(operand) in NUMBER_TYPES:
        return operand
    raise Failure("a number", kind_of(operand))


def equal(left: Any, right: Any, pay: Pay | None = None) -> bool:
    """Tell whether two values are the same: numbers by value, Booleans apart from numbers.

    Never fails. Objects are equal when their fields are, in whatever order. `pay` is told how many
    parts are about to be compared.
    """
    waiting = [(left, right)]
    # One list may stand in many places: what was compared once needs no second time.
    seen: set[tuple[int, int]] = set()
    while waiting:
        one, other = waiting.pop()
        kind = type(one)
        if kind is not type(other):
            if kind not in NUMBER_TYPES or type(other) not in NUMBER_TYPES or one != other:
                return False
        elif kind is list or kind is dict:
            pair = (id(one), id(other))
            if one is other or pair in seen:
                continue
            seen.add(pair)
            if len(one) != len(other):
                return False
            if pay is not None:
                pay(len(one))
            if kind is list:
                waiting.extend(zip(one, other, strict=True))
            elif one.keys() == other.keys():
                waiting.extend((value, other[key]) for key, value in one.items())
            else:
                return False
        elif one != other:
            return False
    return True


def unequal(left: Any, right: Any) -> bool:
    """Tell whether two values differ; see `equal`."""
    return not equal(left, right)


def sort_kind(value: Any) -> str:
    """Return a word for what a value can be compared with; raises `Failure` if with nothing."""
    kind = type(value)
    if kind in NUMBER_TYPES:
        return "a number"
    if kind in (list, dict):
        raise Failure("a number, text, Boolean or date", kind_of(value))
    return kind_of(value)


def _comparable(left: Any, right: Any) -> None:
    if type(left) is bool or sort_kind(left) != sort_kind(right):
        expected = sort_kind(left) if type(left) is not bool else "a number, text or date"
        found = kind_of(right) if type(left) is not bool else kind_of(left)
        is_text_date = isinstance(left, date | datetime) and type(right) is str
        raise Failure(expected, found, "date(…)" if is_text_date else "")


def less(left: Any, right: Any) -> Any:
    """Tell whether one number, text or date comes before another."""
    _comparable(left, right)
    return left < right


def less_or_equal(left: Any, right: Any) -> Any:
    """Tell whether one number, text or date does not come after another."""
    _comparable(left, right)
    return left <= right


def greater(left: Any, right: Any) -> Any:
    """Tell whether one number, text or date comes after another."""
    _comparable(left, right)
    return left > right


def greater_or_equal(left: Any, right: Any) -> Any:
    """Tell whether one number, text or date does not come before another."""
    _comparable(left, right)
    return left >= right


def contained(left: Any, right: Any, pay: Pay | None = None) -> bool:
    """Tell whether a list has an equal element, an object the key, or a text the part."""
    if type(right) is list:
        if pay is not None:
            pay(len(right))
        return any(equal(left, element, pay) for element in right)
    if type(right) is dict or type(right) is str:
        if type(left) is not str:
            raise Failure("text", kind_of(left))
        if pay is not None and type(right) is str:
            pay(len(right) >> 4)
        return left in right
    raise Failure("a list, an object or text", kind_of(right))


OPERATORS: Final[Mapping[str, Operator]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "%": modulo,
    "<": less,
    "<=": less_or_equal,
    ">": greater,
    ">=": greater_or_equal,
}
"""Operators that need both sides; `==` and the words have rules of their own for what is absent."""


def too_large() -> Failure:
    """Return what is said about a sum or product that cannot be exact."""
    return Failure(f"a number of at most {MAX_DIGITS:,} digits", "a larger one")


def _bounded(number: int) -> int:
    if not -_LARGEST <= number <= _LARGEST:
        raise too_large()
    return number


def _exactly(operation: Callable[[Any, Any], Decimal], left: Any, right: Any) -> Decimal:
    try:
        return operation(left, right)
    except ArithmeticError as error:
        raise too_large() from error


def _floating(symbol: str, operation: Operator, left: Any, right: Any) -> float:
    """Return what two numbers give of which one is a float, or say what is wrong with them."""
    for operand in (left, right):
        if type(operand) not in NUMBER_TYPES:
            raise Failure("a number", kind_of(operand), _remedy(symbol, operand))
    try:
        result = operation(float(left), float(right))
    except ZeroDivisionError as error:
        raise Failure("a divisor other than zero", "zero") from error
    except OverflowError as error:
        raise Failure("a number that a float can hold", "a larger one") from error
    if result != result or result in (float("inf"), float("-inf")):
        raise Failure("a number that a float can hold", "a larger one")
    return float(result)


def _remedy(symbol: str, operand: Any) -> str:
    if type(operand) is str:
        return '"{{ a }}{{ b }}"' if symbol == "+" else "number(…)"
    return "concat(a, b)" if type(operand) is list and symbol == "+" else ""


def _is_duration(value: Any) -> bool:
    return kind_of(value) == "a duration"


def _plain(quotient: Decimal) -> Decimal:
    """Return the same number with neither trailing zeros nor a positive exponent."""
    shorter = quotient.normalize(QUOTIENT)
    return Decimal(int(shorter)) if shorter == shorter.to_integral_value() else shorter
