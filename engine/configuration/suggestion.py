"""The nearest name to one that is not known."""

from collections.abc import Iterable
from itertools import islice
from typing import Final

MAX_CHARACTERS: Final = 48
MAX_CANDIDATES: Final = 100
"""Longer names and more candidates are not compared: their number is the author's choice."""


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is close: at most a third of its letters away, case ignored.

    None when nothing is close: a wild guess is worse than silence.
    """
    if len(name) > MAX_CHARACTERS:
        return None
    best: tuple[int, str] | None = None
    for candidate in sorted(islice(known, MAX_CANDIDATES)):
        given, wanted = _without_family(name.lower(), candidate.lower())
        limit = max(len(given), len(wanted)) // 3
        if abs(len(given) - len(wanted)) > limit:
            continue
        edits = _edits(given, wanted)
        if edits <= limit and (best is None or edits < best[0]):
            best = (edits, candidate)
    return None if best is None else best[1]


def _without_family(one: str, other: str) -> tuple[str, str]:
    """Return two names without the `Ticket::` they share: it would count as likeness."""
    family, separator, rest = one.rpartition("::")
    if separator and other.startswith(family + separator):
        return rest, other.removeprefix(family + separator)
    return one, other


def _edits(one: str, other: str) -> int:
    """Count insertions, deletions, replacements and swaps of neighbours between two texts."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, 1):
        above, row = rows[-1], [i]
        for j, wanted in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and wanted == one[i - 2]:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
