"""Number functions that convert, round and compare."""

import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from dsl.functions._function import Example, Function, Parameter
from dsl.functions._locales import LOCALES, locale_of, read_number
from dsl.functions._numbers import (
    EXACT,
    MODES,
    Number,
    exact,
    read_plain,
    rounded,
    within_limits,
)
from dsl.functions._order import check_sortable
from dsl.kinds import whole
from dsl.values import MISSING, Failure


def _number(value: Number | str, locale: str | None) -> Number:
    if not isinstance(value, str):
        return value
    return read_plain(value) if locale is None else read_number(value, locale_of(locale))


def _integer(value: Number | str, locale: str | None) -> int:
    number = exact(_number(value, locale))
    if number != number.to_integral_value(context=EXACT):
        raise Failure("a number without a fraction", "one with a fraction", "x | round")
    return whole(number)


def _decimal(value: Number | str, locale: str | None) -> Decimal:
    return exact(_number(value, locale))


def _float(value: Number | str, locale: str | None) -> Number:
    try:
        return within_limits(float(_number(value, locale)))
    except OverflowError as error:
        raise Failure("a number that a float can hold", "one beyond its range") from error


def _round(number: Number, places: Number, mode: str) -> Number:
    return rounded(number, whole(places), mode)


def _floor(number: Number) -> int:
    return math.floor(within_limits(number))


def _ceiling(number: Number) -> int:
    return math.ceil(within_limits(number))


def _sign(number: Number) -> int:
    return (number > 0) - (number < 0)


def _abs(number: Number) -> Number:
    return number.copy_abs() if isinstance(number, Decimal) else abs(number)


def _extreme(choose: Callable[[list[Any]], Any]) -> Callable[..., Any]:
    def call(first: Any, *more: Any) -> Any:
        values = list(first) if isinstance(first, list) and not more else [first, *more]
        check_sortable(values)
        return choose(values) if values else MISSING

    return call


def _clamp(number: Number, low: Number, high: Number) -> Number:
    if low > high:
        raise Failure("a low end that is not above the high end", "one above it")
    return min(max(number, low), high)


_X: Final = Parameter("x", "number")
_READ: Final = (
    Parameter("x", "text|number"),
    Parameter("locale", "text", default=None, choices=tuple(LOCALES)),
)
_VALUES: Final = (
    Parameter("x", "any"),
    Parameter("more", "any", variadic=True),
)

FUNCTIONS: Final = (
    Function(
        name="number",
        family="number",
        summary="The number in a text as JSON writes it, or as written in a locale.",
        parameters=_READ,
        result="number",
        call=_number,
        examples=(
            Example('number(" +5 ")', "5"),
            Example('number("1.10")', "1.10"),
            Example('number("1.234,5", "de")', "1234.5"),
            Example('number("1,5")', fails="a number such as 12 or -0.5"),
            Example('number("007")', fails="a number such as 12 or -0.5"),
        ),
    ),
    Function(
        name="integer",
        family="number",
        summary="The number as an integer; one with a fraction fails, so that nothing is lost.",
        parameters=_READ,
        result="integer",
        call=_integer,
        examples=(
            Example('integer("42")', "42"),
            Example("integer(2.0)", "2"),
            Example('integer("1.000", "de")', "1000"),
            Example("integer(2.5)", fails="a number without a fraction"),
        ),
    ),
    Function(
        name="decimal",
        family="number",
        summary="The number as an exact decimal.",
        parameters=_READ,
        result="number",
        call=_decimal,
        examples=(
            Example('decimal("0.1") + decimal("0.2")', "0.3"),
            Example("decimal(7)", "7"),
            Example('decimal("")', fails="a number such as 12 or -0.5"),
        ),
    ),
    Function(
        name="float",
        family="number",
        summary="The number as binary floating point, for partners that compute with it.",
        parameters=_READ,
        result="number",
        call=_float,
        examples=(
            Example('float("2.5")', "2.5"),
            Example("float(1) / 3 < 0.34", "true"),
            Example('float("1e999")', fails="a float can hold"),
        ),
    ),
    Function(
        name="round",
        family="number",
        summary="The number with `places` digits after the point; half-even unless told otherwise.",
        parameters=(
            _X,
            Parameter("places", "integer", default=0),
            Parameter("mode", "text", default="half-even", choices=tuple(MODES)),
        ),
        result="number",
        call=_round,
        examples=(
            Example("round(2.5)", "2"),
            Example('round(2.5, mode = "half-up")', "3"),
            Example("round(1.005, 2)", "1.00"),
            Example("round(-1.25, 1)", "-1.2"),
            Example("round(1250, -2)", "1200"),
        ),
    ),
    Function(
        name="floor",
        family="number",
        summary="The largest integer that is not above the number.",
        parameters=(_X,),
        result="integer",
        call=_floor,
        examples=(Example("floor(2.7)", "2"), Example("floor(-2.1)", "-3")),
    ),
    Function(
        name="ceiling",
        family="number",
        summary="The smallest integer that is not below the number.",
        parameters=(_X,),
        result="integer",
        call=_ceiling,
        examples=(Example("ceiling(2.1)", "3"), Example("ceiling(-2.7)", "-2")),
    ),
    Function(
        name="abs",
        family="number",
        summary="The number without its sign.",
        parameters=(_X,),
        result="number",
        call=_abs,
        examples=(Example("abs(-2.50)", "2.50"), Example("abs(0)", "0")),
    ),
    Function(
        name="sign",
        family="number",
        summary="-1, 0 or 1 for a number below, at or above zero.",
        parameters=(_X,),
        result="integer",
        call=_sign,
        examples=(Example("sign(-0.3)", "-1"), Example("sign(0)", "0"), Example("sign(9)", "1")),
    ),
    Function(
        name="min",
        family="number",
        summary="The least of a list or of several values of one kind; missing for no values.",
        parameters=_VALUES,
        result="any",
        call=_extreme(min),
        examples=(
            Example("min([3, 1.5, 2])", "1.5"),
            Example('min("b", "a")', '"a"'),
            Example("min([])", "missing"),
            Example('min([1, "a"])', fails="a number, as before it"),
        ),
    ),
    Function(
        name="max",
        family="number",
        summary="The greatest of a list or of several values of one kind; missing for no values.",
        parameters=_VALUES,
        result="any",
        call=_extreme(max),
        examples=(
            Example("max([3, 1.5, 2])", "3"),
            Example('max(date("2024-05-01"), date("2023-12-31"))', 'date("2024-05-01")'),
            Example("max([])", "missing"),
            Example("max([1, null])", fails="found null"),
        ),
    ),
    Function(
        name="clamp",
        family="number",
        summary="The number, or the nearer end when it is below `low` or above `high`.",
        parameters=(_X, Parameter("low", "number"), Parameter("high", "number")),
        result="number",
        call=_clamp,
        examples=(
            Example("clamp(7, 1, 5)", "5"),
            Example("clamp(0.5, 1, 5)", "1"),
            Example("clamp(3, 5, 1)", fails="a low end"),
        ),
    ),
)
