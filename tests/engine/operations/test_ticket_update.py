"""TicketUpdate: rules that no recorded case shows, and what is written."""

from typing import Any

import pytest
from desk_fixture import Desk
from desk_requests import (
    LENA,
    MIRA,
    READER,
    article,
    create,
    failed,
    field_of,
    refused,
    session,
    shown,
    ticket,
    update,
)

FILE = {"Content": "aGk=", "ContentType": "text/plain", "Filename": "a.txt"}


@pytest.fixture
def ticket_id(desk: Desk) -> str:
    return str(create(desk)["TicketID"])


def missing(text: str) -> dict[str, Any]:
    return refused("TicketUpdate", "MissingParameter", text)


def invalid(text: str) -> dict[str, Any]:
    return refused("TicketUpdate", "InvalidParameter", text)


def denied(text: str) -> dict[str, Any]:
    return refused("TicketUpdate", "AccessDenied", text)


@pytest.mark.parametrize(
    ("who", "answer"),
    [
        ({}, missing("UserLogin, CustomerUserLogin or SessionID is required!")),
        ({"UserLogin": "mira"}, missing("Password or SessionID is required!")),
        (
            MIRA | {"Password": "x"},
            refused("TicketUpdate", "AuthFail", "User could not be authenticated!"),
        ),
    ],
)
def test_who_cannot_be_known_is_refused(desk: Desk, ticket_id: str, who: Any, answer: Any) -> None:
    assert update(desk, ticket_id, who=who, Ticket={"Title": "x"}) == answer


def test_a_request_without_a_ticket_is_refused(desk: Desk) -> None:
    assert update(desk, None) == missing("TicketID or TicketNumber is required!")
    assert update(desk, "999999") == denied("User does not have access to the ticket!")
    assert update(desk, "x") == denied("User does not have access to the ticket!")


@pytest.mark.parametrize(
    ("parameters", "answer"),
    [
        ({"Ticket": "x"}, invalid("Ticket parameter is not valid!")),
        ({"Article": []}, invalid("Article parameter is not valid!")),
        ({"DynamicField": "x"}, missing("DynamicField parameter is missing or not valid!")),
        ({"Attachment": {}}, missing("Attachment parameter is missing or not valid!")),
        (
            {"Ticket": {"Queue": "Nowhere"}},
            invalid("Ticket->QueueID or Ticket->Queue parameter is invalid!"),
        ),
        ({"Article": article(Body="")}, missing("Article->Body parameter is missing!")),
        ({"DynamicField": {"Name": "Floor"}}, missing("DynamicField->Value parameter is missing!")),
        (
            {"DynamicField": {"Name": "Mood", "Value": "x"}},
            missing("To create an article DynamicField an article is required!"),
        ),
        (
            {"DynamicField": ["x"]},
            failed("TicketUpdate: Ticket->DynamicField parameter is invalid!"),
        ),
        ({"Attachment": FILE}, missing("To create an attachment an article is needed!")),
        (
            {"Article": article(), "Attachment": {"Filename": "a"}},
            missing("Attachment->Content parameter is missing!"),
        ),
        (
            {"Ticket": {"Queue": "Vault"}},
            failed("Ticket queue could not be updated, please contact system administrator!"),
        ),
    ],
)
def test_changes_that_break_a_rule_are_refused(
    desk: Desk, ticket_id: str, parameters: Any, answer: Any
) -> None:
    assert update(desk, ticket_id, **parameters) == answer


def test_a_pending_state_needs_its_time_and_nothing_else_is_changed(
    desk: Desk, ticket_id: str
) -> None:
    answer = update(desk, ticket_id, Ticket={"Title": "later", "State": "pending reminder"})

    assert answer == {
        "Error": {
            "ErrorCode": "TicketUpdate.MissingParameter",
            "ErrorMessage": "Can't set a ticket on a pending state without pendig time!",
        }
    }
    assert shown(desk, ticket_id)["Title"] == "Printer jam"


@pytest.mark.parametrize(
    ("parameters", "what"),
    [
        ({"Article": article()}, "create new articles"),
        ({"DynamicField": {"Name": "Floor", "Value": "1"}}, "update dynamic fields"),
        ({"Ticket": {"Queue": "Raw"}}, "update queue"),
        ({"Ticket": {"Owner": "mira"}}, "update owner"),
        ({"Ticket": {"Responsible": "mira"}}, "update responsibe"),
        ({"Ticket": {"Priority": "4 high"}}, "update priority"),
        ({"Ticket": {"State": "closed successful"}}, "update state"),
    ],
)
def test_readers_may_not_change_what_needs_a_permission(
    desk: Desk, ticket_id: str, parameters: Any, what: str
) -> None:
    answer = update(desk, ticket_id, who=READER, **parameters)

    assert answer == denied(f"Does not have permissions to {what}!")


def test_readers_may_change_the_rest_as_in_the_reference(desk: Desk, ticket_id: str) -> None:
    answer = update(desk, ticket_id, who=READER, Ticket={"Title": "Jam", "State": "open"})

    assert "Error" not in answer
    assert shown(desk, ticket_id)["Title"] == "Jam"


def test_all_attributes_can_be_changed_at_once(desk: Desk, ticket_id: str) -> None:
    answer = update(
        desk,
        ticket_id,
        Ticket={
            "Title": "Jam",
            "Queue": "Hardware::Printer",
            "Lock": "lock",
            "Type": "Incident",
            "State": "pending reminder",
            "PendingTime": {"Diff": 5},
            "Service": "Printing",
            "SLA": "Gold",
            "CustomerUser": "otto@othertest.net",
            "Priority": "5 very high",
            "Responsible": "reader",
        }
        | {"CustomerUser": "lena"},
        DynamicField=[{"Name": "Impact", "Value": "high"}],
    )

    view = shown(desk, ticket_id)
    assert answer == {"TicketID": ticket_id, "TicketNumber": view["TicketNumber"]}
    assert {
        key: view[key]
        for key in ("Title", "Queue", "Lock", "Type", "State", "Service", "SLA", "Priority")
    } == {
        "Title": "Jam",
        "Queue": "Hardware::Printer",
        "Lock": "lock",
        "Type": "Incident",
        "State": "pending reminder",
        "Service": "Printing",
        "SLA": "Gold",
        "Priority": "5 very high",
    }
    assert (view["UntilTime"], view["Responsible"]) == (300, "reader")
    assert field_of(view, "Impact") == "high"


def test_leaving_a_pending_state_forgets_its_time(desk: Desk) -> None:
    waiting = create(desk, Ticket=ticket(State="pending reminder", PendingTime={"Diff": 9}))

    update(desk, waiting["TicketID"], Ticket={"State": "open"})

    assert shown(desk, waiting["TicketID"])["RealTillTimeNotUsed"] == 0


def test_closing_unlocks_and_unlocking_gives_the_ticket_back_to_root(desk: Desk) -> None:
    owned = create(desk, Ticket=ticket(Owner="mira"))["TicketID"]

    update(desk, owned, Ticket={"State": "closed successful"})

    view = shown(desk, owned)
    assert (view["Lock"], view["Owner"]) == ("unlock", "root@localhost")


def test_a_company_alone_takes_the_customer_user_away(desk: Desk, ticket_id: str) -> None:
    update(desk, ticket_id, Ticket={"CustomerID": "OTHER"})
    view = shown(desk, ticket_id)
    assert (view["CustomerID"], view["CustomerUserID"]) == ("OTHER", "")

    update(desk, ticket_id, Ticket={"CustomerUser": "otto"})
    view = shown(desk, ticket_id)
    assert (view["CustomerID"], view["CustomerUserID"]) == ("OTHER", "otto")

    update(desk, ticket_id, Ticket={"CustomerUser": "new@acmetest.net"})
    view = shown(desk, ticket_id)
    assert (view["CustomerID"], view["CustomerUserID"]) == ("", "new@acmetest.net")


def test_the_number_wins_over_the_id_and_the_id_comes_back_as_sent(
    desk: Desk, ticket_id: str
) -> None:
    number = shown(desk, ticket_id)["TicketNumber"]

    assert update(desk, int(ticket_id)) == {"TicketID": int(ticket_id), "TicketNumber": number}
    assert update(desk, "1", TicketNumber=number) == {
        "TicketID": ticket_id,
        "TicketNumber": number,
    }


def test_an_article_says_who_wrote_it_and_to_whom(desk: Desk, ticket_id: str) -> None:
    update(desk, ticket_id, Article=article(Cc="c@acmetest.net", Bcc="b@acmetest.net"))
    update(desk, ticket_id, Article=article(CommunicationChannel="Email"))
    update(desk, ticket_id, Article=article(CommunicationChannelID=1))
    update(desk, ticket_id, who=LENA, Article=article(To="desk@acmetest.net"))
    update(
        desk,
        ticket_id,
        Ticket={"CustomerUser": "lena"},
        Article=article(CommunicationChannel="Email"),
    )

    headers = [
        (one["From"], one["To"], one["Cc"], one["Bcc"], one["SenderType"])
        for one in shown(desk, ticket_id)["Article"][1:]
    ]
    assert headers == [
        ("Mira Lind", "", "c@acmetest.net", "b@acmetest.net", "agent"),
        ("Mira Lind", "lena", "", "", "agent"),
        ("Mira Lind", "", "", "", "agent"),
        ("", "desk@acmetest.net", "", "", "customer"),
        ("Mira Lind", '"Lena Lind" <lena@acmetest.net>', "", "", "agent"),
    ]


def test_an_article_brings_its_files_and_fields(desk: Desk, ticket_id: str) -> None:
    answer = update(
        desk,
        ticket_id,
        who={"SessionID": session(desk)},
        Article=article(TimeUnit=2),
        Attachment=[FILE],
        DynamicField={"Name": "Mood", "Value": "calm"},
    )

    wrote = shown(desk, ticket_id)["Article"][1]
    assert answer["ArticleID"] == wrote["ArticleID"]
    assert wrote["Attachment"][0]["Content"] == "aGk="
    assert (field_of(wrote, "Mood"), wrote["TimeUnit"]) == ("calm", 2)


def test_the_whole_ticket_comes_back_where_the_service_says_so(desk: Desk, ticket_id: str) -> None:
    config = {"IncludeTicketData": "1"}

    bare = update(desk, ticket_id, config=config)
    full = update(desk, ticket_id, config=config, Article=article(), Attachment=FILE)

    assert set(bare["Ticket"]["Article"]) == {
        "ArticleID",
        "ArticleNumber",
        "ChangeBy",
        "ChangeTime",
        "CommunicationChannelID",
        "CreateBy",
        "CreateTime",
        "IsVisibleForCustomer",
        "SenderType",
        "SenderTypeID",
        "TicketID",
    }
    assert bare["ArticleID"] == bare["Ticket"]["Article"]["ArticleID"]
    assert full["Ticket"]["Article"]["Subject"] == "Paper jam"
    assert full["Ticket"]["Article"]["Attachment"][0]["Filename"] == "a.txt"
