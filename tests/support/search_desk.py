"""A desk with a handful of tickets that differ in everything a search can ask for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desk_fixture import Desk, answer_of

from engine.model.desk import DeskWriter
from engine.model.reference_data import Reference
from engine.model.service import Compatibility
from engine.model.ticket import NewArticle, NewAttachment, NewTicket
from engine.operations import ticket_search

BOSS = {"UserLogin": "boss", "Password": "s3cret"}
PENDING_EPOCH = 1772409600
"""2026-03-02 00:00:00."""

DECLARATION: Mapping[str, Any] = {
    "groups": ["secret", "nobodys"],
    "users": [
        {
            "login": login,
            "password": "s3cret",
            "first_name": first_name,
            "last_name": "Lind",
            "email": f"{login}@acmetest.net",
            "groups": groups,
        }
        for login, first_name, groups in (
            ("boss", "Ann", {"users": "rw", "secret": "rw"}),
            ("mira", "mira", {"users": "rw"}),
            ("reader", "Zoe", {"secret": "ro"}),
            ("newcomer", "New", {"nobodys": "rw", "users": "note"}),
        )
    ],
    "customers": [
        {
            "login": login,
            "password": "s3cret",
            "first_name": login.title(),
            "last_name": "Lind",
            "email": f"{login}@acmetest.net",
            "company": company,
            "services": [],
        }
        for login, company in (
            ("lena", "acme"),
            ("otto", "OTHER"),
            ("paul", "NONE"),
            ("carl", "Acme"),
        )
    ],
    "queues": [
        {"name": "Hardware", "group": "users"},
        {"name": "Hardware::Printer", "group": "users"},
        {"name": "Vault", "group": "secret"},
    ],
    "types": ["Incident"],
    "services": ["Printing"],
    "slas": [{"name": "Gold", "services": ["Printing"]}],
    "dynamic_fields": [
        {"name": "Floor", "object": "Ticket", "type": "Text"},
        {
            "name": "Impact",
            "object": "Ticket",
            "type": "Dropdown",
            "values": {"low": "Low", "high": "High"},
        },
        {"name": "Urgent", "object": "Ticket", "type": "Checkbox"},
        {
            "name": "Affected",
            "object": "Ticket",
            "type": "Multiselect",
            "values": {"printing": "Printing", "scanning": "Scanning"},
        },
        {"name": "Due", "object": "Ticket", "type": "Date"},
        {"name": "Seen", "object": "Ticket", "type": "DateTime"},
        {"name": "Mood", "object": "Article", "type": "Text"},
    ],
}


@dataclass(frozen=True)
class Planned:
    """A ticket to be written, an hour after the one before."""

    name: str
    title: str
    queue: str = "Hardware"
    state: str = "new"
    priority: str = "3 normal"
    type: str = "Unclassified"
    lock: str = "unlock"
    service: str | None = None
    sla: str | None = None
    owner: str = "root@localhost"
    responsible: str = "root@localhost"
    customer_id: str = "ACME"
    customer_user: str = "lena"
    articles: tuple[Mapping[str, Any], ...] = ()
    fields: tuple[tuple[str, Any], ...] = ()


PLAN = (
    Planned(
        "jam",
        "Paper jam",
        type="Incident",
        service="Printing",
        sla="Gold",
        articles=({"subject": "It jammed", "body": "Look at the Tray, not the drum."},),
        fields=(("Floor", "2"), ("Impact", "low"), ("Affected", ["printing", "scanning"])),
    ),
    Planned(
        "fire",
        "Printer on FIRE",
        queue="Hardware::Printer",
        state="open",
        priority="5 very high",
        lock="lock",
        owner="mira",
        articles=(
            {"subject": "Smoke", "body": "There is 100% smoke", "visible": False},
            {"from_": "Otto Other <otto@othertest.net>", "cc": "boss@acmetest.net", "bcc": "x_y@z"},
        ),
        fields=(("Floor", "12"), ("Urgent", 1), ("Due", "2026-04-01 00:00:00")),
    ),
    Planned(
        "grüße",
        "Grüße aus Köln",
        queue="Vault",
        state="closed successful",
        priority="1 very low",
        responsible="reader",
        customer_id="OTHER",
        customer_user="otto",
        articles=({"body": "Fünf Übungen", "file": "Rechnung_März.pdf"},),
        fields=(("Floor", "Keller"), ("Impact", "high"), ("Seen", "2026-01-05 08:09:10")),
    ),
    Planned(
        "wait",
        "Waiting (a+b)",
        queue="Raw",
        state="pending reminder",
        priority="4 high",
        customer_id="ACME & Sons",
        customer_user="nobody@acmetest.net",
        fields=(("Urgent", 0), ("Affected", ["scanning"]), ("Due", "2026-03-02 00:00:00")),
    ),
    Planned("merged", "paper jam", state="merged", customer_id="", customer_user=""),
)


def write_plan(desk: Desk) -> None:
    """Write the tickets, an hour apart from noon; `desk.known` has their ids by name.

    At five the first gets another priority and the fourth its pending time. It is six then.
    """
    for planned in PLAN:
        desk.run(desk.tickets.write(lambda writer, p=planned: _write(p, desk, writer)))  # type: ignore[misc]
        desk.clock.advance(seconds=3600)
    desk.run(desk.tickets.write(lambda writer: _change(desk, writer)))
    desk.clock.advance(seconds=3600)


def search(
    desk: Desk,
    *,
    who: Mapping[str, Any] = BOSS,
    compatibility: Compatibility = Compatibility.STRICT,
    **parameters: Any,
) -> Any:
    """Return the answer of a TicketSearch."""
    kind = ticket_search.OPERATION
    return desk.run(answer_of(desk, kind, {**who, **parameters}, compatibility=compatibility))


def found(desk: Desk, **parameters: Any) -> list[str]:
    """Return the names of the planned tickets that a search finds, in its order."""
    answer = search(desk, **parameters)
    assert answer == {} or list(answer) == ["TicketID"], answer
    names = {str(desk.known[planned.name]): planned.name for planned in PLAN}
    return [names[each] for each in answer.get("TicketID", []) if each in names]


def _change(desk: Desk, writer: DeskWriter) -> None:
    low = writer.named(Reference.PRIORITY, name="2 low")
    assert low is not None
    writer.set_priority(desk.known["jam"], low.id, by=1)
    writer.set_pending_time(desk.known["wait"], PENDING_EPOCH, by=1)


def _write(planned: Planned, desk: Desk, writer: DeskWriter) -> None:
    def named(kind: Reference, name: str | None) -> int | None:
        row = None if name is None else writer.named(kind, name=name)
        return row.id if row else None

    def agent(login: str) -> int:
        row = writer.agent(login=login)
        assert row is not None
        return row.id

    queue, state = writer.queue(name=planned.queue), writer.state(name=planned.state)
    assert queue is not None
    assert state is not None
    ticket_id, number = writer.create_ticket(
        NewTicket(
            title=planned.title,
            queue_id=queue.id,
            lock_id=named(Reference.LOCK, planned.lock) or 0,
            type_id=named(Reference.TYPE, planned.type) or 0,
            state_id=state.id,
            priority_id=named(Reference.PRIORITY, planned.priority) or 0,
            owner_id=agent(planned.owner),
            responsible_id=agent(planned.responsible),
            customer_id=planned.customer_id,
            customer_user_id=planned.customer_user,
            service_id=named(Reference.SERVICE, planned.service),
            sla_id=named(Reference.SLA, planned.sla),
        ),
        by=agent(planned.owner),
    )
    desk.known[planned.name], desk.known[f"{planned.name} number"] = ticket_id, number
    for article in planned.articles:
        _write_article(ticket_id, article, writer)
    for name, value in planned.fields:
        field = writer.dynamic_field(name)
        assert field is not None
        writer.set_field(field, ticket_id, value, by=1)


def _write_article(ticket_id: int, article: Mapping[str, Any], writer: DeskWriter) -> None:
    article_id = writer.create_article(
        NewArticle(
            ticket_id=ticket_id,
            sender_type_id=1,
            channel_id=3,
            is_visible_for_customer=article.get("visible", True),
            from_=article.get("from_", "Mira Lind <mira@acmetest.net>"),
            to=article.get("to", "Help desk"),
            cc=article.get("cc", ""),
            bcc=article.get("bcc", ""),
            subject=article.get("subject", "A word"),
            body=article.get("body", "Nothing more"),
            content_type="text/plain; charset=utf-8",
            history_type="AddNote",
            history_comment="%%",
        ),
        by=1,
    )
    if "file" in article:
        kept = NewAttachment(article["file"], "application/pdf", b"%PDF")
        writer.add_attachment(article_id, kept, by=1)
