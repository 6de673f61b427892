"""TicketHistoryGet: what no recorded case shows."""

from typing import Any

import pytest
from desk_fixture import Desk
from desk_requests import LENA, MIRA, READER, article, ask, create, refused, session, ticket, update

from engine.operations.ticket_history_get import OPERATION


def history(desk: Desk, ticket_id: Any, **parameters: Any) -> Any:
    return ask(desk, OPERATION, TicketID=ticket_id, **parameters)


def names(answer: Any) -> list[tuple[str, str]]:
    lines = answer["TicketHistory"][0]["History"]
    return [(line["HistoryType"], line["Name"]) for line in lines]


@pytest.fixture
def ticket_id(desk: Desk) -> str:
    return str(create(desk)["TicketID"])


@pytest.mark.parametrize(
    ("who", "text"),
    [
        ({}, "Authorization failing!"),
        (MIRA | {"Password": "x"}, "Authorization failing!"),
        ({"SessionID": "none"} | MIRA, "Authorization failing!"),
        (LENA, "User needs to an Agent!"),
    ],
)
def test_only_agents_are_let_in(desk: Desk, ticket_id: str, who: Any, text: str) -> None:
    answer = history(desk, ticket_id, who=who)

    assert answer == refused("TicketHistoryGet", "AuthFail", text)


@pytest.mark.parametrize("sent", [None, "", 0, "0"])
def test_a_request_without_a_ticket_is_refused(desk: Desk, sent: Any) -> None:
    text = "TicketID parameter is missing!"

    assert history(desk, sent) == refused("TicketHistoryGet", "MissingParameter", text)


@pytest.mark.parametrize("sent", [{"ID": 1}, []])
def test_ids_of_another_form_are_refused(desk: Desk, sent: Any) -> None:
    text = "Structure for TicketID is not correct!"

    assert history(desk, sent) == refused("TicketHistoryGet", "WrongStructure", text)


def test_commas_alone_name_no_ticket(desk: Desk) -> None:
    text = (
        "Could not get Ticket history data in"
        " Kernel::GenericInterface::Operation::Ticket::TicketHistoryGet::Run()"
    )

    assert history(desk, " , ") == refused("TicketHistoryGet", "NotTicketData", text)


@pytest.mark.parametrize(
    ("sent", "named"), [("999999", "999999"), (999999, "999999"), ("x", "x"), (["y"], "y")]
)
def test_an_unknown_ticket_is_refused_by_the_name_it_was_sent_with(
    desk: Desk, sent: Any, named: str
) -> None:
    text = f"User does not have access to the ticket {named}!"

    assert history(desk, sent) == refused("TicketHistoryGet", "AccessDenied", text)


def test_one_ticket_that_may_not_be_read_refuses_them_all(desk: Desk, ticket_id: str) -> None:
    vault = create(desk, Ticket=ticket(Queue="Raw"))["TicketID"]
    queue = desk.run(desk.tickets.read(lambda view: view.queue(name="Vault")))
    assert queue is not None
    desk.run(desk.tickets.write(lambda view: view.set_queue(int(vault), queue.id, by=1)))

    answer = history(desk, f"{ticket_id},{vault}", who=READER)

    text = f"User does not have access to the ticket {vault}!"
    assert answer == refused("TicketHistoryGet", "AccessDenied", text)


def test_readers_get_every_line_with_the_values_after_it(desk: Desk) -> None:
    created = create(desk, Ticket=ticket(Title="Jam"))
    ticket_id, number = created["TicketID"], created["TicketNumber"]
    desk.clock.advance(seconds=5)
    update(desk, ticket_id, Ticket={"Priority": "5 very high"})

    answer = history(desk, ticket_id, who={"SessionID": session(desk, READER)})

    assert names(answer) == [
        ("NewTicket", f"%%{number}%%Hardware%%3 normal%%new%%{ticket_id}"),
        ("ServiceUpdate", "%%NULL%%%%NULL%%"),
        ("SLAUpdate", "%%NULL%%%%NULL%%"),
        ("CustomerUpdate", "%%CustomerID=ACME;CustomerUser=lena;"),
        ("NewTicket", "%%GenericInterface Create"),
        ("Misc", "Reset of unlock time."),
        ("OwnerUpdate", "%%mira%%2"),
        ("ResponsibleUpdate", "%%mira%%2"),
        ("PriorityUpdate", "%%3 normal%%3%%5 very high%%5"),
    ]
    lines = answer["TicketHistory"][0]["History"]
    assert lines[4]["ArticleID"] == created["ArticleID"]
    assert lines[-1] == {
        "TicketID": ticket_id,
        "ArticleID": 0,
        "Name": "%%3 normal%%3%%5 very high%%5",
        "HistoryType": "PriorityUpdate",
        "HistoryTypeID": 22,
        "CreateBy": 2,
        "CreateTime": f"{desk.clock.now():%Y-%m-%d %H:%M:%S}",
        "QueueID": 5,
        "OwnerID": 2,
        "PriorityID": 5,
        "StateID": 1,
        "TypeID": 1,
    }


def test_ids_come_back_as_they_were_sent(desk: Desk, ticket_id: str) -> None:
    number = int(ticket_id)

    single = history(desk, number)["TicketHistory"]
    several = history(desk, [number, f" {ticket_id} "])["TicketHistory"]

    # A single number is split at commas as any text is, and is a text from then on.
    assert [one["TicketID"] for one in single] == [ticket_id]
    assert [one["TicketID"] for one in several] == [number, ticket_id]
    assert several[0]["History"][0]["TicketID"] == number


def test_time_and_files_leave_their_lines(desk: Desk, ticket_id: str) -> None:
    update(desk, ticket_id, Article=article(TimeUnit="2,5", HistoryType="PhoneCallAgent"))

    assert names(history(desk, ticket_id))[-2:] == [
        ("PhoneCallAgent", "%%GenericInterface Note"),
        ("TimeAccounting", "%%2.5%%2.5"),
    ]
