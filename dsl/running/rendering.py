"""One run of a template: its failures, its size, and the fuel that its pieces cost."""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

from dsl.faults import Failed, together
from dsl.functions._limits import MAX_TEXT
from dsl.running.runs import FUEL, Frame, Place, TooMuchWork, charge, too_much

CALL_FUEL: Final = 16
"""What a call from Jinja costs, beside what it works out."""
_LARGE: Final = 1_024
Entry: TypeAlias = "Callable[[Rendering, Sequence[Any]], Any]"
"""Works out one expression for a run, from the variables that Jinja hands over."""


class Rendering:
    """What Jinja calls in place of every expression of a template, for one run."""

    __slots__ = ("_entries", "_size", "broken", "failures", "frame", "place")

    def __init__(self, entries: Sequence[Entry], frame: Frame, place: Place) -> None:
        self._entries: Final = entries
        self._size = 0
        self.frame: Final = frame
        self.place: Final = place
        self.failures: Final[list[Failed]] = []
        self.broken: Final[set[int]] = set()
        """The statements whose condition or list failed, which have no `else` then."""

    def answer(self, number: int, given: Sequence[Any]) -> Any:
        """Return what the expression of a number gives."""
        frame = self.frame
        frame[FUEL] -= CALL_FUEL
        if frame[FUEL] < 0:
            charge(frame, 0, self.place)
        return self._entries[number](self, given)

    def grow(self, length: int) -> None:
        """Note that text of a length joins the result; raises `TooMuchWork`."""
        if length > 15:
            charge(self.frame, length >> 4, self.place)
        self._size += length
        if self._size > MAX_TEXT:
            raise TooMuchWork(too_much(self.place, "room for its text").errors[0])

    def pay(self, value: Any) -> None:
        """Take fuel for a value by its size: making it may have been a copy of something large."""
        kind = type(value)
        if kind is str and len(value) > _LARGE:
            if len(value) > MAX_TEXT:
                raise TooMuchWork(too_much(self.place, "room for its text").errors[0])
            charge(self.frame, len(value) >> 10, self.place)
        elif kind is list and len(value) > _LARGE:
            charge(self.frame, len(value) >> 6, self.place)

    @property
    def failed(self) -> Failed | None:
        """Everything that failed, None if nothing did."""
        return together(self.failures) if self.failures else None
