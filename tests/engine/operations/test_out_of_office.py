"""Agents who are away."""

from datetime import UTC, date, datetime

import pytest

from engine.model.people import Agent
from engine.operations._out_of_office import is_out_of_office

AWAY = {
    "OutOfOffice": "1",
    "OutOfOfficeStartYear": "2026",
    "OutOfOfficeStartMonth": "11",
    "OutOfOfficeStartDay": "22",
    "OutOfOfficeEndYear": "2026",
    "OutOfOfficeEndMonth": "11",
    "OutOfOfficeEndDay": "24",
}


def agent(preferences: dict[str, str]) -> Agent:
    then = datetime(2026, 1, 1, tzinfo=UTC)
    return Agent(7, "mira", None, "Mira", "Lind", True, preferences, then, then)


@pytest.mark.parametrize(
    ("day", "is_away"), [(21, False), (22, True), (23, True), (24, True), (25, False)]
)
def test_an_agent_is_away_from_the_first_to_the_last_day(day: int, is_away: bool) -> None:
    assert is_out_of_office(agent(AWAY), date(2026, 11, day)) is is_away


@pytest.mark.parametrize(
    "preferences",
    [{}, AWAY | {"OutOfOffice": "0"}, AWAY | {"OutOfOfficeEndDay": "31"}, {"OutOfOffice": "1"}],
)
def test_without_a_range_of_days_an_agent_is_here(preferences: dict[str, str]) -> None:
    assert not is_out_of_office(agent(preferences), date(2026, 11, 23))
