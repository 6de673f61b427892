"""Date patterns in the letters of Unicode (LDML), such as ``dd.MM.yyyy HH:mm``.

Source: Unicode Technical Standard 35, part 4, "Date Format Patterns"; of its letters those that
integrations use: y M d H h m s S a E X x Z. Text between single quotes stands for itself, as do
all other characters but letters.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final, TypeAlias

from dsl.values import Failure


@dataclass(frozen=True, slots=True)
class Field:
    """A run of one letter: ``yyyy`` is the letter y, 4 wide."""

    letter: str
    width: int

    @property
    def meaning(self) -> str:
        """What the field holds; letters that hold the same cannot be read together."""
        return MEANINGS[self.letter]


Piece: TypeAlias = Field | str

MEANINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "y": "year",
        "M": "month",
        "d": "day",
        "E": "weekday",
        "H": "hour",
        "h": "hour",
        "a": "half",
        "m": "minute",
        "s": "second",
        "S": "fraction",
        "X": "offset",
        "x": "offset",
        "Z": "offset",
    }
)
_WIDTHS: Final[Mapping[str, frozenset[int]]] = MappingProxyType(
    {
        "y": frozenset({1, 2, 4}),
        "M": frozenset({1, 2, 3, 4}),
        "E": frozenset({1, 2, 3, 4}),
        "S": frozenset(range(1, 10)),
        "a": frozenset({1}),
        "X": frozenset({1, 2, 3}),
        "x": frozenset({1, 2, 3}),
        "Z": frozenset({1, 2, 3, 5}),
        **{letter: frozenset({1, 2}) for letter in "dHhms"},
    }
)
_PIECE: Final = re.compile(
    r"(?P<field>([A-Za-z])\2*)|'(?P<quoted>(?:[^']|'')*)'|(?P<plain>[^A-Za-z']+)"
)
_LONGEST: Final = 100

DATE_PARTS: Final = frozenset({"year", "month", "day"})
TIME_PARTS: Final = frozenset({"hour", "half", "minute", "second", "fraction"})
# What cannot be read without something else in the pattern.
_NEEDS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "year": DATE_PARTS,
        "month": DATE_PARTS,
        "day": DATE_PARTS,
        "weekday": DATE_PARTS,
        "half": frozenset({"hour"}),
        "minute": frozenset({"hour"}),
        "second": frozenset({"minute"}),
        "fraction": frozenset({"second"}),
        "offset": DATE_PARTS | {"hour"},
    }
)


def check_pattern(pattern: str, *, reads: bool = False) -> str | None:
    """Return what is wrong with a pattern, or None; `reads` for a pattern of `parse_date`."""
    try:
        if reads:
            check_readable(compile_pattern(pattern))
        else:
            compile_pattern(pattern)
    except Failure as failure:
        return str(failure)
    return None


@lru_cache(maxsize=256)
def compile_pattern(pattern: str) -> tuple[Piece, ...]:
    """Return the fields and texts of a pattern; raises `Failure` for a letter without meaning."""
    if len(pattern) > _LONGEST:
        raise Failure(f"a pattern of at most {_LONGEST} characters", "a longer one")
    pieces: list[Piece] = []
    position = 0
    while position < len(pattern):
        match = _PIECE.match(pattern, position)
        if match is None:
            raise Failure("a quote that ends, as in 'T'", "a quote without an end")
        if match["field"] is not None:
            pieces.append(_field(match["field"]))
        elif match["quoted"] is not None:
            # Two quotes stand for one, inside quotes and alone.
            pieces.append(match["quoted"].replace("''", "'") or "'")
        else:
            pieces.append(match["plain"])
        position = match.end()
    return tuple(pieces)


def _field(letters: str) -> Field:
    letter, width = letters[0], len(letters)
    if letter not in _WIDTHS:
        raise Failure(
            "letters y M d H h m s S a E X x Z in the pattern",
            f"`{letters}`",
            f"'{letters}' in quotes, if it is text",
        )
    if width not in _WIDTHS[letter]:
        widths = ", ".join(f"`{letter * each}`" for each in sorted(_WIDTHS[letter]))
        raise Failure(f"one of {widths} in the pattern", f"`{letters}`")
    return Field(letter, width)


def check_readable(pieces: tuple[Piece, ...]) -> None:
    """Raise `Failure` unless text read by the pattern is a date, a time, or both."""
    meanings = [piece.meaning for piece in pieces if isinstance(piece, Field)]
    twelve = any(isinstance(piece, Field) and piece.letter == "h" for piece in pieces)
    for meaning in meanings:
        if meanings.count(meaning) > 1:
            raise Failure(f"one {meaning} in the pattern", "two of them")
        lacking = sorted(_NEEDS.get(meaning, frozenset()) - set(meanings))
        if lacking:
            raise Failure(f"a pattern with {' and '.join(lacking)}", f"one with {meaning} only")
    if twelve != ("half" in meanings):
        raise Failure("`h` and `a` together, or `H` alone", "one without the other")
    if not meanings:
        raise Failure("a pattern with a date or a time", "one without")
