"""What a trace costs an exchange that maps an issue: entries below the threshold, and debug."""

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType
from typing import Any, Final

from benchmarks.mapping import ours, timing
from benchmarks.mapping.inputs import BODIES
from engine.app import App
from engine.tracing import tracer

_NAME: Final = "traced"


def cost(rounds: int) -> float:
    """Return how many times an exchange traced at debug costs the same one traced at error.

    All threads count, that which writes the trace included.
    """
    runners = {level: _runner(level) for level in ("error", "debug")}
    return timing.ratio(timing.rounds(runners, rounds), "debug", "error")


def calls_below_threshold() -> int:
    """Return how often an exchange that succeeds hands an entry to a tracer set to error."""
    counted = 0

    def profile(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal counted
        del argument
        if event == "call" and frame.f_code is tracer.ExchangeTracer.record.__code__:
            counted += 1

    asyncio.run(_exchanges("error", 1, profile))
    return counted


def _runner(level: str) -> timing.Runner:
    return lambda count: asyncio.run(_exchanges(level, count))


async def _exchanges(level: str, count: int, profile: Any = None) -> float:
    with tempfile.TemporaryDirectory() as folder:
        async with App.open(data=Path(folder), author="benchmark") as app:
            await app.services.add(_NAME, _service(level))
            await _send(app)
            sys.setprofile(profile)
            start = time.process_time()
            for _ in range(count):
                await _send(app)
            sys.setprofile(None)
        # Closing has written every trace.
        return time.process_time() - start


async def _send(app: App) -> None:
    answer = await app.send(_NAME, "POST", "/issues", BODIES["b"])
    if answer.status != 200:
        raise RuntimeError(f"the exchange was answered {answer.status}")


def _service(level: str) -> str:
    text = ours.source("b").replace("\n", "\n            ")
    return (
        f"Crosstie: {{Compatibility: modern}}\nDebugger: {{DebugThreshold: {level}}}\n"
        "Provider:\n  Operation:\n    Ticket:\n      Type: Test::Test\n      MappingInbound:\n"
        f"        Type: Tie\n        Config:\n          Source: |\n            {text}\n"
        "  Transport:\n    Type: HTTP::REST\n    Config:\n      RouteOperationMapping:\n"
        "        Ticket: {Route: /issues, RequestMethod: [POST]}\n"
    )
