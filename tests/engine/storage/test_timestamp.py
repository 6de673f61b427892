"""Points in time as text."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from engine.storage.timestamp import from_text, to_epoch, to_text


def test_another_zone_is_turned_into_utc() -> None:
    moment = datetime(2026, 3, 1, 1, 30, tzinfo=timezone(timedelta(hours=2)))

    assert to_text(moment) == "2026-02-28 23:30:00"
    assert to_epoch(moment) == 1772321400


@given(st.datetimes(min_value=datetime(1970, 1, 1), timezones=st.just(UTC)))
def test_text_keeps_the_point_in_time_to_the_second(moment: datetime) -> None:
    assert from_text(to_text(moment)) == moment.replace(microsecond=0)
