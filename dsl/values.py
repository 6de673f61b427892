"""What flows through a mapping: values, the three ways of not being there, and the JSON codec."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import (
    Clamped,
    Context,
    Decimal,
    Inexact,
    InvalidOperation,
    Overflow,
    Rounded,
    Subnormal,
    Underflow,
)
from typing import Any, Final, TypeAlias

import msgspec

Value: TypeAlias = (
    "bool | int | Decimal | float | str | bytes | date | time | datetime"
    " | list[Value] | dict[str, Value] | None"
)
"""JSON data with exact numbers, and what functions make of it. Objects keep their order."""

MAX_DEPTH: Final = 250
"""No limit on nesting may be set higher: walkers and encoders rely on it."""

MAX_DIGITS: Final = 4300
"""Digits of an integer; also where Python's own conversions stop."""

MAX_EXPONENT: Final = 1000
"""Largest power of ten of a decimal, up and down: ``int(Decimal("1e99999999"))`` hangs."""


class _Missing:
    """The type of `MISSING`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "missing"

    def __bool__(self) -> bool:
        raise TypeError("missing has no truth value")


MISSING: Final = _Missing()
"""There is nothing: an absent key, an index out of range, the first of an empty list."""


@dataclass(eq=False)
class Failure(Exception):
    """A function or operator cannot give a value for what it was given.

    `expected` and `found` complete the sentence "expected …, found …"; they name kinds and shapes,
    never values, since values may be secret. `hint` is something to type, or empty. `message`
    stands for the whole sentence where the author of the mapping wrote one.
    """

    expected: str
    found: str
    hint: str = ""
    message: str = ""

    def __str__(self) -> str:
        return self.message or f"expected {self.expected}, found {self.found}"


@dataclass(eq=False)
class DataError(Exception):
    """Bytes that are not JSON within the limits, or a value that JSON cannot hold.

    `offset` is the byte where reading stopped, if that is known.
    """

    message: str
    offset: int | None = None

    def __str__(self) -> str:
        return self.message if self.offset is None else f"{self.message} (byte {self.offset})"


def decode_json(body: bytes, *, max_depth: int = 100) -> Any:
    """Return the value that JSON bytes hold, numbers exact.

    Refuses with `DataError`: what is not JSON or not UTF-8, NaN and Infinity, lone surrogates,
    integers beyond `MAX_DIGITS`, exponents beyond `MAX_EXPONENT`, and nesting deeper than
    `max_depth` (at most `MAX_DEPTH`). Of equal keys in one object the last one counts.
    """
    check_depth(body, max_depth)
    try:
        try:
            return _DECODER.decode(body)
        except ArithmeticError:
            # A number is too long or too large, or written with very many zeros.
            return _CAREFUL_DECODER.decode(body)
    except msgspec.ValidationError as error:
        # The only validation without a type is our number hook and the digits of an integer.
        raise DataError(_number_refusal(str(error))) from error
    except msgspec.DecodeError as error:
        raise _decode_refusal(body, str(error)) from error
    except UnicodeDecodeError as error:
        raise DataError("the text is not UTF-8") from error
    except RecursionError as error:
        raise DataError("the data is nested too deeply") from error


def reader_of(kind: Any) -> Callable[[bytes], Any]:
    """Return what reads JSON bytes into values of a type of msgspec, and skips all else.

    The reader raises `ArithmeticError` for a number of an unusual size and `ValueError` for bytes
    that are no such JSON: `decode_json` then has the last word. It checks no depth.
    """
    return msgspec.json.Decoder(kind, float_hook=_USUAL.create_decimal).decode


def encode_json(value: Any) -> bytes:
    """Return a value as JSON bytes: decimals as numbers, dates in ISO form, bytes as base64.

    Raises `DataError` for what JSON cannot hold, `MISSING` and lone surrogates among them.
    """
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError as error:
        raise DataError("a text holds half of a surrogate pair") from error
    except RecursionError as error:
        raise DataError("the value is nested too deeply") from error
    except ValueError as error:
        raise DataError(f"an integer has more than {MAX_DIGITS:,} digits") from error
    except TypeError as error:
        raise DataError("the value holds something that JSON cannot hold") from error


def _exact(text: str) -> Decimal:
    number = Decimal(text)
    if len(text) > MAX_DIGITS:
        raise ValueError(_TOO_MANY_DIGITS)
    if ("e" in text or "E" in text) and not -MAX_EXPONENT <= number.adjusted() <= MAX_EXPONENT:
        raise ValueError(_EXPONENT)
    return number


_TOO_MANY_DIGITS: Final = f"a number has more than {MAX_DIGITS:,} digits"
_EXPONENT: Final = f"a number has an exponent beyond ±{MAX_EXPONENT:,}"
_USUAL: Final = Context(
    prec=MAX_DIGITS - 2, Emax=MAX_EXPONENT, Emin=-MAX_EXPONENT,
    traps=[InvalidOperation, Overflow, Underflow, Subnormal, Clamped, Inexact, Rounded],
)  # fmt: skip
"""Makes decimals within the limits, in C, and raises for all others; two digits are left for the
zero and the point of 0.5, since the limit is one of characters."""
_DECODER: Final = msgspec.json.Decoder(float_hook=_USUAL.create_decimal)
_CAREFUL_DECODER: Final = msgspec.json.Decoder(float_hook=_exact)
_ENCODER: Final = msgspec.json.Encoder(decimal_format="number")

_NOT_STRUCTURE: Final = bytes(set(range(256)) - set(b'[]{}"\\'))
_ONE_KIND: Final = bytes.maketrans(b"{}", b"[]")
_QUOTED: Final = re.compile(rb'"[^"]*"?')
_BYTE: Final = re.compile(r" \(byte (\d+)\)$")
_SURROGATE: Final = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|\\u[dD][c-fC-F]")


def check_depth(body: bytes, max_depth: int) -> None:
    """Raise `DataError` if brackets nest deeper than `max_depth`, at most `MAX_DEPTH`.

    A few looks are enough for most data.
    """
    limit = max_depth if max_depth < MAX_DEPTH else MAX_DEPTH
    # A level of a list takes two bytes, a level of an object five.
    if len(body) <= 2 * limit or (len(body) <= 5 * limit and b"[" not in body):
        return
    skeleton = body.translate(None, _NOT_STRUCTURE)
    # Few brackets cannot nest deeply, whatever they stand in.
    if skeleton.count(b"[") + skeleton.count(b"{") > limit:
        _refuse_depth(body, skeleton, limit)


def _refuse_depth(body: bytes, skeleton: bytes, limit: int) -> None:
    """Raise if brackets nest deeper than `limit`; works on the brackets alone, at C speed.

    `skeleton` is what is left of the body without all but brackets, quotes and backslashes.
    """
    if b"\\" in skeleton:
        skeleton = body.replace(b"\\\\", b"").replace(b'\\"', b"").translate(None, _NOT_STRUCTURE)
        skeleton = skeleton.replace(b"\\", b"")
    # Quotes that all stand in pairs are texts without brackets.
    if skeleton.count(b'""') * 2 != skeleton.count(b'"'):
        skeleton = _QUOTED.sub(b"", skeleton)
    skeleton = skeleton.translate(_ONE_KIND, b'"')
    for _ in range(limit):
        # Each pass takes the innermost level away.
        shorter = skeleton.replace(b"[]", b"")
        if len(shorter) == len(skeleton):
            break
        skeleton = shorter
    if b"[]" in skeleton or skeleton.count(b"[") > limit:
        raise DataError(f"the data is nested deeper than {limit} levels")


def _number_refusal(text: str) -> str:
    return _EXPONENT if text.startswith(_EXPONENT) else _TOO_MANY_DIGITS


def _decode_refusal(body: bytes, text: str) -> DataError:
    if not body.strip():
        return DataError("there is no data")
    if "surrogate" in text or ("truncated" in text and _SURROGATE.search(body)):
        return DataError("a text holds half of a surrogate pair")
    place = _BYTE.search(text)
    offset = int(place[1]) if place else None
    reason = _BYTE.sub("", text).removeprefix("JSON is malformed: ")
    if reason == "Input data was truncated":
        return DataError("the data is not complete JSON", len(body))
    return DataError(f"the data is not JSON: {reason}", offset)
