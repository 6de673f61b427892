"""What a part of a service file may look like, and the walk that compares."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from dsl.source import Span
from engine.configuration.finding import Findings, listed
from engine.configuration.yaml_nodes import YamlList, YamlMap, YamlNode, YamlText, kind_of

_WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)")


@dataclass(frozen=True, slots=True)
class Anything:
    """Any value."""


@dataclass(frozen=True, slots=True)
class Text:
    """Any text."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some words, the usual one first; the empty text stands for "not chosen"."""

    words: tuple[str, ...]
    remedy: str = ""
    """What to type, where that is not obvious from the words."""


@dataclass(frozen=True, slots=True)
class WholeNumber:
    """A whole number in a range; the empty text stands for "none"."""

    unit: str
    low: int = 0
    high: int | None = None


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of one kind of items."""

    item: "Shape"


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping from names of the author's own to one kind of values."""

    value: "Shape"


@dataclass(frozen=True, slots=True)
class Keys:
    """A mapping with keys of a fixed meaning. What else stands in it is kept, and remarked upon."""

    known: Mapping[str, "Shape"]


Shape: TypeAlias = Anything | Text | Choice | WholeNumber | ListOf | MapOf | Keys


def compare(node: YamlNode, shape: Shape, name: str, at: Span, findings: Findings) -> None:
    """Add what differs. `name` is what messages call the node, `at` the key it stands behind.

    Nothing and the empty text pass everywhere: exports write them for what was never filled in.
    """
    if isinstance(shape, Anything) or (isinstance(node, YamlText) and not node.value):
        return
    match shape, node:
        case Keys(), YamlMap():
            for entry in node:
                _compare_key(entry.key, entry.node, shape, name, findings)
        case MapOf(), YamlMap():
            for entry in node:
                compare(entry.node, shape.value, entry.name, entry.key.span, findings)
        case ListOf(), YamlList():
            for item in node.items:
                compare(item, shape.item, f"an item of {name}", item.span, findings)
        case Text(), YamlText():
            pass
        case Choice(), YamlText():
            _compare_word(node, shape, name, findings)
        case WholeNumber(), YamlText():
            _compare_number(node, shape, name, findings)
        case _:
            _wrong_kind(node, shape, name, at, findings)


def unknown_key(key: YamlText, known: Iterable[str], name: str, findings: Findings) -> None:
    """Add the remark about a key that means nothing here: a warning when it looks misspelt."""
    helps = findings.nearest(
        key.raw, known, "it is kept as it is; remove it if nothing else reads it"
    )
    remark = findings.warning if "did you mean" in helps[0] else findings.hint
    message = f"{name} has no key `{key.raw}`"
    remark("unknown-key", message, key.span, label="not read", helps=helps)


def _compare_key(key: YamlText, node: YamlNode, shape: Keys, name: str, findings: Findings) -> None:
    known = shape.known.get(key.raw)
    if known is None:
        unknown_key(key, shape.known, name, findings)
    else:
        compare(node, known, key.raw, key.span, findings)


def _compare_word(node: YamlText, shape: Choice, name: str, findings: Findings) -> None:
    if node.value in shape.words:
        return
    findings.mistake(
        "unknown-choice",
        f"{name} is one of {listed(shape.words)}, not `{node.raw}`",
        node.span,
        label="not one of them",
        helps=findings.nearest(
            node.raw, shape.words, shape.remedy or f"write `{shape.words[0]}`, the usual one"
        ),
    )


def _compare_number(node: YamlText, shape: WholeNumber, name: str, findings: Findings) -> None:
    if _WHOLE_NUMBER.fullmatch(node.raw) is None:
        findings.mistake(
            "not-a-number",
            f"{name} is a whole number of {shape.unit}, not `{node.raw}`",
            node.span,
            label="not a whole number",
            helps=(f"write the {shape.unit} in digits alone, without sign, point or unit",),
        )
        return
    value = int(node.raw[:20])
    if value < shape.low or (shape.high is not None and value > shape.high):
        most = "" if shape.high is None else f" and at most {shape.high:,}"
        findings.mistake(
            "out-of-range",
            f"{name} is at least {shape.low:,}{most}, not {node.raw}",
            node.span,
            label="outside of that",
            helps=(f"write a number of {shape.unit} within the range",),
        )


def _wrong_kind(node: YamlNode, shape: Shape, name: str, at: Span, findings: Findings) -> None:
    expected, example = _EXPECTED[type(shape)]
    findings.mistake(
        "wrong-kind",
        f"{name} is {expected}, not {kind_of(node)}",
        node.span if isinstance(node, YamlText) else at,
        label=f"{kind_of(node)} stands here",
        helps=(example,),
    )


_EXPECTED: Mapping[type, tuple[str, str]] = {
    Text: ("a text", "write one text behind the key; quote it if it holds brackets or `: `"),
    Choice: ("one word", "write one word behind the key"),
    WholeNumber: ("a whole number", "write digits behind the key"),
    ListOf: ("a list", "begin every item on a line of its own with `- `"),
    MapOf: ("a mapping", "write `name: value` on lines of their own, deeper than the key"),
    Keys: ("a mapping", "write `key: value` on lines of their own, deeper than the key"),
}
