"""Interleaved rounds: everything is timed in turn, so that other work on the machine hits all."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

Runner: TypeAlias = Callable[[int], float]
"""Runs something so many times and returns the CPU seconds that took."""

Costs: TypeAlias = Mapping[str, list[float]]
"""Seconds for one run by name, one for each round."""

_SPAN_SECONDS: Final = 0.02
_MOST: Final = 1 << 20


def runner(function: Callable[[Any], object], argument: Any) -> Runner:
    """Return what runs a function and measures the CPU time of this process."""

    def run(count: int) -> float:
        start = time.process_time()
        for _ in range(count):
            function(argument)
        return time.process_time() - start

    return run


def rounds(runners: Mapping[str, Runner], count: int) -> Costs:
    """Return what one run of each costs, in each of so many rounds.

    The garbage collector does not look at what all engines have loaded: whoever makes the most
    objects would pay for looking at it.
    """
    gc.collect()
    gc.freeze()
    batches = {name: _batch(run) for name, run in runners.items()}
    costs: dict[str, list[float]] = {name: [] for name in runners}
    for _ in range(count):
        for name, run in runners.items():
            costs[name].append(run(batches[name]) / batches[name])
    gc.unfreeze()
    return costs


def ratio(costs: Costs, name: str, rival: str) -> float:
    """Return the median over the rounds of what one costs, divided by what the other costs."""
    return statistics.median(
        one / other for one, other in zip(costs[name], costs[rival], strict=True)
    )


def _batch(run: Runner) -> int:
    """Return how many runs fill a round, after a few that warm up."""
    count = 1
    while (spent := run(count)) < _SPAN_SECONDS and count < _MOST:
        count = min(count * 10, max(count * 2, int(count * _SPAN_SECONDS / max(spent, 1e-5))))
    return max(1, int(count * _SPAN_SECONDS / spent))
