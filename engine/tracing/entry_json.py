"""The entries of an exchange as JSON, the form in which a trace keeps them."""

from collections.abc import Sequence
from typing import Final, Protocol

import msgspec

from engine.model.level import Level

MAX_SUMMARY_CHARACTERS: Final = 255
"""Source: generic-interface reference 9.2."""
MAX_DATA_CHARACTERS: Final = 1_048_576
"""Longer data of an entry is cut; the rest is said to be missing."""

ENCODER: Final = msgspec.json.Encoder(decimal_format="number")
_UNENCODABLE: Final = (UnicodeEncodeError, RecursionError, TypeError, ValueError)


class MaskedEntry(Protocol):
    """An entry that may be written. `data` is JSON or plain text, None where there was none."""

    @property
    def offset_seconds(self) -> float:
        """When it was recorded, from the beginning of the exchange on."""

    @property
    def level(self) -> Level:
        """How much it matters."""

    @property
    def summary(self) -> str:
        """What happened."""

    @property
    def data(self) -> str | None:
        """What it happened to."""


def encoded(data: object) -> bytes | None:
    """Return the JSON of plain data, or None when there is more in it than JSON holds."""
    try:
        return ENCODER.encode(data)
    except _UNENCODABLE:
        return None


def masked_json(entries: Sequence[MaskedEntry]) -> bytes:
    """Return ``[[offset_seconds, level, summary, data], …]``, too long texts cut."""
    return ENCODER.encode(
        [
            (
                entry.offset_seconds,
                entry.level,
                entry.summary[:MAX_SUMMARY_CHARACTERS],
                _cut(entry.data),
            )
            for entry in entries
        ]
    )


def _cut(data: str | None) -> str | None:
    if data is None or len(data) <= MAX_DATA_CHARACTERS:
        return data
    rest = len(data) - MAX_DATA_CHARACTERS
    return f"{data[:MAX_DATA_CHARACTERS]}\n[{rest} more characters were not kept]"
