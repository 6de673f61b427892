"""The Tie text inside a service file, rewritten in its place."""

from collections.abc import Iterator
from typing import Final

import dsl
from dsl.source import Source
from engine.configuration.yaml_nodes import Style, YamlList, YamlMap, YamlNode, YamlText
from engine.configuration.yaml_position import offsets_of
from engine.configuration.yaml_reader import read_yaml
from engine.mappings.tie import MAPPING

_OTHER_BREAKS: Final = "\r\x85\u2028\u2029"
"""What YAML 1.1 takes for line ends beside the line feed: such text stays as it is."""


def format_embedded(text: str, name: str) -> str:
    """Return a service file with its mappings in the one style, and every other line as it was.

    Only block literals (`Source: |`) are rewritten. Raises `CompileError` with findings placed in
    the service file when it is no YAML or a mapping cannot be parsed.
    """
    source = Source(name, text)
    pieces: list[str] = []
    start = 0
    for block in _blocks(read_yaml(source).root):
        written = _formatted(block, source)
        if written == block.raw.rstrip("\n") or any(sign in block.raw for sign in _OTHER_BREAKS):
            continue
        to_outer = offsets_of(block, source)
        first = len(block.raw) - len(block.raw.lstrip("\n"))
        line = text.rfind("\n", 0, to_outer(first)) + 1
        blanks = " " * (to_outer(first) - line)
        begins = text.index("\n", block.span.start) + 1
        lines = (blanks + each if each else "" for each in written.split("\n"))
        pieces += (text[start:begins], "\n".join(lines))
        start = to_outer(len(block.raw.rstrip("\n")))
    return "".join([*pieces, text[start:]])


def _formatted(block: YamlText, source: Source) -> str:
    try:
        return dsl.format_text(block.raw, source.name).rstrip("\n")
    except dsl.CompileError as error:
        to_outer = offsets_of(block, source)
        found = (finding.moved(source, to_outer) for finding in error.diagnostics)
        raise dsl.CompileError(tuple(found)) from error


def _blocks(root: YamlNode) -> list[YamlText]:
    """Return the texts of mappings in file order, each once, whatever names it by an alias."""
    found = {block.span: block for block in _texts(root)}
    return [found[span] for span in sorted(found)]


def _texts(node: YamlNode) -> Iterator[YamlText]:
    if isinstance(node, YamlList):
        for item in node.items:
            yield from _texts(item)
    elif isinstance(node, YamlMap):
        kind, config = node.get("Type"), node.get("Config")
        if isinstance(kind, YamlText) and kind.raw == MAPPING.name and isinstance(config, YamlMap):
            block = config.get("Source")
            if isinstance(block, YamlText) and block.style is Style.LITERAL and block.raw.strip():
                yield block
        for entry in node.entries:
            yield from _texts(entry.node)
