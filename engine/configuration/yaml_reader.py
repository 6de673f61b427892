"""Reads YAML into a tree with positions, under limits that hold before anything is built.

Source: generic-interface reference 1.1 for the meaning of scalars; YAML 1.1 for the syntax, as
libyaml reads it.
"""

import re
from dataclasses import dataclass

import yaml

from dsl.diagnostics import CompileError, Diagnostic
from dsl.source import Source, Span
from engine.configuration import yaml_message
from engine.configuration.yaml_nodes import NOTHING, YamlNode
from engine.configuration.yaml_tree import TreeBuilder

MAX_CHARACTERS = 4_000_000
"""Longer files are refused unread."""

MAX_DEPTH = 100
"""Mappings and lists inside each other, aliases written out."""

MAX_NODES = 200_000
"""Texts, lists and mappings of one file, aliases written out."""

_UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""What may not stand in YAML. Source: YAML 1.1 §5.1; a byte order mark only at the very start."""


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """The last document of a text. `repeated_keys` are warnings; a definition may refuse them."""

    source: Source
    root: YamlNode
    repeated_keys: tuple[Diagnostic, ...]


def read_yaml(source: Source) -> YamlDocument:
    """Return the tree of a YAML text; raises `CompileError`.

    Only the last of several documents counts. An empty text is the text None.
    """
    _check_characters(source)
    builder = TreeBuilder(source, max_depth=MAX_DEPTH, max_nodes=MAX_NODES)
    shift = int(source.text.startswith("\ufeff"))
    try:
        for event in yaml.parse(source.text[shift:], Loader=yaml.CSafeLoader):
            builder.take(event, shift)
    except yaml.MarkedYAMLError as error:
        findings = (*builder.errors, yaml_message.syntax(source, error, shift))
        raise CompileError(findings) from error
    if builder.errors:
        raise CompileError(tuple(builder.errors))
    return YamlDocument(source, builder.root or NOTHING, tuple(builder.repeated_keys))


def _check_characters(source: Source) -> None:
    if len(source.text) > MAX_CHARACTERS:
        raise CompileError((yaml_message.too_large(source, MAX_CHARACTERS),))
    found = _UNPRINTABLE.search(source.text, int(source.text.startswith("\ufeff")))
    if found is not None:
        raise CompileError((yaml_message.unprintable(source, Span(*found.span())),))
