"""Dates in the usual ISO form, rewritten by a pattern without being read into a date.

Most patterns only put the digits of ``2024-05-01T10:30:00Z`` into another order.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from dsl.functions._patterns import compile_pattern
from dsl.values import Failure

_FIELDS: Final = {
    "yyyy": slice(0, 4), "yy": slice(2, 4), "MM": slice(5, 7), "dd": slice(8, 10),
    "HH": slice(11, 13), "mm": slice(14, 16), "ss": slice(17, 19),
}  # fmt: skip
"""Where the fields of a pattern stand in a date in ISO form."""
_BETWEEN: Final = {4: "-", 7: "-", 13: ":", 16: ":"}


@dataclass(frozen=True, slots=True)
class IsoPieces:
    """A pattern as texts and slices of a date, and how long the date must be to have them all."""

    pieces: tuple[str | slice, ...]
    needed: int

    def write(self, text: Any) -> str | None:
        """Return a date by the pattern, None if it is not in the usual form or does not exist."""
        try:
            if iso_length(text) < self.needed:
                return None
        except ValueError:
            return None
        return "".join([one if one.__class__ is str else text[one] for one in self.pieces])


@lru_cache(maxsize=256)
def iso_pieces(pattern: str) -> IsoPieces | None:
    """Return the pieces of a pattern, None when a date in ISO form has not all its fields."""
    try:
        compiled = compile_pattern(pattern)
    except Failure:
        return None
    pieces: list[str | slice] = []
    for piece in compiled:
        if isinstance(piece, str):
            pieces.append(piece)
            continue
        field = _FIELDS.get(piece.letter * piece.width)
        if field is None:
            return None
        match pieces:
            case [*_, slice() as before, str() as between] if (
                _BETWEEN.get(before.stop) == between and field.start == before.stop + 1
            ):
                pieces[-2:] = [slice(before.start, field.stop)]
            case _:
                pieces.append(field)
    needed = max((one.stop for one in pieces if isinstance(one, slice)), default=0)
    return IsoPieces(tuple(pieces), needed) if needed else None


def iso_length(text: Any) -> int:
    """Return how much of a date stands in the usual ISO form: 10, 16 or 19, or 0 for other texts.

    10 for a date, 16 with hours and minutes, 19 with seconds. The date exists, and what follows is
    a fraction or an offset as `dsl.functions` reads it: Python itself reads more.
    """
    if text.__class__ is not str:
        return 0
    size = len(text)
    if size == 10:
        if text[4] != "-" or text[7] != "-":
            return 0
        _read_datetime(text)
        return 10
    if size < 16 or text[4] != "-" or text[7] != "-" or text[10] not in "T " or text[13] != ":":
        return 0
    if size == 16:
        _read_datetime(text)
        return 16
    if text[16] != ":" or size < 19:
        return 0
    if size > 25 and (size > 29 or text[19] != "." or (size > 27 and text[23] not in "+-")):
        return 0
    if text[-2] > "5" and (text[-5] in "+-" or (text[-3] == ":" and size > 20)):
        # Python adds minutes of an offset up that are more than an hour.
        return 0
    _read_datetime(text)
    return 19


_read_datetime: Final = datetime.fromisoformat
