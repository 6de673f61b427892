"""Ticket numbers."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ticket_bench import Bench

from engine.tickets.number import check_digit, draw_number, format_number

NOW = datetime(2026, 11, 23, 17, 28, tzinfo=UTC)
OTHER_DAY = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("counter", "number"),
    [
        (13, "2026112310000137"),
        (53, "2026112310000539"),
        (54, "2026112310000548"),
        (57, "2026112310000575"),
    ],
)
def test_numbers_are_those_of_a_live_system(counter: int, number: str) -> None:
    assert format_number("20261123", "10", counter) == number


@given(st.text("0123456789", min_size=1))
def test_the_check_digit_is_1_to_9(digits: str) -> None:
    assert 1 <= check_digit(digits) <= 9


@given(st.text("0123456789", min_size=1))
def test_the_check_digit_completes_the_sum_to_ten_or_is_1(digits: str) -> None:
    total = sum(int(digit) * (1, 2)[place % 2] for place, digit in enumerate(digits))

    assert (total + check_digit(digits)) % 10 == 0 or (total % 10 == 0 and check_digit(digits) == 1)


@given(st.text("0123456789", min_size=1), st.data())
def test_a_changed_digit_in_an_odd_place_changes_the_check_digit(
    digits: str, data: st.DataObject
) -> None:
    place = data.draw(st.sampled_from(range(0, len(digits), 2)))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != digits[place]]))
    changed = digits[:place] + other + digits[place + 1 :]

    # 10 is written as 1, so a sum of 0 and one of 9 share their digit.
    sums = {check_digit(digits), check_digit(changed)}
    assert len(sums) == 2 or sums == {1}


def test_the_counter_restarts_every_day(bench: Bench) -> None:
    drawn = [
        draw_number(bench.connection, now=now, system_id="10") for now in (NOW, NOW, OTHER_DAY)
    ]

    assert drawn == ["2026112310000011", "2026112310000021", "2026112410000019"]


def test_a_number_in_use_is_skipped(bench: Bench) -> None:
    bench.connection.execute("UPDATE ticket SET tn = '2026112310000011' WHERE id = 1")

    assert draw_number(bench.connection, now=NOW, system_id="10") == "2026112310000021"
