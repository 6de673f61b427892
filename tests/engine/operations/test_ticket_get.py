"""TicketGet: rules that no recorded case shows."""

from typing import Any

import pytest
from desk_fixture import Desk
from desk_requests import LENA, OTTO, article, create, get, refused, session, ticket, update

from engine.model.service import Compatibility

NO_DATA = (
    "Could not get Ticket data in Kernel::GenericInterface::Operation::Ticket::TicketGet::Run()"
)


@pytest.fixture(scope="module")
def ticket_id(desk: Desk) -> str:
    """A ticket with a visible answer, a hidden note, and a visible word of the customer."""
    found = str(create(desk, Ticket=ticket(Lock="lock"))["TicketID"])
    update(desk, found, Article=article(Subject="note", IsVisibleForCustomer=0))
    update(desk, found, Article=article(Subject="reply", SenderType="customer"))
    return found


def subjects(answer: Any) -> list[str]:
    return [one["Subject"] for one in answer["Ticket"][0].get("Article", [])]


@pytest.mark.parametrize(
    ("sent", "reason", "text"),
    [
        ("0", "MissingParameter", "TicketID parameter is missing!"),
        (None, "MissingParameter", "TicketID parameter is missing!"),
        ([], "WrongStructure", "Structure for TicketID is not correct!"),
        ({"a": 1}, "WrongStructure", "Structure for TicketID is not correct!"),
        (" , ", "NotTicketData", NO_DATA),
        ("1,999999", "AccessDenied", "User does not have access to the ticket!"),
        ([1, [2]], "AccessDenied", "User does not have access to the ticket!"),
    ],
)
def test_ids_that_cannot_be_used_are_refused(desk: Desk, sent: Any, reason: str, text: str) -> None:
    assert get(desk, sent) == refused("TicketGet", reason, text)


def test_without_credentials_nothing_is_told(desk: Desk) -> None:
    denied = refused("TicketGet", "AuthFail", "Authorization failing!")

    assert get(desk, 1, who={}) == denied
    assert get(desk, None, who={"UserLogin": "mira", "Password": "x"}) == denied


def test_a_session_and_an_access_token_let_in(desk: Desk) -> None:
    token = session(desk)

    assert get(desk, 1, who={"SessionID": token})["Ticket"][0]["TicketID"] == 1
    assert get(desk, 1, who={"AccessToken": token})["Ticket"][0]["TicketID"] == 1


@pytest.mark.parametrize("shape", ["{0}, 1,{0}", "list"])
def test_tickets_come_in_the_order_asked_for(desk: Desk, ticket_id: str, shape: str) -> None:
    sent = [ticket_id, 1, int(ticket_id)] if shape == "list" else shape.format(ticket_id)

    found = [one["TicketID"] for one in get(desk, sent)["Ticket"]]

    assert found == [int(ticket_id), 1, int(ticket_id)]


def test_a_ticket_without_wish_for_articles_has_none(desk: Desk, ticket_id: str) -> None:
    told = get(desk, ticket_id, Attachments=1)["Ticket"][0]

    assert "Article" not in told
    assert "DynamicField" not in told


def test_senders_are_told_type_by_type(desk: Desk, ticket_id: str) -> None:
    answer = get(desk, ticket_id, AllArticles="1", ArticleSenderType=["customer", "none", "agent"])

    assert subjects(answer) == ["reply", "Paper jam", "note"]
    assert "Article" not in get(desk, ticket_id, AllArticles=1, ArticleSenderType="x")["Ticket"][0]


def test_strict_services_turn_the_order_only_under_a_limit(desk: Desk, ticket_id: str) -> None:
    wish = {"AllArticles": 1, "ArticleOrder": "DESC"}

    assert subjects(get(desk, ticket_id, **wish)) == ["Paper jam", "note", "reply"]
    assert subjects(get(desk, ticket_id, ArticleLimit="2", **wish)) == ["reply", "note"]
    modern = get(desk, ticket_id, compatibility=Compatibility.MODERN, **wish)
    assert subjects(modern) == ["reply", "note", "Paper jam"]


def test_customers_see_what_is_meant_for_them(desk: Desk, ticket_id: str) -> None:
    assert subjects(get(desk, ticket_id, who=LENA, AllArticles=1)) == ["Paper jam", "reply"]
    assert get(desk, ticket_id, who=OTTO) == refused(
        "TicketGet", "AccessDenied", "User does not have access to the ticket!"
    )


def test_numbers_and_texts_are_those_of_real_systems(desk: Desk, ticket_id: str) -> None:
    told = get(desk, ticket_id, AllArticles=1)["Ticket"][0]

    assert {key: type(told[key]) for key in ("TicketID", "TicketNumber", "Age", "ServiceID")} == {
        "TicketID": int,
        "TicketNumber": str,
        "Age": int,
        "ServiceID": str,
    }
    wrote = told["Article"][0]
    assert (wrote["SenderTypeID"], wrote["IsEdited"], wrote["TimeUnit"]) == ("1", 0, 0)


def test_extended_tells_when_it_was_answered_locked_and_closed(desk: Desk) -> None:
    desk.clock.advance(days=1)
    opened = create(desk, Article=article(SenderType="customer"))["TicketID"]
    assert get(desk, opened, Extended=1)["Ticket"][0].keys() >= {"TicketID"}
    assert "FirstResponse" not in get(desk, opened, Extended=1)["Ticket"][0]

    desk.clock.advance(seconds=600)
    update(desk, opened, Article=article(), Ticket={"Lock": "lock"})
    desk.clock.advance(seconds=600)
    update(desk, opened, Ticket={"State": "closed successful"})

    told = get(desk, opened, Extended=1)["Ticket"][0]
    assert told["FirstResponse"] == told["FirstLock"] == "2026-03-02 12:10:00"
    assert told["FirstResponseInMin"] == 10
    assert told["Closed"] == "2026-03-02 12:20:00"
    assert told["SolutionInMin"] == 20
    assert "Closed" not in get(desk, opened)["Ticket"][0]
