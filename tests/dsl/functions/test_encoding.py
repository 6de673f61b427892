"""Encodings: decoding undoes encoding, and what is not well-formed is refused."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
import yaml
from functions import call
from hypothesis import example, given
from hypothesis import strategies as st

from dsl.values import MISSING, Failure

TEXTS = st.text(st.characters(codec="utf-8"))
# What XML can hold unchanged: no control characters, no line ends that readers unify, no blanks
# at the ends, which the reader drops, and not nothing, which is null.
XML_TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Zs", "Zl", "Zp"]), min_size=1
)
NAMES = st.text("abcé", min_size=1, max_size=3)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS | st.decimals(-1000, 1000, places=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(st.binary())
def test_bytes_survive_base64_and_hexadecimal(data: bytes) -> None:
    assert call("base64_decode", call("base64_encode", data)) == data
    assert call("hex_decode", call("hex_encode", data)) == data


@given(TEXTS)
def test_text_survives_addresses_and_base64(text: str) -> None:
    assert call("url_decode", call("url_encode", text)) == text
    assert call("query_decode", call("query_encode", text)) == text
    assert call("base64_decode_text", call("base64_encode", text)) == text


@given(JSON)
def test_values_survive_json(value: Any) -> None:
    assert call("parse_json", call("json_text", value)) == value
    assert call("parse_json", call("json_text", value, 2)) == value


@given(st.lists(st.lists(TEXTS, min_size=1, max_size=4)), st.sampled_from(",;|\t"))
def test_rows_survive_csv(rows: list[list[str]], separator: str) -> None:
    written = call("csv_text", [["first"], *rows], separator)

    assert call("parse_csv", written, separator, header=False) == [["first"], *rows]


@given(st.lists(st.fixed_dictionaries({"a": TEXTS, "b c": TEXTS})))
def test_objects_survive_csv(rows: list[dict[str, str]]) -> None:
    assert call("parse_csv", call("csv_text", rows)) == rows


@given(st.dictionaries(NAMES, XML_TEXTS | st.lists(XML_TEXTS, min_size=2, max_size=3), min_size=1))
def test_objects_survive_xml(fields: dict[str, Any]) -> None:
    assert call("parse_xml", call("xml_text", {"root": fields})) == {"root": fields}
    assert call("parse_xml", call("xml_text", {"root": fields}, pretty=True)) == {"root": fields}


@given(JSON)
@example({"\x85": "a\u2028\nb\x85"})
def test_values_survive_yaml(value: Any) -> None:
    read = yaml.safe_load(call("yaml_text", value))

    assert _plain(read) == _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return float(value) if isinstance(value, Decimal) else value


@pytest.mark.parametrize(
    "text",
    ["no", "Yes", "on", "y", "N", "null", "~", "", "1", "1.5", "1e5", ".5", "0x1F", "0o17", "0b1",
     "1_000", "12:30", "2024-05-01", "2024-05-01T10:00:00Z", "true", ".inf", "-", "- a", "a: b",
     "a #b", "#a", "&a", "*a", "!a", "%a", "@a", "`a", "{a", "[a", "'a", '"a', " a", "a ", "=",
     "<<",     "+1", "a\nb", "a\n", "\n", "\ta", "é\u2028", "\x07"],
)  # fmt: skip
def test_a_text_stays_a_text_in_yaml(text: str) -> None:
    written = call("yaml_text", {"key": text})

    assert yaml.safe_load(written) == {"key": text}
    if text and text.isascii() and text.isalnum():
        assert written == f"key: '{text}'\n"


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("json_text", (10**30,), "1" + "0" * 30),
        ("json_text", (Decimal("1.10"),), "1.10"),
        ("json_text", (datetime(2024, 5, 1, tzinfo=UTC),), '"2024-05-01T00:00:00Z"'),
        ("json_text", (b"ab",), '"YWI="'),
        ("json_text", ({"é": "\u2028"},), '{"é":"\u2028"}'),
        ("parse_json", (' {"a": 1, "a": 2} ',), {"a": 2}),
        ("base64_decode", (" Q U I=\r\n",), b"AB"),
        ("base64_decode", ("",), b""),
        ("url_encode", ("-._~ /?&=+%é",), "-._~%20%2F%3F%26%3D%2B%25%C3%A9"),
        ("xml_text", ({"a": None},), "<a></a>"),
        ("xml_text", ({"a": {"@b": None, "c": [], "d": True}},), '<a b=""><d>true</d></a>'),
        ("xml_text", ({"x:a": {"@xmlns:x": "urn:y"}},), '<x:a xmlns:x="urn:y"></x:a>'),
        ("xml_text", ({"a": Decimal("1E+3")},), "<a>1000</a>"),
        ("parse_xml", ("<?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>",), {"a": "é"}),
        ("parse_xml", ("<a>&lt;<![CDATA[<b>]]><!-- c --></a>",), {"a": "<<b>"}),
        ("parse_xml", ("<x:a xmlns:x='u'><x:b/></x:a>",), {"x:a": {"@xmlns:x": "u", "x:b": None}}),
        ("parse_xml", ("<a><b>1</b></a>", ["b"]), {"a": {"b": ["1"]}}),
        ("csv_text", ([],), ""),
        ("csv_text", ([{"a": 'say "hi"\n'}],), 'a\r\n"say ""hi""\n"\r\n'),
        ("csv_text", ([{"a": 1}, {"b": 2}],), "a,b\r\n1,\r\n,2\r\n"),
        ("csv_text", ([{"a": 1}], ";", False), "1\r\n"),
        ("csv_text", ([[None]],), '""\r\n'),
        ("parse_csv", ("\ufeffa;b\r1;2\r\r3;4", ";"), [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]),
        ("parse_csv", ('a\n"x\r\ny"',), [{"a": "x\r\ny"}]),
        ("parse_csv", ("a,b",), []),
        ("parse_csv", ("",), []),
    ],
)
def test_encodings_at_their_edges(name: str, arguments: tuple[Any, ...], expected: object) -> None:
    assert call(name, *arguments) == expected


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = {"a": value}
    return value


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("base64_decode", ("QUI",), "base64 with its padding"),
        ("base64_decode", ("QUI==",), "base64 with its padding"),
        ("base64_decode", ("QU-_",), "base64 with its padding"),
        ("base64_decode_text", ("/w==",), "bytes in UTF-8"),
        ("base64_encode", ("\ud800",), "half of a surrogate pair"),
        ("hex_decode", ("6 1",), "pairs of hexadecimal digits"),
        ("url_decode", ("%4",), "two hexadecimal digits"),
        ("url_decode", ("%FF",), "bytes in UTF-8"),
        ("json_text", (MISSING,), "found missing"),
        ("yaml_text", (MISSING,), "found missing"),
        ("json_text", (nested(101),), "at most 100 levels"),
        ("json_text", ([1], 9), "an indent of at most 8"),
        ("json_text", ("\ud800",), "half of a surrogate pair"),
        ("parse_json", ("[" * 100_000,), "deeper than 100 levels"),
        ("parse_json", ("NaN",), "not JSON"),
        ("parse_json", ("",), "there is no data"),
        ("parse_json", ("1e1001",), "exponent"),
        ("xml_text", (nested(101),), "at most 100 levels"),
        ("xml_text", ({},), "its only key"),
        ("xml_text", ({"a": [1, 2]},), "one root element"),
        ("xml_text", ({"a": {"b c": 1}},), "names of XML"),
        ("xml_text", ({"a": {"@": 1}},), "names of XML"),
        ("xml_text", ({"a": {"@b": {}}},), "found an object"),
        ("xml_text", ({"a": {"b": [[1]]}},), "a list in a list"),
        ("xml_text", ({"a": "\x00"},), "characters that XML can hold"),
        ("xml_text", ({"a><b": 1},), "names of XML"),
        ("parse_xml", ("<a>" * 100_000,), "at most 100 levels"),
        ("parse_xml", ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",), "without a DOCTYPE"),
        ("parse_xml", ("<a>&b;</a>",), "undefined entity"),
        ("parse_xml", ("<a></b>",), "mismatched tag in line 1"),
        ("parse_xml", ("",), "well-formed XML"),
        ("csv_text", ([{}, []],), "objects as rows"),
        ("csv_text", ([[{}]],), "written as text"),
        ("csv_text", ([["a"]], ""), "one character as the separator"),
        ("parse_csv", ('a"b',), "another quote in row 1"),
        ("parse_csv", ('a\n"b',), "another quote in row 2"),
        ("parse_csv", ("a,a\n1,2",), "the same name twice"),
        ("parse_csv", ("a\n1,2",), "1 cells in each row, found 2 in row 2"),
        ("parse_csv", ("a", '"'), "one character as the separator"),
    ],
)
def test_what_is_not_well_formed_says_why(
    name: str, arguments: tuple[Any, ...], message: str
) -> None:
    with pytest.raises(Failure) as caught:
        call(name, *arguments)

    assert message in str(caught.value)


def test_a_hundred_levels_are_not_too_many() -> None:
    assert call("parse_json", call("json_text", nested(100))) == nested(100)
    assert call("parse_xml", "<a>" * 100 + "</a>" * 100)["a"]
