"""Builds the tree of a YAML text from the parser's events, without recursion and under limits."""

import re
from dataclasses import dataclass, field

import yaml

from dsl.diagnostics import CompileError, Diagnostic
from dsl.source import Source, Span
from engine.configuration import yaml_message
from engine.configuration.finding import MAX_FINDINGS
from engine.configuration.yaml_nodes import Style, YamlEntry, YamlList, YamlMap, YamlNode, YamlText

_CORE = "tag:yaml.org,2002:"
_TEXT_TAGS = frozenset({"!", f"{_CORE}str"})
_NULL_TAG = f"{_CORE}null"
_KNOWN_TAGS = frozenset(
    {"!", *(_CORE + word for word in ("str", "int", "float", "bool", "null", "map", "seq"))}
)
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")
_PLAIN_VALUES = {"true": "1", "false": "", "null": None, "~": None, "": None}
"""Source: generic-interface reference 1.1. Every other plain scalar is the text it is."""


@dataclass(slots=True)
class _Frame:
    """A list or mapping whose end is not read yet; `size` and `height` with aliases written out."""

    is_mapping: bool
    anchor: str | None
    start: int
    children: list[YamlNode] = field(default_factory=list)
    size: int = 1
    height: int = 1


@dataclass(frozen=True, slots=True)
class _Anchored:
    node: YamlNode
    size: int
    height: int


class TreeBuilder:
    """Takes events one by one. `root` is the last document's tree.

    What is wrong with single nodes is collected in `errors`; a broken limit raises `CompileError`
    at once, so that no input costs more than the limit allows.
    """

    def __init__(self, source: Source, *, max_depth: int, max_nodes: int) -> None:
        self.root: YamlNode | None = None
        self.errors: list[Diagnostic] = []
        self.repeated_keys: list[Diagnostic] = []
        self._source = source
        self._max_depth = max_depth
        self._max_nodes = max_nodes
        self._nodes = 0
        self._stack: list[_Frame] = []
        self._anchors: dict[str, _Anchored | None] = {}

    def take(self, event: yaml.Event, shift: int) -> None:
        """Take the next event; `shift` is added to its offsets."""
        if len(self.errors) >= MAX_FINDINGS:
            raise CompileError(tuple(self.errors))
        match event:
            case yaml.DocumentStartEvent():
                self.root = None
                self._anchors.clear()
                self.repeated_keys.clear()
            case yaml.ScalarEvent():
                self._scalar(event, _span(event, shift))
            case yaml.AliasEvent():
                self._alias(event.anchor or "", _span(event, shift))
            case yaml.CollectionStartEvent():
                self._open(event, _span(event, shift))
            case yaml.CollectionEndEvent():
                self._close(_span(event, shift).end)

    def _scalar(self, event: yaml.ScalarEvent, span: Span) -> None:
        self._check_tag(event.tag, span)
        properties = _PROPERTIES.match(self._source.text, span.start, span.end)
        if (event.anchor or event.tag) and properties:
            span = Span(properties.end(), span.end)
        style = Style(event.style or "")
        node = YamlText(_value(event, style), event.value, style, span)
        self._count(1, span)
        self._finish(node, event.anchor, size=1, height=0)

    def _open(self, event: yaml.CollectionStartEvent, span: Span) -> None:
        self._check_tag(event.tag, span)
        self._count(1, span)
        if len(self._stack) >= self._max_depth:
            raise CompileError((yaml_message.too_deep(self._source, span, self._max_depth),))
        if event.anchor:
            # Known but unfinished: an alias to it from inside would never end.
            self._anchors[event.anchor] = None
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        self._stack.append(_Frame(is_mapping, event.anchor, span.start))

    def _close(self, end: int) -> None:
        frame = self._stack.pop()
        children = frame.children
        # The end of a block is where the next token begins: the last child ends earlier.
        own_end = end if self._source.text[end - 1 : end] in ("]", "}") else None
        last = children[-1].span.end if children else end
        span = Span(frame.start, own_end or max(last, frame.start))
        node: YamlNode = (
            YamlMap(self._entries(children), span)
            if frame.is_mapping
            else YamlList(tuple(children), span)
        )
        self._finish(node, frame.anchor, size=frame.size, height=frame.height)

    def _alias(self, name: str, span: Span) -> None:
        if name not in self._anchors:
            self.errors.append(
                yaml_message.unknown_alias(self._source, span, name, self._anchors.keys())
            )
            self._add(YamlText(None, "", Style.PLAIN, span), size=1, height=0)
            return
        anchored = self._anchors[name]
        if anchored is None:
            raise CompileError((yaml_message.endless_alias(self._source, span, name),))
        self._count(anchored.size, span)
        if len(self._stack) + anchored.height > self._max_depth:
            raise CompileError((yaml_message.too_deep(self._source, span, self._max_depth),))
        self._add(anchored.node, size=anchored.size, height=anchored.height)

    def _finish(self, node: YamlNode, anchor: str | None, *, size: int, height: int) -> None:
        if anchor:
            self._anchors[anchor] = _Anchored(node, size, height)
        self._add(node, size=size, height=height)

    def _add(self, node: YamlNode, *, size: int, height: int) -> None:
        if not self._stack:
            self.root = node
            return
        parent = self._stack[-1]
        parent.children.append(node)
        parent.size += size
        parent.height = max(parent.height, height + 1)

    def _count(self, nodes: int, span: Span) -> None:
        self._nodes += nodes
        if self._nodes > self._max_nodes:
            raise CompileError((yaml_message.too_many_nodes(self._source, span, self._max_nodes),))

    def _check_tag(self, tag: str | None, span: Span) -> None:
        if tag and tag not in _KNOWN_TAGS:
            self.errors.append(yaml_message.unknown_tag(self._source, span, tag))

    def _entries(self, children: list[YamlNode]) -> tuple[YamlEntry, ...]:
        found: dict[str, YamlEntry] = {}
        for key, node in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, YamlText):
                self.errors.append(yaml_message.key_not_text(self._source, key))
                continue
            first = found.pop(key.raw, None)
            if first is not None and len(self.repeated_keys) < MAX_FINDINGS:
                self.repeated_keys.append(
                    yaml_message.repeated_key(self._source, first.key, key.span)
                )
            found[key.raw] = YamlEntry(key, node)
        return tuple(found.values())


def _value(event: yaml.ScalarEvent, style: Style) -> str | None:
    if event.tag == _NULL_TAG:
        return None
    if style is Style.PLAIN and event.tag not in _TEXT_TAGS:
        return _PLAIN_VALUES.get(event.value, event.value)
    return str(event.value)


def _span(event: yaml.Event, shift: int) -> Span:
    start, end = event.start_mark, event.end_mark
    # The stubs allow for events made by hand, which have no marks.
    return Span(start.index + shift, end.index + shift) if start and end else Span(0, 0)
