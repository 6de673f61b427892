"""RequestRetry: the recorded decisions, its examples, and the edges of its arithmetic."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from shared_cases import cases

from engine.error_handling.request_retry import build
from engine.kinds import Example, SetupError
from engine.model.error_handling import Attempt, Failure, HandlerFailure
from engine.model.fault import Stage
from engine.registry import discover

UTC_ZONE = ZoneInfo("UTC")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FAILURE = Failure(Stage.REQUESTER_REQUEST_PERFORM, "Broken", "Broken", "Inv")
BASE = {"ScheduleRetry": "1", "RetryIntervalStart": "60", "RetryIntervalFactor": "2"}
KINDS = discover().error_handling
EXAMPLES = [(kind.name, example) for kind in KINDS.values() for example in kind.examples]
RECORDED = cases("upstream/request_retry.json")["cases"]


def test_every_case_is_there() -> None:
    assert len(RECORDED) == 31


@pytest.mark.parametrize("case", RECORDED, ids=lambda case: case["name"])
def test_decision_is_the_recorded_one(case: dict[str, Any]) -> None:
    past = with_times(case["input"]["PastExecutionData"] or {})
    if "expected_error" in case:
        with pytest.raises((SetupError, HandlerFailure), match=re.escape(case["expected_error"])):
            build(case["config"]).handle(FAILURE, Attempt(NOW, UTC_ZONE, past))
        return

    result = build(case["config"]).handle(FAILURE, Attempt(NOW, UTC_ZONE, past))

    expected = with_times(case["expected_output"])
    assert result.data == expected["Data"]
    assert result.reschedule is not None
    assert result.reschedule.data(UTC_ZONE) == expected["ReScheduleData"]


@pytest.mark.parametrize(("kind", "example"), EXAMPLES)
def test_an_example_gives_what_it_says(kind: str, example: Example) -> None:
    handler = KINDS[kind].build(example.config)  # type: ignore[arg-type]

    result = handler.handle(FAILURE, Attempt(NOW, UTC_ZONE, example.given))  # type: ignore[arg-type]

    assert result.reschedule is not None
    assert result.reschedule.data(UTC_ZONE) == example.gives


def test_retries_follow_one_another_at_growing_intervals() -> None:
    handler = build({**BASE, "RetryIntervalMax": "300"})
    now, past, seen = NOW, {}, []
    for _ in range(5):
        decided = handler.handle(FAILURE, Attempt(now, UTC_ZONE, past)).reschedule
        assert decided is not None
        assert decided.at is not None
        now, past = decided.at, dict(decided.past)
        seen.append(int((now - NOW).total_seconds()))

    # Source: generic-interface reference 8.5, the example.
    assert seen == [60, 180, 420, 720, 1020]


@pytest.mark.parametrize(
    ("config", "past", "seconds"),
    [
        ({"RetryIntervalStart": "600", "RetryIntervalMax": "5"}, {}, 600),
        ({"RetryIntervalMax": "0"}, {"RetryInterval": 60}, 1),
        ({"RetryIntervalStart": "0"}, {"RetryInterval": 0}, 1),
        ({"RetryPeriodMax": "30"}, {}, 30),
        ({}, {"RetryInterval": "7.5"}, 15),
        ({}, {"RetryInterval": "many"}, 1),
        ({}, {"RetryInterval": ""}, 60),
    ],
)
def test_the_next_interval_follows_the_rules(config: Any, past: Any, seconds: int) -> None:
    decided = build({**BASE, **config}).handle(FAILURE, Attempt(NOW, UTC_ZONE, past)).reschedule

    assert decided is not None
    assert decided.at == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize("interval", ["9" * 5000, "1000000000000", "9" * 20])
def test_an_interval_past_the_calendar_ends_where_it_ends(interval: str) -> None:
    decided = (
        build({**BASE, "RetryIntervalStart": interval})
        .handle(FAILURE, Attempt(NOW, UTC_ZONE))
        .reschedule
    )

    assert decided is not None
    assert decided.data(ZoneInfo("Pacific/Kiritimati"))["ExecutionTime"] == "9999-12-30 14:00:00"


@pytest.mark.parametrize("interval", ["1e999999", "NaN", "Infinity", "-5"])
def test_a_hostile_interval_of_the_past_ends_in_a_decision(interval: str) -> None:
    past = {"RetryInterval": interval, "RetryCount": interval}

    decided = build(BASE).handle(FAILURE, Attempt(NOW, UTC_ZONE, past)).reschedule

    assert decided is not None
    assert decided.at is not None
    assert decided.at > NOW


def test_times_are_read_and_written_in_the_zone_of_the_system() -> None:
    zone = ZoneInfo("Europe/Berlin")
    past = {"InitialRequestDateTime": "2026-03-01 12:59:00", "RetryInterval": 60}

    decided = build(BASE).handle(FAILURE, Attempt(NOW, zone, past)).reschedule

    assert decided is not None
    assert decided.at == NOW + timedelta(seconds=120)
    assert decided.past["InitialRequestDateTime"] == "2026-03-01 12:59:00"
    assert decided.past["RetryDateTime"] == "2026-03-01 13:02:00"


def with_times(value: Any) -> Any:
    """Return a recorded value with `NOW`, `NOW+n` and `NOW-n` written out."""
    if isinstance(value, dict):
        return {key: with_times(item) for key, item in value.items()}
    found = re.fullmatch(r"NOW([+-]\d+)?", value) if isinstance(value, str) else None
    if found is None:
        return value
    moment = NOW + timedelta(seconds=int(found[1] or 0))
    return f"{moment:%Y-%m-%d %H:%M:%S}"
