"""The operators as functions: exactness, kinds, equality."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.running.operators import (
    OPERATORS,
    add,
    contained,
    divide,
    equal,
    modulo,
    multiply,
    subtract,
)
from dsl.values import Failure

EXACT = st.integers(-(10**30), 10**30) | st.decimals(
    allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12
)


@given(EXACT, EXACT)
def test_sums_and_products_are_exact(one: Any, other: Any) -> None:
    assert subtract(add(one, other), other) == one
    assert multiply(one, other) == multiply(other, one)
    assert multiply(add(one, other), 2) == add(multiply(one, 2), multiply(other, 2))


@given(EXACT, EXACT.filter(lambda number: number != 0))
def test_the_remainder_has_the_sign_of_the_divisor(one: Any, other: Any) -> None:
    rest = modulo(one, other)

    assert rest == 0 or (rest < 0) == (other < 0)
    assert abs(Fraction(rest)) < abs(Fraction(other))


@pytest.mark.parametrize(
    ("one", "other", "text"),
    [
        (3600, 3600, "1"),
        (1, 3, "0.3333333333333333333333333333"),
        (2, 3, "0.6666666666666666666666666667"),
        (Decimal("36.00"), Decimal("3.600"), "10"),
        (Decimal("7.50"), 1, "7.5"),
        (10**30, 10, "1" + "0" * 29),
        (Decimal("1E+5"), 1, "100000"),
        (0, 5, "0"),
        (-1, 4, "-0.25"),
    ],
)
def test_a_quotient_has_no_needless_digits(one: Any, other: Any, text: str) -> None:
    assert str(divide(one, other)) == text


@pytest.mark.parametrize("operation", [divide, modulo])
@pytest.mark.parametrize("zero", [0, Decimal("0.0"), 0.0])
def test_division_by_zero_fails(operation: Any, zero: Any) -> None:
    with pytest.raises(Failure) as caught:
        operation(1, zero)

    assert caught.value.found == "zero"


def test_numbers_do_not_grow_for_ever() -> None:
    with pytest.raises(Failure, match="4,300 digits"):
        multiply(10**4000, 10**4000)
    with pytest.raises(Failure, match="4,300 digits"):
        add(Decimal("1E5000"), Decimal("1E-5000"))


def test_a_float_makes_the_result_a_float_that_is_a_number() -> None:
    assert add(Decimal("0.5"), 0.25) == 0.75
    with pytest.raises(Failure, match="a float can hold"):
        multiply(1e308, 10.0)


@pytest.mark.parametrize("symbol", ["+", "-", "*", "/", "%"])
@pytest.mark.parametrize("wrong", ["1", True, [1], {"a": 1}])
def test_arithmetic_is_for_numbers(symbol: str, wrong: Any) -> None:
    with pytest.raises(Failure, match="expected a number"):
        OPERATORS[symbol](1, wrong)
    with pytest.raises(Failure, match="expected a number"):
        OPERATORS[symbol](wrong, 1)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (1, Decimal("1.0"), True),
        (1, True, False),
        (0, False, False),
        ("1", 1, False),
        ([1, [True]], [1.0, [True]], True),
        ([1], [True], False),
        ({"a": 1, "b": None}, {"b": None, "a": Decimal(1)}, True),
        ({"a": 1}, {"a": True}, False),
        ({"a": 1}, {"b": 1}, False),
        (None, None, True),
        ([], {}, False),
    ],
)
def test_equality_is_by_kind_and_value(one: Any, other: Any, *, same: bool) -> None:
    assert equal(one, other) is same
    assert equal(other, one) is same


def test_values_that_hold_themselves_a_billion_times_are_compared_at_once() -> None:
    one: list[Any] = [1]
    other: list[Any] = [1]
    for _ in range(64):
        one, other = [one, one], [other, other]

    assert equal(one, other)


def test_a_boolean_is_in_no_list_of_numbers() -> None:
    assert not contained(True, [1])
    assert contained(Decimal("1.0"), [1])
