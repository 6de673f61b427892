"""Pieces of SQL with their values, put together without deep nesting."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

_MOST_PARAMETERS: Final = 500
_LONGEST_CHAIN: Final = 32


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a statement, and the values of its question marks."""

    sql: str
    values: tuple[str | int, ...] = ()


ALWAYS: Final = Fragment("1 = 1")
NEVER: Final = Fragment("1 = 0")


def all_of(parts: Iterable[Fragment]) -> Fragment:
    """Return what holds when every part does."""
    kept = [part for part in parts if part != ALWAYS]
    if NEVER in kept:
        return NEVER
    return _joined("AND", kept) if kept else ALWAYS


def any_of(parts: Iterable[Fragment]) -> Fragment:
    """Return what holds when some part does."""
    kept = [part for part in parts if part != NEVER]
    if ALWAYS in kept:
        return ALWAYS
    return _joined("OR", kept) if kept else NEVER


def not_(part: Fragment) -> Fragment:
    """Return what holds when the part does not; no column compared here is ever null."""
    return Fragment(f"NOT ({part.sql})", part.values)


def one_of(expression: str, values: Sequence[str | int]) -> Fragment:
    """Return what holds when an expression has one of the values."""
    if not values:
        return NEVER
    if len(values) > _MOST_PARAMETERS and all(isinstance(value, int) for value in values):
        # Databases bound the number of parameters; digits need no quoting.
        return Fragment(f"{expression} IN ({', '.join(map(str, values))})")
    marks = ", ".join("?" for _ in values)
    return Fragment(f"{expression} IN ({marks})", tuple(values))


def between(expression: str, since: str | int | None, until: str | int | None) -> Fragment:
    """Return what holds when an expression lies between two values; None is open."""
    parts = []
    if since is not None:
        parts.append(Fragment(f"{expression} >= ?", (since,)))
    if until is not None:
        parts.append(Fragment(f"{expression} <= ?", (until,)))
    return all_of(parts)


def union(parts: Sequence[Fragment]) -> Fragment:
    """Return the rows of all selects together."""
    sql = " UNION ALL ".join(part.sql for part in parts)
    return Fragment(sql, tuple(value for part in parts for value in part.values))


def _joined(word: str, parts: Sequence[Fragment]) -> Fragment:
    """Return the parts side by side, many of them in groups.

    SQLite bounds both how long a chain may be and how deep parentheses may lie.
    """
    if len(parts) == 1:
        return parts[0]
    if len(parts) > _LONGEST_CHAIN:
        size = -(-len(parts) // _LONGEST_CHAIN)
        groups = [parts[start : start + size] for start in range(0, len(parts), size)]
        parts = [_joined(word, group) for group in groups]
    sql = f" {word} ".join(part.sql for part in parts)
    return Fragment(f"({sql})", tuple(value for part in parts for value in part.values))
