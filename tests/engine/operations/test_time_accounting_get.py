"""TimeAccountingGet: what agents accounted, and where the tickets were then."""

from typing import Any

import pytest
from desk_fixture import Desk
from desk_requests import LENA, MIRA, READER, article, ask, create, refused, ticket, update

from engine.model.service import Compatibility
from engine.operations.time_accounting_get import OPERATION

CLERK = {"UserLogin": "clerk", "Password": "s3cret"}
WANTED = {
    "TimeAccountingUserLogin": "mira",
    "TimeAccountingStart": "2026-03-01 00:00:00",
    "TimeAccountingEnd": "2026-03-31 23:59:59",
}


@pytest.fixture(scope="module", autouse=True)
def number(desk: Desk) -> str:
    """A ticket of three entries in three queues, the last after the time that is asked for."""
    clerk = {
        "login": "clerk",
        "password": "s3cret",
        "first_name": "Cleo",
        "last_name": "Clerk",
        "email": "clerk@acmetest.net",
        "groups": {"timeaccounting_webservice": "rw"},
    }
    desk.run(desk.declare({"groups": ["timeaccounting_webservice"], "users": [clerk]}))
    created = create(desk, Ticket=ticket(Title="Jam"), Article=article(TimeUnit="10,555"))
    ticket_id = created["TicketID"]
    desk.clock.advance(seconds=3600)
    update(desk, ticket_id, Ticket={"Queue": "Raw"}, Article=article(TimeUnit=20))
    update(desk, ticket_id, who=LENA, Article=article(TimeUnit=7))
    desk.clock.advance(days=60)
    update(desk, ticket_id, Ticket={"Queue": "Misc"}, Article=article(TimeUnit=30))
    return str(created["TicketNumber"])


def asked(desk: Desk, **parameters: Any) -> Any:
    return ask(desk, OPERATION, **{"who": CLERK} | WANTED | parameters)


@pytest.mark.parametrize("who", [{}, CLERK | {"Password": "x"}])
def test_who_cannot_be_known_is_refused(desk: Desk, who: Any) -> None:
    text = "Authentication failed!"

    assert asked(desk, who=who) == refused("TimeAccountingGet", "AuthFail", text)


@pytest.mark.parametrize("who", [MIRA, READER, LENA])
def test_only_members_of_the_group_are_let_in(desk: Desk, who: Any) -> None:
    assert asked(desk, who=who) == refused("TimeAccountingGet", "NoPermission", "No permission!")


@pytest.mark.parametrize("key", WANTED)
def test_every_parameter_is_needed(desk: Desk, key: str) -> None:
    text = f"{key} parameter is missing!"

    answer = asked(desk, **{key: None})

    assert answer == refused("TimeAccountingGet", "MissingParameter", text)


@pytest.mark.parametrize("key", ["TimeAccountingStart", "TimeAccountingEnd"])
@pytest.mark.parametrize("sent", ["yesterday", "2026-03-01", "2026-02-30 00:00:00", ["x"]])
def test_a_time_must_be_one(desk: Desk, key: str, sent: Any) -> None:
    text = f"{key} parameter is invalid!"

    answer = asked(desk, **{key: sent})

    assert answer == refused("TimeAccountingGet", "InvalidParameter", text)


def test_entries_are_told_with_the_queue_of_their_time(desk: Desk, number: str) -> None:
    common = {"TicketNumber": number, "TicketTitle": "Jam", "TicketCustomerID": "ACME"}

    assert asked(desk) == {
        "TimeAccountingResult": [
            common | {"Queue": "Hardware", "Created": "2026-03-01 12:00:00", "TimeUnit": "10.56"},
            common | {"Queue": "Raw", "Created": "2026-03-01 13:00:00", "TimeUnit": "20.00"},
        ]
    }
    later = asked(
        desk, TimeAccountingStart="2026-03-02 00:00:00", TimeAccountingEnd="2027-01-01 00:00:00"
    )
    assert [one["Queue"] for one in later["TimeAccountingResult"]] == ["Misc"]


def test_both_ends_belong_to_the_time(desk: Desk) -> None:
    at = "2026-03-01 13:00:00"

    answer = asked(desk, TimeAccountingStart=at, TimeAccountingEnd=at)

    assert [one["TimeUnit"] for one in answer["TimeAccountingResult"]] == ["20.00"]


def test_times_are_those_of_the_systems_zone(desk: Desk) -> None:
    desk.run(desk.set({"OTOBOTimeZone": "Europe/Vienna"}))
    try:
        at = "2026-03-01 14:00:00"
        answer = asked(desk, TimeAccountingStart=at, TimeAccountingEnd=at)
    finally:
        desk.run(desk.set({"OTOBOTimeZone": "UTC"}))

    assert [one["Created"] for one in answer["TimeAccountingResult"]] == [at]


def test_nothing_accounted_is_an_empty_answer(desk: Desk) -> None:
    assert asked(desk, TimeAccountingUserLogin="reader") == {}
    # The reference looks for the entries of nobody.
    assert asked(desk, TimeAccountingUserLogin="nobody") == {}
    modern = asked(desk, TimeAccountingUserLogin="nobody", compatibility=Compatibility.MODERN)
    text = "TimeAccountingUserLogin parameter is invalid!"
    assert modern == refused("TimeAccountingGet", "InvalidParameter", text)
