"""Dates and times in ISO 8601 form: read from text, written as text."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import partial
from typing import Final, TypeAlias

from dsl.values import Failure

Moment: TypeAlias = date | datetime | time
"""A value of type date, datetime (with offset), local_datetime (without) or time."""

_DATE: Final = r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_SECONDS: Final = r"(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?"
_TIME: Final = rf"(?P<hour>[0-9]{{2}}):(?P<minute>[0-9]{{2}})(?::{_SECONDS})?"
_OFFSET: Final = r"(?P<offset>[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)"
_MOMENT: Final = re.compile(rf"{_DATE}(?:[Tt ]{_TIME}{_OFFSET}?)?")
_CLOCK: Final = re.compile(_TIME)

_FORM: Final = "a date in ISO form, such as 2024-05-01 or 2024-05-01T10:00:00Z"
_HINT: Final = 'name the pattern: parse_date(x, "dd.MM.yyyy")'


def read_moment(text: str) -> date | datetime:
    """Return the date, datetime or local_datetime that a text in ISO form holds.

    A blank may stand for the `T`; offsets are `Z`, `+02:00`, `+0200` or `+02`. Digits of a
    fraction beyond microseconds are cut. Raises `Failure` for any other text.
    """
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise Failure(_FORM, "other text", _HINT)
    year, month, day = (int(match[name]) for name in ("year", "month", "day"))
    try:
        if match["hour"] is None:
            return date(year, month, day)
        zone = None if match["offset"] is None else read_offset(match["offset"])
        return datetime.combine(date(year, month, day), _time_of(match), zone)
    except ValueError as error:
        raise Failure("a date that exists", "a day, hour or offset out of range") from error


def read_time(text: str) -> time:
    """Return the time of day in a text such as ``10:30`` or ``10:30:05.25``, without offset."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise Failure("a time in ISO form, such as 10:30 or 10:30:05", "other text")
    try:
        return _time_of(match)
    except ValueError as error:
        raise Failure("a time that exists", "an hour, minute or second out of range") from error


def read_any(text: str) -> Moment:
    """Return what a text in ISO form holds, a time of day alone included."""
    return read_time(text) if _CLOCK.fullmatch(text) else read_moment(text)


def read_offset(text: str) -> timezone:
    """Return the zone of `Z`, `+02`, `+0200` or `+02:00`; raises `ValueError` out of range."""
    if text in {"Z", "z"}:
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if minutes > 59:
        raise ValueError("minutes of an offset are below 60")
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset) if offset else UTC


def iso_text(moment: Moment) -> str:
    """Return the ISO form: seconds always, a fraction of 3 or 6 digits only when there is one.

    The offset is kept; an offset of zero is `Z`.
    """
    if isinstance(moment, date) and not isinstance(moment, datetime):
        return moment.isoformat()
    spec = "seconds"
    if moment.microsecond:
        spec = "microseconds" if moment.microsecond % 1000 else "milliseconds"
    written = moment.isoformat(timespec=spec)
    return f"{written[:-6]}Z" if written.endswith("+00:00") else written


def _time_of(match: re.Match[str]) -> time:
    build = partial(time, int(match["hour"]), int(match["minute"]), int(match["second"] or 0))
    return build(int((match["fraction"] or "0").ljust(6, "0")[:6]))
