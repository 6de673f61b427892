"""How far a ticket is from escalating, as TicketGet shows it.

The clock of these tests begins on Sunday, March 1, 2026, at noon; working time begins on Monday.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from desk_fixture import Desk, open_desk
from desk_requests import article, create, shown, ticket, update

DECLARATION = {
    "users": [
        {"login": "mira", "password": "s3cret", "groups": {"users": "rw"}},
    ],
    "customers": [{"login": "lena", "email": "lena@acmetest.net"}],
    "queues": [
        {
            "name": "Hardware",
            "first_response_time": 100,
            "first_response_notify": 60,
            "solution_time": 600,
            "solution_notify": 1,
        },
        {"name": "Night", "solution_time": 60, "calendar": 4},
        "Software",
    ],
    "settings": {
        "TimeWorkingHours::Calendar4": {
            day: [0, 1, 2, 3] for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
        },
        "TimeZone::Calendar4": "Europe/Berlin",
    },
}
RESPONSE = int(datetime(2026, 3, 2, 9, 40, tzinfo=UTC).timestamp())
SOLUTION = int(datetime(2026, 3, 2, 18, tzinfo=UTC).timestamp())
COLUMNS = {
    "EscalationTime",
    "EscalationUpdateTime",
    "EscalationResponseTime",
    "EscalationSolutionTime",
}
HIDDEN = {"IsVisibleForCustomer": 0}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path, DECLARATION) as opened:
        yield opened


def go_to(desk: Desk, time: str) -> None:
    wanted = datetime.fromisoformat(f"2026-{time}").replace(tzinfo=UTC)
    desk.clock.advance(seconds=(wanted - desk.clock.now()).total_seconds())


def escalation(desk: Desk, ticket_id: Any) -> dict[str, Any]:
    """Return the keys of a shown ticket that are about escalating."""
    starts = ("Escalation", "FirstResponseTime", "UpdateTime", "SolutionTime")
    view = shown(desk, ticket_id)
    return {key: value for key, value in view.items() if key.startswith(starts)}


def test_what_is_awaited_is_shown_with_the_most_urgent(desk: Desk) -> None:
    ticket_id = create(desk, Article=article(**HIDDEN))["TicketID"]
    go_to(desk, "03-02 08:41:00")

    assert escalation(desk, ticket_id) == {
        "EscalationResponseTime": RESPONSE,
        "EscalationUpdateTime": 0,
        "EscalationSolutionTime": SOLUTION,
        "FirstResponseTime": 59 * 60,
        "FirstResponseTimeWorkingTime": 59 * 60,
        "FirstResponseTimeDestinationTime": RESPONSE,
        "FirstResponseTimeDestinationDate": "2026-03-02 09:40:00",
        "SolutionTime": SOLUTION - RESPONSE + 59 * 60,
        "SolutionTimeWorkingTime": 559 * 60,
        "SolutionTimeDestinationTime": SOLUTION,
        "SolutionTimeDestinationDate": "2026-03-02 18:00:00",
        "SolutionTimeNotification": 1,
        "EscalationDestinationTime": RESPONSE,
        "EscalationDestinationDate": "2026-03-02 09:40:00",
        "EscalationDestinationIn": "59m",
        "EscalationTimeWorkingTime": 59 * 60,
        "EscalationTime": 59 * 60,
    }


@pytest.mark.parametrize(
    ("time", "left", "working", "written", "mark"),
    [
        # From Sunday on, wall time and working time differ.
        ("03-01 12:00:00", 78000, 6000, "1h 40m", None),
        ("03-02 08:36:00", 3840, 3840, "1h 4m", None),
        ("03-02 08:40:00", 3600, 3600, "1h 0m", None),
        ("03-02 08:59:59", 2401, 2401, "40m", None),
        ("03-02 09:00:00", 2400, 2400, "40m", "Notification"),
        ("03-02 09:39:59", 1, 1, "0m", "Notification"),
        ("03-02 09:40:00", 0, "-0", "0m", "Escalation"),
        ("03-02 20:00:00", -37200, "-37200", "10h 20m", "Escalation"),
        # From Monday at 21 to Tuesday at 8 nobody is there.
        ("03-03 08:00:00", -80400, "-40800", "11h 20m", "Escalation"),
    ],
)
def test_time_passes_by_the_clock_and_by_the_calendar(
    desk: Desk, time: str, left: int, working: int | str, written: str, mark: str | None
) -> None:
    ticket_id = create(desk, Article=article(**HIDDEN))["TicketID"]
    go_to(desk, time)

    view = escalation(desk, ticket_id)

    assert (view["FirstResponseTime"], view["EscalationTime"]) == (left, left)
    assert view["FirstResponseTimeWorkingTime"] == working
    assert view["EscalationTimeWorkingTime"] == working
    assert view["EscalationDestinationIn"] == written
    marks = {f"FirstResponseTime{each}" for each in ("Notification", "Escalation")}
    assert view.keys() & marks == ({f"FirstResponseTime{mark}"} if mark else set())


@pytest.mark.parametrize(
    "change",
    [
        {"Queue": "Software"},
        {"State": "closed successful"},
        {"State": "removed"},
        {"State": "merged"},
    ],
)
def test_a_ticket_that_awaits_nothing_shows_columns_alone(
    desk: Desk, change: dict[str, str]
) -> None:
    ticket_id = create(desk)["TicketID"]
    assert escalation(desk, ticket_id).keys() > COLUMNS

    update(desk, ticket_id, Ticket=change)

    assert escalation(desk, ticket_id) == dict.fromkeys(COLUMNS, 0)


def test_a_calendar_has_a_zone_and_stamps_are_the_systems(desk: Desk) -> None:
    # The clocks of Berlin go from two to three on that Sunday, in the second working hour.
    desk.run(desk.set({"OTOBOTimeZone": "America/New_York"}))
    go_to(desk, "03-29 00:30:00")
    ticket_id = create(desk, Ticket=ticket(Queue="Night"))["TicketID"]

    view = escalation(desk, ticket_id)

    assert view["SolutionTimeDestinationDate"] == "2026-03-28 21:30:00"
    assert view["SolutionTimeWorkingTime"] == 3600
    go_to(desk, "03-29 02:30:00")
    assert escalation(desk, ticket_id)["SolutionTimeWorkingTime"] == "-1800"


def test_extended_figures_tell_what_is_left_of_the_budgets(desk: Desk) -> None:
    ticket_id = create(desk, Article=article(**HIDDEN))["TicketID"]
    go_to(desk, "03-02 10:10:30")
    update(desk, ticket_id, Article=article())
    go_to(desk, "03-03 09:00:00")
    update(desk, ticket_id, Ticket={"State": "closed successful"})

    view = shown(desk, ticket_id, Extended=1)

    names = ("FirstResponse", "FirstResponseInMin", "FirstResponseDiffInMin")
    assert [view[name] for name in names] == ["2026-03-02 10:10:30", 130, -30]
    names = ("Closed", "SolutionInMin", "SolutionDiffInMin")
    assert [view[name] for name in names] == ["2026-03-03 09:00:00", 840, -240]


def test_without_a_budget_there_is_nothing_left_of_it(desk: Desk) -> None:
    answer = create(desk, Ticket=ticket(Queue="Software", State="closed successful"))
    view = shown(desk, answer["TicketID"], Extended=1)

    assert view.keys() >= {"FirstResponseInMin", "SolutionInMin"}
    assert not view.keys() & {"FirstResponseDiffInMin", "SolutionDiffInMin"}


def test_events_show_the_escalation_of_the_ticket_before(desk: Desk) -> None:
    desk.events.wanted = {"TicketStateUpdate", "EscalationSolutionTimeStop"}
    ticket_id = create(desk)["TicketID"]
    go_to(desk, "03-02 19:00:00")

    update(desk, ticket_id, Ticket={"State": "closed successful"})

    told, stop = desk.events.take()
    before: Any = told.data["OldTicketData"]
    assert (before["SolutionTimeEscalation"], before["EscalationTime"]) == (1, -3600)
    assert (stop.name, dict(stop.data)) == (
        "EscalationSolutionTimeStop",
        {"TicketID": int(ticket_id)},
    )
