"""The names that an expression sees while it is checked, and which of them were used."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from dsl.source import Span


@dataclass(slots=True, eq=False)
class Known:
    """A name, what it names, and whether anything reads it."""

    name: str
    what: str
    """`let`, `variable`, `parameter` or `input`."""
    span: Span
    kind: str | None = None
    """The kind of its value where that is obvious, see `dsl.checks.kinds`."""
    is_used: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """The names in sight. A change is a new object."""

    known: Mapping[str, Known] = field(default_factory=dict)
    later: Mapping[str, Span] = field(default_factory=dict)
    """Names that a `let` below in the same braces will bind."""
    has_input: bool = True
    """Whether `.x` can be read; not with several inputs, nor in a table."""
    is_law: bool = False

    def with_known(self, *known: Known) -> "Names":
        """Return these names and more."""
        return replace(self, known={**self.known, **{one.name: one for one in known}})

    def without(self, name: str) -> "Names":
        """Return these names but one."""
        return replace(self, known={key: one for key, one in self.known.items() if key != name})


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that a word was likely meant to be, None if nothing is close.

    Close is at most one edit (a character more, less, other, or two exchanged) for each three
    characters of the word.
    """
    limit = len(word) // 3
    best: tuple[int, str] | None = None
    for candidate in sorted(candidates):
        if abs(len(candidate) - len(word)) > limit:
            continue
        found = _distance(word.lower(), candidate.lower())
        if found <= limit and (best is None or found < best[0]):
            best = (found, candidate)
    return best[1] if best else None


def _distance(one: str, other: str) -> int:
    """Return the number of edits between two words (optimal string alignment)."""
    before: list[int] = []
    previous = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        current = [i]
        for j, b in enumerate(other, start=1):
            cost = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        before, previous = previous, current
    return previous[-1]
