"""Number functions that compute powers and shares, and read and write numbers for people."""

from decimal import Decimal
from typing import Final

from dsl.functions._function import Example, Function, Parameter
from dsl.functions._locales import (
    LOCALES,
    compile_pattern,
    locale_of,
    read_number,
    read_patterned,
    write_number,
    write_plain,
)
from dsl.functions._numbers import (
    DIVISION,
    EXACT,
    Number,
    exact,
    plain,
    quotient,
    remainder,
    within_limits,
)
from dsl.values import MAX_DIGITS, Failure


def _power(number: Number, by: Number) -> Number:
    if isinstance(number, float) or isinstance(by, float):
        return _float_power(float(number), float(by))
    base, exponent = plain(Decimal(number)), plain(Decimal(by))
    if base == 0 and exponent < 0:
        raise Failure("a base other than zero for a negative exponent", "zero")
    if _digits(base) * abs(exact(exponent)) > MAX_DIGITS:
        raise Failure(f"a power of at most {MAX_DIGITS:,} digits", "a longer one")
    if isinstance(exponent, Decimal):
        if base < 0:
            raise Failure("a base of 0 or more for an exponent with a fraction", "a negative one")
        return within_limits(plain(DIVISION.power(base, exponent)))
    times = abs(exponent)
    power = base**times if isinstance(base, int) else EXACT.power(base, times)
    return within_limits(power) if exponent >= 0 else quotient(1, within_limits(power))


def _digits(base: int | Decimal) -> Decimal:
    """Return about how many digits one more factor adds: none for 0, 1 and -1."""
    sign, digits, exponent = Decimal(base).as_tuple()
    coefficient = Decimal((sign, digits, 0)).copy_abs()
    places = Decimal(exponent) if isinstance(exponent, int) else Decimal(0)
    grown = coefficient.log10(DIVISION) if coefficient else Decimal(0)
    return max(grown, abs(places))


def _power_fuel(number: Number, by: Number) -> int:
    if isinstance(number, float) or isinstance(by, float):
        return 1
    return 1 + int(min(Decimal(MAX_DIGITS), _digits(plain(Decimal(number))) * abs(exact(by))))


def _float_power(base: float, exponent: float) -> Number:
    try:
        power = base**exponent
    except ZeroDivisionError as error:
        raise Failure("a base other than zero for a negative exponent", "zero") from error
    except OverflowError as error:
        raise Failure("a number that a float can hold", "one beyond its range") from error
    if isinstance(power, complex):
        raise Failure("a base of 0 or more for an exponent with a fraction", "a negative one")
    return within_limits(power)


def _percent(part: Number, total: Number) -> Number:
    if total == 0:
        raise Failure("a whole other than zero", "zero")
    if isinstance(part, float) or isinstance(total, float):
        return quotient(float(part) * 100, total)
    return quotient(EXACT.multiply(Decimal(part), Decimal(100)), total)


def _format_number(number: Number, form: str, locale: str | None) -> str:
    if form in LOCALES:
        return write_plain(number, locale_of(form))
    return write_number(number, compile_pattern(form), locale_of(locale or "en"))


def _parse_number(text: str, form: str, locale: str | None) -> Number:
    if form in LOCALES:
        return read_number(text, locale_of(form))
    return read_patterned(text, compile_pattern(form), locale_of(locale or "en"))


_X: Final = Parameter("x", "number")
_FORMAT: Final = (
    Parameter("format", "text", default="en"),
    Parameter("locale", "text", default=None, choices=tuple(LOCALES)),
)

FUNCTIONS: Final = (
    Function(
        name="power",
        family="number",
        summary="The number to a power: exact for exponents 0, 1, 2 …, else of 28 digits.",
        parameters=(_X, Parameter("exponent", "number")),
        result="number",
        call=_power,
        fuel=_power_fuel,
        examples=(
            Example("power(2, 70)", "1180591620717411303424"),
            Example("power(1.1, 2)", "1.21"),
            Example("power(2, -2)", "0.25"),
            Example("power(9, 0.5)", "3"),
            Example("power(10, 100000)", fails="a power of at most"),
        ),
    ),
    Function(
        name="modulo",
        family="number",
        summary="The remainder of a division, with the sign of the divisor, as `%` gives it.",
        parameters=(_X, Parameter("divisor", "number")),
        result="number",
        call=remainder,
        examples=(
            Example("modulo(-7, 3)", "2"),
            Example("modulo(7, -3)", "-2"),
            Example("modulo(5.5, 2)", "1.5"),
            Example("modulo(1, 0)", fails="a divisor other than zero"),
        ),
    ),
    Function(
        name="percent",
        family="number",
        summary="How many hundredths of `whole` the number is.",
        parameters=(_X, Parameter("whole", "number")),
        result="number",
        call=_percent,
        examples=(
            Example("percent(1, 4)", "25"),
            Example("percent(1, 3) | round(1)", "33.3"),
            Example("percent(1, 0)", fails="a whole other than zero"),
        ),
    ),
    Function(
        name="format_number",
        family="number",
        summary="The number as text, by a locale (en de es it nl fr sv pl cs ch) or a pattern.",
        parameters=(_X, *_FORMAT),
        result="text",
        call=_format_number,
        examples=(
            Example('format_number(1234567.5, "de")', '"1.234.567,5"'),
            Example('format_number(1234.5, "#,##0.00 €", "de")', '"1.234,50 €"'),
            Example('format_number(7, "000")', '"007"'),
            Example('format_number(0.256, "0.#%")', '"25.6%"'),
            Example("format_number(1234.50)", '"1,234.50"'),
        ),
    ),
    Function(
        name="parse_number",
        family="number",
        summary="The number in a text that `format_number` writes with the same format.",
        parameters=(Parameter("x", "text"), *_FORMAT),
        result="number",
        call=_parse_number,
        examples=(
            Example('parse_number("1,234.50")', "1234.50"),
            Example('parse_number("1\'234.50", "ch")', "1234.50"),
            Example('parse_number("1.234,50 €", "#,##0.00 €", "de")', "1234.50"),
            Example('parse_number("12.34", "de")', fails="written in this locale"),
        ),
    ),
)
