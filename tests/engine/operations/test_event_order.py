"""The events of whole requests, in the two orders that the reference observed (12.3)."""

from collections.abc import Iterator
from typing import Any

import pytest
from desk_fixture import Desk, open_desk
from desk_requests import LENA, MIRA, article, create, ticket, update

from engine.model.event import Event
from engine.storage.connection import Connection
from engine.tickets.store import EmbeddedTicketStore

DECLARATION = {
    "users": [
        {"login": login, "password": "s3cret", "email": f"{login}@acmetest.net", "groups": groups}
        for login, groups in (("mira", {"users": "rw"}), ("otto", {"users": "rw"}))
    ],
    "customers": [
        {"login": "lena", "password": "s3cret", "email": "lena@acmetest.net", "company": "ACME"}
    ],
    "queues": ["Hardware", "Software"],
    "dynamic_fields": [
        {"name": "Floor", "object": "Ticket", "type": "Text"},
        {"name": "Mood", "object": "Article", "type": "Text"},
    ],
}
TICKET_CREATE = """
HistoryAdd, HistoryAdd, TicketCustomerUpdate, TicketCreate, HistoryAdd,
TicketDynamicFieldUpdate_Floor, HistoryAdd, ArticleCreate, ArticleFlagSet, TicketFlagSet,
HistoryAdd, NotificationOwnerUpdate, TicketOwnerUpdate, HistoryAdd, HistoryAdd,
TicketUnlockTimeoutUpdate, TicketLockUpdate, HistoryAdd, NotificationResponsibleUpdate,
TicketResponsibleUpdate, HistoryAdd, TicketAccountTime, HistoryAdd, ArticleDynamicFieldUpdate"""
TICKET_UPDATE = """
HistoryAdd, TicketTitleUpdate, HistoryAdd, NotificationMove, TicketQueueUpdate, HistoryAdd,
TicketLockUpdate, HistoryAdd, TicketPendingTimeUpdate, HistoryAdd, TicketStateUpdate, HistoryAdd,
TicketCustomerUpdate, HistoryAdd, TicketPriorityUpdate, HistoryAdd, ArticleCreate,
TicketFlagDelete, ArticleFlagSet, TicketFlagSet, NotificationAddNote, HistoryAdd,
TicketDynamicFieldUpdate_Floor"""


@pytest.fixture
def desk(tmp_path: Any) -> Iterator[Desk]:
    with open_desk(tmp_path, DECLARATION) as opened:
        opened.events.wanted = None
        opened.mira, opened.otto = (  # type: ignore[attr-defined]
            opened.run(opened.tickets.read(lambda d, login=login: d.agent(login=login).id))
            for login in ("mira", "otto")
        )
        yield opened


def listed(text: str) -> list[str]:
    return text.replace("\n", " ").replace(" ", "").split(",")


def names(desk: Desk) -> list[str]:
    return [event.name for event in desk.events.take()]


def test_the_order_of_a_create(desk: Desk) -> None:
    answer = create(
        desk,
        Ticket=ticket(Owner="otto", Responsible="otto"),
        # The order has the unlock time start with the lock: an agent's article would start it.
        Article=article(TimeUnit="2,5", SenderType="customer"),
        DynamicField=[{"Name": "Floor", "Value": "2"}, {"Name": "Mood", "Value": "glad"}],
    )

    told = desk.events.take()
    assert [event.name for event in told] == listed(TICKET_CREATE)
    ticket_id, article_id = int(answer["TicketID"]), int(answer["ArticleID"])
    mira, otto = desk.mira, desk.otto  # type: ignore[attr-defined]
    this = {"TicketID": ticket_id}
    params = this | {"NewUserID": otto, "NewUser": "otto", "UserID": mira, "Body": ""}
    notified = this | {"Recipients": [], "SkipRecipients": [], "CustomerMessageParams": params}
    field = this | {"UserID": mira, "OldValue": None}
    flag = this | {"Key": "Seen", "Value": 1, "UserID": mira}
    data = {event.name: dict(event.data) for event in told if event.name != "ArticleCreate"}
    assert data == {
        "HistoryAdd": this,
        "TicketCustomerUpdate": this | {"TicketCreated": 1},
        "TicketCreate": this,
        "TicketDynamicFieldUpdate_Floor": field | {"FieldName": "Floor", "Value": "2"},
        "ArticleFlagSet": flag | {"ArticleID": article_id},
        "TicketFlagSet": flag,
        "NotificationOwnerUpdate": notified,
        "TicketOwnerUpdate": this,
        "TicketUnlockTimeoutUpdate": this,
        "TicketLockUpdate": this,
        "NotificationResponsibleUpdate": notified,
        "TicketResponsibleUpdate": this,
        "TicketAccountTime": this | {"ArticleID": article_id},
        "ArticleDynamicFieldUpdate": field
        | {"ArticleID": article_id, "FieldName": "Mood", "Value": "glad"},
    }
    article_data = told[7].data
    assert article_data.keys() == {"TicketID", "ArticleID", "OldTicketData"}
    assert (article_data["TicketID"], article_data["ArticleID"]) == (ticket_id, article_id)
    assert article_data["OldTicketData"]["Owner"] == "root@localhost"  # type: ignore[index, call-overload]
    assert {event.user_id for event in told} == {mira}


def test_the_order_of_an_update(desk: Desk) -> None:
    answer = create(desk, Ticket=ticket(Owner="root@localhost", Lock="lock"))
    ticket_id = int(answer["TicketID"])
    desk.events.take()

    updated = update(
        desk,
        ticket_id,
        Ticket={
            "Title": "Scanner",
            "Queue": "Software",
            "State": "pending reminder",
            "PendingTime": {"Diff": 60},
            "CustomerID": "OTHER",
            "Priority": "5 very high",
        },
        Article=article(),
        DynamicField=[{"Name": "Floor", "Value": "3"}],
    )

    told = desk.events.take()
    assert [event.name for event in told] == listed(TICKET_UPDATE)
    mira = desk.mira  # type: ignore[attr-defined]
    this, article_id = {"TicketID": ticket_id}, updated["ArticleID"]
    flag = this | {"Key": "Seen", "UserID": mira}
    told_all: dict[str, Any] = {event.name: dict(event.data) for event in told}
    before = [
        told_all[name].pop("OldTicketData")
        for name in ("TicketQueueUpdate", "TicketStateUpdate", "ArticleCreate")
    ]
    note = told_all.pop("NotificationAddNote")
    assert told_all == {
        "HistoryAdd": this,
        "TicketTitleUpdate": this,
        "NotificationMove": this
        | {
            "Recipients": [],
            "SkipRecipients": [],
            "CustomerMessageParams": {"Queue": "Software"},
        },
        "TicketQueueUpdate": this,
        "TicketLockUpdate": this,
        "TicketPendingTimeUpdate": this,
        "TicketStateUpdate": this,
        "TicketCustomerUpdate": this | {"TicketCreated": 0},
        "TicketPriorityUpdate": this,
        "ArticleCreate": this | {"ArticleID": article_id},
        "TicketFlagDelete": flag,
        "ArticleFlagSet": flag | {"ArticleID": article_id, "Value": 1},
        "TicketFlagSet": flag | {"Value": 1},
        "TicketDynamicFieldUpdate_Floor": this
        | {"UserID": mira, "FieldName": "Floor", "Value": "3", "OldValue": None},
    }
    assert [(old["Queue"], old["State"], old["Priority"]) for old in before] == [
        ("Hardware", "new", "3 normal"),
        ("Software", "new", "3 normal"),
        ("Software", "pending reminder", "5 very high"),
    ]
    assert [old["Title"] for old in before] == ["Scanner"] * 3
    assert (note["ArticleID"], note["SenderTypeID"], note["Queue"]) == (article_id, 1, "Software")
    forced = [e.name for e in told if e.user_id == 1]
    assert forced == ["HistoryAdd", "TicketLockUpdate"]


def test_an_owner_who_is_away_loses_the_ticket_after_the_article(desk: Desk) -> None:
    answer = create(desk, Ticket=ticket(Owner="otto"))
    now = desk.clock.now()
    parts = {"Year": now.year, "Month": now.month, "Day": now.day}
    away = {f"OutOfOffice{e}{p}": str(n) for e in ("Start", "End") for p, n in parts.items()}
    preferences = away | {"OutOfOffice": "1"}
    desk.run(desk.declare({"users": [{"login": "otto", "preferences": preferences}]}))
    desk.events.take()
    desk.clock.advance(seconds=5)

    update(desk, answer["TicketID"], Article=article())

    assert names(desk) == [
        *("HistoryAdd", "ArticleCreate", "TicketFlagDelete", "ArticleFlagSet", "TicketFlagSet"),
        *("HistoryAdd", "TicketUnlockTimeoutUpdate", "NotificationAddNote"),
        *("HistoryAdd", "TicketOwnerUpdate", "HistoryAdd", "TicketLockUpdate"),
    ]


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ({"HistoryType": "PhoneCallCustomer"}, ["NotificationNewTicket"]),
        ({"HistoryType": "PhoneCallCustomer", "NoAgentNotify": 1}, []),
        ({}, []),
    ],
)
def test_a_create_notifies_of_its_article_unless_told_not_to(
    desk: Desk, members: dict[str, Any], told: list[str]
) -> None:
    create(desk, Article=article(**members))
    assert [name for name in names(desk) if name.startswith("Notification")] == told

    create(desk, Ticket=ticket(Owner="otto"), Article=article(**members))
    assert [name for name in names(desk) if name.startswith("Notification")] == [
        "NotificationOwnerUpdate"
    ]


def test_a_customer_acts_as_the_panel_user(desk: Desk) -> None:
    create(desk, who=LENA)

    assert {event.user_id for event in desk.events.take()} == {1}


KEPT = "INSERT INTO setting (name, value) VALUES (?, '1')"


class _Outbox:
    """Writes what it is told into the transaction it is told in, as a queue of jobs would."""

    def wants(self, name: str) -> bool:
        return name in ("TicketCreate", "TicketTitleUpdate")

    def emit(self, connection: Connection, event: Event) -> None:
        connection.execute(KEPT, (f"Job-{event.name}-{event.data['TicketID']}",))


def jobs(desk: Desk) -> list[str]:
    select = "SELECT name FROM setting WHERE name LIKE 'Job-%' ORDER BY name"
    rows = desk.run(desk.database.read(lambda c: c.execute(select).fetchall()))
    return [name for (name,) in rows]


def test_what_a_sink_writes_goes_with_the_change(desk: Desk) -> None:
    desk.tickets = EmbeddedTicketStore(desk.database, desk.clock, _Outbox())
    answer = create(desk)
    ticket_id = answer["TicketID"]
    assert jobs(desk) == [f"Job-TicketCreate-{ticket_id}"]

    # The title is written before the state is refused, and its job is gone with it.
    refusal = update(desk, ticket_id, Ticket={"Title": "Scanner", "State": "pending reminder"})
    assert refusal["Error"]["ErrorCode"] == "TicketUpdate.MissingParameter"
    assert jobs(desk) == [f"Job-TicketCreate-{ticket_id}"]

    update(desk, ticket_id, Ticket={"Title": "Scanner"})
    assert jobs(desk) == [f"Job-TicketCreate-{ticket_id}", f"Job-TicketTitleUpdate-{ticket_id}"]


def test_a_request_that_is_refused_tells_nothing(desk: Desk) -> None:
    ticket_id = create(desk)["TicketID"]
    desk.events.take()

    # Half of it is written when the pending state turns out to have no time.
    update(desk, ticket_id, Ticket={"Title": "Scanner", "State": "pending reminder"})
    create(desk, Ticket=ticket(Queue="Nowhere"))
    create(desk, who=MIRA | {"Password": "wrong"})

    assert desk.events.take() == []
