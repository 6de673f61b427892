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
_ESCAPE: Final = re.compile(r"(\\u)([0-9a-f]{4})")


class KnownSecrets:
    """Finds and masks values wherever they stand, under whatever name.

    One search looks for all of them in all the shapes that JSON, XML, URLs and base64 give them.
    Values are only added: what was a secret once stays masked. Threads may read while one adds.
    """

    def __init__(self) -> None:
        self._values: set[str] = set()
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
        shapes = {shape for value in self._values for shape in _shapes(value)}
        # The longest first: a short secret may be a part of a long one.
        longest_first = sorted(shapes, key=lambda shape: (-len(shape), shape))
        pattern = "|".join(re2.escape(shape) for shape in longest_first)
        options = re2.Options()
        options.max_mem = 1 << 28
        self._pattern = re2.compile(pattern, options)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return self._pattern is None

    def are_in(self, encoded: bytes) -> bool:
        """Say whether one of them stands in a text of UTF-8."""
        return self._pattern is not None and self._pattern.search(encoded) is not None

    def replace(self, text: str) -> str:
        """Return the text with every one of them masked."""
        if self._pattern is None:
            return text
        masked: str = self._pattern.sub(MASK, utf8(text))
        return masked


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
