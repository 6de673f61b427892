"""Encoding functions for bytes and addresses: base64, hexadecimal, percent signs."""

import base64
import binascii
import re
from typing import Final
from urllib.parse import quote, quote_plus, unquote_to_bytes

from dsl.functions._function import Example, Function, Parameter
from dsl.functions._limits import check_text, text_fuel
from dsl.functions._text import to_text, utf8
from dsl.values import Failure

_BLANKS: Final = re.compile(r"[ \t\r\n]+")
_HEX: Final = re.compile(r"(?:[0-9a-fA-F]{2})*")
_BARE_PERCENT: Final = re.compile(r"%(?![0-9a-fA-F]{2})")


def _data(value: str | bytes) -> bytes:
    return utf8(value) if isinstance(value, str) else value


def _base64_encode(value: str | bytes) -> str:
    data = _data(value)
    check_text(len(data) // 3 * 4 + 4)
    return base64.b64encode(data).decode("ascii")


def _base64_decode(text: str) -> bytes:
    # Mail and SOAP partners break base64 into lines (RFC 2045 §6.8); nothing else is forgiven.
    compact = _BLANKS.sub("", text)
    try:
        return binascii.a2b_base64(compact, strict_mode=True)
    except (binascii.Error, ValueError) as error:
        raise Failure("base64 with its padding", "other text") from error


def _base64_decode_text(text: str) -> str:
    return to_text(_base64_decode(text))


def _hex_encode(value: str | bytes) -> str:
    data = _data(value)
    check_text(2 * len(data))
    return data.hex()


def _hex_decode(text: str) -> bytes:
    if _HEX.fullmatch(text) is None:
        raise Failure("pairs of hexadecimal digits", "other text")
    return bytes.fromhex(text)


def _url_encode(text: str) -> str:
    data = utf8(text)
    check_text(3 * len(data))
    return quote(data, safe="")


def _query_encode(text: str) -> str:
    data = utf8(text)
    check_text(3 * len(data))
    return quote_plus(data, safe="")


def _url_decode(text: str) -> str:
    if _BARE_PERCENT.search(text):
        raise Failure("two hexadecimal digits after each %", "a % without them")
    utf8(text)
    return to_text(unquote_to_bytes(text))


def _query_decode(text: str) -> str:
    return _url_decode(text.replace("+", " "))


_TEXT: Final = Parameter("x", "text")
_DATA: Final = Parameter("x", "text|bytes")

FUNCTIONS: Final = (
    Function(
        name="base64_encode",
        family="encoding",
        summary="Bytes, or the UTF-8 of a text, in base64, in one line.",
        parameters=(_DATA,),
        result="text",
        call=_base64_encode,
        fuel=lambda value: text_fuel(len(value) * 2),
        examples=(
            Example('base64_encode("Grüße")', '"R3LDvMOfZQ=="'),
            Example('base64_encode("")', '""'),
        ),
    ),
    Function(
        name="base64_decode",
        family="encoding",
        summary="The bytes of a base64 text; blanks and line ends in it do not count.",
        parameters=(_TEXT,),
        result="bytes",
        call=_base64_decode,
        examples=(
            Example('base64_decode("R3LDvMOfZQ==") | text', '"Grüße"'),
            Example('base64_decode("/wA=") | hex_encode', '"ff00"'),
            Example('base64_decode("R3I")', fails="base64 with its padding"),
        ),
    ),
    Function(
        name="base64_decode_text",
        family="encoding",
        summary="The text of a base64 text that holds UTF-8.",
        parameters=(_TEXT,),
        result="text",
        call=_base64_decode_text,
        examples=(
            Example('base64_decode_text("R3LDvM\\nOfZQ==")', '"Grüße"'),
            Example('base64_decode_text("/wA=")', fails="bytes in UTF-8"),
        ),
    ),
    Function(
        name="hex_encode",
        family="encoding",
        summary="Bytes, or the UTF-8 of a text, as two hexadecimal digits each.",
        parameters=(_DATA,),
        result="text",
        call=_hex_encode,
        fuel=lambda value: text_fuel(len(value) * 4),
        examples=(Example('hex_encode("aé")', '"61c3a9"'), Example('hex_encode("")', '""')),
    ),
    Function(
        name="hex_decode",
        family="encoding",
        summary="The bytes that pairs of hexadecimal digits stand for.",
        parameters=(_TEXT,),
        result="bytes",
        call=_hex_decode,
        examples=(
            Example('hex_decode("61C3a9") | text', '"aé"'),
            Example('hex_decode("616")', fails="pairs of hexadecimal digits"),
        ),
    ),
    Function(
        name="url_encode",
        family="encoding",
        summary="The text for a part of an address: all but letters, digits and -._~ as %XX.",
        parameters=(_TEXT,),
        result="text",
        call=_url_encode,
        fuel=lambda text: text_fuel(len(text) * 3),
        examples=(
            Example('url_encode("a b/é~")', '"a%20b%2F%C3%A9~"'),
            Example('url_encode("")', '""'),
        ),
    ),
    Function(
        name="url_decode",
        family="encoding",
        summary="The text with each %XX decoded as UTF-8; a + stays a +.",
        parameters=(_TEXT,),
        result="text",
        call=_url_decode,
        examples=(
            Example('url_decode("a%20b%2F%c3%a9+")', '"a b/é+"'),
            Example('url_decode("100%")', fails="two hexadecimal digits"),
            Example('url_decode("%FF")', fails="bytes in UTF-8"),
        ),
    ),
    Function(
        name="query_encode",
        family="encoding",
        summary="The text for a value in a query or form: as `url_encode`, with + for a blank.",
        parameters=(_TEXT,),
        result="text",
        call=_query_encode,
        fuel=lambda text: text_fuel(len(text) * 3),
        examples=(
            Example('query_encode("a b&c+d")', '"a+b%26c%2Bd"'),
            Example('query_encode("~")', '"~"'),
        ),
    ),
    Function(
        name="query_decode",
        family="encoding",
        summary="The text of a value in a query or form: + is a blank, %XX is decoded as UTF-8.",
        parameters=(_TEXT,),
        result="text",
        call=_query_decode,
        examples=(
            Example('query_decode("a+b%26c%2Bd")', '"a b&c+d"'),
            Example('query_decode("%")', fails="two hexadecimal digits"),
        ),
    ),
)
