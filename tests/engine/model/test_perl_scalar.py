"""The reference's predicates."""

from decimal import Decimal
from typing import Any

import pytest

from engine.model.perl_scalar import is_integer, is_string, is_true, text_of


@pytest.mark.parametrize("value", [None, "", "0", 0, Decimal("0.0"), Decimal("-0.0"), False])
def test_false_values(value: Any) -> None:
    assert not is_true(value)


@pytest.mark.parametrize("value", ["0.0", " ", "a", 1, Decimal("0.1"), True, [], {}, -1])
def test_true_values(value: Any) -> None:
    assert is_true(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("a", True), ("", True), (0, True), (Decimal(1), True), (1.5, True), (True, False)]
    + [(value, False) for value in (None, [], {})],
)
def test_texts_and_numbers_are_strings(value: Any, expected: bool) -> None:
    assert is_string(value) is expected


@pytest.mark.parametrize("value", [0, -5, "0", "10", "-10"])
def test_integers(value: Any) -> None:
    assert is_integer(value)


@pytest.mark.parametrize("value", ["", "010", "-0", "1.0", "x", None, True, Decimal(1), "+1"])
def test_no_integers(value: Any) -> None:
    assert not is_integer(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0.10", "0.10"),
        (12345678901234567890, "12345678901234567890"),
        (Decimal("1.0"), "1"),
        (Decimal("1E3"), "1000"),
        (Decimal("0.3333333333333333333"), "0.333333333333333"),
        (Decimal("1E20"), "1e+20"),
        (Decimal("-0.0"), "-0"),
        (Decimal("1E400"), "1E+400"),
    ],
)
def test_text_has_fifteen_digits(value: Any, text: str) -> None:
    assert text_of(value) == text
