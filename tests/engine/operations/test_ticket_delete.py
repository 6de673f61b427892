"""TicketDelete: who may, what goes, what is answered."""

from typing import Any

import pytest
from desk_fixture import Desk
from desk_requests import (
    LENA,
    MIRA,
    READER,
    article,
    ask,
    create,
    get,
    refused,
    session,
    shown,
    ticket,
    update,
)

from engine.model.service import Compatibility
from engine.operations.ticket_delete import OPERATION

FILE = {"Content": "aGk=", "ContentType": "text/plain", "Filename": "a.txt"}


@pytest.fixture
def ticket_id(desk: Desk) -> str:
    return str(create(desk)["TicketID"])


def denied(text: str) -> dict[str, Any]:
    return refused("TicketDelete", "AccessDenied", text)


@pytest.mark.parametrize(
    ("who", "reason", "text"),
    [
        ({}, "MissingParameter", "UserLogin, CustomerUserLogin or SessionID is required!"),
        ({"UserLogin": "mira"}, "MissingParameter", "Password or SessionID is required!"),
        (MIRA | {"Password": "x"}, "AuthFail", "User could not be authenticated!"),
        (LENA, "AuthFail", "User needs to be an agent!"),
    ],
)
def test_only_agents_are_let_in(
    desk: Desk, ticket_id: str, who: Any, reason: str, text: str
) -> None:
    answer = ask(desk, OPERATION, who=who, TicketID=ticket_id)

    assert answer == refused("TicketDelete", reason, text)
    assert shown(desk, ticket_id)["Title"] == "Printer jam"


@pytest.mark.parametrize("sent", [None, 0, ""])
def test_a_request_without_a_ticket_is_refused(desk: Desk, sent: Any) -> None:
    text = "TicketID or TicketNumber is required!"

    assert ask(desk, OPERATION, TicketID=sent) == refused("TicketDelete", "MissingParameter", text)


@pytest.mark.parametrize("named", [{"TicketID": 999999}, {"TicketID": "x"}, {"TicketNumber": "9"}])
def test_an_unknown_ticket_cannot_be_deleted(desk: Desk, named: Any) -> None:
    answer = ask(desk, OPERATION, **named)

    assert answer == denied("User does not have access to the ticket!")


def test_who_may_only_read_may_not_delete(desk: Desk, ticket_id: str) -> None:
    answer = ask(desk, OPERATION, who=READER, TicketID=ticket_id)

    assert answer == denied("Does not have permissions to delete the ticket!")
    assert shown(desk, ticket_id)["TicketID"] == int(ticket_id)


def test_to_own_a_ticket_is_not_enough(desk: Desk) -> None:
    owned = create(desk, Ticket=ticket(Owner="reader"))["TicketID"]

    answer = ask(desk, OPERATION, who=READER, TicketID=owned)

    assert answer == denied("Does not have permissions to delete the ticket!")


@pytest.mark.parametrize("compatibility", list(Compatibility))
def test_a_ticket_goes_with_all_that_belongs_to_it(
    desk: Desk, compatibility: Compatibility
) -> None:
    gone, kept = create(desk), create(desk)
    ticket_id = gone["TicketID"]
    update(
        desk,
        ticket_id,
        Article=article(TimeUnit=3),
        Attachment=FILE,
        DynamicField=[{"Name": "Floor", "Value": "2"}, {"Name": "Mood", "Value": "calm"}],
    )

    answer = ask(
        desk,
        OPERATION,
        who={"SessionID": session(desk)},
        compatibility=compatibility,
        TicketID=ticket_id,
    )

    assert answer == {"TicketID": ticket_id, "TicketNumber": gone["TicketNumber"]}
    text = "User does not have access to the ticket!"
    assert get(desk, ticket_id) == refused("TicketGet", "AccessDenied", text)
    assert ask(desk, OPERATION, TicketID=ticket_id) == denied(text)
    assert shown(desk, kept["TicketID"])["TicketNumber"] == kept["TicketNumber"]


def test_the_number_wins_over_the_id(desk: Desk, ticket_id: str) -> None:
    number = shown(desk, ticket_id)["TicketNumber"]

    answer = ask(desk, OPERATION, TicketID=1, TicketNumber=number)

    assert answer == {"TicketID": ticket_id, "TicketNumber": number}
    assert shown(desk, 1)["TicketNumber"] == "2015071510123456"


def test_a_number_is_drawn_once(desk: Desk) -> None:
    gone = create(desk)
    ask(desk, OPERATION, TicketID=gone["TicketID"])

    assert create(desk)["TicketNumber"] > gone["TicketNumber"]
