"""Lay out literals, names and lists, in the order in which their words are written."""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import partial
from typing import Any, ClassVar

from dsl import nodes
from dsl.formatting.layout import (
    BLANK,
    COMMA,
    EMPTY,
    LINE,
    MUST_BREAK,
    SPACE_OR_LINE,
    Layout,
    grouped,
    indented,
    leaf,
    line,
    row,
    rows,
)
from dsl.formatting.page import write_flat
from dsl.formatting.pen import NO_TEXT, Pen
from dsl.formatting.precedence import ANY, is_bracketed, level
from dsl.formatting.spelling import spell_literal, spell_piece, spell_text

Part = Callable[[], Layout]
"""Lays out one part when its turn has come: words are taken in the order they are written."""

Style = Callable[[Any, Any], Layout]
"""Lays out one kind of node."""


class Fold(Enum):
    """When parts between brackets stand one a line."""

    FIT = "when they do not fit on one"
    KEEP = "then, and where their author has put a line end behind the opening bracket"
    HUG = "never, if there is one part: it shares the lines of the brackets"


class LiteralStyle:
    """Brackets, and what is written with nothing or a list of values in it."""

    def __init__(self, pen: Pen) -> None:
        self.pen = pen

    def value(self, node: nodes.Expression, least: int = ANY) -> Layout:
        """Return the layout of an expression, in parentheses if it binds less than `least`."""
        if level(node) < least:
            return row(self.pen.word("("), self.value(node), self.pen.word(")"))
        return self.styles[type(node)](self, node)

    # brackets

    def bracket(
        self, open_: str, parts: Sequence[Part], close: str, fold: Fold = Fold.FIT
    ) -> Layout:
        """Return parts between brackets: on one line, or one a line, as `fold` says."""
        opened = self.pen.word(open_)
        is_open = fold is Fold.KEEP and parts and self.pen.is_fresh(otherwise=False)
        inside: list[Layout] = [MUST_BREAK] if is_open else []
        for place, part in enumerate(parts):
            if place:
                inside += (COMMA, line(blank=self.pen.is_apart()))
            inside += (self.pen.remarks(), part())
        after = self.pen.remarks(closing=True)
        closed = self.pen.word(close)
        if after is not EMPTY:
            inside += (SPACE_OR_LINE, after) if inside else (after,)
        elif not parts or (fold is Fold.HUG and len(parts) == 1 and inside[0] is EMPTY):
            return row(opened, *inside, closed)
        return grouped(row(opened, indented(row(LINE, *inside)), LINE, closed))

    def _list(self, node: nodes.ListLiteral) -> Layout:
        return self.bracket("[", [partial(self.value, item) for item in node.items], "]", Fold.KEEP)

    def _group(self, node: nodes.Group) -> Layout:
        fold = Fold.HUG if is_bracketed(node.inner) else Fold.FIT
        return self.bracket("(", [partial(self.value, node.inner)], ")", fold)

    # literals

    def _literal(self, node: nodes.Literal) -> Layout:
        return self.pen.word(spell_literal(node))

    def key(self, node: nodes.Literal | nodes.Missing) -> Layout:
        """Return the key of a case, whose sign is a word of its own."""
        spelled = spell_literal(node) if isinstance(node, nodes.Literal) else "missing"
        sign = self.pen.peek(spelled)
        signed = self.pen.word(sign) if sign in {"-", "+"} else EMPTY
        return row(signed, self.pen.word(spelled))

    def _missing(self, node: nodes.Missing) -> Layout:
        return self.pen.word("missing")

    def _text(self, node: nodes.Text) -> Layout:
        written = self.pen.verbatim(node)
        if written is not None:
            return written
        quotes = '"""' if node.block else '"'
        return leaf(quotes + "".join(map(self._text_part, node.parts)) + quotes)

    def _text_part(self, part: str | nodes.Expression) -> str:
        if isinstance(part, str):
            return spell_piece(part)
        return "{{ " + self.expression(part) + " }}"

    def expression(self, node: nodes.Expression) -> str:
        """Return an expression of the tree on one line, as it has to stand in text."""
        return write_flat(type(self)(NO_TEXT).value(node))

    def _regex(self, node: nodes.Regex) -> Layout:
        return self.pen.word(f'r"{node.pattern}"')

    def _template(self, node: nodes.Template) -> Layout:
        words = ("template", "from", spell_text(node.file))
        return self.phrase(*words)

    def phrase(self, *words: str) -> Layout:
        """Return words with a blank between them."""
        parts: list[Layout] = []
        for word in words:
            parts += (BLANK, self.pen.word(word))
        return rows(parts[1:])

    def _name(self, node: nodes.Name) -> Layout:
        return self.pen.word(node.name)

    def _context(self, node: nodes.Context) -> Layout:
        return self.pen.word(f"${node.name}")

    def _input(self, node: nodes.Input) -> Layout:
        return self.pen.word("$input")

    styles: ClassVar[Mapping[type, Style]] = {
        nodes.Literal: _literal,
        nodes.Missing: _missing,
        nodes.Text: _text,
        nodes.Regex: _regex,
        nodes.Template: _template,
        nodes.Input: _input,
        nodes.Name: _name,
        nodes.Context: _context,
        nodes.Group: _group,
        nodes.ListLiteral: _list,
    }
