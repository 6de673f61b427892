"""Dates: what is read, how it is written, and that one undoes the other."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from functions import call
from hypothesis import given
from hypothesis import strategies as st

from dsl.functions._patterns import check_pattern
from dsl.values import Failure

EAST = timezone(timedelta(hours=5, minutes=30))
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-05-01T10:00:00Z", datetime(2024, 5, 1, 10, tzinfo=UTC)),
        ("2024-05-01t10:00:00z", datetime(2024, 5, 1, 10, tzinfo=UTC)),
        ("2024-05-01 10:00+0530", datetime(2024, 5, 1, 10, tzinfo=EAST)),
        ("2024-05-01T10:00:00+05:30", datetime(2024, 5, 1, 10, tzinfo=EAST)),
        ("2024-05-01T10:00-02", datetime(2024, 5, 1, 10, tzinfo=timezone(timedelta(hours=-2)))),
        ("2024-05-01T10:00:00.5Z", datetime(2024, 5, 1, 10, 0, 0, 500_000, UTC)),
        ("2024-05-01T10:00:00,123456789Z", datetime(2024, 5, 1, 10, 0, 0, 123_456, UTC)),
        ("0001-01-01T00:00:00+14:00", datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))),
    ],
)
def test_datetime_reads_iso_forms(text: str, moment: datetime) -> None:
    value = call("datetime", text)

    assert value == moment
    assert value.utcoffset() == moment.utcoffset()


@pytest.mark.parametrize(
    "text",
    ["2024-05-01", "2024-05-01T10:00:00", "2024-02-30T10:00:00Z", "2024-05-01T24:00:00Z",
     "2024-05-01T10:00:60Z", "2024-05-01T10:00:00+25:00", "2024-05-01T10:00:00+01:60",
     "2024-05-01T10:00:00.1234567890Z", "0000-01-01T00:00:00Z", "2024-5-1T10:00:00Z",
     " 2024-05-01T10:00:00Z", "2024-05-01T10Z", "20240501T100000Z", "٢٠٢٤-05-01T10:00:00Z", ""],
)  # fmt: skip
def test_datetime_refuses_other_text(text: str) -> None:
    with pytest.raises(Failure):
        call("datetime", text)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("date", "2024-05-01T23:00:00-05:00", date(2024, 5, 1)),
        ("date", datetime(2024, 5, 1, 23), date(2024, 5, 1)),
        ("date", date(2024, 5, 1), date(2024, 5, 1)),
        ("time", "10:30", time(10, 30)),
        ("time", "2024-05-01 10:30:01.5", time(10, 30, 1, 500_000)),
        ("time", datetime(2024, 5, 1, 10, tzinfo=UTC), time(10)),
        ("local_datetime", "2024-05-01", datetime(2024, 5, 1)),
        ("local_datetime", datetime(2024, 5, 1, 10, tzinfo=EAST), datetime(2024, 5, 1, 10)),
        ("iso", "2024-05-01T10:00:00+00:00", "2024-05-01T10:00:00Z"),
        ("iso", datetime(2024, 5, 1, 10, tzinfo=EAST), "2024-05-01T10:00:00+05:30"),
        ("iso", datetime(2024, 5, 1, 10, 0, 0, 1000), "2024-05-01T10:00:00.001"),
        ("iso", datetime(2024, 5, 1, 10, 0, 0, 1), "2024-05-01T10:00:00.000001"),
        ("iso", time(10, 0), "10:00:00"),
        ("iso", "10:00", "10:00:00"),
        ("iso", date(1, 1, 1), "0001-01-01"),
        ("weekday", "2024-05-06", 1),
        ("week", "2020-12-31", 53),
        ("week", "2019-12-30", 1),
        ("year", "2019-12-30", 2019),
    ],
)
def test_date_functions_at_their_edges(name: str, value: Any, expected: object) -> None:
    assert call(name, value) == expected


MORNING = datetime(2024, 5, 1, 0, 5, 9, 123_456, EAST)


@pytest.mark.parametrize(
    ("moment", "pattern", "text"),
    [
        (MORNING, "yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "2024-05-01T00:05:09.123+05:30"),
        (MORNING, "y yy M MM MMM MMMM d dd", "2024 24 5 05 May May 1 01"),
        (MORNING, "H HH h hh m mm s ss", "0 00 12 12 5 05 9 09"),
        (MORNING, "S SS SSSSSS SSSSSSSSS", "1 12 123456 123456000"),
        (MORNING, "a E EEE EEEE", "AM Wed Wed Wednesday"),
        (
            MORNING,
            "X XX XXX x xx xxx Z ZZZZZ",
            "+0530 +0530 +05:30 +0530 +0530 +05:30 +0530 +05:30",
        ),
        (datetime(2024, 5, 1, tzinfo=UTC), "X XXX x xxx Z ZZZZZ", "Z Z +00 +00:00 +0000 Z"),
        (datetime(2024, 5, 1, tzinfo=timezone(timedelta(hours=-3))), "X", "-03"),
        (datetime(2024, 5, 1, 12), "h a", "12 PM"),
        (date(987, 1, 2), "yyyy/y/yy", "0987/987/87"),
        (date(2024, 5, 1), "'it''s' dd''", "it's 01'"),
        (date(2024, 5, 1), "", ""),
        (date(2024, 5, 1), "'M'—é/", "M—é/"),
        (time(9, 5), "HH:mm", "09:05"),
        ("09:05", "h:mm a", "9:05 AM"),
        ("2024-05-01T10:00:00+0200", "dd.MM.yyyy HH:mm", "01.05.2024 10:00"),
    ],
)
def test_format_date_writes_each_letter(moment: Any, pattern: str, text: str) -> None:
    assert call("format_date", moment, pattern) == text


def test_names_are_written_in_the_language() -> None:
    assert call("format_date", "2024-03-06", "EEE EEEE MMM MMMM", "de") == "Mi. Mittwoch März März"
    assert call("format_date", "2024-08-06", "EEEE d MMMM", "fr") == "mardi 6 août"
    with pytest.raises(Failure, match="one of en, de, fr"):
        call("format_date", "2024-08-06", "EEEE", "xx")


@pytest.mark.parametrize(
    ("moment", "pattern", "message"),
    [
        (date(2024, 5, 1), "HH", "a value with a time of day"),
        (datetime(2024, 5, 1), "X", "a datetime, which has an offset"),
        (time(10), "dd", "a value with a date"),
        (date(2024, 5, 1), "YYYY", "found `YYYY`"),
        (date(2024, 5, 1), "yyy", "found `yyy`"),
        (date(2024, 5, 1), "dd 'of", "a quote without an end"),
        (date(2024, 5, 1), "d" * 101, "at most 100 characters"),
        ("2024-13-01", "dd", "a date that exists"),
        ("yesterday", "dd", "a date in ISO form"),
    ],
)
def test_format_date_says_what_is_lacking(moment: Any, pattern: str, message: str) -> None:
    with pytest.raises(Failure) as caught:
        call("format_date", moment, pattern)

    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "pattern", "moment"),
    [
        ("20240501", "yyyyMMdd", date(2024, 5, 1)),
        ("1.5.24", "d.M.yy", date(2024, 5, 1)),
        ("01.05.69", "dd.MM.yy", date(1969, 5, 1)),
        ("01.05.68", "dd.MM.yy", date(2068, 5, 1)),
        ("MAY 1, 2024", "MMM d, yyyy", date(2024, 5, 1)),
        ("12:00 am", "hh:mm a", time(0, 0)),
        ("12:30 PM", "hh:mm a", time(12, 30)),
        ("2024-05-01 10:05", "yyyy-MM-dd HH:mm", datetime(2024, 5, 1, 10, 5)),
        ("2024-05-01T10:05:06.7Z", "yyyy-MM-dd'T'HH:mm:ss.SX",
         datetime(2024, 5, 1, 10, 5, 6, 700_000, UTC)),
        ("1/2/1999 3", "M/d/y H", datetime(1999, 1, 2, 3)),
    ],
)  # fmt: skip
def test_parse_date_reads_what_the_pattern_has(text: str, pattern: str, moment: object) -> None:
    value = call("parse_date", text, pattern)

    assert value == moment
    assert type(value) is type(moment)


@pytest.mark.parametrize(
    ("text", "pattern"),
    [("1.05.2024", "dd.MM.yyyy"), ("31.02.2024", "dd.MM.yyyy"), ("01.05.2024 ", "dd.MM.yyyy"),
     ("13:00 PM", "hh:mm a"), ("0:00 AM", "h:mm a"), ("Thu 01.05.2024", "EEE dd.MM.yyyy"),
     ("Foo 1, 2024", "MMM d, yyyy"), ("24:00", "HH:mm"), ("0000-01-01", "yyyy-MM-dd")],
)  # fmt: skip
def test_parse_date_refuses_what_the_pattern_has_not(text: str, pattern: str) -> None:
    with pytest.raises(Failure):
        call("parse_date", text, pattern)


@pytest.mark.parametrize(
    ("pattern", "is_written", "is_read"),
    [
        ("dd.MM.yyyy", True, True),
        ("MM/yyyy", True, False),
        ("HH:mm", True, True),
        ("mm:ss", True, False),
        ("hh:mm", True, False),
        ("HH:mm a", True, False),
        ("dd dd MM yyyy", True, False),
        ("HH:mm X", True, False),
        ("EEE", True, False),
        ("'only text'", True, False),
        ("dd.MM.YYYY", False, False),
        ("'", False, False),
    ],
)
def test_a_pattern_can_be_checked_before_there_is_a_date(
    pattern: str, *, is_written: bool, is_read: bool
) -> None:
    assert (check_pattern(pattern) is None) is is_written
    assert (check_pattern(pattern, reads=True) is None) is is_read


@given(st.datetimes(timezones=OFFSETS))
def test_iso_text_is_read_back(moment: datetime) -> None:
    value = call("datetime", call("iso", moment))

    assert value == moment
    assert value.utcoffset() == moment.utcoffset()


@pytest.mark.parametrize("language", ["en", "de", "fr"])
@given(moment=st.datetimes(timezones=OFFSETS))
def test_what_a_pattern_writes_it_reads(language: str, moment: datetime) -> None:
    pattern = "EEEE, d. MMMM yyyy h:mm:ss.SSSSSS a xxx"

    written = call("format_date", moment, pattern, language)

    assert call("parse_date", written, pattern, language) == moment


@given(st.text("yMdHhmsSaEXxZ' .:-/T", max_size=20))
def test_any_pattern_writes_or_says_why(pattern: str) -> None:
    problem = check_pattern(pattern)

    if problem is None:
        assert isinstance(call("format_date", MORNING, pattern), str)
    else:
        with pytest.raises(Failure):
            call("format_date", MORNING, pattern)
