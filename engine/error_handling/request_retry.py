"""Decide whether a failed request is sent again, and when.

Source: generic-interface reference 8.5.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final
from zoneinfo import ZoneInfo

from dsl.values import Value
from engine.kinds import ErrorHandlingKind, Example, SetupError
from engine.model.error_handling import (
    Attempt,
    Failure,
    HandlerFailure,
    HandlerResult,
    Reschedule,
)
from engine.model.perl_scalar import is_string, is_true, text_of
from engine.model.system_time import stamp

MAX_SECONDS: Final = 10**12
"""Longer intervals and periods lead past the end of the calendar, and count as this one."""
LAST_MOMENT: Final = datetime(9999, 12, 30, tzinfo=UTC)
"""Where retries that would lie past the end of the calendar are put."""


@dataclass(frozen=True, slots=True)
class RequestRetry:
    """The settings, all read; None stands for "no limit". Intervals and periods are in seconds."""

    is_on: bool
    start_seconds: int
    factor: Decimal
    max_interval_seconds: int | None
    max_count: int | None
    max_period_seconds: int | None

    def handle(self, failure: Failure, attempt: Attempt) -> HandlerResult:
        """Return the decision; raises `HandlerFailure` when earlier times cannot be read."""
        now, past = attempt.now.replace(microsecond=0), attempt.past
        state = _State(
            now=now,
            planned=_moment(past, "RetryDateTime", attempt.zone) or now,
            initial=_moment(past, "InitialRequestDateTime", attempt.zone) or now,
            count=int(_number(past.get("RetryCount"))),
            zone=attempt.zone,
        )
        if not self.is_on:
            return state.given_up()
        if self.max_count is not None and state.count >= self.max_count:
            return state.given_up(is_count_reached=1)
        if self.max_period_seconds is not None and state.seconds >= self.max_period_seconds:
            return state.given_up(is_period_reached=1)
        interval = self._interval(past.get("RetryInterval"))
        return state.again(self._target(state, interval), interval)

    def _interval(self, before: Value) -> int:
        """Return the next interval; the first one is not held to the longest that is allowed."""
        if before is None or before == "":
            return self.start_seconds
        interval = int(_number(before) * self.factor)
        longest = self.max_interval_seconds
        return interval if longest is None else min(interval, longest)

    def _target(self, state: "_State", interval: int) -> datetime:
        """Return when to try again: never past the period, and always in the future."""
        target = _later(state.planned, interval)
        period = self.max_period_seconds
        if period is not None and state.seconds + interval >= period:
            target = _later(state.initial, period)
        # Planned times go on from one another, so they may lie behind when nobody was at work.
        return target if target > state.now else _later(state.now, 1)


@dataclass(frozen=True, slots=True)
class _State:
    """Where a request stands: the time its failed attempt was planned for, and its first one."""

    now: datetime
    planned: datetime
    initial: datetime
    count: int
    zone: ZoneInfo

    @property
    def seconds(self) -> int:
        """How long it has been tried."""
        return int((self.planned - self.initial).total_seconds())

    def given_up(self, *, is_count_reached: int = 0, is_period_reached: int = 0) -> HandlerResult:
        data = self._data(0, is_count_reached, is_period_reached)
        return HandlerResult(data, Reschedule(None))

    def again(self, target: datetime, interval: int) -> HandlerResult:
        past: dict[str, Value] = {
            "InitialRequestDateTime": stamp(self.initial, self.zone),
            "RetryCount": self.count + 1,
            "RetryInterval": interval,
            "RetryDateTime": stamp(target, self.zone),
        }
        return HandlerResult(self._data(1, 0, 0), Reschedule(target, past))

    def _data(
        self, is_rescheduled: int, is_count_reached: int, is_period_reached: int
    ) -> dict[str, Value]:
        return {
            "ReSchedule": is_rescheduled,
            "InitialRequestDateTime": stamp(self.initial, self.zone),
            "CurrentRequestDateTime": stamp(self.planned, self.zone),
            "CurrentRetryCount": self.count,
            "MaximumRetryCountReached": is_count_reached,
            "MaximumRetryPeriodReached": is_period_reached,
        }


def build(config: Mapping[str, Value]) -> RequestRetry:
    """Return the handler of a module's settings; raises `SetupError` with the reference's texts."""
    if not config:
        raise SetupError("Got no ModuleConfig!")
    needed = {key: _needed(config, key) for key in _NEEDED}
    limits = {key: _limit(config, key) for key in _LIMITS}
    for key, (pattern, text) in _VALUES.items():
        if not re.fullmatch(pattern, {**needed, **limits}[key]):
            raise SetupError(f"Config param '{key}' is not {text}!", (key,))
    return RequestRetry(
        is_on=needed["ScheduleRetry"] == "1",
        start_seconds=_seconds(needed["RetryIntervalStart"]) or 0,
        factor=Decimal(needed["RetryIntervalFactor"]),
        max_interval_seconds=_seconds(limits["RetryIntervalMax"]),
        max_count=_seconds(limits["RetryCountMax"]),
        max_period_seconds=_seconds(limits["RetryPeriodMax"]),
    )


_NEEDED: Final = ("ScheduleRetry", "RetryIntervalStart", "RetryIntervalFactor")
_LIMITS: Final = ("RetryIntervalMax", "RetryCountMax", "RetryPeriodMax")
_VALUES: Final = {
    "ScheduleRetry": ("[01]", "'0' or '1'"),
    "RetryIntervalFactor": (r"1|1\.5|2", "'1', '1.5' or '2'"),
    "RetryIntervalStart": (r"0|[1-9][0-9]*", "'0' or a positive integer"),
    "RetryIntervalMax": (r"|0|[1-9][0-9]*", "empty, '0' or a positive integer"),
    "RetryCountMax": (r"|[1-9][0-9]*", "empty or a positive integer"),
    "RetryPeriodMax": (r"|[1-9][0-9]*", "empty or a positive integer"),
}
"""What each setting may be, in the order of the checks."""


def _needed(config: Mapping[str, Value], key: str) -> str:
    value = config.get(key)
    if not is_string(value) or value == "":
        raise SetupError(f"Config param '{key}' is not a non-empty string!", (key,))
    return text_of(value)


def _limit(config: Mapping[str, Value], key: str) -> str:
    value = config.get(key)
    if value is None:
        return ""
    if not is_string(value):
        raise SetupError(f"Config param '{key}' is not a string!", (key,))
    return text_of(value)


def _seconds(text: str) -> int | None:
    """Return a number of seconds or attempts, None for an empty text."""
    if not text:
        return None
    return min(int(text), MAX_SECONDS) if len(text) <= len(str(MAX_SECONDS)) else MAX_SECONDS


def _number(value: Value) -> Decimal:
    """Return a number that was kept, never longer than `MAX_SECONDS`; 0 for what is none."""
    try:
        number = Decimal(text_of(value)) if is_string(value) else Decimal()
        return max(Decimal(), min(number, Decimal(MAX_SECONDS)))
    except InvalidOperation:  # what is no number, or NaN, which cannot be compared
        return Decimal()


def _moment(past: Mapping[str, Value], key: str, zone: ZoneInfo) -> datetime | None:
    value = past.get(key)
    if not is_true(value):
        return None
    try:
        found = datetime.strptime(value if isinstance(value, str) else "", "%Y-%m-%d %H:%M:%S")
        return found.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise HandlerFailure(f"{key} is invalid!") from error


def _later(moment: datetime, seconds: int) -> datetime:
    try:
        return min(moment + timedelta(seconds=seconds), LAST_MOMENT)
    except OverflowError:
        return LAST_MOMENT


ERROR_HANDLING = ErrorHandlingKind(
    name="RequestRetry",
    summary="Send a failed request again, at growing intervals and within limits.",
    build=build,
    options={
        "ScheduleRetry": "`1` to send again, `0` to give up at once.",
        "RetryIntervalStart": "Seconds to the first retry.",
        "RetryIntervalFactor": "What every further interval is multiplied by: `1`, `1.5` or `2`.",
        "RetryIntervalMax": "Longest interval from the second on, in seconds; empty for no limit.",
        "RetryCountMax": "Number of retries; empty for no limit.",
        "RetryPeriodMax": "Seconds from the first request to the last retry; empty for no limit.",
    },
    examples=(
        Example(
            "the first retry",
            config={
                "ScheduleRetry": "1",
                "RetryIntervalStart": "60",
                "RetryIntervalFactor": "2",
                "RetryIntervalMax": "300",
            },
            given={},
            gives={
                "ReSchedule": 1,
                "ExecutionTime": "2026-03-01 12:01:00",
                "PastExecutionData": {
                    "InitialRequestDateTime": "2026-03-01 12:00:00",
                    "RetryCount": 1,
                    "RetryInterval": 60,
                    "RetryDateTime": "2026-03-01 12:01:00",
                },
            },
        ),
        Example(
            "enough tries",
            config={
                "ScheduleRetry": "1",
                "RetryIntervalStart": "60",
                "RetryIntervalFactor": "1",
                "RetryCountMax": "3",
            },
            given={
                "InitialRequestDateTime": "2026-03-01 11:57:00",
                "RetryCount": 3,
                "RetryInterval": 60,
                "RetryDateTime": "2026-03-01 12:00:00",
            },
            gives={"ReSchedule": 0},
        ),
    ),
)
