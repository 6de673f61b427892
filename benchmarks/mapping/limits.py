"""What the figures must be and should be, and whether they are."""

from dataclasses import dataclass

from benchmarks.mapping import ours
from benchmarks.mapping.engine import Column
from benchmarks.mapping.figures import Figures
from benchmarks.mapping.inputs import TASKS

_MAP_MUST = {"a": 1.25, "b": 1.25, "c": 1.4, "d": 1.25}
_MAP_GOAL = 1.1
_PEER_MUST, _PEER_GOAL = 4, 6
_CALL_MUST = {"a": 0.35, "b": 0.55, "c": 1.0, "d": 0.75}
_CALL_GOAL = {"a": 0.25, "b": 0.40, "c": 0.75, "d": 0.60}


@dataclass(frozen=True, slots=True)
class Limit:
    """One row: a figure, and what it must and should be. `least` turns the comparison round."""

    what: str
    figure: float
    must: float
    goal: float | None = None
    unit: str = ""
    least: bool = False

    @property
    def holds(self) -> bool:
        """Whether the figure is within what it must be."""
        return self._within(self.must)

    @property
    def verdict(self) -> str:
        """The verdict in a word or two."""
        if not self.holds:
            return "**misses**"
        return "holds" if self.goal is None or not self._within(self.goal) else "holds, goal too"

    def _within(self, limit: float) -> bool:
        return self.figure >= limit if self.least else self.figure <= limit


def limits(figures: Figures) -> list[Limit]:
    """Return a row for each limit, in the order of the tables above it."""
    return [
        *(_map(figures, task) for task in TASKS),
        *(_peer(figures, task) for task in TASKS if figures.peers_in_process),
        *(_call(figures, task) for task in TASKS),
        Limit("a wrong-typed field, against a sound run", figures.wrong_type_times, 6, 4, "×"),
        Limit("cold compile of 50 lines", figures.cold_milliseconds, 25, 15, " ms"),
        Limit("the same from the cache", figures.cached_milliseconds, 0.3, 0.1, " ms"),
        Limit("entries handed to the trace when it is off", figures.trace_calls_when_off, 0),
        Limit("an exchange traced at debug", figures.trace_times_when_on, 10, None, "×"),
    ]


def _known(figures: Figures, name: str, rival: str, task: str, column: Column) -> float:
    ratio = figures.ratio(name, rival, task, column)
    if ratio is None:
        raise ValueError(f"{name} or {rival} has no {column.value} of {task}")
    return ratio


def _map(figures: Figures, task: str) -> Limit:
    figure = _known(figures, ours.TIE, ours.EXACT_FLOOR, task, Column.MAP)
    return Limit(f"map {task} against our floor", figure, _MAP_MUST[task], _MAP_GOAL, "×")


def _peer(figures: Figures, task: str) -> Limit:
    ratios = {
        name: figures.ratio(name, ours.TIE, task, Column.MAP) for name in figures.peers_in_process
    }
    times, name = min((times, name) for name, times in ratios.items() if times is not None)
    what = f"map {task}: times faster than the fastest peer in process, {name}"
    return Limit(what, times, _PEER_MUST, _PEER_GOAL, "×", least=True)


def _call(figures: Figures, task: str) -> Limit:
    figure = _known(figures, ours.TIE, ours.FLOAT_FLOOR, task, Column.CALL)
    must, goal = _CALL_MUST[task], _CALL_GOAL[task]
    return Limit(f"call {task} against the float floor, standard json", figure, must, goal, "×")
