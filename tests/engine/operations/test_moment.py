"""Time stamps and pending times."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from dsl.values import Value
from engine.model.system_time import stamp
from engine.operations._moment import pending_epoch

NOW = datetime(2026, 11, 23, 17, 0, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def epoch(value: Value, zone: str = "UTC") -> int | None:
    return pending_epoch(value, now=NOW, zone=ZoneInfo(zone))


def test_stamps_are_in_the_zone_of_the_system() -> None:
    assert stamp(NOW, ZoneInfo("UTC")) == "2026-11-23 17:00:30"
    assert stamp(NOW, BERLIN) == "2026-11-23 18:00:30"


def test_a_difference_counts_minutes_from_now_and_keeps_the_seconds() -> None:
    assert epoch({"Diff": 10}) == int(NOW.timestamp()) + 600
    assert epoch({"Diff": "0"}) == int(NOW.timestamp())


def test_parts_are_a_time_of_the_systems_zone() -> None:
    parts: Value = {"Year": 2035, "Month": 12, "Day": "3", "Hour": 23, "Minute": "05"}

    assert epoch(parts) == int(datetime(2035, 12, 3, 23, 5, tzinfo=UTC).timestamp())
    assert epoch(parts, "Europe/Berlin") == int(
        datetime(2035, 12, 3, 22, 5, tzinfo=UTC).timestamp()
    )


@pytest.mark.parametrize(
    "value",
    [
        "tomorrow",
        [],
        {},
        {"Diff": -5},
        {"Diff": "x"},
        {"Diff": 5, "Year": 2035},
        {"Year": 1, "Month": 99},
        {"Year": 2035, "Month": 13, "Day": 1, "Hour": 1, "Minute": 1},
        {"Year": 2035, "Month": 2, "Day": 30, "Hour": 1, "Minute": 1},
        {"Year": 2035, "Month": 2, "Day": 3, "Hour": "", "Minute": 1},
        {"Year": 2035, "Month": 2, "Day": 3, "Hour": 24, "Minute": 1},
        {"Year": 2035, "Month": 2, "Day": 3, "Hour": -1, "Minute": 1},
        {"Year": 99999, "Month": 2, "Day": 3, "Hour": 1, "Minute": 1},
    ],
)
def test_what_means_no_time_is_none(value: Value) -> None:
    assert epoch(value) is None


def test_a_time_that_the_clocks_skip_is_none() -> None:
    skipped: Value = {"Year": 2027, "Month": 3, "Day": 28, "Hour": 2, "Minute": 30}

    assert epoch(skipped, "Europe/Berlin") is None
    assert epoch(skipped, "UTC") is not None
