"""Rows of a table as lines of JSON: exact, and the same whichever database they came from."""

from base64 import b64decode
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from engine.archive.errors import damaged

_encode: Final = msgspec.json.Encoder().encode
_decode: Final = msgspec.json.Decoder(list[Any]).decode
_BASE64: Final = "base64"


def line_of(row: Sequence[Any]) -> bytes:
    """Return a row as a line: texts, numbers, null, and bytes as ``{"base64": "…"}``."""
    if any(isinstance(value, bytes) for value in row):
        row = [{_BASE64: value} if isinstance(value, bytes) else value for value in row]
    return _encode(row) + b"\n"


def row_of(line: bytes, columns: int) -> list[Any]:
    """Return the row of a line; raises `ArchiveError` where it is none of so many columns."""
    try:
        row = _decode(line)
        row = [_bytes(value) if isinstance(value, dict) else value for value in row]
    except (msgspec.DecodeError, ValueError, KeyError, TypeError) as error:
        raise damaged(f"a row is not what it should be: {error}") from error
    if len(row) != columns or any(isinstance(value, bool | list) for value in row):
        raise damaged("a row does not hold what its columns say")
    return row


def _bytes(value: dict[str, Any]) -> bytes:
    return b64decode(value[_BASE64], validate=True)
