"""Working time: the part of a span of time in which somebody is at the desk.

Source: ticket-operations reference 11.11; the names of the settings are those of the reference.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from dsl.values import Value
from engine.model.system_time import system_zone, zone_named

WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_LONGEST_DAYS: Final = 366 * 40
"""Where no working time is found for so long, there will be none."""

Spans = tuple[tuple[int, int], ...]
"""Opening hours of a day, ``((8, 12), (13, 21))``: from the first to before the second."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """When somebody is at the desk, in the wall time of a zone.

    A day with a change of the clocks is as much longer or shorter as it really is.
    """

    zone: ZoneInfo
    week: tuple[Spans, ...]
    """Opening hours from Monday to Sunday."""
    yearly_days_off: frozenset[tuple[int, int]]
    """Month and day of what is free in every year."""
    days_off: frozenset[date]

    def seconds_between(self, start: datetime, end: datetime) -> int:
        """Return the working seconds from `start` to `end`, 0 when that is not later."""
        since, until = int(start.timestamp()), int(end.timestamp())
        total, day, last = 0, self._day(start), self._day(end)
        while day <= last:
            for opens, closes in self._open(day):
                total += max(0, min(closes, until) - max(opens, since))
            day += timedelta(days=1)
        return total

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Return the whole working minutes from `start` to `end`."""
        return self.seconds_between(start, end) // 60

    def after(self, start: datetime, seconds: int) -> datetime | None:
        """Return the first moment at which so many working seconds have passed since `start`.

        None when there is not so much working time in decades.
        """
        since, left, day = int(start.timestamp()), seconds, self._day(start)
        if left <= 0:
            return start
        for _ in range(_LONGEST_DAYS if any(self.week) else 0):
            for opens, closes in self._open(day):
                begins = max(opens, since)
                if closes - begins >= left:
                    return datetime.fromtimestamp(begins + left, UTC)
                left -= max(0, closes - begins)
            day += timedelta(days=1)
        return None

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def _open(self, day: date) -> Iterator[tuple[int, int]]:
        """Yield the spans of a day in epoch seconds."""
        spans = self.week[day.weekday()]
        if not spans or (day.month, day.day) in self.yearly_days_off or day in self.days_off:
            return
        for opens, closes in spans:
            yield self._epoch(day, opens), self._epoch(day, closes)

    def _epoch(self, day: date, hour: int) -> int:
        # An hour that the clocks skip begins where they go on, one they repeat when first shown.
        over, hour = divmod(hour, 24)
        if over:
            day += timedelta(days=1)
        return int(datetime(day.year, day.month, day.day, hour, tzinfo=self.zone).timestamp())


def calendar_of(settings: Mapping[str, Value], name: str) -> Calendar:
    """Return the calendar of a name from ``1`` to ``9``; the usual one for any other name.

    `settings` holds ``TimeWorkingHours`` as ``{"Mon": [8, 9, 10], …}``, ``TimeVacationDays`` as
    ``{month: {day: name}}`` and ``TimeVacationDaysOneTime`` as ``{year: {month: {day: name}}}``;
    those of a named calendar end in ``::Calendar1``. What is no hour or no day means nothing.
    """
    suffix = f"::Calendar{name}"
    if f"TimeWorkingHours{suffix}" not in settings:
        suffix = ""
    zone = settings.get(f"TimeZone{suffix}") if suffix else None
    hours = _mapping(settings.get(f"TimeWorkingHours{suffix}"))
    yearly = _days(settings.get(f"TimeVacationDays{suffix}"))
    once = _mapping(settings.get(f"TimeVacationDaysOneTime{suffix}"))
    return Calendar(
        zone=zone_named(zone) if zone else system_zone(settings),
        week=tuple(_spans(hours.get(day)) for day in WEEKDAYS),
        yearly_days_off=frozenset(yearly),
        days_off=frozenset(_dates(once)),
    )


def _spans(hours: Value) -> Spans:
    """Return the spans that hours make: ``[8, 9, 13]`` is from 8 to 10 and from 13 to 14."""
    numbers = sorted(
        {n for n in map(_number, hours if isinstance(hours, list) else []) if 0 <= n < 24}
    )
    spans: list[tuple[int, int]] = []
    for hour in numbers:
        if spans and spans[-1][1] == hour:
            spans[-1] = (spans[-1][0], hour + 1)
        else:
            spans.append((hour, hour + 1))
    return tuple(spans)


def _days(months: Value) -> Iterator[tuple[int, int]]:
    for month, days in _mapping(months).items():
        for day in _mapping(days):
            yield _number(month), _number(day)


def _dates(years: Mapping[str, Value]) -> Iterator[date]:
    for year, months in years.items():
        for month, day in _days(months):
            try:
                yield date(_number(year), month, day)
            except ValueError:
                continue


def _mapping(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, dict) else {}


def _number(value: Value) -> int:
    """Return a whole number, also from text; -1 for what is none."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else -1
