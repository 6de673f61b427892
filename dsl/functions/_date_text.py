"""Dates written and read by a compiled pattern."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from dsl.functions._calendar import Names, names_in
from dsl.functions._dates import Moment, read_offset
from dsl.functions._patterns import TIME_PARTS, Field, check_readable, compile_pattern
from dsl.kinds import kind_of
from dsl.values import Failure

_TWO_DIGIT_PIVOT: Final = 69
"""Years 69 to 99 of two digits are 1969 to 1999, 00 to 68 are 2000 to 2068 (POSIX strptime)."""


def write_date(moment: Moment, pattern: str, language: str) -> str:
    """Return a date or time by a pattern; raises `Failure` if it lacks what the pattern shows."""
    names = names_in(language)
    return "".join(
        piece if isinstance(piece, str) else _written(moment, piece, names)
        for piece in compile_pattern(pattern)
    )


def _written(moment: Moment, field: Field, names: Names) -> str:
    if field.meaning == "offset":
        return _offset_text(moment, field)
    if field.meaning in TIME_PARTS:
        if not isinstance(moment, datetime | time):
            raise Failure("a value with a time of day", kind_of(moment))
        return _time_text(moment, field)
    if isinstance(moment, time):
        raise Failure("a value with a date", kind_of(moment))
    return _date_text(moment, field, names)


def _date_text(moment: date, field: Field, names: Names) -> str:
    match field.meaning, field.width:
        case "year", 2:
            return f"{moment.year % 100:02}"
        case "month", 3:
            return names.short_months[moment.month - 1]
        case "month", 4:
            return names.months[moment.month - 1]
        case "weekday", 4:
            return names.days[moment.weekday()]
        case "weekday", _:
            return names.short_days[moment.weekday()]
        case meaning, width:
            return str(getattr(moment, meaning)).zfill(width)


def _time_text(moment: datetime | time, field: Field) -> str:
    match field.letter:
        case "a":
            return "AM" if moment.hour < 12 else "PM"
        case "h":
            return str(moment.hour % 12 or 12).zfill(field.width)
        case "S":
            return f"{moment.microsecond:06}000"[: field.width]
        case _:
            return str(getattr(moment, field.meaning)).zfill(field.width)


def _offset_text(moment: Moment, field: Field) -> str:
    offset = moment.utcoffset() if isinstance(moment, datetime) else None
    if offset is None:
        raise Failure("a datetime, which has an offset", kind_of(moment))
    minutes = offset // timedelta(minutes=1)
    is_extended = field.letter == "Z" and field.width == 5
    if minutes == 0 and (field.letter == "X" or is_extended):
        return "Z"
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    if is_extended or (field.letter != "Z" and field.width == 3):
        return f"{sign}{hours:02}:{rest:02}"
    if field.letter != "Z" and field.width == 1 and rest == 0:
        return f"{sign}{hours:02}"
    return f"{sign}{hours:02}{rest:02}"


@dataclass(frozen=True, slots=True)
class _Reader:
    """A pattern for reading: an expression with one group for each field, by its meaning."""

    expression: re.Pattern[str]
    months: Sequence[str] | None
    """The month names the pattern reads; None for numbers."""
    days: Sequence[str]
    twelve: bool
    short_year: bool


def read_date(text: str, pattern: str, language: str) -> Moment:
    """Return what a text written by this pattern holds: a date, a time, or both.

    With an offset it is a datetime, else a local_datetime. Names are read in any case. Raises
    `Failure` when the text is not of this pattern or the date does not exist.
    """
    reader = _reader(pattern, language)
    match = reader.expression.fullmatch(text)
    if match is None:
        raise Failure("text written by this pattern", "other text")
    parts = match.groupdict()
    try:
        clock = _clock(parts, reader) if "hour" in parts else None
        if "year" not in parts:
            return clock or time()
        day = _day(parts, reader)
        if clock is None:
            return day
        zone = read_offset(parts["offset"]) if "offset" in parts else None
        return datetime.combine(day, clock, zone)
    except ValueError as error:
        raise Failure("a date that exists", "a day, hour or offset out of range") from error


def _day(parts: dict[str, str], reader: _Reader) -> date:
    year = int(parts["year"])
    if reader.short_year:
        year += 1900 if year >= _TWO_DIGIT_PIVOT else 2000
    name = parts["month"]
    month = int(name) if reader.months is None else _position(name, reader.months) + 1
    day = date(year, month, int(parts["day"]))
    if "weekday" in parts and _position(parts["weekday"], reader.days) != day.weekday():
        raise Failure("the weekday of the date", "another weekday")
    return day


def _clock(parts: dict[str, str], reader: _Reader) -> time:
    hour = int(parts["hour"])
    if reader.twelve:
        if not 1 <= hour <= 12:
            raise ValueError("hours of a half day are 1 to 12")
        hour = hour % 12 + (12 if parts["half"][0] in "pP" else 0)
    fraction = parts.get("fraction", "0").ljust(6, "0")[:6]
    return time(hour, int(parts.get("minute", 0)), int(parts.get("second", 0)), int(fraction))


def _position(name: str, names: Sequence[str]) -> int:
    return [each.casefold() for each in names].index(name.casefold())


@lru_cache(maxsize=256)
def _reader(pattern: str, language: str) -> _Reader:
    pieces = compile_pattern(pattern)
    check_readable(pieces)
    names = names_in(language)
    fields = {piece.meaning: piece for piece in pieces if isinstance(piece, Field)}
    month, weekday = fields.get("month"), fields.get("weekday")
    months = None if month is None or month.width < 3 else names.short_months
    months = names.months if month is not None and month.width == 4 else months
    days = names.days if weekday is not None and weekday.width == 4 else names.short_days
    # Fields are few and bounded, so matching cannot blow up.
    expression = "".join(
        re.escape(piece)
        if isinstance(piece, str)
        else f"(?P<{piece.meaning}>{_expression(piece, months, days)})"
        for piece in pieces
    )
    hour, year = fields.get("hour"), fields.get("year")
    return _Reader(
        re.compile(expression, re.IGNORECASE),
        months,
        days,
        twelve=hour is not None and hour.letter == "h",
        short_year=year is not None and year.width == 2,
    )


def _expression(field: Field, months: Sequence[str] | None, days: Sequence[str]) -> str:
    match field.meaning:
        case "month" if months is not None:
            return "|".join(map(re.escape, months))
        case "weekday":
            return "|".join(map(re.escape, days))
        case "half":
            return "[AP]M"
        case "offset":
            return "Z|[+-][0-9]{2}(?::?[0-9]{2})?"
        case "year" if field.width == 1:
            return "[0-9]{1,4}"
        case "year" | "fraction":
            return f"[0-9]{{{field.width}}}"
        case _:
            return "[0-9]{1,2}" if field.width == 1 else "[0-9]{2}"
