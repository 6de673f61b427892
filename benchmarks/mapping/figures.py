"""All figures of the mappings, measured: costs by engine, task and column, and single rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from benchmarks.mapping import compiling, ours, timing, tracing, wrong_type
from benchmarks.mapping.check import check
from benchmarks.mapping.engine import Column, Engine
from benchmarks.mapping.inputs import TASKS
from benchmarks.mapping.node_rival import NodeJsonata, node_rival
from benchmarks.mapping.rivals import rivals

Report = Callable[[str], None]

_ROUNDS = 11
_SLOW_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured. An engine that has no entry for a task has no cost there."""

    engines: tuple[Engine, ...]
    costs: dict[tuple[str, Column], timing.Costs]
    wrong_type_times: float
    cold_milliseconds: float
    cached_milliseconds: float
    trace_calls_when_off: int
    trace_times_when_on: float

    def ratio(self, name: str, rival: str, task: str, column: Column) -> float | None:
        """Return how many times the cost of a rival an engine costs; None where one cannot."""
        costs = self.costs[task, column]
        return timing.ratio(costs, name, rival) if name in costs and rival in costs else None

    @property
    def peers_in_process(self) -> tuple[str, ...]:
        """The engines of others that run in this process."""
        own = {ours.TIE, ours.EXACT_FLOOR, ours.FLOAT_FLOOR, NodeJsonata.name}
        return tuple(engine.name for engine in self.engines if engine.name not in own)


def measure(report: Report) -> Figures:
    """Check that all outputs are equal, then measure; raises `UnequalError` before any timing."""
    with node_rival(report) as under_node:
        floor, tie, standard = ours.our_floor(), ours.tie(), ours.standard_floor()
        others: Sequence[Engine] = [*rivals(report), *under_node]
        report(f"mapping: comparing the outputs of {', '.join(map(_titled, others))}")
        check(floor, tie, standard, others)
        engines = (standard, floor, tie, *others)
        costs = _costs(engines, report)
    report("mapping: a wrong type, compiling, tracing")
    return Figures(
        engines=engines,
        costs=costs,
        wrong_type_times=wrong_type.cost(_ROUNDS),
        cold_milliseconds=compiling.cold_milliseconds(_ROUNDS),
        cached_milliseconds=compiling.cached_milliseconds(_ROUNDS * 10),
        trace_calls_when_off=tracing.calls_below_threshold(),
        trace_times_when_on=tracing.cost(_SLOW_ROUNDS),
    )


def _costs(engines: Iterable[Engine], report: Report) -> dict[tuple[str, Column], timing.Costs]:
    costs = {}
    for task in TASKS:
        for column in Column:
            report(f"mapping: task {task}, {column.value}, {_ROUNDS} rounds")
            runners = {
                each.name: _runner(each, task, column)
                for each in engines
                if each.offers(task, column)
            }
            costs[task, column] = timing.rounds(runners, _ROUNDS)
    return costs


def _runner(engine: Engine, task: str, column: Column) -> timing.Runner:
    return lambda count: engine.seconds(task, column, count)


def _titled(engine: Engine) -> str:
    return f"{engine.name} {engine.version}"
