"""The tree of a YAML text: texts, lists and mappings, each with the place it stands at."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias

from dsl.source import Span
from dsl.values import Value


class Style(Enum):
    """How a text is written. The values are YAML's own indicators."""

    PLAIN = ""
    SINGLE = "'"
    DOUBLE = '"'
    LITERAL = "|"
    FOLDED = ">"


@dataclass(frozen=True, slots=True)
class YamlText:
    """A scalar. `value` is None for a plain `null`, `~` or nothing.

    `raw` is its text before `true` became ``1`` and `false` became the empty text.
    """

    value: str | None
    raw: str
    style: Style
    span: Span


@dataclass(frozen=True, slots=True)
class YamlList:
    """A sequence."""

    items: tuple["YamlNode", ...]
    span: Span

    @property
    def value(self) -> list[Value]:
        """The list as data of its own, aliases written out."""
        return [item.value for item in self.items]


@dataclass(frozen=True, slots=True)
class YamlEntry:
    """A key of a mapping and what stands behind it."""

    key: YamlText
    node: "YamlNode"

    @property
    def name(self) -> str:
        """The key as text."""
        return self.key.raw


@dataclass(frozen=True, slots=True)
class YamlMap:
    """A mapping. Of a repeated key only the last entry is here."""

    entries: tuple[YamlEntry, ...]
    span: Span

    @property
    def value(self) -> dict[str, Value]:
        """The mapping as data of its own, aliases written out."""
        return {entry.name: entry.node.value for entry in self.entries}

    def __iter__(self) -> Iterator[YamlEntry]:
        return iter(self.entries)

    def entry(self, name: str) -> YamlEntry | None:
        """Return the entry of a key, None where there is none."""
        return next((entry for entry in self.entries if entry.name == name), None)

    def get(self, name: str) -> "YamlNode | None":
        """Return what stands behind a key, None where there is no such key."""
        entry = self.entry(name)
        return None if entry is None else entry.node


YamlNode: TypeAlias = YamlText | YamlList | YamlMap

NOTHING: Final = YamlText(None, "", Style.PLAIN, Span(0, 0))
"""What an empty file holds."""


def kind_of(node: YamlNode) -> str:
    """Return how a message calls the node: `a mapping`, `an empty list`, `a text`, `nothing`."""
    match node:
        case YamlMap(entries=()):
            return "an empty mapping"
        case YamlMap():
            return "a mapping"
        case YamlList(items=()):
            return "an empty list"
        case YamlList():
            return "a list"
        case YamlText(value=None):
            return "nothing"
        case YamlText(value=""):
            return "an empty text"
        case YamlText():
            return "a text"


def find(node: YamlNode, path: tuple[str, ...]) -> YamlNode | None:
    """Return the node at the end of a path of keys and list positions, None where it breaks off."""
    found: YamlNode | None = node
    for step in path:
        match found:
            case YamlMap():
                found = found.get(step)
            case YamlList() if step.isdecimal() and int(step) < len(found.items):
                found = found.items[int(step)]
            case _:
                return None
    return found


def nearest_span(node: YamlNode, path: tuple[str, ...], otherwise: Span) -> Span:
    """Return where a finding about a path belongs: its last key that is there, or `otherwise`.

    A text at the very end of the path is pointed at itself, a mapping or list by its key.
    """
    span = otherwise
    for step in path:
        match node:
            case YamlMap() if (entry := node.entry(step)) is not None:
                node, span = entry.node, entry.key.span
            case YamlList() if step.isdecimal() and int(step) < len(node.items):
                node = node.items[int(step)]
                span = node.span
            case _:
                return span
    return node.span if isinstance(node, YamlText) and node.raw else span
