"""Tickets, articles and files that recorded cases start from, written straight to the desk."""

from collections.abc import Mapping, MutableMapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from engine.model.desk import DeskWriter
from engine.model.reference_data import Reference
from engine.model.ticket import NewArticle, NewAttachment, NewTicket
from engine.operations._article_body import stored_body

_ROOT = 1
_PAGE = "<html><body><ul>\n<li>test</li>\n</ul></body><!-- {} --></html>"


def write_tickets(
    record: Mapping[str, Any], known: MutableMapping[str, Any], desk: DeskWriter
) -> None:
    """Write the tickets of a case file and note their ids and numbers under their names."""
    shown = _shown_articles(record)
    for ticket in record["fixtures"].get("tickets", []):
        ticket_id = _write_ticket(ticket, known, desk)
        for article in ticket.get("articles", []):
            if "ref" not in article:  # nobody is shown it
                _write_plain_article(article, ticket_id, desk)
                continue
            name = f"{article['ref']}.id"
            known[name] = _write_article(shown[f"{{{{{name}}}}}"], article, ticket_id, desk)


def write_history(
    record: Mapping[str, Any], known: MutableMapping[str, Any], desk: DeskWriter
) -> None:
    """Do to the tickets what recorded histories say was done to them after their creation."""
    epoch = int(desk.now.timestamp()) + 86400
    # How a record writes the pending time, which differs between runs.
    known["YYYY-MM-DD hh:mm"] = f"{datetime.fromtimestamp(epoch, UTC):%Y-%m-%d %H:%M}"
    done: set[str] = set()
    for case in record["cases"]:
        for history in case["expected"].get("data", {}).get("TicketHistory", []):
            ticket_id = known[history["TicketID"].strip("{}")]
            if history["TicketID"] not in done:
                _redo([line["HistoryType"] for line in history["History"]], ticket_id, epoch, desk)
            done.add(history["TicketID"])


def _redo(types: list[str], ticket_id: int, epoch: int, desk: DeskWriter) -> None:
    if "SetPendingTime" in types:
        desk.set_pending_time(ticket_id, epoch, by=_ROOT)
    if "PhoneCallCustomer" in types:
        desk.create_article(
            NewArticle(
                ticket_id=ticket_id,
                sender_type_id=_named(desk, Reference.SENDER_TYPE, "agent"),
                channel_id=_named(desk, Reference.CHANNEL, "Phone"),
                is_visible_for_customer=True,
                from_="Agent",
                to="Customer",
                cc="",
                bcc="",
                subject="A call",
                body="They spoke.",
                content_type="text/plain; charset=utf-8",
                history_type="PhoneCallCustomer",
                history_comment="%%",
            ),
            by=_ROOT,
        )


def _write_ticket(
    ticket: Mapping[str, Any], known: MutableMapping[str, Any], desk: DeskWriter
) -> int:
    queue, state = desk.queue(name=ticket["queue"]), desk.state(name=ticket["state"])
    owner = desk.agent(login=ticket["owner"]) if "owner" in ticket else desk.agent(id=_ROOT)
    assert queue is not None
    assert state is not None
    assert owner is not None
    ticket_id, number = desk.create_ticket(
        NewTicket(
            title=ticket["title"],
            queue_id=queue.id,
            lock_id=_named(desk, Reference.LOCK, "unlock"),
            type_id=_named(desk, Reference.TYPE, ticket.get("type", "Unclassified")),
            service_id=_named(desk, Reference.SERVICE, ticket["service"])
            if "service" in ticket
            else None,
            state_id=state.id,
            priority_id=_named(desk, Reference.PRIORITY, ticket["priority"]),
            owner_id=owner.id,
            responsible_id=_ROOT,
            customer_id=ticket["customer_id"],
            customer_user_id=ticket["customer_user"],
        ),
        by=_ROOT,
    )
    desk.set_lock(ticket_id, _named(desk, Reference.LOCK, ticket["lock"]), by=_ROOT)
    for name, value in ticket.get("dynamic_fields", {}).items():
        _set_field(name, value, ticket_id, desk)
    known[f"{ticket['ref']}.id"], known[f"{ticket['ref']}.number"] = ticket_id, number
    return ticket_id


def _write_plain_article(article: Mapping[str, Any], ticket_id: int, desk: DeskWriter) -> None:
    desk.create_article(
        NewArticle(
            ticket_id=ticket_id,
            sender_type_id=_named(desk, Reference.SENDER_TYPE, article["sender_type"]),
            channel_id=_named(desk, Reference.CHANNEL, article["channel"]),
            is_visible_for_customer=bool(article["visible"]),
            from_=article["from"],
            to=article["to"],
            cc=article["cc"],
            bcc="",
            subject=article["subject"],
            body=article["body"],
            content_type=article["content_type"],
            history_type="AddNote",
            history_comment="%%",
        ),
        by=_ROOT,
    )


def _write_article(
    shown: Mapping[str, Any], article: Mapping[str, Any], ticket_id: int, desk: DeskWriter
) -> int:
    content_type = article.get("content_type", shown["ContentType"])
    files = shown.get("Attachment", [])
    is_page = content_type.startswith("text/html")
    body = stored_body(_page(files) if is_page else shown["Body"], content_type)
    article_id = desk.create_article(
        NewArticle(
            ticket_id=ticket_id,
            sender_type_id=_named(desk, Reference.SENDER_TYPE, article["sender_type"]),
            channel_id=shown["CommunicationChannelID"],
            is_visible_for_customer=bool(article["visible"]),
            from_=shown["From"],
            to=shown["To"],
            cc=shown["Cc"],
            bcc=shown["Bcc"],
            reply_to=shown["ReplyTo"],
            subject=shown["Subject"],
            body=body.text,
            content_type=body.content_type,
            history_type="AddNote",
            history_comment="%%",
        ),
        by=_ROOT,
    )
    if body.file:
        desk.add_attachment(article_id, body.file, by=_ROOT)
    for file in files:
        if file["Filename"] != "file-2":
            content = b"\0" * int(file["FilesizeRaw"])
            kept = NewAttachment(file["Filename"], file["ContentType"], content)
            desk.add_attachment(article_id, kept, by=_ROOT)
    if "time_unit" in article:
        units = Decimal(str(article["time_unit"]))
        desk.account_time(ticket_id, article_id, units, by=_ROOT)
    for name, value in article.get("dynamic_fields", {}).items():
        _set_field(name, value, article_id, desk)
    return article_id


def _page(files: list[Mapping[str, Any]]) -> str:
    """Return a page of our own that reads as the recorded one, with as many bytes."""
    size = next(int(file["FilesizeRaw"]) for file in files if file["Filename"] == "file-2")
    return _PAGE.format("x" * (size - len(_PAGE.format(""))))


def _set_field(name: str, value: Any, object_id: int, desk: DeskWriter) -> None:
    field = desk.dynamic_field(name)
    assert field is not None
    kept = int(value) if field.type == "Checkbox" else value
    desk.set_field(field, object_id, kept, by=_ROOT)


def _shown_articles(record: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the fullest sight of each article that an expected answer has."""
    shown: dict[str, Mapping[str, Any]] = {}
    for case in record["cases"]:
        tickets = case["expected"].get("data", {}).get("Ticket", [])
        for ticket in tickets if isinstance(tickets, list) else []:
            for article in ticket.get("Article", []):
                name = article["ArticleID"]
                if len(article) > len(shown.get(name, ())):
                    shown[name] = article
    return shown


def _named(desk: DeskWriter, kind: Reference, name: str) -> int:
    found = desk.named(kind, name=name)
    assert found is not None
    return found.id
