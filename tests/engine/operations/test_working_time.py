"""Working time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from engine.operations._working_time import working_minutes

UTC_ZONE = ZoneInfo("UTC")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-03-02 09:00:00", "2026-03-02 10:30:59", 90),
        ("2026-03-02 06:00:00", "2026-03-02 08:10:00", 10),
        ("2026-03-02 20:50:00", "2026-03-03 08:05:00", 15),
        ("2026-02-27 20:00:00", "2026-03-02 09:00:00", 120),
        ("2026-12-23 20:59:00", "2026-12-28 08:01:00", 2),
        ("2026-03-07 09:00:00", "2026-03-07 12:00:00", 0),
        ("2026-03-02 10:00:00", "2026-03-02 09:00:00", 0),
    ],
)
def test_only_opening_hours_of_working_days_count(start: str, end: str, minutes: int) -> None:
    assert working_minutes(at(start), at(end), UTC_ZONE) == minutes


def test_opening_hours_are_those_of_the_systems_zone() -> None:
    start, end = at("2026-03-02 06:30:00"), at("2026-03-02 07:30:00")

    assert working_minutes(start, end, ZoneInfo("Europe/Berlin")) == 30
