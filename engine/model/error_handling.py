"""What error handling knows of a failed exchange, and what it decides.

Source: generic-interface reference 8.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from dsl.values import Value
from engine.model.fault import Stage
from engine.model.system_time import stamp


@dataclass(frozen=True, slots=True)
class Failure:
    """An exchange that failed. `action` is its operation or invoker, None before it is known."""

    stage: Stage
    summary: str
    data: Value
    action: str | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """When an exchange failed, and what was kept of the attempts before.

    `now` is aware; texts give times in `zone`, the system's. `past` is what the last
    `Reschedule` of this exchange held, empty at the first attempt.
    """

    now: datetime
    zone: ZoneInfo
    past: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reschedule:
    """A decision whether to try again. `at` is aware, None for "not again".

    `past` is handed to the next attempt as it is.
    """

    at: datetime | None
    past: Mapping[str, Value] = field(default_factory=dict)

    def data(self, zone: ZoneInfo) -> dict[str, Value]:
        """Return the reference's form: ``{"ReSchedule": 1, "ExecutionTime": …, …}``."""
        if self.at is None:
            return {"ReSchedule": 0}
        return {
            "ReSchedule": 1,
            "ExecutionTime": stamp(self.at, zone),
            "PastExecutionData": dict(self.past),
        }


@dataclass(frozen=True, slots=True)
class HandlerResult:
    """What an error handler did, for the trace and for mappings; and its decision, if any."""

    data: Mapping[str, Value]
    reschedule: Reschedule | None = None


@dataclass(eq=False)
class HandlerFailure(Exception):
    """An error handler cannot do its work. `message` is the reference's text."""

    message: str

    def __str__(self) -> str:
        return self.message


class ErrorHandler(Protocol):
    """Does something about a failed exchange. Pure: it decides, and others carry it out."""

    def handle(self, failure: Failure, attempt: Attempt) -> HandlerResult:
        """Return what was decided, or raise `HandlerFailure`."""
