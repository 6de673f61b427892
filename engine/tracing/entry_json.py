"""Exchanges and the data of their entries as JSON, the form in which a trace keeps them."""

from typing import Final

import msgspec

from engine.model.excerpt import KEPT_CHARACTERS

MAX_SUMMARY_CHARACTERS: Final = 255
"""Source: generic-interface reference 9.2."""
MAX_DATA_CHARACTERS: Final = KEPT_CHARACTERS

ENCODER: Final = msgspec.json.Encoder(decimal_format="number")
_UNENCODABLE: Final = (UnicodeEncodeError, RecursionError, TypeError, ValueError)


def encoded(data: object) -> bytes | None:
    """Return the JSON of plain data, or None when there is more in it than JSON holds."""
    try:
        return ENCODER.encode(data)
    except _UNENCODABLE:
        return None


def cut(data: str | None, missing_bytes: int = 0) -> str | None:
    """Return the data as long as a trace keeps it; some may be missing from it already."""
    if missing_bytes:
        return f"{(data or '')[:MAX_DATA_CHARACTERS]}\n[{missing_bytes} more bytes were not kept]"
    if data is None or len(data) <= MAX_DATA_CHARACTERS:
        return data
    rest = len(data) - MAX_DATA_CHARACTERS
    return f"{data[:MAX_DATA_CHARACTERS]}\n[{rest} more characters were not kept]"
