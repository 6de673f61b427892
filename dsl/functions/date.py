"""Date functions that make dates and times, read and write them, and name their parts."""

from datetime import date, datetime, time
from typing import Final

from dsl.functions._calendar import LANGUAGES
from dsl.functions._date_text import read_date, write_date
from dsl.functions._dates import Moment, iso_text, read_any, read_moment
from dsl.functions._function import Example, Function, Parameter
from dsl.functions._iso_pieces import iso_pieces
from dsl.values import Failure

Day = date | datetime


def _day(value: str | Day) -> Day:
    return read_moment(value) if isinstance(value, str) else value


def _moment(value: str | Moment) -> Moment:
    return read_any(value) if isinstance(value, str) else value


def _date(value: str | Day) -> date:
    day = _day(value)
    return day.date() if isinstance(day, datetime) else day


def _time(value: str | time | datetime) -> time:
    moment = _moment(value)
    if isinstance(moment, datetime):
        return moment.time()
    if isinstance(moment, time):
        return moment
    raise Failure("a time of day", "a date alone")


def _datetime(value: str | datetime) -> datetime:
    moment = _day(value)
    if not isinstance(moment, datetime):
        raise Failure("a date and time with an offset", "a date alone")
    if moment.tzinfo is None:
        raise Failure("an offset, such as Z or +02:00", "none", "local_datetime(x)")
    return moment


def _local_datetime(value: str | Day) -> datetime:
    moment = _day(value)
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None)
    return datetime.combine(moment, time())


def _format_date(value: str | Moment, pattern: str, language: str) -> str:
    pieces = iso_pieces(pattern) if language == "en" else None
    written = None if pieces is None else pieces.write(value)
    return write_date(_moment(value), pattern, language) if written is None else written


def _iso(value: str | Moment) -> str:
    return iso_text(_moment(value))


def _year(value: str | Day) -> int:
    return _day(value).year


def _month(value: str | Day) -> int:
    return _day(value).month


def _day_of_month(value: str | Day) -> int:
    return _day(value).day


def _week(value: str | Day) -> int:
    return _day(value).isocalendar().week


def _weekday(value: str | Day) -> int:
    return _day(value).isoweekday()


_DAY: Final = Parameter("x", "text|date|datetime|local_datetime")
_MOMENT: Final = Parameter("x", "text|date|time|datetime|local_datetime")
_PATTERN: Final = Parameter("pattern", "text")
_LANGUAGE: Final = Parameter("language", "text", default="en", choices=tuple(LANGUAGES))

FUNCTIONS: Final = (
    Function(
        name="date",
        family="date",
        summary="The date of a text in ISO form, a datetime or a local_datetime, as written there.",
        parameters=(_DAY,),
        result="date",
        call=_date,
        examples=(
            Example('date("2024-05-01") | text', '"2024-05-01"'),
            Example('date("2024-05-01T23:30:00-05:00") == date("2024-05-01")', "true"),
            Example('date("2024-02-30")', fails="a date that exists"),
            Example('date("01.05.2024")', fails="a date in ISO form"),
        ),
    ),
    Function(
        name="time",
        family="date",
        summary="The time of day of a text such as 10:30 or 10:30:05.25, or of a date and time.",
        parameters=(Parameter("x", "text|time|datetime|local_datetime"),),
        result="time",
        call=_time,
        examples=(
            Example('time("10:30") | iso', '"10:30:00"'),
            Example('time("2024-05-01T10:30:05.250Z") | iso', '"10:30:05.250"'),
            Example('time("25:00")', fails="a time that exists"),
        ),
    ),
    Function(
        name="datetime",
        family="date",
        summary="The moment of a text in ISO form with an offset: Z, +02:00, +0200 or +02.",
        parameters=(Parameter("x", "text|datetime|local_datetime"),),
        result="datetime",
        call=_datetime,
        examples=(
            Example('datetime("2024-05-01T10:00:00+0200") | iso', '"2024-05-01T10:00:00+02:00"'),
            Example(
                'datetime("2024-05-01T10:00:00+02:00") == datetime("2024-05-01T08:00:00Z")', "true"
            ),
            Example('datetime("2024-05-01T10:00:00")', fails="an offset"),
        ),
    ),
    Function(
        name="local_datetime",
        family="date",
        summary="The date and time without an offset: as written, or midnight of a date.",
        parameters=(_DAY,),
        result="local_datetime",
        call=_local_datetime,
        examples=(
            Example('local_datetime("2024-05-01 10:00") | iso', '"2024-05-01T10:00:00"'),
            Example('local_datetime("2024-05-01T10:00:00+02:00") | iso', '"2024-05-01T10:00:00"'),
            Example('local_datetime("2024-05-01") | iso', '"2024-05-01T00:00:00"'),
        ),
    ),
    Function(
        name="parse_date",
        family="date",
        summary="What a text holds that is written by a pattern: a date, a time, or both.",
        parameters=(Parameter("x", "text"), _PATTERN, _LANGUAGE),
        result="any",
        call=read_date,
        examples=(
            Example('parse_date("01.05.2024", "dd.MM.yyyy")', 'date("2024-05-01")'),
            Example(
                'parse_date("5/1/24 9:05 PM", "M/d/yy h:mm a")',
                'local_datetime("2024-05-01T21:05:00")',
            ),
            Example(
                'parse_date("Wed, 01 May 2024 10:00:00 +0200", "EEE, dd MMM yyyy HH:mm:ss Z")',
                'datetime("2024-05-01T10:00:00+02:00")',
            ),
            Example('parse_date("1. März 2024", "d. MMMM yyyy", "de")', 'date("2024-03-01")'),
            Example('parse_date("2024", "yyyy")', fails="day and month"),
        ),
    ),
    Function(
        name="format_date",
        family="date",
        summary="The date or time by a pattern of y M d H h m s S a E X x Z and 'text'.",
        parameters=(_MOMENT, _PATTERN, _LANGUAGE),
        result="text",
        call=_format_date,
        examples=(
            Example(
                'format_date("2024-05-01T09:05:00Z", "dd.MM.yyyy HH:mm")', '"01.05.2024 09:05"'
            ),
            Example(
                'format_date("2024-05-01T21:05:00Z", "EEE d MMM yy, h:mm a XXX")',
                '"Wed 1 May 24, 9:05 PM Z"',
            ),
            Example('format_date("2024-05-01", "EEEE, d. MMMM", "de")', '"Mittwoch, 1. Mai"'),
            Example('format_date("2024-05-01", "yyyy\'W\'")', '"2024W"'),
            Example('format_date("2024-05-01", "HH:mm")', fails="a time of day"),
            Example('format_date("2024-05-01", "YYYY")', fails="in the pattern"),
        ),
    ),
    Function(
        name="iso",
        family="date",
        summary="The ISO form: offset as it is, a fraction of 3 or 6 digits only if there is one.",
        parameters=(_MOMENT,),
        result="text",
        call=_iso,
        examples=(
            Example('iso("2024-05-01 10:00:00.5+0200")', '"2024-05-01T10:00:00.500+02:00"'),
            Example('iso("2024-05-01T10:00:00.123456789Z")', '"2024-05-01T10:00:00.123456Z"'),
            Example('iso(date("2024-05-01"))', '"2024-05-01"'),
        ),
    ),
    Function(
        name="year",
        family="date",
        summary="The year of a date.",
        parameters=(_DAY,),
        result="integer",
        call=_year,
        examples=(
            Example('year("2024-05-01")', "2024"),
            Example('year(datetime("2023-12-31T23:00:00-05:00"))', "2023"),
        ),
    ),
    Function(
        name="month",
        family="date",
        summary="The month of a date, 1 to 12.",
        parameters=(_DAY,),
        result="integer",
        call=_month,
        examples=(
            Example('month("2024-05-01")', "5"),
            Example('month("2024-05-01T00:00:00+14:00")', "5"),
        ),
    ),
    Function(
        name="day",
        family="date",
        summary="The day of the month, 1 to 31.",
        parameters=(_DAY,),
        result="integer",
        call=_day_of_month,
        examples=(
            Example('day("2024-02-29")', "29"),
            Example('day("2023-02-29")', fails="a date that exists"),
        ),
    ),
    Function(
        name="weekday",
        family="date",
        summary="The day of the week, 1 for Monday to 7 for Sunday.",
        parameters=(_DAY,),
        result="integer",
        call=_weekday,
        examples=(
            Example('weekday("2024-05-01")', "3"),
            Example('weekday("2024-05-05")', "7"),
        ),
    ),
    Function(
        name="week",
        family="date",
        summary="The week of the year, 1 to 53, as ISO 8601 counts: the one with the Thursday.",
        parameters=(_DAY,),
        result="integer",
        call=_week,
        examples=(
            Example('week("2024-05-01")', "18"),
            Example('week("2021-01-03")', "53"),
            Example('week("2024-12-30")', "1"),
        ),
    ),
)
