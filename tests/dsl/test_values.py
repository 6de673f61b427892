"""The JSON codec: exact numbers, and what is refused at the door."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.values import MISSING, DataError, decode_json, encode_json

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abc"), inner),
    max_leaves=20,
)


@given(JSON)
def test_a_value_is_the_same_after_writing_and_reading(value: Any) -> None:
    assert decode_json(encode_json(value)) == value


@pytest.mark.parametrize(
    "text",
    [
        "18446744073709551616",
        "9223372036854775808",
        "-9223372036854775809",
        "0.10000000000000000000000000000000000001",
        "1.10",
        "1.5E+3",
        "1E-1000",
        "9" * 4300,
        '{"b":1,"a":[null,true,false,""]}',
    ],
)
def test_text_passes_through_unchanged(text: str) -> None:
    assert encode_json(decode_json(text.encode())).decode() == text


def test_numbers_are_integers_or_decimals() -> None:
    numbers = decode_json(b"[1, 1.0, 1e2, -0]")

    assert [type(number) for number in numbers] == [int, Decimal, Decimal, int]


def test_the_last_of_equal_keys_counts() -> None:
    assert decode_json(b'{"a": 1, "a": 2}') == {"a": 2}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "there is no data"),
        (b" \n", "there is no data"),
        (b"NaN", "the data is not JSON: invalid character"),
        (b"[Infinity]", "the data is not JSON: invalid character"),
        (b"[1,", "the data is not complete JSON"),
        (b"[1] x", "the data is not JSON: trailing characters"),
        (b'"\xff"', "the text is not UTF-8"),
        (b'["\\ud800"]', "a text holds half of a surrogate pair"),
        (b'["\\udc00 x"]', "a text holds half of a surrogate pair"),
        (b"1" * 4301, "a number has more than 4,300 digits"),
        (b"0." + b"1" * 4300, "a number has more than 4,300 digits"),
        (b"[1e1001]", "a number has an exponent beyond ±1,000"),
        (b"[-1E-99999999]", "a number has an exponent beyond ±1,000"),
    ],
)
def test_what_is_not_json_within_the_limits_is_refused(body: bytes, message: str) -> None:
    with pytest.raises(DataError) as caught:
        decode_json(body)

    assert caught.value.message == message


def test_a_refusal_names_the_byte() -> None:
    with pytest.raises(DataError) as caught:
        decode_json(b'{"a" 1}')

    assert caught.value.offset == 5
    assert str(caught.value).endswith("(byte 5)")


@pytest.mark.parametrize("brackets", [(b"[", b"]"), (b'{"[":', b"}")])
def test_depth_is_limited_exactly(brackets: tuple[bytes, bytes]) -> None:
    def nested(depth: int) -> bytes:
        return brackets[0] * depth + b"1" + brackets[1] * depth

    assert decode_json(nested(100))
    assert decode_json(nested(250), max_depth=1000)
    with pytest.raises(DataError, match="deeper than 100 levels"):
        decode_json(nested(101))
    with pytest.raises(DataError, match="deeper than 250 levels"):
        decode_json(nested(251), max_depth=1000)


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":' * 100_000, b"[{" * 3_000])
def test_a_tower_of_brackets_is_refused(body: bytes) -> None:
    with pytest.raises(DataError):
        decode_json(body)


@pytest.mark.parametrize("text", ['["' + "[" * 300 + '"]', '["\\"' + "{" * 300 + '\\\\"]'])
def test_brackets_in_text_are_no_depth(text: str) -> None:
    assert decode_json(text.encode())[0].count(text[5]) >= 299


BRACKETED = st.recursive(
    st.none() | st.text(alphabet='[]{}"\\,: a', max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(alphabet='[]{}"\\', max_size=3), inner, max_size=3)
    ),
    max_leaves=30,
)


@given(BRACKETED, st.integers(1, 8))
def test_depth_is_counted_whatever_the_texts_hold(value: object, limit: int) -> None:
    def depth(value: object) -> int:
        parts = value.values() if isinstance(value, dict) else value
        return 1 + max(map(depth, parts), default=0) if isinstance(value, list | dict) else 0

    body = json.dumps(value, ensure_ascii=False).encode()

    if depth(value) > limit:
        with pytest.raises(DataError, match="deeper"):
            decode_json(body, max_depth=limit)
    else:
        assert decode_json(body, max_depth=limit) == value


def test_many_siblings_are_no_depth() -> None:
    assert len(decode_json(b"[" + b'{"a":[]},' * 1_000 + b"{}]")) == 1_001


def test_dates_and_bytes_have_a_form_in_json() -> None:
    moment = datetime(2024, 5, 1, 12, tzinfo=UTC)

    assert encode_json([date(2024, 5, 1), moment, b"ab"]) == (
        b'["2024-05-01","2024-05-01T12:00:00Z","YWI="]'
    )


@pytest.mark.parametrize(
    "value",
    [MISSING, "\ud800", 10**5000, object(), [{"a": MISSING}]],
    ids=["missing", "surrogate", "digits", "object", "inside"],
)
def test_what_json_cannot_hold_is_refused(value: Any) -> None:
    with pytest.raises(DataError):
        encode_json(value)


def test_a_value_too_deep_to_write_is_refused() -> None:
    value: Any = []
    for _ in range(100_000):
        value = [value]

    with pytest.raises(DataError, match="nested too deeply"):
        encode_json(value)
    while value:
        value = value.pop()  # freed level by level


def test_missing_has_no_truth_value() -> None:
    with pytest.raises(TypeError):
        bool(MISSING)
