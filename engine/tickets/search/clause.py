"""What a criterion becomes: a test of one ticket, and ways to the tickets that may pass it."""

from dataclasses import dataclass

from engine.tickets.search.fragment import Fragment


@dataclass(frozen=True, slots=True)
class Partition:
    """A column that has an index in the order of creation below each of its values."""

    column: str
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A criterion in SQL.

    `where` tests the ticket `t` and is written so that no planner takes an index for it: which
    way to go is decided in `search`: a sum with nothing or a sign before a column hides its index.
    Each of `drivers` selects, by an index, ids of tickets among which all are that pass.
    """

    where: Fragment
    drivers: tuple[Fragment, ...] = ()
    partition: Partition | None = None
