"""Exchanges and the data of their entries as JSON, the form in which a trace keeps them."""

from typing import Final

import msgspec

MAX_SUMMARY_CHARACTERS: Final = 255
"""Source: generic-interface reference 9.2."""
MAX_DATA_CHARACTERS: Final = 1_048_576
"""Longer data of an entry is cut; the rest is said to be missing."""

ENCODER: Final = msgspec.json.Encoder(decimal_format="number")
_UNENCODABLE: Final = (UnicodeEncodeError, RecursionError, TypeError, ValueError)


def encoded(data: object) -> bytes | None:
    """Return the JSON of plain data, or None when there is more in it than JSON holds."""
    try:
        return ENCODER.encode(data)
    except _UNENCODABLE:
        return None


def cut(data: str | None) -> str | None:
    """Return the data as long as a trace keeps it."""
    if data is None or len(data) <= MAX_DATA_CHARACTERS:
        return data
    rest = len(data) - MAX_DATA_CHARACTERS
    return f"{data[:MAX_DATA_CHARACTERS]}\n[{rest} more characters were not kept]"
