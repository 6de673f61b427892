"""Where the words of a layout come from: from the text that was read, or from the tree alone."""

from dataclasses import dataclass
from typing import Final, Protocol

from dsl import nodes
from dsl.formatting.layout import EMPTY, Layout, leaf, remarks, row
from dsl.formatting.words import Word
from dsl.source import Span


class Pen(Protocol):
    """Gives the words of a mapping in their order."""

    def word(self, spelled: str) -> Layout:
        """Return the next word; `spelled` is how the style writes it."""

    def peek(self, otherwise: str, *, goes_on: bool = False) -> str:
        """Return how the next word is written, `otherwise` when there is no text.

        Where the next word has to go on with the last one, a comma between them is the answer.
        """

    def verbatim(self, node: nodes.Text | nodes.TextTemplate) -> Layout | None:
        """Return text as it stands between its quotes, None when there is none."""

    def remarks(self, *, closing: bool = False) -> Layout:
        """Return the comments on lines before the next word, which may close a bracket."""

    def is_apart(self) -> bool:
        """Tell whether the next word or the comments before it stand behind an empty line."""

    def is_fresh(self, *, otherwise: bool) -> bool:
        """Tell whether the next word begins a line; `otherwise` when there is no text."""

    def written(self, span: Span) -> str | None:
        """Return what stands at a place of the text."""


@dataclass(slots=True)
class SourcePen:
    """Gives the words as their author spelled them, with their comments."""

    text: str
    words: list[Word]
    place: int = 0

    def word(self, spelled: str) -> Layout:
        """Return the next word."""
        word = self.words[self.place]
        before = self.remarks()
        self.place += 1
        return row(before, leaf(word.token.text, word.behind))

    def peek(self, otherwise: str, *, goes_on: bool = False) -> str:
        """Return how the next word is written."""
        word = self.words[self.place]
        return "," if goes_on and word.after_comma else word.token.text

    def verbatim(self, node: nodes.Text | nodes.TextTemplate) -> Layout | None:
        """Return the text and everything in it."""
        before = self.remarks()
        start = self.words[self.place].token.span.start
        while self.words[self.place].token.span.end < node.span.end:
            self.place += 1
        last = self.words[self.place]
        self.place += 1
        return row(before, leaf(self.text[start : last.token.span.end], last.behind))

    def remarks(self, *, closing: bool = False) -> Layout:
        """Return the comments before the next word, once."""
        word = self.words[self.place]
        comments, word.before = word.before, []
        return remarks(comments, blank=word.blank and not closing)

    def is_apart(self) -> bool:
        """Tell whether an empty line stands before the next word and its comments."""
        word = self.words[self.place]
        return word.before[0].blank if word.before else word.blank

    def is_fresh(self, *, otherwise: bool) -> bool:
        """Tell whether the next word begins a line."""
        return self.words[self.place].fresh

    def written(self, span: Span) -> str | None:
        """Return what stands at a place of the text."""
        return self.text[span.start : span.end]


class TreePen:
    """Spells every word as the style does."""

    def word(self, spelled: str) -> Layout:
        """Return the word."""
        return leaf(spelled)

    def peek(self, otherwise: str, *, goes_on: bool = False) -> str:
        """Return what the style writes."""
        return otherwise

    def verbatim(self, node: nodes.Text | nodes.TextTemplate) -> Layout | None:
        """Return nothing: the parts of the text have to be spelled."""
        return None

    def remarks(self, *, closing: bool = False) -> Layout:
        """Return nothing: a tree has no comments."""
        return EMPTY

    def is_apart(self) -> bool:
        """Return no."""
        return False

    def is_fresh(self, *, otherwise: bool) -> bool:
        """Return what the style does."""
        return otherwise

    def written(self, span: Span) -> str | None:
        """Return nothing."""
        return None


NO_TEXT: Final = TreePen()
"""The pen of a tree without a text."""
