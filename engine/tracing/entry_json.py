"""The data of the entries of an exchange as JSON, the form in which a trace keeps them."""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

MAX_SUMMARY_CHARACTERS: Final = 255
"""Source: generic-interface reference 9.2."""
MAX_DATA_CHARACTERS: Final = 1_048_576
"""Longer data of an entry is cut; the rest is said to be missing."""

ENCODER: Final = msgspec.json.Encoder(decimal_format="number")
_UNENCODABLE: Final = (UnicodeEncodeError, RecursionError, TypeError, ValueError)
_DECODER: Final = msgspec.json.Decoder(tuple[list[float], list[int], list[msgspec.Raw]])
_TEXT_DECODER: Final = msgspec.json.Decoder(str)
_NO_DATA: Final = (b"null", b'""', b"{}")


def encoded(data: object) -> bytes | None:
    """Return the JSON of plain data, or None when there is more in it than JSON holds."""
    try:
        return ENCODER.encode(data)
    except _UNENCODABLE:
        return None


def all_encoded(started: float, seconds: Sequence[float], data: Iterable[object]) -> bytes | None:
    """Return what is kept of the entries, or None when there is more in them than JSON holds.

    It is ``[[started, seconds, …], [place, …], [data, …]]``: moments of one clock, and for each
    entry the place of its data. Stages hand on what they were given: equal data is kept once.
    """
    try:
        places: dict[bytes, int] = {}
        of_entries = [places.setdefault(each, len(places)) for each in map(ENCODER.encode, data)]
        head = ENCODER.encode(((started, *seconds), of_entries))
    except _UNENCODABLE:
        return None
    return b"%b,[%b]]" % (head[:-1], b",".join(places))


def masked_json(started: float, seconds: Sequence[float], data: Iterable[str | None]) -> bytes:
    """Return the same of masked data, too long texts cut."""
    written = all_encoded(started, seconds, map(_cut, data))
    if written is None:
        raise ValueError("masked data cannot be encoded")
    return written


def decoded(written: bytes) -> list[tuple[float, str | None]]:
    """Return for each entry the seconds since the start, and its data as JSON or plain text.

    Raises `msgspec.DecodeError`.
    """
    (started, *seconds), places, data = _DECODER.decode(written)
    texts = [_text(bytes(each)) for each in data]
    return [(at - started, texts[place]) for at, place in zip(seconds, places, strict=True)]


def _text(data: bytes) -> str | None:
    if data in _NO_DATA:
        return None
    return _TEXT_DECODER.decode(data) if data.startswith(b'"') else data.decode()


def _cut(data: str | None) -> str | None:
    if data is None or len(data) <= MAX_DATA_CHARACTERS:
        return data
    rest = len(data) - MAX_DATA_CHARACTERS
    return f"{data[:MAX_DATA_CHARACTERS]}\n[{rest} more characters were not kept]"
