"""The one style of Tie: text to text, or a tree to text, with the same meaning.

Comments stay where they are, and so does every literal as its author spelled it.
"""

from typing import Final

from dsl import nodes
from dsl.diagnostics import CompileError
from dsl.formatting.declarations import MappingStyle
from dsl.formatting.meaning import same_meaning
from dsl.formatting.page import write
from dsl.formatting.pen import NO_TEXT, Pen, SourcePen
from dsl.formatting.words import comments_of, words_of
from dsl.messages import diagnostic
from dsl.parser import parse, read_tokens
from dsl.source import Source, Span

WIDTH: Final = 100
"""Columns of a line, where its parts can be parted."""


def format_text(text: str, name: str = "mapping.tie") -> str:
    """Return a mapping's text in the one style, with line feeds as line ends.

    `name` is shown in diagnostics. Raises `CompileError` with every slip when the text cannot be
    parsed; what else may be wrong with the mapping does not matter here.
    """
    mapping = _parsed(Source(name, text))
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        mapping = _parsed(Source(name, text))
    source = Source(name, text)
    tokens = read_tokens(source)
    try:
        written = _written(mapping, SourcePen(text, words_of(text, tokens)))
    except RecursionError:
        raise CompileError((diagnostic("too-deep", source, Span(0, 1)),)) from None
    again = Source(name, written)
    is_same = same_meaning(parse(again)[0], mapping)
    if not is_same or comments_of(written, read_tokens(again)) != comments_of(text, tokens):
        raise AssertionError(f"formatting {name} would have changed what it means")
    return written


def print_mapping(mapping: nodes.Mapping) -> str:
    """Return the text of a tree that need not have been parsed from any.

    Parentheses are added where the tree has none and the grammar asks for them.
    """
    return _written(mapping, NO_TEXT)


def _written(mapping: nodes.Mapping, pen: Pen) -> str:
    text = write(MappingStyle(pen).mapping(mapping), WIDTH)
    return f"{text}\n" if text else ""


def _parsed(source: Source) -> nodes.Mapping:
    mapping, findings = parse(source)
    if mapping is None:
        raise CompileError(findings)
    return mapping
