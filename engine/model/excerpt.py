"""The beginning of a text that is too long to be kept, and how much of it is missing.

A trace keeps no more than `KEPT_CHARACTERS` of the data of an entry. Handing a long body over
whole would keep a copy of it in memory until the trace is written.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

KEPT_CHARACTERS: Final = 1_048_576
"""Longer data of an entry is cut; the rest is said to be missing."""
LONG_BODY_BYTES: Final = 1_048_576
"""From this length on a body is worth some care: it is kept once, and not longer than needed."""

_LONG_TEXT_CHARACTERS: Final = 65_536
"""A text of this length inside an object or a list is a file, as a rule."""
# Secrets are masked after this cut and before the last one. One that stands across this cut is
# known in part only, and so must lie beyond the last.
_MARGIN_CHARACTERS: Final = 4_096
_BYTES_PER_CHARACTER: Final = 4


class Excerpt(msgspec.Struct, frozen=True):
    """The first characters of a text; `missing` says how long the rest is, in bytes."""

    text: str
    missing: int


def text_or_excerpt(body: bytes, encoding: str = "utf-8") -> str | Excerpt:
    """Return a body as text, or its beginning when it is long. Octets that are none are replaced.

    Raises `LookupError` for an encoding that Python does not know.
    """
    if len(body) <= LONG_BODY_BYTES:
        return body.decode(encoding, "replace")
    most = KEPT_CHARACTERS + _MARGIN_CHARACTERS
    head = body[: most * _BYTES_PER_CHARACTER].decode(encoding, "replace")[:most]
    kept = len(head[:KEPT_CHARACTERS].encode(encoding, "replace"))
    return Excerpt(head, max(len(body) - kept, 0))


def without_long_texts(value: Any) -> Any:
    """Return data in which a note of its length stands for every text that is long.

    `value` is left as it is, and comes back itself when it holds no such text.
    """
    match value:
        case str() | bytes() if len(value) > _LONG_TEXT_CHARACTERS:
            unit = "characters" if isinstance(value, str) else "bytes"
            return f"[{len(value)} {unit} were not kept]"
        case Mapping():
            shorter = {key: without_long_texts(each) for key, each in value.items()}
            return value if all(shorter[key] is value[key] for key in shorter) else shorter
        case list():
            items = [without_long_texts(each) for each in value]
            return value if all(a is b for a, b in zip(items, value, strict=True)) else items
    return value
