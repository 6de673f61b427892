"""What a JSON body may ask of us."""

from decimal import Decimal
from typing import Any

import pytest

from dsl.values import DataError
from engine.model.bounded_json import MAX_NODES, decode_bounded
from transports._rest_json import charset, encode, encode_like_perl


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b"18446744073709551616", 18446744073709551616),
        (b"-9223372036854775808", -9223372036854775808),
        (b"0.30000000000000000001", Decimal("0.30000000000000000001")),
        (b"1E400", Decimal("1E400")),
        (b"-0", 0),
        (b'{"a":1,"a":2}', {"a": 2}),
        (b'"\\ud83d\\ude00"', "😀"),
        (b"[" * 100 + b"]" * 100, None),
    ],
)
def test_a_value_is_read_exactly(body: bytes, value: Any) -> None:
    read = decode_bounded(body, max_depth=100)

    assert value is None or read == value


@pytest.mark.parametrize(
    "body",
    [
        b"NaN",
        b"[Infinity]",
        b"-Infinity",
        b"1E1001",
        b"1E-1001",
        b"1" * 5_000,
        b"1" * 5_000 + b".5",
        b'"\\ud800"',
        b'{"\\udc00":1}',
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 1_000 + b"1" + b"}" * 1_000,
        b"[" * 101 + b"]" * 101,
        b'"\xff"',
        b'"\xc0\xaf"',
        b'"\xed\xa0\x80"',
        b'{"a":1} x',
        b"{'a':1}",
        b'{"a":01}',
        b"",
        b"\x00",
        b"\xfe\xff\x00{\x00}",
    ],
    ids=lambda body: repr(body[:24]),
)
def test_what_is_not_json_within_limits_is_refused(body: bytes) -> None:
    with pytest.raises(DataError):
        decode_bounded(body, max_depth=100)


def test_a_million_keys_are_too_many() -> None:
    body = b"{" + b",".join(b'"%d":0' % n for n in range(1_000_000)) + b"}"

    with pytest.raises(DataError, match=f"more than {MAX_NODES:,} values"):
        decode_bounded(body, max_depth=100)


def test_a_million_empty_siblings_are_too_many() -> None:
    with pytest.raises(DataError, match="more than"):
        decode_bounded(b"[" + b",".join([b"{}"] * 1_000_000) + b"]", max_depth=100)


def test_commas_inside_a_text_are_no_values() -> None:
    text = 'a,\\",' * 300_000

    assert decode_bounded(f'["{text}"]'.encode(), max_depth=100) == [text.replace('\\"', '"')]


@pytest.mark.parametrize(
    ("value", "exact", "perl"),
    [
        (Decimal("1.0"), b"1.0", b"1"),
        (Decimal("0.3333333333333333333"), b"0.3333333333333333333", b"0.333333333333333"),
        (10**18 - 1, b"999999999999999999", b"999999999999999999"),
        (10**18, b"1000000000000000000", b'"1000000000000000000"'),
        (-(10**18), b"-1000000000000000000", b'"-1000000000000000000"'),
        ([True, None, "1.0"], b'[true,null,"1.0"]', b'[true,null,"1.0"]'),
        ({"a": [Decimal("2.50")]}, b'{"a":[2.50]}', b'{"a":[2.5]}'),
        (1.5, b"1.5", b"1.5"),
    ],
)
def test_numbers_are_written_exactly_or_like_perl(value: Any, exact: bytes, perl: bytes) -> None:
    assert (encode(value), encode_like_perl(value)) == (exact, perl)


@pytest.mark.parametrize(
    ("content_type", "name"),
    [
        (None, None),
        ("application/json", None),
        ("application/json; charset=utf-8", None),
        ("application/json; charset=UTF8", None),
        ("application/json;charset='iso-8859-15'", "iso-8859-15"),
        ("application/json; charset=latin1; version=2", None),
        ("application/json; Charset=latin1", "latin1"),
        ("application/json; charset=", None),
    ],
)
def test_the_last_parameter_names_the_charset(content_type: str | None, name: str | None) -> None:
    assert charset(content_type) == name
