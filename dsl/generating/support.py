"""What generated code calls while it runs. Whatever is not plain ends the fast path."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow, Rounded
from functools import cache
from typing import Any, Final

from dsl.faults import Failed
from dsl.functions._discover import discover
from dsl.functions._iso_pieces import iso_length
from dsl.kinds import ABSENT_TYPES, NUMBER_TYPES, TESTS
from dsl.running import calls, operators
from dsl.running.expressions import library_test, written
from dsl.running.runs import Place
from dsl.source import Source, Span
from dsl.values import MISSING, Failure


class Surprise(Exception):
    """A value is not what the fast path was made for."""


SURPRISES: Final = (
    Surprise, Failure, TypeError, AttributeError, LookupError, ValueError, ArithmeticError,
    NameError, RecursionError, MemoryError,
)  # fmt: skip
"""What generated code may raise. A name is unbound when the `let` it comes from failed."""

FAST: Final = Context(
    prec=28, Emax=99_999, Emin=-99_999,
    traps=[InvalidOperation, DivisionByZero, Overflow, Inexact, Rounded],
)  # fmt: skip
"""Exact arithmetic on numbers of up to 28 digits; a longer one ends the fast path.

A quotient has 28 digits, so within them a hundredth is the same whether it is divided by 100 or
multiplied by 0.01. Such numbers are also so short that the interpreter charges no fuel for them.
"""
_ROUNDING: Final = Context(
    prec=300, Emax=99_999, Emin=-99_999, traps=[InvalidOperation, DivisionByZero, Overflow]
)
_ARBITER: Final = Place(Source("", ""), Span(0, 0))
"""Errors made here are never shown: the interpreter says what is wrong."""


def admission(words: str, *, accepts_absent: bool = False) -> Callable[[Any], Any]:
    """Return what lets a value of a type through, or ends the fast path."""
    admit = calls.admission(words.split("|"), _ARBITER, accepts_absent=accepts_absent)

    def admitted(value: Any) -> Any:
        result = admit(value)
        if type(result) is Failed:
            raise Surprise
        return result

    return admitted


def text_from(parts: Sequence[Any]) -> str:
    """Return the text of several values, each as `{{ }}` writes it."""
    out = []
    size = 0
    for part in parts:
        text = part if type(part) is str else written(part, _ARBITER)
        if type(text) is not str:
            raise Surprise
        size += len(text)
        if size > _UNPAID:
            raise Surprise
        out.append(text)
    return "".join(out)


_UNPAID: Final = 10_000
"""Characters that may be made without fuel."""


def attribute(value: Any, key: str) -> Any:
    """Return an XML attribute; an element without any is its text."""
    kind = type(value)
    if kind is dict:
        return value.get(key, MISSING)
    if kind is str or kind in ABSENT_TYPES:
        return MISSING
    raise Surprise


def element(value: Any, key: Any) -> Any:
    """Return ``value[key]`` of a list or object, missing if it is not there."""
    kind = type(value)
    if kind in ABSENT_TYPES:
        return MISSING
    if kind is list and type(key) is int:
        return value[key] if -len(value) <= key < len(value) else MISSING
    if kind is dict and type(key) is str:
        return value.get(key, MISSING)
    raise Surprise


def part(value: Any, start: int | None, stop: int | None) -> Any:
    """Return ``value[start:stop]`` of a list or text."""
    kind = type(value)
    if kind is list or kind is str:
        return value[start:stop]
    if kind in ABSENT_TYPES:
        return MISSING
    raise Surprise


def only_one(value: Any) -> Any:
    """Return the element of a list of one."""
    if type(value) is list and len(value) == 1:
        return value[0]
    raise Surprise


def unclear() -> bool:
    """End the fast path for a condition that is neither true nor false."""
    raise Surprise


def elements(value: Any) -> Any:
    """Return what a loop without a second name runs over, besides a list."""
    if type(value) is dict:
        return value.values()
    raise Surprise


def pairs(value: Any) -> Iterable[tuple[Any, Any]]:
    """Return index and element of a list, key and value of an object."""
    if type(value) is list:
        return enumerate(value)
    if type(value) is dict:
        return value.items()
    raise Surprise


def work(value: Any) -> int:
    """Return the units that a function costs for an argument."""
    kind = type(value)
    if kind in _COUNTED:
        size = len(value)
        return calls.work(value) if size > calls.LARGE else 0
    size = value.__sizeof__()
    return size * size >> 11 if size > 256 else 0


_COUNTED: Final = frozenset({str, bytes, list, dict})


def equal(left: Any, right: Any) -> bool:
    """Tell whether two values are equal; long lists and objects end the fast path."""
    return operators.equal(left, right, _pay)


def contained(left: Any, right: Any) -> bool:
    """Tell whether the right value has the left one in it."""
    if type(left) in ABSENT_TYPES or type(right) in ABSENT_TYPES:
        raise Surprise
    if type(right) is list:
        return any(operators.equal(left, one, _pay) for one in right)
    return operators.contained(left, right)


def drop(fields: dict[str, Any], key: str) -> None:
    """Take a field away that a spread may have brought."""
    fields.pop(key, None)


def copy_fields(fields: dict[str, Any], value: dict[str, Any], but: tuple[str, ...]) -> None:
    """Copy the fields of an object, without some."""
    fields.update((key, one) for key, one in value.items() if key not in but)


def _pay(units: int) -> None:
    if units > _SMALL:
        raise Surprise


_SMALL: Final = 1_000
"""Parts that may be compared unpaid: a turn of the loop pays for them."""


def fits(compare: Callable[[Any, Any], bool], value: Any, operand: Any) -> bool:
    """Tell whether a value passes a guard of `match`."""
    if type(operand) in ABSENT_TYPES:
        raise Surprise
    if type(value) in ABSENT_TYPES:
        return False
    try:
        return compare(value, operand)
    except (Failure, TypeError):
        return False


def quantized(number: Any, quantum: Decimal, mode: str) -> Any:
    """Return a number rounded to the places of a quantum such as 0.01."""
    if type(number) is int:
        return number
    result = number.quantize(quantum, mode, _ROUNDING)
    return result if result else abs(result)


def ordered(
    keys: Sequence[Sequence[Any]], descending: Sequence[bool], items: Sequence[Any]
) -> list[Any]:
    """Return items sorted by several lists of keys, the first one deciding first.

    Stable; what is missing or null comes last.
    """
    order: Iterable[int] = range(len(items))
    for values, falls in zip(reversed(keys), reversed(descending), strict=True):
        kinds = set(map(type, values))
        present = kinds - ABSENT_TYPES
        if not (present <= NUMBER_TYPES or present == _TEXTS):
            raise Surprise
        if len(present) < len(kinds):
            there = [one for one in order if type(values[one]) not in ABSENT_TYPES]
            gone = [one for one in order if type(values[one]) in ABSENT_TYPES]
            order = [*sorted(there, key=values.__getitem__, reverse=falls), *gone]
        else:
            order = sorted(order, key=values.__getitem__, reverse=falls)
    return [items[one] for one in order]


_TEXTS: Final = frozenset({str})


def first_items(items: list[Any], count: Any) -> list[Any]:
    """Return as many items as `limit` says."""
    if type(count) is not int or count < 0:
        raise Surprise
    return items[:count]


@cache
def namespace() -> Mapping[str, Any]:
    """Return the names that generated code may use: these, and nothing of Python's own."""
    names: dict[str, Any] = {
        "M": MISSING, "Surprise": Surprise, "SURPRISES": SURPRISES, "FAILED": FAILED,
        "Decimal": Decimal, "type": type, "len": len, "str": str, "int": int, "bool": bool,
        "list": list, "dict": dict, "frozenset": frozenset, "sum": sum,
        "EXACT": frozenset({int, Decimal}), "NUMBERS": NUMBER_TYPES, "EMPTY": (),
        "admission": admission, "library_test": library_test, "text_from": text_from,
        "attribute": attribute, "element": element, "part": part, "only_one": only_one,
        "unclear": unclear, "elements": elements, "pairs": pairs, "work": work, "equal": equal,
        "contained": contained, "fits": fits, "divide": operators.divide,
        "quotient": operators.QUOTIENT.divide, "quantized": quantized, "ordered": ordered,
        "first_items": first_items, "iso_length": iso_length, "drop": drop,
        "copy_fields": copy_fields, "negate": operators.negate, "plus": operators.plus,
        "lower": str.lower, "upper": str.upper, "strip": str.strip, "map": map,
        **{f"op_{word}": operator for word, operator in _OPERATORS.items()},
        **{f"is_{word}": test for word, test in TESTS.items()},
    }  # fmt: skip
    for name, function in discover().items():
        names[f"f_{name}"] = function.call
        if function.fuel is not None:
            names[f"fuel_{name}"] = function.fuel
    return names


class _FailedSign:
    """The type of `FAILED`."""

    __slots__ = ()


FAILED: Final = _FailedSign()
"""What an attempt gives that failed."""

_OPERATORS: Final = {
    "less": operators.less,
    "less_or_equal": operators.less_or_equal,
    "greater": operators.greater,
    "greater_or_equal": operators.greater_or_equal,
    "equal": operators.equal,
    "unequal": operators.unequal,
    "modulo": operators.modulo,
}
