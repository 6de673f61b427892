"""One run: the frame that closures read and write, its fuel, and how expressions fail."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from dsl.faults import Failed, FieldError
from dsl.kinds import kind_of
from dsl.source import Source, Span
from dsl.values import Failure

Frame: TypeAlias = list[Any]
"""Everything a run holds, at places fixed when the program was built: the seven below, then one
for each binding. A frame belongs to one run, so a program may run in many threads at once."""

Closure: TypeAlias = Callable[[Frame], Any]
"""An expression, ready to run: returns a value, `MISSING` or a `Failed`, and raises nothing but
`TooMuchWork` and `SkipRun`."""

FUEL: Final = 0
INPUT: Final = 1
CONFIG: Final = 2
REQUEST: Final = 3
NOW: Final = 4
OMITS_FAILED: Final = 5
"""Whether an optional field that failed is left out instead of failing the run."""
RESERVE: Final = 6
"""The limits, as long as the fuel for the size of the input was not added; None afterwards."""
FIRST_BINDING: Final = 7


@dataclass(frozen=True, slots=True)
class Limits:
    """How much work a run may do: a base, and more for a larger input.

    One unit is about one turn of a loop, one element, or sixteen characters of text that is made.
    """

    base_fuel: int = 2_000_000
    fuel_per_input: int = 10
    """Units for each value in the input and each sixteen characters of its texts."""


@dataclass(eq=False)
class TooMuchWork(Exception):
    """The fuel of a run is used up."""

    error: FieldError


class SkipRun(Exception):
    """A `skip when` holds: the run ends with no message."""


_MOST_REPEATED: Final = 60
"""Longest text of an expression that a remedy repeats."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an expression stands and which input it reads: what its errors point at."""

    source: Source
    span: Span
    path: str = ""

    @property
    def written(self) -> str:
        """The author's own text, or a sign for it where it is too long to repeat."""
        text = self.source.text[self.span.start : self.span.end]
        return text if len(text) <= _MOST_REPEATED and "\n" not in text else "(…)"

    def fail(self, failure: Failure) -> Failed:
        """Return the failed value for what a function or operator refused."""
        helps = (failure.hint,) if failure.hint else ()
        return self.because(str(failure), failure.expected, failure.found, helps)

    def error(self, expected: str, found: str, helps: tuple[str, ...] = ()) -> Failed:
        """Return a failed value that says what was expected here and what was found."""
        message = f"expected {expected}, found {found}"
        return self.because(message, expected, found, helps)

    def absent(self, value: Any, *helps: str) -> Failed:
        """Return the failed value for a value that is needed and missing or null.

        Without `helps` the remedy is a default.
        """
        kind = kind_of(value)
        subject = f"`{self.path}` is {kind}" if self.path else f"it is {kind}"
        if self.path and not helps:
            helps = (f"{self.written} ?? …",)
        return self.because(
            f"needs a value, and {subject}", "a value", kind, helps, code="needs-value"
        )

    def because(
        self,
        message: str,
        expected: str,
        found: str,
        helps: tuple[str, ...] = (),
        code: str = "wrong-value",
    ) -> Failed:
        """Return a failed value with a message of its own."""
        error = FieldError(
            "", self.path, found, expected, self.span, message, self.source, code, helps
        )
        return Failed((error,))


def charge(frame: Frame, units: int, place: Place) -> None:
    """Take fuel for work that is about to be done; raises `TooMuchWork` when none is left."""
    frame[FUEL] -= units
    if frame[FUEL] < 0:
        _refuel(frame, place)


_USUAL: Final = 256
"""Bytes of a number whose arithmetic is paid for by the turn of the loop it stands in."""
_USUAL_TEXT: Final = 4_096
"""Characters of a text that is compared at the same price."""


def charge_numbers(frame: Frame, place: Place, *numbers: Any) -> None:
    """Take fuel for work on long numbers: its time grows with the square of their digits."""
    for number in numbers:
        size = number.__sizeof__()
        if size > _USUAL:
            charge(frame, size * size >> 11, place)


def charge_texts(frame: Frame, place: Place, text: Any) -> None:
    """Take fuel for comparing a long text with another; other values cost nothing here."""
    if type(text) is str and len(text) > _USUAL_TEXT:
        charge(frame, len(text) >> 12, place)


def weight(value: Any, stop: int) -> int:
    """Return the size of a value in units of fuel, every part counted as often as it occurs.

    Counting ends beyond `stop`, so that a small value that refers to itself a billion times over
    is measured as quickly as a large one.
    """
    units = 1
    waiting = [value]
    while waiting:
        item = waiting.pop()
        kind = type(item)
        if kind is str or kind is bytes:
            units += len(item) >> 4
        elif kind is list or kind is dict:
            units += len(item)
            parts = item if kind is list else item.values()
            waiting.extend(part for part in parts if type(part) in _WEIGHTY)
        if units > stop:
            return stop + 1
    return units


_WEIGHTY: Final = frozenset({str, bytes, list, dict})
MOST_WEIGHED: Final = 100_000_000
"""Where the counting of an input ends."""


def too_much(place: Place, what: str, *helps: str) -> Failed:
    """Return the failed value of a run that goes beyond its limits."""
    return place.because(
        f"needs more {what} than its input allows", f"less {what}", f"more {what} than is allowed",
        helps, code="too-much-work",
    )  # fmt: skip


def _refuel(frame: Frame, place: Place) -> None:
    limits: Limits | None = frame[RESERVE]
    if limits is not None:
        # Only a run that needs it pays for measuring its input.
        frame[RESERVE] = None
        frame[FUEL] += limits.fuel_per_input * weight(frame[INPUT], MOST_WEIGHED)
    if frame[FUEL] < 0:
        remedy = "look elements up with `index_by` instead of searching a list for each element"
        raise TooMuchWork(too_much(place, "work", remedy).errors[0])
