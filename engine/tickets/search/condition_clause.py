"""Conditions on a text column, as tests and as ways through an index."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from engine.model.condition import AllOf, AnyOf, Condition, Not, Term
from engine.storage.search_text import fold
from engine.tickets.search.fragment import ALWAYS, Fragment, all_of, any_of, not_, union
from engine.tickets.search.trigram import trigrams_of

_LAST_CHARACTER: Final = "\U0010ffff"
_MOST_ALTERNATIVES: Final = 50
_ESCAPED: Final = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})


@dataclass(frozen=True, slots=True)
class IndexedText:
    """A column of folded texts with an index.

    `select` selects the ids of tickets up to the condition on `column`; `length` is how much of a
    text the index holds, None for all of it.
    """

    select: Fragment
    column: str
    length: int | None = None
    by_trigrams: Callable[[Sequence[str]], Fragment] | None = None


def like(column: str, term: Term) -> Fragment:
    """Return the test that a folded column matches a term as a whole."""
    pieces = [fold(piece) for piece in term.pieces]
    if len(pieces) == 1:
        # The sum with nothing keeps planners from the index of the column.
        return Fragment(f"{column} || '' = ?", (pieces[0],))
    pattern = "%".join(piece.translate(_ESCAPED) for piece in pieces)
    return Fragment(rf"{column} LIKE ? ESCAPE '\'", (pattern,))


def holds(column: str, term: Term) -> Fragment:
    """Return the test that a folded column has a term somewhere."""
    return like(column, Term(("", *term.pieces, "")))


def matches(column: str, condition: Condition) -> Fragment:
    """Return the test that a folded column matches a condition."""
    match condition:
        case Term():
            return ALWAYS if condition.is_open else like(column, condition)
        case Not():
            return not_(matches(column, condition.part))
        case AllOf():
            return all_of(matches(column, part) for part in condition.parts)
        case AnyOf():
            return any_of(matches(column, part) for part in condition.parts)
        case _:
            assert_never(condition)


def ways_to(text: IndexedText, condition: Condition) -> tuple[Fragment, ...]:
    """Return selects of ids, among which are all tickets that match; the best first, if any."""
    match condition:
        case Term():
            found = _way_to_term(text, condition)
            return () if found is None else (found,)
        case Not():
            return ()
        case AllOf():
            return tuple(way for part in condition.parts for way in ways_to(text, part))
        case AnyOf():
            ways = [ways_to(text, part) for part in condition.parts]
            if len(ways) > _MOST_ALTERNATIVES or not all(ways):
                return ()
            return (union([each[0] for each in ways]),)
        case _:
            assert_never(condition)


def _way_to_term(text: IndexedText, term: Term) -> Fragment | None:
    beginning, *rest = [fold(piece) for piece in term.pieces]
    kept = beginning[: text.length]
    if not rest:
        return _where(text, Fragment(f"{text.column} = ?", (kept,)))
    if kept:
        bounds = (kept, kept + _LAST_CHARACTER)
        return _where(text, Fragment(f"{text.column} >= ? AND {text.column} < ?", bounds))
    trigrams = trigrams_of([term])
    if text.by_trigrams is None or not trigrams:
        return None
    return text.by_trigrams(trigrams)


def _where(text: IndexedText, condition: Fragment) -> Fragment:
    return Fragment(f"{text.select.sql} {condition.sql}", text.select.values + condition.values)
