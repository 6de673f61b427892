"""Changes of tickets: what is stored, what the history says, what follows from a change."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from ticket_bench import Bench

from engine.model.ticket import NewAttachment
from engine.tickets.writer import EmbeddedDeskWriter

UNLOCK, LOCK = 1, 2
NEW, CLOSED, OPEN, PENDING = 1, 2, 4, 6


def test_a_new_ticket_has_a_number_and_two_history_rows(bench: Bench) -> None:
    ticket_id = bench.ticket()

    ticket = bench.writer().ticket(ticket_id)
    assert ticket is not None
    assert ticket.number == "2026030110000014"
    assert (ticket.title, ticket.queue.name, ticket.state.type) == ("Printer", "Raw", "new")
    assert (ticket.owner, ticket.responsible) == ("root@localhost", "root@localhost")
    assert (ticket.customer_id, ticket.customer_user_id) == ("ACME", "lena")
    assert ticket.unlock_timeout_epoch == 1772366400
    assert [(row.type.name, row.name) for row in bench.writer().history(ticket_id)] == [
        ("NewTicket", f"%%2026030110000014%%Raw%%3 normal%%new%%{ticket_id}"),
        ("CustomerUpdate", "%%CustomerID=ACME;CustomerUser=lena;"),
    ]


def test_services_are_in_the_first_history_when_they_are_used(bench: Bench) -> None:
    bench.setting("Ticket::Service", "1")
    service = bench.named("service", "Printing")

    ticket_id = bench.ticket(service_id=service)

    assert [(row.type.name, row.name) for row in bench.writer().history(ticket_id)][1:3] == [
        ("ServiceUpdate", f"%%Printing%%{service}%%NULL%%"),
        ("SLAUpdate", "%%NULL%%%%NULL%%"),
    ]


def test_a_long_title_is_cut(bench: Bench) -> None:
    ticket_id = bench.ticket(title="x" * 300)
    bench.writer().set_title(ticket_id, "y" * 300, by=1)

    ticket = bench.writer().ticket(ticket_id)
    assert ticket is not None
    assert ticket.title == "y" * 191


CHANGES: list[tuple[Callable[[EmbeddedDeskWriter, int], None], list[tuple[str, str]]]] = [
    (lambda w, t: w.set_title(t, "Scanner", by=1), [("TitleUpdate", "%%Printer%%Scanner...")]),
    (lambda w, t: w.set_queue(t, 3, by=1), [("Move", "%%Junk%%3%%Raw%%2")]),
    (
        lambda w, t: w.set_lock(t, LOCK, by=1),
        [("Lock", "%%lock"), ("Misc", "Reset of unlock time.")],
    ),
    (lambda w, t: w.set_state(t, OPEN, by=1), [("StateUpdate", "%%new%%open%%")]),
    (
        lambda w, t: w.set_pending_time(t, 1795456391, by=1),
        [("SetPendingTime", "%%2026-11-23 17:53")],
    ),
    (lambda w, t: w.set_priority(t, 4, by=1), [("PriorityUpdate", "%%3 normal%%3%%4 high%%4")]),
    (
        lambda w, t: w.set_customer(t, customer_id="B", customer_user_id="", by=1),
        [("CustomerUpdate", "%%CustomerID=B;CustomerUser=;")],
    ),
]


@pytest.mark.parametrize(("change", "rows"), CHANGES)
def test_a_change_writes_its_history_once(
    bench: Bench,
    change: Callable[[EmbeddedDeskWriter, int], None],
    rows: list[tuple[str, str]],
) -> None:
    ticket_id = bench.ticket()

    change(bench.writer(), ticket_id)
    change(bench.writer(), ticket_id)

    assert bench.history(ticket_id) == rows


def test_a_change_says_who_and_when(bench: Bench) -> None:
    agent = bench.agent("mira")
    ticket_id = bench.ticket()
    bench.clock.advance(seconds=60)

    bench.writer().set_priority(ticket_id, 5, by=agent)

    ticket = bench.writer().ticket(ticket_id)
    assert ticket is not None
    assert (ticket.change_by, ticket.change_time) == (agent, bench.clock.now())
    assert (ticket.create_by, ticket.create_time) != (ticket.change_by, ticket.change_time)


def test_history_holds_the_values_after_the_change(bench: Bench) -> None:
    ticket_id = bench.ticket()

    bench.writer().set_state(ticket_id, OPEN, by=1)

    row = bench.writer().history(ticket_id)[-1]
    assert (row.queue_id, row.state_id, row.priority_id, row.owner_id, row.type_id) == (
        2,
        OPEN,
        3,
        1,
        1,
    )
    assert row.article_id == 0


def test_moving_a_locked_ticket_unlocks_it_as_the_administrator(bench: Bench) -> None:
    agent = bench.agent("mira")
    ticket_id = bench.ticket(lock_id=LOCK, owner_id=agent)

    bench.writer().set_queue(ticket_id, 3, by=agent)

    assert bench.history(ticket_id) == [
        ("Move", "%%Junk%%3%%Raw%%2"),
        ("OwnerUpdate", "Reset owner to root@localhost."),
        ("Unlock", "%%unlock"),
    ]
    ticket = bench.writer().ticket(ticket_id)
    assert ticket is not None
    assert (ticket.owner_id, ticket.lock.name, ticket.change_by) == (1, "unlock", 1)


def test_the_owner_stays_when_the_setting_says_so(bench: Bench) -> None:
    bench.setting("Ticket::OwnerResetOnUnlock", "0")
    agent = bench.agent("mira")
    ticket_id = bench.ticket(lock_id=LOCK, owner_id=agent)

    bench.writer().set_lock(ticket_id, UNLOCK, by=agent)

    assert bench.history(ticket_id) == [("Unlock", "%%unlock")]


def test_leaving_a_pending_state_resets_the_pending_time(bench: Bench) -> None:
    ticket_id = bench.ticket(state_id=PENDING)
    bench.writer().set_pending_time(ticket_id, 1795456391, by=1)

    bench.writer().set_state(ticket_id, 7, by=1)
    bench.writer().set_state(ticket_id, OPEN, by=1)

    assert bench.history(ticket_id)[1:] == [
        ("StateUpdate", "%%pending reminder%%pending auto close+%%"),
        ("StateUpdate", "%%pending auto close+%%open%%"),
        ("SetPendingTime", "%%00-00-00 00:00"),
    ]


def test_owner_and_responsible_are_named_in_history(bench: Bench) -> None:
    agent = bench.agent("mira")
    ticket_id = bench.ticket()

    bench.writer().set_owner(ticket_id, agent, by=1)
    bench.writer().set_responsible(ticket_id, agent, by=1)

    assert bench.history(ticket_id) == [
        ("OwnerUpdate", f"%%mira%%{agent}"),
        ("ResponsibleUpdate", f"%%mira%%{agent}"),
    ]


def test_a_service_drops_an_sla_that_does_not_fit(bench: Bench) -> None:
    printing, scanning = bench.named("service", "Printing"), bench.named("service", "Scanning")
    gold = bench.named("sla", "Gold")
    bench.connection.execute("INSERT INTO service_sla VALUES (?, ?)", (printing, gold))
    ticket_id = bench.ticket(service_id=printing, sla_id=gold)

    bench.writer().set_service(ticket_id, scanning, by=1)

    ticket = bench.writer().ticket(ticket_id)
    assert ticket is not None
    assert ticket.sla is None
    assert bench.history(ticket_id) == [
        ("ServiceUpdate", f"%%Scanning%%{scanning}%%Printing%%{printing}"),
        ("SLAUpdate", f"%%NULL%%%%Gold%%{gold}"),
    ]


def test_a_service_keeps_an_sla_that_fits(bench: Bench) -> None:
    printing, scanning = bench.named("service", "Printing"), bench.named("service", "Scanning")
    gold = bench.named("sla", "Gold")
    rows = [(printing, gold), (scanning, gold)]
    bench.connection.executemany("INSERT INTO service_sla VALUES (?, ?)", rows)
    ticket_id = bench.ticket(service_id=printing)

    bench.writer().set_sla(ticket_id, gold, by=1)
    bench.writer().set_service(ticket_id, scanning, by=1)

    ticket = bench.writer().ticket(ticket_id)
    assert ticket is not None
    assert ticket.sla is not None
    assert ticket.sla.name == "Gold"


def test_a_type_change_names_both(bench: Bench) -> None:
    incident = bench.named("ticket_type", "Incident")
    ticket_id = bench.ticket()

    bench.writer().set_type(ticket_id, incident, by=1)

    assert bench.history(ticket_id) == [("TypeUpdate", f"%%Incident%%{incident}%%Unclassified%%1")]


def test_what_does_not_exist_is_an_error(bench: Bench) -> None:
    ticket_id = bench.ticket()

    with pytest.raises(LookupError):
        bench.writer().set_title(999, "x", by=1)
    with pytest.raises(LookupError):
        bench.writer().set_queue(ticket_id, 999, by=1)
    with pytest.raises(LookupError):
        bench.writer().set_priority(ticket_id, 999, by=1)


def test_articles_are_numbered_in_their_ticket(bench: Bench) -> None:
    ticket_id = bench.ticket()
    first, second = bench.article(ticket_id), bench.article(ticket_id, subject="Again")

    found = bench.writer().articles(ticket_id)

    assert [(each.id, each.number, each.subject) for each in found] == [
        (first, 1, "Paper jam"),
        (second, 2, "Again"),
    ]
    assert found[0].sender_type.name == "agent"
    assert found[0].incoming_epoch == 1772366401
    assert found[0].is_visible_for_customer is True


def test_an_article_has_its_id_in_history(bench: Bench) -> None:
    ticket_id = bench.ticket()
    article_id = bench.article(ticket_id, history_comment="c" * 300)

    row = bench.writer().history(ticket_id)[2]

    assert (row.type.name, row.article_id, row.name) == ("AddNote", article_id, "c" * 200)


@pytest.mark.parametrize(
    ("senders", "resets"),
    [
        (("agent",), 1),
        (("customer",), 0),
        (("agent", "customer"), 2),
        (("customer", "customer"), 0),
        (("agent", "customer", "customer"), 2),
        (("system",), 0),
    ],
)
def test_contact_starts_the_unlock_time_anew(
    bench: Bench, senders: tuple[str, ...], resets: int
) -> None:
    ticket_id = bench.ticket()
    for sender in senders:
        bench.article(ticket_id, sender_type_id={"agent": 1, "system": 2, "customer": 3}[sender])
        bench.clock.advance(seconds=1)

    rows = [row for row in bench.history(ticket_id) if row == ("Misc", "Reset of unlock time.")]
    assert len(rows) == resets


def test_accounted_time_is_summed_exactly(bench: Bench) -> None:
    ticket_id = bench.ticket()
    first, second = bench.article(ticket_id), bench.article(ticket_id)
    for article_id, units in ((first, "0.1"), (first, "0.2"), (second, "10")):
        bench.writer().account_time(ticket_id, article_id, Decimal(units), by=1)

    assert bench.writer().article_time_units(first) == Decimal("0.3")
    assert str(bench.writer().ticket_time_units(ticket_id)) == "10.3"
    assert str(bench.writer().article_time_units(second)) == "10"
    assert [row for row in bench.history(ticket_id) if row[0] == "TimeAccounting"] == [
        ("TimeAccounting", "%%0.1%%0.1"),
        ("TimeAccounting", "%%0.2%%0.3"),
        ("TimeAccounting", "%%10%%10.3"),
    ]


def test_files_are_kept_under_unique_names(bench: Bench) -> None:
    article_id = bench.article(bench.ticket())
    for name, content in (("b.txt", b"1"), ("a.txt", b"22"), ("a.txt", b"333")):
        file = NewAttachment(name, "text/plain", content)
        bench.writer().add_attachment(article_id, file, by=1)

    found = bench.writer().attachments(article_id, with_content=True)
    assert [(each.filename, each.size_bytes, each.content) for each in found] == [
        ("a-1.txt", 3, b"333"),
        ("a.txt", 2, b"22"),
        ("b.txt", 1, b"1"),
    ]
    listed = bench.writer().attachments(article_id, with_content=False)
    assert [each.content for each in listed] == [None, None, None]


@pytest.mark.parametrize(
    ("file", "content_id", "disposition"),
    [
        (NewAttachment("a.txt", "text/plain", b""), "", "attachment"),
        (NewAttachment("a.png", "image/png", b""), "", "attachment"),
        (NewAttachment("a.png", "image/png", b"", content_id="cid1"), "<cid1>", "inline"),
        (NewAttachment("a.txt", "text/plain", b"", content_id="<c>"), "<c>", "attachment"),
        (NewAttachment("file-2", "text/html", b""), "", "inline"),
        (NewAttachment("a", "x/y", b"", disposition="inline; filename=a"), "", "inline"),
    ],
)
def test_a_disposition_is_kept_or_derived(
    bench: Bench, file: NewAttachment, content_id: str, disposition: str
) -> None:
    article_id = bench.article(bench.ticket())

    bench.writer().add_attachment(article_id, file, by=1)

    (kept,) = bench.writer().attachments(article_id, with_content=False)
    assert (kept.content_id, kept.disposition) == (content_id, disposition)
