"""Writes a value as YAML the way the reference's exports look.

Source: generic-interface reference 1.1. The layout is libyaml's own, which the reference writes
with too; what it is asked to write, and how each text is quoted, is decided here.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

import yaml

from dsl.values import Value

WIDTH: Final = 80
"""Where lines are folded. Source: libyaml's default."""
SHORT_BYTES: Final = 30
"""The longest text with line breaks that stays in one line of its own, as `"a\\nb"`."""

_NUMBER = re.compile(
    r"\s*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*|\s*[+-]?(?:inf(?:inity)?|nan)\s*"
    r"|0 but true",
    re.IGNORECASE,
)
"""What Perl takes for a number. Source: perlapi, `looks_like_number`."""
_WORDS: Final = frozenset({"", "~", "true", "false", "null"})
_LITERAL_UNSAFE = re.compile("[\r\x85\u2028\u2029\ufeff]")


def dump(value: Value) -> str:
    """Return the value as a YAML document that begins with ``---`` and ends with a line feed.

    `engine.configuration.yaml_reader` reads texts, None, lists and mappings back as they were.
    Raises `TypeError` for dates and bytes, which no service file holds.
    """
    written: str = yaml.emit(
        _events(value),
        Dumper=yaml.CSafeDumper,
        width=WIDTH,
        indent=2,
        allow_unicode=True,
    )
    return written


def _events(value: Value) -> Iterator[yaml.Event]:
    yield yaml.StreamStartEvent()
    yield yaml.DocumentStartEvent(explicit=True)
    yield from _node(value)
    yield yaml.DocumentEndEvent(explicit=False)
    yield yaml.StreamEndEvent()


def _node(value: Value) -> Iterator[yaml.Event]:
    match value:
        case Mapping():
            yield yaml.MappingStartEvent(None, None, implicit=True, flow_style=False)
            for key in sorted(value, key=_byte_order):
                yield _text(key)
                yield from _node(value[key])
            yield yaml.MappingEndEvent()
        case list():
            yield yaml.SequenceStartEvent(None, None, implicit=True, flow_style=False)
            for item in value:
                yield from _node(item)
            yield yaml.SequenceEndEvent()
        case _:
            yield _scalar(value)


def _byte_order(key: str) -> bytes:
    return key.encode("utf-8", "surrogatepass")


def _scalar(value: Value) -> yaml.ScalarEvent:
    match value:
        case None:
            return _written("~", None)
        case bool():
            return _written("1", "'") if value else _written("", "'")
        case str():
            return _text(value)
        case int() | Decimal() | float():
            return _written(str(value), None)
    raise TypeError(f"a {type(value).__name__} has no place in a service file")


def _text(text: str) -> yaml.ScalarEvent:
    if text in _WORDS or _NUMBER.fullmatch(text):
        return _written(text, "'")
    if "\n" not in text:
        return _written(text, None)
    if len(text.encode("utf-8", "surrogatepass")) <= SHORT_BYTES or _LITERAL_UNSAFE.search(text):
        return _written(text, '"')
    return _written(text, "|")


def _written(text: str, style: str | None) -> yaml.ScalarEvent:
    """An event that carries no tag; libyaml turns to quotes by itself where plain would not do."""
    return yaml.ScalarEvent(None, None, implicit=(True, True), value=text, style=style)
