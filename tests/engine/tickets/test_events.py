"""Events of tickets: what each change tells, with what data, in which order."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from event_record import EventRecord
from ticket_bench import Bench

from engine.model.event import Event, ObjectType
from engine.model.ticket_view import ticket_view
from engine.tickets.writer import EmbeddedDeskWriter

UNLOCK, LOCK = 1, 2
CLOSED, OPEN, PENDING = 2, 4, 6
ADDED = ("HistoryAdd", {"TicketID": 2})
"""What every row of history tells; 2 is the first ticket of a test, 1 the one that greets."""


def notified(name: str, params: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    people: dict[str, Any] = {"Recipients": [], "SkipRecipients": []}
    return name, {"TicketID": 2, "CustomerMessageParams": params} | people


def test_a_new_ticket_tells_of_its_customer_and_itself(bench: Bench) -> None:
    bench.ticket()

    assert bench.take_told() == [
        ADDED,
        ADDED,
        ("TicketCustomerUpdate", {"TicketID": 2, "TicketCreated": 1}),
        ("TicketCreate", {"TicketID": 2}),
    ]


CHANGES: list[tuple[Callable[[EmbeddedDeskWriter, int], None], list[Any]]] = [
    (lambda w, t: w.set_title(t, "Scanner", by=1), [ADDED, ("TicketTitleUpdate", {"TicketID": 2})]),
    (
        lambda w, t: w.set_lock(t, LOCK, by=1),
        [
            ADDED,
            ADDED,
            ("TicketUnlockTimeoutUpdate", {"TicketID": 2}),
            ("TicketLockUpdate", {"TicketID": 2}),
        ],
    ),
    (
        lambda w, t: w.set_pending_time(t, 1795456391, by=1),
        [ADDED, ("TicketPendingTimeUpdate", {"TicketID": 2})],
    ),
    (lambda w, t: w.set_priority(t, 4, by=1), [ADDED, ("TicketPriorityUpdate", {"TicketID": 2})]),
    (
        lambda w, t: w.set_customer(t, customer_id="B", customer_user_id="", by=1),
        [ADDED, ("TicketCustomerUpdate", {"TicketID": 2, "TicketCreated": 0})],
    ),
]


@pytest.mark.parametrize(("change", "told"), CHANGES)
def test_a_change_tells_once_and_after_its_history(
    bench: Bench, change: Callable[[EmbeddedDeskWriter, int], None], told: list[Any]
) -> None:
    ticket_id = bench.ticket()
    bench.take()

    change(bench.writer(), ticket_id)
    change(bench.writer(), ticket_id)

    assert bench.take_told() == told


def test_type_and_service_tell_with_the_sla_that_goes(bench: Bench) -> None:
    kind = bench.named("ticket_type", "Incident")
    printing, scanning = bench.named("service", "Printing"), bench.named("service", "Scanning")
    gold = bench.named("sla", "Gold")
    bench.connection.execute("INSERT INTO service_sla VALUES (?, ?)", (printing, gold))
    ticket_id = bench.ticket(service_id=printing)
    bench.take()

    bench.writer().set_type(ticket_id, kind, by=1)
    bench.writer().set_sla(ticket_id, gold, by=1)
    before = ticket_view(bench.existing(ticket_id), bench.writer())
    bench.writer().set_service(ticket_id, scanning, by=1)

    told = bench.take_told()
    assert told[:3] == [ADDED, ("TicketTypeUpdate", {"TicketID": 2}), ADDED]
    assert told[3][0] == "TicketSLAUpdate"
    assert "SLA" not in told[3][1]["OldTicketData"]
    assert told[4:] == [
        ADDED,
        notified("NotificationServiceUpdate", {}),
        ("TicketServiceUpdate", {"TicketID": 2}),
        ADDED,
        (
            "TicketSLAUpdate",
            {"TicketID": 2, "OldTicketData": before | {"Service": "Scanning", "ServiceID": 2}},
        ),
    ]


def test_a_move_tells_what_the_ticket_was_and_then_of_the_unlocking(bench: Bench) -> None:
    mira = bench.agent("mira")
    ticket_id = bench.ticket(lock_id=LOCK, owner_id=mira)
    before = ticket_view(bench.existing(ticket_id), bench.writer())
    bench.take()

    bench.writer().set_queue(ticket_id, 3, by=mira)

    told = bench.take()
    assert [(event.name, dict(event.data)) for event in told] == [
        ADDED,
        notified("NotificationMove", {"Queue": "Junk"}),
        ("TicketQueueUpdate", {"TicketID": 2, "OldTicketData": before}),
        ADDED,
        ("TicketOwnerUpdate", {"TicketID": 2}),
        ADDED,
        ("TicketLockUpdate", {"TicketID": 2}),
    ]
    assert before["Queue"] == "Raw"
    assert [event.user_id for event in told] == [mira] * 3 + [1] * 4


def test_leaving_a_pending_state_tells_of_its_time_afterwards(bench: Bench) -> None:
    ticket_id = bench.ticket(state_id=PENDING)
    bench.writer().set_pending_time(ticket_id, 1795456391, by=1)
    before = ticket_view(bench.existing(ticket_id), bench.writer())
    bench.take()

    bench.writer().set_state(ticket_id, OPEN, by=1)

    assert before["RealTillTimeNotUsed"] == 1795456391
    assert bench.take_told() == [
        ADDED,
        ("TicketStateUpdate", {"TicketID": 2, "OldTicketData": before}),
        ADDED,
        ("TicketPendingTimeUpdate", {"TicketID": 2}),
    ]


@pytest.mark.parametrize("role", ["Owner", "Responsible"])
def test_who_gets_a_ticket_is_notified_unless_he_took_it(bench: Bench, role: str) -> None:
    mira, otto = bench.agent("mira"), bench.agent("otto")
    ticket_id = bench.ticket()
    bench.take()
    setter = {"Owner": "set_owner", "Responsible": "set_responsible"}[role]

    getattr(bench.writer(), setter)(ticket_id, mira, by=otto)
    getattr(bench.writer(), setter)(ticket_id, otto, by=otto)

    params = {"TicketID": 2, "NewUserID": mira, "NewUser": "mira", "UserID": otto, "Body": ""}
    assert bench.take_told() == [
        ADDED,
        notified(f"Notification{role}Update", params),
        (f"Ticket{role}Update", {"TicketID": 2}),
        ADDED,
        (f"Ticket{role}Update", {"TicketID": 2}),
    ]


def test_a_field_tells_new_and_old_value(bench: Bench) -> None:
    bench.field("Floor", "Text")
    bench.field("Affected", "Multiselect", PossibleValues={"a": "A", "b": "B"})
    bench.field("Mood", "Text", object_type="Article")
    ticket_id = bench.ticket()
    article_id = bench.article(ticket_id)
    bench.take()

    for name, object_id, value in (
        ("Floor", ticket_id, "2"),
        ("Floor", ticket_id, "2"),
        ("Floor", ticket_id, "3"),
        ("Affected", ticket_id, ["a", "b"]),
        ("Mood", article_id, "glad"),
    ):
        field = bench.writer().dynamic_field(name)
        assert field is not None
        bench.writer().set_field(field, object_id, value, by=1)

    def data(name: str, value: Any, old: Any, **more: Any) -> dict[str, Any]:
        values = {"FieldName": name, "Value": value, "OldValue": old}
        return values | {"TicketID": 2, "UserID": 1} | more

    told = bench.take()
    assert [(event.name, dict(event.data)) for event in told] == [
        ADDED,
        ("TicketDynamicFieldUpdate_Floor", data("Floor", "2", None)),
        ADDED,
        ("TicketDynamicFieldUpdate_Floor", data("Floor", "3", "2")),
        ADDED,
        ("TicketDynamicFieldUpdate_Affected", data("Affected", ["a", "b"], None)),
        ADDED,
        ("ArticleDynamicFieldUpdate", data("Mood", "glad", None, ArticleID=article_id)),
    ]
    assert told[1].object_type is ObjectType.TICKET
    assert told[-1].object_type is ObjectType.ARTICLE
    assert told[-1].ids == {"TicketID": 2, "ArticleID": article_id}


def test_accounted_time_tells_of_its_article(bench: Bench) -> None:
    ticket_id = bench.ticket()
    article_id = bench.article(ticket_id)
    bench.take()

    bench.writer().account_time(ticket_id, article_id, Decimal("2.5"), by=1)

    told = ("TicketAccountTime", {"TicketID": 2, "ArticleID": article_id})
    assert bench.take_told() == [ADDED, told]


def test_a_deleted_ticket_tells_of_its_history_and_itself(bench: Bench) -> None:
    ticket_id = bench.ticket()
    bench.take()

    bench.writer().delete_ticket(ticket_id, by=1)

    assert bench.take_told() == [
        ("HistoryDelete", {"TicketID": 2}),
        ("TicketDelete", {"TicketID": 2}),
    ]


def test_an_article_tells_what_the_ticket_was_and_who_has_seen_it(bench: Bench) -> None:
    mira = bench.agent("mira")
    ticket_id = bench.ticket()
    before = ticket_view(bench.existing(ticket_id), bench.writer())
    bench.take()

    first = bench.article(ticket_id, history_type="PhoneCallAgent")
    seen = {"Key": "Seen", "Value": 1, "UserID": 1}
    assert bench.take_told() == [
        ADDED,
        ("ArticleCreate", {"TicketID": 2, "ArticleID": first, "OldTicketData": before}),
        ("ArticleFlagSet", {"TicketID": 2, "ArticleID": first} | seen),
        ("TicketFlagSet", {"TicketID": 2} | seen),
        ADDED,
        ("TicketUnlockTimeoutUpdate", {"TicketID": 2}),
    ]

    # Mira has not seen the first one, so that the ticket is not seen by her.
    second = bench.article(ticket_id, by=mira, history_type="PhoneCallAgent")
    told = bench.take_told()
    assert [name for name, _ in told] == [
        "HistoryAdd",
        "ArticleCreate",
        "TicketFlagDelete",
        "ArticleFlagSet",
    ]
    assert told[2][1] == {"TicketID": 2, "Key": "Seen", "UserID": 1}
    assert told[3][1] == {"TicketID": 2, "ArticleID": second} | seen | {"UserID": mira}
    assert bench.rows("SELECT ticket_id FROM ticket_flag") == []
    assert bench.rows("SELECT article_id, create_by FROM article_flag ORDER BY 1") == [
        (first, 1),
        (second, mira),
    ]


@pytest.mark.parametrize(
    ("history_type", "is_second", "name"),
    [
        ("PhoneCallCustomer", False, "NotificationNewTicket"),
        ("PhoneCallCustomer", True, None),
        ("AddNote", False, "NotificationAddNote"),
        ("FollowUp", True, "NotificationFollowUp"),
        ("NewTicket", False, None),
    ],
)
def test_agents_are_notified_by_the_kind_of_history(
    bench: Bench, history_type: str, is_second: bool, name: str | None
) -> None:
    ticket_id = bench.ticket()
    if is_second:
        bench.article(ticket_id)
    bench.take()

    article_id = bench.article(ticket_id, history_type=history_type)
    bench.article(ticket_id, history_type=history_type, notifies_agents=False)

    told = [(n, data) for n, data in bench.take_told() if n.startswith("Notification")]
    assert [n for n, _ in told] == ([name] if name else [])
    for _, data in told:
        assert data.keys() == {
            "TicketID",
            "ArticleID",
            "SenderTypeID",
            "IsVisibleForCustomer",
            "Queue",
            "Recipients",
            "SkipRecipients",
            "CustomerMessageParams",
        }
        assert (data["ArticleID"], data["SenderTypeID"]) == (article_id, 1)
        assert (data["IsVisibleForCustomer"], data["Queue"]) == (1, "Raw")
        assert data["CustomerMessageParams"]["Subject"] == "Paper jam"


def test_only_what_is_wanted_is_built(bench: Bench) -> None:
    # EventRecord refuses what it does not want, so that it would tell here.
    bench.events = EventRecord(wanted={"TicketPriorityUpdate"})
    ticket_id = bench.ticket()
    bench.article(ticket_id)
    bench.writer().set_queue(ticket_id, 3, by=1)
    bench.writer().set_priority(ticket_id, 5, by=1)

    assert bench.take() == [Event("TicketPriorityUpdate", ObjectType.TICKET, {"TicketID": 2}, 1)]
