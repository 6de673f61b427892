"""TicketCreate: rules that no recorded case shows, and what is written."""

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
    get,
    refused,
    session,
    shown,
    ticket,
)
from stores import rows_of_everything

from engine.model.service import Compatibility

UNKNOWN = refused("TicketCreate", "AuthFail", "User could not be authenticated!")
DENIED = refused(
    "TicketCreate", "AccessDenied", "Can not create tickets in given Queue or QueueID!"
)
MALFORMED = failed("TicketCreate: Ticket->DynamicField parameter is invalid!")


def missing(text: str) -> dict[str, Any]:
    return refused("TicketCreate", "MissingParameter", text)


def invalid(text: str) -> dict[str, Any]:
    return refused("TicketCreate", "InvalidParameter", text)


@pytest.mark.parametrize(
    ("who", "answer"),
    [
        ({}, missing("UserLogin, CustomerUserLogin or SessionID is required!")),
        ({"UserLogin": "mira"}, missing("Password or SessionID is required!")),
        (
            {"UserLogin": "mira", "SessionID": "none"},
            missing("Password or SessionID is required!"),
        ),
        (
            MIRA | {"Password": "x"},
            UNKNOWN,
        ),
        (
            MIRA | {"SessionID": "none"},
            UNKNOWN,
        ),
        (
            READER,
            refused(
                "TicketCreate", "AccessDenied", "Can not create tickets in given Queue or QueueID!"
            ),
        ),
    ],
)
def test_who_may_not_create_is_told_why(desk: Desk, who: Any, answer: Any) -> None:
    assert create(desk, who=who) == answer


def test_an_access_token_stands_for_a_session(desk: Desk) -> None:
    token = session(desk)

    assert "TicketID" in create(desk, who={"AccessToken": token})
    assert "TicketID" in create(desk, who={"SessionID": token})


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        (ticket(Title="0"), missing("Ticket->Title parameter is missing!")),
        (ticket(Title=" \n"), missing("Ticket->Title parameter is missing!")),
        (ticket(CustomerUser=["lena"]), invalid("Ticket->CustomerUser parameter is invalid!")),
        (
            ticket(Queue="Hardware", QueueID=2),
            invalid("Ticket->QueueID or Ticket->Queue parameter is invalid!"),
        ),
        (
            ticket(StateID=4),
            invalid("Ticket->StateID or Ticket->State parameter is invalid!"),
        ),
        (ticket(Queue=["x"]), invalid("Ticket->QueueID or Ticket->Queue parameter is invalid!")),
        (
            ticket(Queue=None, QueueID=-1),
            invalid("Ticket->QueueID or Ticket->Queue parameter is invalid!"),
        ),
        (
            ticket(Service="Scanning"),
            invalid("Ticket->ServiceID or Ticket->Service parameter is invalid!"),
        ),
        (ticket(SLA="Gold"), invalid("Ticket->SLAID or Ticket->SLA parameter is invalid!")),
        (ticket(PendingTime=[]), invalid("Ticket->PendingTime parameter is invalid!")),
        (
            ticket(Queue="Vault"),
            refused(
                "TicketCreate", "AccessDenied", "Can not create tickets in given Queue or QueueID!"
            ),
        ),
    ],
)
def test_tickets_that_break_a_rule_are_refused(desk: Desk, sent: Any, answer: Any) -> None:
    assert create(desk, Ticket=sent) == answer


def test_a_name_and_an_id_that_agree_are_taken(desk: Desk) -> None:
    assert "TicketID" in create(desk, Ticket=ticket(Queue="Raw", QueueID="2"))


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        (article(Body=" \r\n "), missing("Article->Body parameter is missing!")),
        (article(ContentType=None, Charset="utf8"), missing("Article->MimeType is required!")),
        (
            article(ContentType=None, MimeType="text/plain", Charset="nope"),
            invalid("Article->Charset is invalid!"),
        ),
        (
            article(CommunicationChannel="Chat"),
            invalid(
                "Article->CommunicationChannel or Article->CommunicationChannelID"
                " parameter is invalid or not supported!"
            ),
        ),
        (article(NoAgentNotify="2"), invalid("Article->NoAgent parameter is invalid!")),
        (article(TimeUnit="-1"), invalid("Article->TimeUnit parameter is invalid!")),
        (
            article(AutoResponseType="Auto Reply"),
            invalid("Article->AutoResponseType parameter is invalid!"),
        ),
    ],
)
def test_articles_that_break_a_rule_are_refused(desk: Desk, sent: Any, answer: Any) -> None:
    assert create(desk, Article=sent) == answer


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        (
            [{"Name": "Floor", "Value": "1"}, "x"],
            failed("TicketCreate: Ticket->DynamicField parameter is invalid!"),
        ),
        ([{}], failed("TicketCreate: Ticket->DynamicField parameter is invalid!")),
        ([], missing("DynamicField parameter is missing or not valid!")),
        ({"Name": "Floor", "Value": None}, missing("DynamicField->Value  parameter is missing!")),
        ({"Name": "", "Value": "x"}, invalid("DynamicField->Name parameter is invalid!")),
        ({"Name": ["Floor"], "Value": "x"}, invalid("DynamicField->Name parameter is invalid!")),
        ({"Name": "Urgent", "Value": True}, missing("DynamicField->Value  parameter is missing!")),
        (
            {"Name": "Due", "Value": "2030-01-01 23:59:59"},
            failed("Dynamic Field Due could not be set, please contact the system administrator"),
        ),
    ],
)
def test_fields_that_break_a_rule_are_refused(desk: Desk, fields: Any, answer: Any) -> None:
    assert create(desk, DynamicField=fields) == answer


def test_nothing_is_left_of_a_request_that_failed(desk: Desk) -> None:
    before = desk.run(desk.database.read(rows_of_everything))

    answer = create(desk, DynamicField={"Name": "Floor", "Value": ["1", "2"]})
    after = desk.run(desk.database.read(rows_of_everything))

    assert answer == failed(
        "Dynamic Field Floor could not be set, please contact the system administrator"
    )
    assert after == before


def test_booleans_are_fields_values_in_modern_services(desk: Desk) -> None:
    fields = {"Name": "Urgent", "Value": True}

    answer = create(desk, DynamicField=fields, compatibility=Compatibility.MODERN)

    assert field_of(shown(desk, answer["TicketID"]), "Urgent") == 1


def test_fields_of_tickets_and_articles_find_their_place(desk: Desk) -> None:
    answer = create(
        desk,
        DynamicField=[
            {"Name": "Floor", "Value": 2},
            {"Name": "Affected", "Value": "printing"},
            {"Name": "Tags", "Value": ["a", "b"]},
            {"Name": "Due", "Value": "2030-01-01"},
            {"Name": "Mood", "Value": "calm"},
        ],
    )

    view = shown(desk, answer["TicketID"])
    assert {one["Name"]: one["Value"] for one in view["DynamicField"]} == {
        "Affected": ["printing"],
        "Due": "2030-01-01 00:00:00",
        "Floor": "2",
        "Impact": None,
        "ProcessManagementActivityID": None,
        "ProcessManagementProcessID": None,
        "Tags": ["a", "b"],
        "Urgent": None,
    }
    assert view["Article"][0]["DynamicField"] == [{"Name": "Mood", "Value": "calm"}]


def test_defaults_come_from_the_customer_the_queue_and_the_agent(desk: Desk) -> None:
    view = shown(desk, create(desk)["TicketID"])

    wrote = view["Article"][0]
    assert (view["CustomerUserID"], view["CustomerID"]) == ("lena", "ACME")
    assert (view["Owner"], view["Responsible"], view["Lock"]) == ("mira", "mira", "unlock")
    assert (view["Type"], view["ServiceID"], view["SLAID"]) == ("Unclassified", "", "")
    assert (wrote["From"], wrote["To"]) == ('"Lena Lind" <lena@acmetest.net>', "Hardware")
    assert (wrote["SenderType"], wrote["CommunicationChannelID"]) == ("agent", 3)
    assert wrote["IsVisibleForCustomer"] == 1


def test_what_the_request_says_wins_over_defaults(desk: Desk) -> None:
    answer = create(
        desk,
        Ticket=ticket(
            Title="T" * 200,
            CustomerUser="lena@acmetest.net",
            CustomerID="ELSE",
            Type="Incident",
            Service="Printing",
            SLA="Gold",
            Owner="reader",
            Responsible="root@localhost",
        ),
        Article=article(
            From="Anna <anna@golden.test>",
            SenderType="system",
            CommunicationChannel="phone",
            IsVisibleForCustomer=0,
            TimeUnit="1,5",
        ),
    )

    view = shown(desk, answer["TicketID"])
    assert view["Title"] == "T" * 191
    assert (view["CustomerUserID"], view["CustomerID"]) == ("lena", "ELSE")
    assert (view["Type"], view["Service"], view["SLA"]) == ("Incident", "Printing", "Gold")
    assert (view["Owner"], view["Responsible"], view["Lock"]) == (
        "reader",
        "root@localhost",
        "lock",
    )
    wrote = view["Article"][0]
    assert (wrote["From"], wrote["SenderType"]) == ("Anna <anna@golden.test>", "system")
    assert (wrote["CommunicationChannelID"], wrote["IsVisibleForCustomer"]) == (2, 0)
    assert str(wrote["TimeUnit"]) == str(view["TimeUnit"]) == "1.5"


def test_a_customer_writes_as_customer_and_root_signs_for_it(desk: Desk) -> None:
    answer = create(desk, who=LENA)

    view = shown(desk, answer["TicketID"])
    assert isinstance(answer["ArticleID"], str)
    assert (view["CreateBy"], view["Owner"]) == (1, "root@localhost")
    assert view["Article"][0]["SenderType"] == "customer"


def test_pending_states_keep_their_time_and_do_without_it(desk: Desk) -> None:
    timed = create(desk, Ticket=ticket(State="pending reminder", PendingTime={"Diff": 10}))
    untimed = create(desk, Ticket=ticket(State="pending reminder"))
    other = create(desk, Ticket=ticket(State="open", PendingTime={"Diff": 10}))

    assert shown(desk, timed["TicketID"])["UntilTime"] == 600
    assert shown(desk, untimed["TicketID"])["UntilTime"] == 0
    assert shown(desk, other["TicketID"])["RealTillTimeNotUsed"] == 0


def test_a_closed_ticket_is_not_locked(desk: Desk) -> None:
    answer = create(desk, Ticket=ticket(State="closed successful", Lock="lock"))

    assert shown(desk, answer["TicketID"])["Lock"] == "unlock"


def test_headers_cannot_be_split(desk: Desk) -> None:
    answer = create(desk, Article=article(Subject="a\r\nBcc: x@y.net"))

    assert shown(desk, answer["TicketID"])["Article"][0]["Subject"] == "a Bcc: x@y.net"


def test_files_get_safe_and_unique_names(desk: Desk) -> None:
    file = {"Content": "aGVsbG8=", "ContentType": "text/plain", "Filename": "../a b.txt"}

    answer = create(desk, Attachment=[file, file])

    names = [one["Filename"] for one in shown(desk, answer["TicketID"])["Article"][0]["Attachment"]]
    assert len(set(names)) == 2
    assert all("/" not in name and " " not in name for name in names)


def test_settings_change_the_defaults_of_an_article(desk: Desk) -> None:
    desk.run(desk.set({"GenericInterface::Operation::TicketCreate": {"IsVisibleForCustomer": 0}}))
    hidden = create(desk)
    desk.run(desk.set({"GenericInterface::Operation::TicketCreate": {}}))

    assert shown(desk, hidden["TicketID"])["Article"][0]["IsVisibleForCustomer"] == 0


def test_the_whole_ticket_comes_back_where_the_service_says_so(desk: Desk) -> None:
    answer = create(
        desk,
        config={"IncludeTicketData": "1"},
        Article=article(Body="<p>a</p>", ContentType="text/html; charset=utf-8"),
        Attachment={"Content": "aGk=", "ContentType": "text/plain", "Filename": "a.txt"},
    )

    told = answer["Ticket"]
    assert told["TicketID"] == int(answer["TicketID"])
    assert told["Article"]["Body"] == "\na\n\n"
    assert [one["Filename"] for one in told["Article"]["Attachment"]] == ["a.txt", "file-2"]
    assert "FileID" not in told["Article"]["Attachment"][0]
    assert "TimeUnit" not in told
    assert get(desk, answer["TicketID"])["Ticket"][0]["Title"] == "Printer jam"
