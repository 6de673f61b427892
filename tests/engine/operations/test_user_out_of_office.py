"""OutOfOffice: who may say it of whom, and what is kept."""

from collections.abc import Mapping
from typing import Any

import pytest
from desk_fixture import Desk
from desk_requests import LENA, MIRA, READER, article, ask, create, failed, refused, shown, ticket
from desk_requests import update as update_ticket

from engine.model.service import Compatibility
from engine.operations.user_out_of_office import OPERATION

BOSS = {"UserLogin": "boss", "Password": "s3cret"}
NO_ENTRIES = "Payload does not contain out-of-office entries or they could not be parsed."
AWAY = {"OutOfOffice": 1, "StartDate": "2026-02-27", "EndDate": "2026-03-02"}
KEPT = {
    "OutOfOffice": "1",
    "OutOfOfficeStartYear": "2026",
    "OutOfOfficeStartMonth": "02",
    "OutOfOfficeStartDay": "27",
    "OutOfOfficeEndYear": "2026",
    "OutOfOfficeEndMonth": "03",
    "OutOfOfficeEndDay": "02",
}


@pytest.fixture(scope="module", autouse=True)
def boss(desk: Desk) -> None:
    user = {
        "login": "boss",
        "password": "s3cret",
        "first_name": "Bo",
        "last_name": "Lind",
        "email": "boss@acmetest.net",
        "groups": {"admin": "rw"},
    }
    desk.run(desk.declare({"users": [user]}))


@pytest.fixture(autouse=True)
def nobody_is_away(desk: Desk) -> None:
    statement = "DELETE FROM user_preferences WHERE preferences_key LIKE 'OutOfOffice%'"
    desk.run(desk.database.write(lambda c: c.execute(statement)))


def set_away(desk: Desk, *entries: Any, **parameters: Any) -> Any:
    return ask(desk, OPERATION, **{"who": BOSS, "OutOfOfficeEntries": list(entries)} | parameters)


def kept(desk: Desk, login: str) -> Mapping[str, str]:
    agent = desk.run(desk.tickets.read(lambda view: view.agent(login=login)))
    assert agent is not None
    return {key: value for key, value in agent.preferences.items() if key.startswith("OutOf")}


@pytest.mark.parametrize(
    ("who", "text"),
    [
        ({}, "Authentication failed."),
        (BOSS | {"Password": "x"}, "Authentication failed."),
        (LENA, "User needs to be an agent."),
        (MIRA, "User needs to be in group admin."),
        (READER, "User needs to be in group admin."),
    ],
)
def test_only_administrators_are_let_in(desk: Desk, who: Any, text: str) -> None:
    answer = set_away(desk, AWAY | {"UserLogin": "mira"}, who=who)

    assert answer == refused("OutOfOffice", "AuthFail", text)
    assert kept(desk, "mira") == {}


@pytest.mark.parametrize("entries", [None, [], "mira"])
def test_a_request_without_entries_fails(desk: Desk, entries: Any) -> None:
    strict = set_away(desk, OutOfOfficeEntries=entries)
    modern = set_away(desk, OutOfOfficeEntries=entries, compatibility=Compatibility.MODERN)

    assert strict == failed(NO_ENTRIES)
    assert modern == refused("OutOfOffice", "WrongInputStructure", NO_ENTRIES)


@pytest.mark.parametrize(
    "named",
    [
        {"UserLogin": "Mira"},
        {"UserEmail": "MIRA@acmetest.net"},
        {"UserSearch": "lind  mir"},
    ],
)
@pytest.mark.parametrize("compatibility", list(Compatibility))
def test_an_agent_can_be_named_in_three_ways(
    desk: Desk, named: Any, compatibility: Compatibility
) -> None:
    answer = set_away(desk, AWAY | named, compatibility=compatibility)

    assert answer == {"Success": 1}
    assert kept(desk, "mira") == KEPT
    assert kept(desk, "reader") == {}


def test_coming_back_leaves_the_dates(desk: Desk) -> None:
    set_away(desk, AWAY | {"UserLogin": "mira"})

    answer = set_away(desk, {"UserLogin": "mira", "OutOfOffice": 0})

    assert answer == {"Success": 1}
    assert kept(desk, "mira") == KEPT | {"OutOfOffice": "0"}


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("mira", "OutOfOfficeEntries entry 1 names no single agent!"),
        (AWAY, "OutOfOfficeEntries entry 1 names no single agent!"),
        (AWAY | {"UserLogin": "nobody"}, "OutOfOfficeEntries entry 1 names no single agent!"),
        (AWAY | {"UserSearch": "lind"}, "OutOfOfficeEntries entry 1 names no single agent!"),
    ],
)
def test_an_entry_for_nobody_is_passed_over_or_refused(desk: Desk, entry: Any, text: str) -> None:
    other = AWAY | {"UserLogin": "reader"}

    modern = set_away(desk, entry, other, compatibility=Compatibility.MODERN)
    assert modern == refused("OutOfOffice", "InvalidParameter", text)
    assert kept(desk, "reader") == {}

    assert set_away(desk, entry, other) == {"Success": 1}
    assert kept(desk, "reader") == KEPT
    assert kept(desk, "mira") == {}


def test_a_date_that_is_none_is_left_out_or_refused(desk: Desk) -> None:
    entry = {"UserLogin": "mira", "OutOfOffice": 1, "StartDate": "tomorrow"}

    modern = set_away(desk, entry, compatibility=Compatibility.MODERN)
    text = "OutOfOfficeEntries StartDate of entry 1 is invalid!"
    assert modern == refused("OutOfOffice", "InvalidParameter", text)

    assert set_away(desk, entry) == {"Success": 1}
    assert kept(desk, "mira") == {"OutOfOffice": "1"}


def test_the_tickets_of_who_is_away_are_unlocked_by_an_answer(desk: Desk) -> None:
    owned = create(desk, Ticket=ticket(Owner="mira"))["TicketID"]
    assert shown(desk, owned)["Lock"] == "lock"
    set_away(desk, AWAY | {"UserLogin": "mira"})

    update_ticket(desk, owned, who=LENA, Article=article())

    assert shown(desk, owned)["Lock"] == "unlock"
