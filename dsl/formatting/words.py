"""The words of a text with the comments around them, each comment held by one word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from dsl.formatting.layout import Comment
from dsl.reading.tokens import Token

_LINE: Final = re.compile(r"\n|#[^\n]*")


@dataclass(slots=True)
class Word:
    """A token, the comments on lines before it and the one behind it."""

    token: Token
    before: list[Comment] = field(default_factory=list)
    blank: bool = False
    """An empty line stands just before it, behind its comments."""
    fresh: bool = False
    """It begins a line."""
    behind: str | None = None
    after_comma: bool = False


def words_of(text: str, tokens: Sequence[Token]) -> list[Word]:
    """Return every token but the commas, which hold nothing: their comments go to the neighbours.

    What stands between the quotes of a text belongs to the text: its comments are not looked at.
    """
    words: list[Word] = []
    carried: list[Comment] = []
    after_comma = False
    end = 1 if text.startswith("\ufeff") else 0
    for token in tokens:
        word = Word(token)
        comments = _between(text[end : token.span.start], word)
        end = token.span.end
        previous = words[-1] if words else None
        if comments and comments[0].on_line and previous and not previous.behind and not carried:
            previous.behind = comments.pop(0).text
        carried += (Comment(comment.text, comment.blank) for comment in comments)
        if token.type != "COMMA":
            word.before, carried = carried, []
            word.after_comma = after_comma
            words.append(word)
        after_comma = token.type == "COMMA"
    return words


def comments_of(text: str, tokens: Sequence[Token]) -> list[str]:
    """Return the comments of a text, in order."""
    found: list[str] = []
    for word in words_of(text, tokens):
        found += (comment.text for comment in word.before)
        found += [word.behind] if word.behind is not None else []
    return found


@dataclass(frozen=True, slots=True)
class _Found:
    text: str
    blank: bool
    on_line: bool


def _between(gap: str, word: Word) -> list[_Found]:
    """Return the comments between two tokens, and tell the second how it stands."""
    return list(_read(gap, word)) if gap.strip(" ") else []


def _read(gap: str, word: Word) -> Iterator[_Found]:
    ends = 0
    on_line = True
    for hit in _LINE.finditer(gap):
        if hit[0] == "\n":
            ends += 1
            word.fresh, on_line = True, False
        else:
            yield _Found(hit[0].rstrip(), blank=ends > 1, on_line=on_line)
            ends = 0
    word.blank = ends > 1
