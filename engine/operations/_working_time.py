"""Working time: the part of a span of time in which somebody is at the desk.

The calendar is the one a reference system starts with: Monday to Friday from 8 to 21 o'clock, but
for six holidays. Source: ticket-operations reference 11.11.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_OPENS, _CLOSES = time(8), time(21)
_SATURDAY = 5
_HOLIDAYS = frozenset({(1, 1), (5, 1), (12, 24), (12, 25), (12, 26), (12, 31)})


def working_minutes(start: datetime, end: datetime, zone: ZoneInfo) -> int:
    """Return the whole working minutes between two times, 0 when the first is not earlier."""
    total = timedelta()
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    while day <= last:
        if _is_working_day(day):
            opens = max(start, datetime.combine(day, _OPENS, zone))
            closes = min(end, datetime.combine(day, _CLOSES, zone))
            total += max(timedelta(), closes - opens)
        day += timedelta(days=1)
    return int(total.total_seconds()) // 60


def _is_working_day(day: date) -> bool:
    return day.weekday() < _SATURDAY and (day.month, day.day) not in _HOLIDAYS
