"""The values that are known to be secret before any exchange shows them: those of the store."""

import base64
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import re2

from engine.tracing.plain_text import utf8
from engine.tracing.secret import MASK, MIN_CHARACTERS, shapes_of, unwrapped

_MIN_BASE64_CHARACTERS: Final = 8
"""Shorter values leave too little of themselves in the middle of base64."""
_BEGINNING_CHARACTERS: Final = 16
_SEARCH_BYTES: Final = 1 << 28
"""What the search for thousands of beginnings may take; a few take some kilobytes."""
_ESCAPE: Final = re.compile(r"(\\u)([0-9a-f]{4})")


class KnownSecrets:
    """Finds and masks values wherever they stand, under whatever name.

    They are looked for in all the shapes that JSON, XML, URLs and base64 give them: in one search
    for how these begin, and one by one where a text holds such a beginning.
    Values are only added: what was a secret once stays masked. Threads may read while one adds.
    """

    def __init__(self) -> None:
        self._values: set[str] = set()
        self._found: set[str] = set()
        self._shapes: tuple[str, ...] = ()
        self._pattern: Any = None

    def add(self, values: Iterable[str]) -> None:
        """Mask these values from now on, with the passwords that are parts of them.

        Those of fewer than five characters are not looked for: they would be found by chance.
        """
        parts = {part for value in values for part in _parts(value)}
        new = {part for part in parts if len(part) >= MIN_CHARACTERS} - self._values
        if not new:
            return
        self._values |= new
        self._found |= {shape for value in new for shape in _shapes(value)}
        # The longest first: a short secret may be a part of a long one.
        self._shapes = tuple(sorted(self._found, key=lambda shape: (-len(shape), shape)))
        beginnings = sorted({shape[:_BEGINNING_CHARACTERS] for shape in self._shapes})
        options = re2.Options()
        options.max_mem = _SEARCH_BYTES
        self._pattern = re2.compile("|".join(map(re2.escape, beginnings)), options)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return self._pattern is None

    def are_in(self, encoded: bytes) -> bool:
        """Say whether one of them may stand in a text of UTF-8. False is certain, and cheap."""
        return self._pattern is not None and self._pattern.search(encoded) is not None

    def replace(self, text: str) -> str:
        """Return the text with every one of them masked."""
        if self._pattern is None:
            return text
        text = utf8(text)
        if self._pattern.search(text) is None:
            return text
        for shape in self._shapes:
            text = text.replace(shape, MASK)
        return text


def _parts(value: str) -> Iterator[str]:
    yield from unwrapped(value)
    try:
        password = urlsplit(value.strip()).netloc.rpartition("@")[0].partition(":")[2]
    except ValueError:
        return
    yield from (password, unquote(password))


def _shapes(value: str) -> Iterator[str]:
    once = {shape for shape in shapes_of(value) if shape}
    # The same quote has three names in XML (XML 1.0 §4.6, and numbers in HTML).
    once |= {shape.replace("&#x27;", quote) for shape in once for quote in ("&#39;", "&apos;")}
    yield from once
    # A body of JSON may hold any other form.
    yield from {written for shape in once for written in _in_json(shape)}
    if len(value) >= _MIN_BASE64_CHARACTERS:
        yield from _inside_base64(value.encode())


def _in_json(text: str) -> Iterator[str]:
    """Yield a text as JSON writes it, and JSON inside of JSON."""
    for is_ascii in (True, False):
        inner = json.dumps(text, ensure_ascii=is_ascii)[1:-1]
        for written in (inner, json.dumps(inner, ensure_ascii=is_ascii)[1:-1]):
            yield written
            yield written.replace("/", "\\/")
            yield _ESCAPE.sub(lambda found: found[1] + found[2].upper(), written)


def _inside_base64(raw: bytes) -> Iterator[str]:
    """Yield what is left of a value in base64 of more, wherever in it the value begins.

    Basic credentials hold a password behind a name: its first bytes share a group of four signs
    with others, which are left out here at both ends (RFC 4648, section 4).
    """
    for before in range(3):
        written = base64.b64encode(bytes(before) + raw).decode("ascii")
        first = -(-before * 8 // 6)
        last = (before + len(raw)) * 8 // 6
        inside = written[first:last]
        yield inside
        yield inside.translate(str.maketrans("+/", "-_"))
