"""The hard edges of the number family, and its rounding against Python's."""

import decimal
from decimal import Decimal
from typing import Any

import pytest
from functions import call
from hypothesis import given
from hypothesis import strategies as st

from dsl.functions._locales import LOCALES, check_number_pattern
from dsl.values import MISSING, Failure

DECIMALS = st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=6)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("-0", 0),
        (" +5 ", 5),
        ("1e3", Decimal(1000)),
        ("1.50", Decimal("1.50")),
        ("-2.5E-3", Decimal("-0.0025")),
        ("9" * 4300, int("9" * 4300)),
    ],
)
def test_number_reads_what_json_reads(text: str, number: object) -> None:
    value = call("number", text)

    assert value == number
    assert type(value) is type(number)


@pytest.mark.parametrize(
    "text",
    ["", " ", "007", ".5", "5.", "1,5", "1 000", "0x1F", "NaN", "Infinity", "1_000", "٣", "--1",
     "1e1001", "1e-1001", "1e99999999999", "9" * 4301, "+ 5", "½"],
)  # fmt: skip
def test_number_refuses_other_text(text: str) -> None:
    with pytest.raises(Failure):
        call("number", text)


@pytest.mark.parametrize(
    ("text", "locale", "number"),
    [
        ("1,234,567.50", "en", Decimal("1234567.50")),
        ("1234567", "en", 1234567),
        ("1.234,5", "de", Decimal("1234.5")),
        ("-1\u202f234,5", "fr", Decimal("-1234.5")),
        ("1\u00a0234", "fr", 1234),
        ("1 234", "fr", 1234),
        ("1’234.5", "ch", Decimal("1234.5")),
        ("1'234.5", "ch", Decimal("1234.5")),
        ("007", "de", 7),
        (",5", "de", Decimal("0.5")),
        ("5,", "de", Decimal("5.0")),
        ("\u22125", "en", -5),
    ],
)
def test_number_reads_the_writing_of_a_locale(text: str, locale: str, number: object) -> None:
    assert call("number", text, locale) == number
    assert call("parse_number", text, locale) == number


@pytest.mark.parametrize(
    ("text", "locale"),
    [("1,5", "en"), ("12,34", "en"), ("1.23", "de"), ("1,234,5", "en"), (",", "de"), ("", "de"),
     ("1,234.5", "de"), ("1 234", "en"), ("1", "xx")],
)  # fmt: skip
def test_number_refuses_the_writing_of_another_locale(text: str, locale: str) -> None:
    with pytest.raises(Failure):
        call("number", text, locale)


@pytest.mark.parametrize("locale", LOCALES)
@given(number=DECIMALS)
def test_formatted_numbers_are_read_back(locale: str, number: Decimal) -> None:
    assert call("parse_number", call("format_number", number, locale), locale) == number
    written = call("format_number", number, "#,##0.000000 kg", locale)
    assert call("parse_number", written, "#,##0.000000 kg", locale) == number


@pytest.mark.parametrize(
    ("number", "arguments", "text"),
    [
        (Decimal("2.5"), ("0",), "2"),
        (Decimal("3.5"), ("0",), "4"),
        (Decimal("0.005"), ("0.00",), "0.00"),
        (Decimal("-0.004"), ("0.00",), "0.00"),
        (-5, ("000",), "-005"),
        (1234567, ("#,##0",), "1,234,567"),
        (12, ("#,##0",), "12"),
        (0, ("0.##",), "0"),
        (Decimal("0.5"), ("#0%",), "50%"),
        (Decimal("1E+3"), ("en",), "1,000"),
        (0.1, ("0.0#",), "0.1"),
        (10**30, ("de",), "1.000.000.000.000.000.000.000.000.000.000"),
        (7, ("Nr. 0", "en"), None),
    ],
)
def test_numbers_are_written_by_pattern(
    number: Any, arguments: tuple[str, ...], text: str | None
) -> None:
    if text is None:
        with pytest.raises(Failure, match="a number pattern"):
            call("format_number", number, *arguments)
        return
    assert call("format_number", number, *arguments) == text


@pytest.mark.parametrize("pattern", ["", "abc", "#", "0,0", "#,#0", "0.#0", "0.0.0", "0" * 101])
def test_a_number_pattern_that_is_none_is_named(pattern: str) -> None:
    assert check_number_pattern(pattern) is not None
    assert check_number_pattern("#,##0.00 €") is None


MODES = {
    "half-even": decimal.ROUND_HALF_EVEN,
    "half-up": decimal.ROUND_HALF_UP,
    "half-down": decimal.ROUND_HALF_DOWN,
    "up": decimal.ROUND_UP,
    "down": decimal.ROUND_DOWN,
    "ceiling": decimal.ROUND_CEILING,
    "floor": decimal.ROUND_FLOOR,
}


@pytest.mark.parametrize("mode", MODES)
@given(number=DECIMALS, places=st.integers(-3, 8))
def test_rounding_is_that_of_decimal_arithmetic(mode: str, number: Decimal, places: int) -> None:
    expected = number.quantize(Decimal(1).scaleb(-places), rounding=MODES[mode])

    assert call("round", number, places, mode) == expected


@pytest.mark.parametrize(
    ("mode", "results"),
    [
        ("half-even", (-2, -2, 2, 2)),
        ("half-up", (-3, -2, 2, 3)),
        ("half-down", (-2, -1, 1, 2)),
        ("up", (-3, -2, 2, 3)),
        ("down", (-2, -1, 1, 2)),
        ("ceiling", (-2, -1, 2, 3)),
        ("floor", (-3, -2, 1, 2)),
    ],
)
def test_halves_go_where_the_mode_says(mode: str, results: tuple[int, ...]) -> None:
    halves = [Decimal(text) for text in ("-2.5", "-1.5", "1.5", "2.5")]

    assert tuple(call("round", half, 0, mode) for half in halves) == results


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("round", (5, 2), "5"),
        ("round", (Decimal(5), 2), "5.00"),
        ("round", (2.675, 2), "2.68"),
        ("round", (15, -1), "20"),
        ("round", (Decimal("-0.4"),), "0"),
        ("round", (Decimal("-0.004"), 2), "0.00"),
        ("floor", (-0.5,), "-1"),
        ("ceiling", (Decimal("-0.5"),), "0"),
        ("floor", (10**40,), str(10**40)),
        ("abs", (-(10**40),), str(10**40)),
        ("abs", (Decimal("-1.23456789012345678901234567890"),), "1.23456789012345678901234567890"),
        ("sign", (Decimal("-0.0"),), "0"),
        ("integer", (Decimal("1E+3"),), "1000"),
        ("integer", (" 7 ",), "7"),
        ("decimal", (0.1,), "0.1"),
        ("float", (Decimal("0.1"),), "0.1"),
        ("min", (2, Decimal("1.5"), 3.0), "1.5"),
        ("max", ([False, True],), "True"),
        ("min", ([],), "missing"),
        ("max", (["b", "a"],), "b"),
        ("clamp", (Decimal("2.5"), 1, 2), "2"),
        ("power", (Decimal("1.1"), Decimal("2.0")), "1.21"),
        ("power", (0, 0), "1"),
        ("power", (-2, 3), "-8"),
        ("power", (Decimal("1.0"), Decimal("1E+900")), "1"),
        ("power", (2, Decimal("0.5")), "1.414213562373095048801688724"),
        ("power", (2.0, 0.5), "1.4142135623730951"),
        ("modulo", (-7, 3), "2"),
        ("modulo", (7, -3), "-2"),
        ("modulo", (Decimal("-5.5"), 2), "0.5"),
        ("modulo", (Decimal("-6"), 3), "0"),
        ("modulo", (-7.5, 2), "0.5"),
        ("percent", (1, 3), "33.33333333333333333333333333"),
        ("percent", (Decimal("0.5"), 2), "25"),
    ],
)
def test_number_functions_at_their_edges(
    name: str, arguments: tuple[Any, ...], expected: str
) -> None:
    assert str(call(name, *arguments)) == expected


def test_an_even_sum_of_long_numbers_keeps_every_digit() -> None:
    numbers = [Decimal("1e-30"), 10**40, Decimal("0.10")]

    assert str(call("sum", numbers)) == f"{10**40}.100000000000000000000000000001"


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("power", (10, 4301)),
        ("power", (Decimal("0.1"), 10**6)),
        ("power", (10**4000, Decimal("1.5"))),
        ("power", (0, -1)),
        ("power", (-8, Decimal("0.5"))),
        ("power", (-8.0, 0.5)),
        ("power", (1e300, 2.0)),
        ("modulo", (1, Decimal("0.0"))),
        ("percent", (1, 0.0)),
        ("float", (Decimal("1e400"),)),
        ("float", (10**400,)),
        ("integer", ("2.5",)),
        ("round", (Decimal("1.5"), 1001)),
        ("round", (1, 0, "half")),
        ("min", ([1, "a"],)),
        ("max", ([1, True],)),
        ("min", ([[1], [2]],)),
        ("max", ([1, None],)),
        ("clamp", (1, 3, 2)),
        ("sum", ([1, True],)),
        ("sum", (["1"],)),
        ("average", ([1, None],)),
    ],
)
def test_numbers_that_do_not_exist_fail(name: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(Failure):
        call(name, *arguments)


def test_empty_lists_have_a_sum_but_no_mean() -> None:
    assert call("sum", []) == 0
    assert all(call(name, []) is MISSING for name in ("min", "max", "average", "median"))
