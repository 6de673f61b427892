"""Trigrams: the three letters in a row that a text must have to hold another one.

An index of them leads to candidates, which are compared with the text itself afterwards.
"""

from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from engine.model.condition import Term
from engine.storage.search_text import fold
from engine.tickets.search.fragment import Fragment

LENGTH: Final = 3
_MOST: Final = 24
"""More of them find hardly less, and each costs a look."""


class TrigramIndex(Protocol):
    """The index of one dialect. Each select gives ids of tickets, some of them more than once."""

    def by_title(self, trigrams: Sequence[str]) -> Fragment:
        """Select the tickets whose title has all trigrams."""

    def by_article(self, trigrams: Sequence[str]) -> Fragment:
        """Select the tickets of articles whose texts have all trigrams."""

    def by_attachment(self, trigrams: Sequence[str]) -> Fragment:
        """Select the tickets of files whose names have all trigrams."""


def trigrams_of(terms: Iterable[Term]) -> list[str]:
    """Return trigrams that a text with these terms has; none for terms that are too short.

    Those are evenly spread where there are more than an index should be asked for.
    """
    found = {
        folded[start : start + LENGTH]: None
        for term in terms
        for piece in term.pieces
        for folded in (fold(piece),)
        for start in range(len(folded) - LENGTH + 1)
    }
    every = -(-len(found) // _MOST) if found else 1
    return list(found)[::every]
