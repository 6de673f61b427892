"""Working time: calendars as settings declare them, measuring and adding."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.model.working_time import Calendar, calendar_of
from engine.storage.setting import DEFAULTS

USUAL = calendar_of(DEFAULTS, "")
ZONES = ("UTC", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def calendar(zone: str, hours: Any) -> Calendar:
    """Return a calendar with the same hours on every day."""
    week = dict.fromkeys(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), hours)
    return calendar_of({"OTOBOTimeZone": zone, "TimeWorkingHours": week}, "")


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
    assert USUAL.minutes_between(at(start), at(end)) == minutes


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-03-02 09:00:00", 90, "2026-03-02 10:30:00"),
        ("2026-03-02 09:00:13", 1, "2026-03-02 09:01:13"),
        ("2026-03-02 06:00:00", 10, "2026-03-02 08:10:00"),
        # What ends with the day ends then, not when the next one begins.
        ("2026-03-02 20:00:00", 60, "2026-03-02 21:00:00"),
        ("2026-03-02 20:00:00", 61, "2026-03-03 08:01:00"),
        ("2026-02-27 20:00:00", 120, "2026-03-02 09:00:00"),
        ("2026-12-23 20:59:00", 2, "2026-12-28 08:01:00"),
        ("2026-03-07 09:00:00", 0, "2026-03-07 09:00:00"),
        ("2026-03-02 08:00:00", 13 * 60 * 5, "2026-03-06 21:00:00"),
    ],
)
def test_working_minutes_are_added_over_what_is_closed(start: str, minutes: int, end: str) -> None:
    assert USUAL.after(at(start), minutes * 60) == at(end)


def test_opening_hours_are_those_of_the_systems_zone() -> None:
    berlin = calendar_of({**DEFAULTS, "OTOBOTimeZone": "Europe/Berlin"}, "")

    assert berlin.minutes_between(at("2026-03-02 06:30:00"), at("2026-03-02 07:30:00")) == 30


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-28", 24), ("2026-03-29", 23), ("2026-10-25", 25)]
)
def test_a_day_is_as_long_as_the_clocks_make_it(day: str, hours: int) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start = datetime.fromisoformat(day).replace(tzinfo=berlin)
    end = (datetime.fromisoformat(day) + timedelta(days=1)).replace(tzinfo=berlin)

    round_the_clock = calendar("Europe/Berlin", list(range(24)))
    assert round_the_clock.minutes_between(start, end) == hours * 60
    assert round_the_clock.after(start, hours * 3600) == end


def test_a_named_calendar_has_its_own_hours_days_off_and_zone() -> None:
    settings = {
        **DEFAULTS,
        "TimeWorkingHours::Calendar3": {"Sat": ["10", "11", 13]},
        "TimeVacationDays::Calendar3": {"3": {"14": "Pi"}},
        "TimeVacationDaysOneTime::Calendar3": {"2026": {"3": {"28": "Moving"}}},
        "TimeZone::Calendar3": "Europe/Berlin",
    }
    third = calendar_of(settings, "3")

    assert third.week == ((), (), (), (), (), ((10, 12), (13, 14)), ())
    # March 7 and 21 are open in 2026; the 14th is free every year, the 28th once.
    march = (at("2026-03-01 00:00:00"), at("2026-03-31 00:00:00"))
    assert third.minutes_between(*march) == 2 * 180
    assert third.after(march[0], 1) == at("2026-03-07 09:00:01")
    assert calendar_of(settings, "10") == calendar_of(settings, "") == USUAL


@pytest.mark.parametrize("hours", [[], None, "8-17", [24, -1, "noon", None], {"8": 1}], ids=str)
def test_without_working_time_nothing_is_ever_due(hours: Any) -> None:
    closed = calendar("UTC", hours)

    assert closed.after(at("2026-03-02 09:00:00"), 60) is None
    assert closed.minutes_between(at("2026-03-02 09:00:00"), at("2026-03-09 09:00:00")) == 0


def test_days_that_are_none_mean_nothing() -> None:
    settings = {
        **DEFAULTS,
        "TimeVacationDays": {"2": {"30": "?"}, "x": {"y": "?"}, "3": "all"},
        "TimeVacationDaysOneTime": {"2026": {"2": {"30": "?"}}, "never": {"1": {"1": "?"}}},
    }

    assert calendar_of(settings, "").days_off == frozenset()


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)
HOURS = st.lists(st.integers(0, 23), min_size=1, max_size=24)


@given(MOMENTS, st.integers(1, 30_000), HOURS, st.sampled_from(ZONES))
@example(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), 90, [2], "Europe/Berlin")
@example(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 90, [2, 3], "Europe/Berlin")
def test_what_is_added_is_measured(
    start: datetime, minutes: int, hours: list[int], zone: str
) -> None:
    days = calendar(zone, hours)

    end = days.after(start, minutes * 60)

    assert end is not None
    assert days.minutes_between(start, end) == minutes
    # It is the first such moment: a second before, one is missing.
    assert days.seconds_between(start, end - timedelta(seconds=1)) == minutes * 60 - 1


@given(st.tuples(MOMENTS, MOMENTS, MOMENTS).map(sorted), HOURS, st.sampled_from(ZONES))
def test_parts_of_a_span_add_up(moments: list[datetime], hours: list[int], zone: str) -> None:
    first, second, third = moments
    days = calendar(zone, hours)

    parts = days.seconds_between(first, second) + days.seconds_between(second, third)
    assert days.seconds_between(first, third) == parts


@given(MOMENTS, MOMENTS, st.sampled_from(ZONES))
def test_round_the_clock_is_wall_time(start: datetime, end: datetime, zone: str) -> None:
    days = calendar(zone, list(range(24)))

    assert days.seconds_between(start, end) == max(0, int((end - start).total_seconds()))
