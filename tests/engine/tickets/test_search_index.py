"""What searches read is in step with what was written, and no usual search reads every ticket."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime

import pytest
from stores import is_postgresql
from ticket_bench import Bench

from engine.model.condition import Not, Term
from engine.model.people import Principal, PrincipalKind
from engine.model.ticket import NewAttachment
from engine.model.ticket_query import (
    ArticleMatches,
    ArticlePart,
    ArticleText,
    Attribute,
    Criterion,
    HasId,
    LiesWithin,
    Moment,
    SortBy,
    SortKey,
    Span,
    TextMatches,
    TicketQuery,
    TicketText,
)
from engine.storage.connection import Connection, Cursor, Dialect, Parameters
from engine.storage.migrations import known_migrations, migrate
from engine.storage.sqlite import connect_writer
from engine.tickets.reader import EmbeddedDeskReader
from engine.tickets.reference_data import ReferenceCache
from engine.tickets.search import search as search_module

ROOT = Principal(PrincipalKind.AGENT, "root@localhost", 1)
NEWEST = (SortBy(SortKey.CREATED, is_descending=True),)
OLDEST = (SortBy(SortKey.CREATED, is_descending=False),)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def search(
    connection: Connection, *criteria: Criterion, order: tuple[SortBy, ...] = NEWEST
) -> Sequence[int]:
    reference = ReferenceCache().committed(connection)
    reader = EmbeddedDeskReader(connection, reference, NOW)
    return reader.search(TicketQuery(ROOT, criteria, order, 50))


def title(*pieces: str) -> TextMatches:
    return TextMatches(TicketText.TITLE, Term(pieces))


def text(part: ArticlePart, phrase: str) -> ArticleMatches:
    return ArticleMatches((ArticleText(part, Term((phrase,))),), True, Span())


def test_a_new_title_and_customer_are_found_and_the_old_ones_no_more(bench: Bench) -> None:
    ticket_id = bench.ticket(title="Grüße", customer_id="ÄRZTE", customer_user_id="Øle")
    customers = (TicketText.CUSTOMER_ID, TicketText.CUSTOMER_USER)
    assert search(bench.connection, title("", "RÜSS", "")) == (ticket_id,)
    for place, name in zip(customers, ("ärzte", "øLE"), strict=True):
        assert search(bench.connection, TextMatches(place, Term((name,)))) == (ticket_id,)

    bench.writer().set_title(ticket_id, "Ärger", by=1)
    bench.writer().set_customer(ticket_id, customer_id="B", customer_user_id="c", by=1)

    assert search(bench.connection, title("", "RÜSS", "")) == ()
    assert search(bench.connection, title("", "ÄRG", "")) == (ticket_id,)
    for place, name in zip(customers, ("b", "C"), strict=True):
        assert search(bench.connection, TextMatches(place, Term((name,)))) == (ticket_id,)


def test_what_is_deleted_is_no_longer_found(bench: Bench) -> None:
    ticket_id = bench.ticket()
    article_id = bench.article(ticket_id, body="A needle")
    file = NewAttachment("haystack.txt", "text/plain", b"x")
    bench.writer().add_attachment(article_id, file, by=1)
    bench.finish()
    needle, hay = text(ArticlePart.ANY, "needle"), text(ArticlePart.ATTACHMENT_NAME, "haystack")
    assert search(bench.connection, needle) == search(bench.connection, hay) == (ticket_id,)

    delete = bench.connection.execute
    delete("DELETE FROM article_data_mime_attachment WHERE article_id = ?", (article_id,))
    assert search(bench.connection, hay) == ()
    assert search(bench.connection, needle) == (ticket_id,)
    delete("UPDATE ticket_history SET article_id = NULL")
    delete("DELETE FROM article_flag")
    delete("DELETE FROM article_data_mime WHERE article_id = ?", (article_id,))
    delete("DELETE FROM article WHERE id = ?", (article_id,))

    assert search(bench.connection, needle) == ()
    left = delete("SELECT COUNT(*) FROM article_search WHERE article_id = ?", (article_id,))
    assert left.fetchone() == (0,)


@pytest.mark.skipif(is_postgresql(), reason="the tables of FTS5 are SQLite's")
def test_the_tables_of_trigrams_hold_what_the_texts_do(bench: Bench) -> None:
    ticket_id = bench.ticket()
    article_id = bench.article(ticket_id)
    bench.writer().add_attachment(article_id, NewAttachment("a.txt", "text/plain", b"x"), by=1)
    bench.writer().set_title(ticket_id, "another", by=1)
    bench.finish()
    bench.connection.execute("UPDATE article_search SET body_text = 'replaced'")
    bench.connection.execute("UPDATE attachment_search SET filename_text = 'renamed'")

    for table in ("article_trigram", "attachment_trigram", "ticket_trigram"):
        bench.connection.execute(
            f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)"
        )
    assert search(bench.connection, text(ArticlePart.BODY, "replaced"))[0] == ticket_id
    assert search(bench.connection, text(ArticlePart.ATTACHMENT_NAME, "renamed")) == (ticket_id,)


@pytest.mark.skipif(is_postgresql(), reason="no PostgreSQL store is older than searches")
def test_a_store_from_before_searches_is_found_in() -> None:
    migrations = known_migrations()
    with closing(connect_writer(":memory:")) as session:
        migrate(session, [each for each in migrations if each.number < 7])
        session.execute("UPDATE ticket SET title = 'Über Öl', customer_id = 'ÖL AG'")
        session.execute(
            "UPDATE article_data_mime SET a_body = 'Ein ÖLFLECK, und Kratzer', a_cc = NULL"
        )
        session.execute(
            "INSERT INTO article_data_mime_attachment (article_id, filename, content_size,"
            " create_time, create_by, change_time, change_by, content)"
            " VALUES (1, 'Ölbild.png', '1', '', 1, '', 1, x'00')"
        )
        session.execute(
            "INSERT INTO dynamic_field_value (field_id, object_id, value_text) VALUES (1, 1, 'Ö')"
        )

        migrate(session, migrations)

        assert search(session, title("über öl")) == (1,)
        assert search(session, title("", "R ö", "")) == (1,)
        assert search(session, text(ArticlePart.BODY, "ölfleck kratzer")) == (1,)
        assert search(session, text(ArticlePart.ATTACHMENT_NAME, "ölb")) == (1,)
        values = session.execute("SELECT search_value FROM dynamic_field_value").fetchall()
        assert values == [("ö",)]


class Explained:
    """A connection that notes the plan of each statement."""

    dialect: Dialect = "sqlite"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.plan: list[str] = []

    def execute(self, statement: str, parameters: Parameters = (), /) -> Cursor:
        rows = self._connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        self.plan += [row[3] for row in rows]
        return self._connection.execute(statement, parameters)

    def executemany(self, statement: str, rows: object, /) -> Cursor:
        raise AssertionError("a search writes nothing")


@pytest.fixture(scope="module")
def full_store() -> Iterator[sqlite3.Connection]:
    """A store where no ticket is found but by an index or in the order of the answer."""
    with closing(connect_writer(":memory:")) as session:
        migrate(session)
        session.begin_write()
        bench = Bench(session)
        for number in range(400):
            ticket_id = bench.ticket(
                title=f"{'Get' if number % 2 else 'Put'} number {number}",
                state_id=1 if number % 3 else 4,
                queue_id=1 + number % 4,
            )
            bench.article(ticket_id, body=f"common and rare{number:04}")
        bench.finish()
        session.execute("COMMIT")
        yield session


@pytest.mark.skipif(is_postgresql(), reason="a plan of PostgreSQL depends on what is stored")
@pytest.mark.parametrize("order", [NEWEST, OLDEST])
@pytest.mark.parametrize(
    "criteria",
    [
        (),
        (title("get", ""),),
        (title("get number 7"),),
        (title("", "number 39", ""),),
        (TextMatches(TicketText.TITLE, Not(Term(("get", "")))),),
        (HasId(Attribute.STATE, (1, 4)),),
        (HasId(Attribute.QUEUE, (2,)), HasId(Attribute.STATE, (4,))),
        (HasId(Attribute.OWNER, (1,)),),
        (TextMatches(TicketText.CUSTOMER_ID, Term(("acme",))),),
        (TextMatches(TicketText.CUSTOMER_USER, Term(("le", ""))),),
        (text(ArticlePart.ANY, "common"),),
        (text(ArticlePart.ANY, "rare0123"),),
        (text(ArticlePart.SUBJECT, "paper"), title("get", "")),
        (LiesWithin(Moment.CREATED, Span(since=NOW)),),
        (LiesWithin(Moment.HISTORY, Span(until=NOW)),),
        (LiesWithin(Moment.ESCALATION, Span(since=NOW)),),
        (ArticleMatches((), True, Span(since=NOW)),),
    ],
)
def test_no_usual_search_reads_or_sorts_all_tickets(
    full_store: sqlite3.Connection, criteria: tuple[Criterion, ...], order: tuple[SortBy, ...]
) -> None:
    connection = Explained(full_store)

    search(connection, *criteria, order=order)

    tables = ("ticket", "t", "article", "a", "article_search", "s", "ticket_history", "h")
    scans = [
        step
        for step in connection.plan
        if step.startswith("SCAN ")
        and step.split()[1] in tables
        and "ticket_create_time" not in step
    ]
    assert scans == []


@pytest.mark.skipif(is_postgresql(), reason="a plan of PostgreSQL depends on what is stored")
@pytest.mark.parametrize("key", [SortKey.CHANGED, SortKey.NUMBER, SortKey.TITLE])
def test_orders_with_an_index_are_not_sorted(full_store: sqlite3.Connection, key: SortKey) -> None:
    connection = Explained(full_store)

    found = search(connection, order=(SortBy(key, is_descending=True),))

    assert len(found) == 50
    assert [step for step in connection.plan if "TEMP B-TREE" in step] == []


@pytest.mark.parametrize("is_descending", [True, False])
@pytest.mark.parametrize("key", [SortKey.CREATED, SortKey.CHANGED])
@pytest.mark.parametrize("limit", [1, 2, 3, 5])
def test_what_the_first_tickets_do_not_hold_is_found_beyond(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, key: SortKey, is_descending: bool, limit: int
) -> None:
    ids = [bench.ticket(title=f"{'odd' if place % 2 else 'even'} {place}") for place in range(9)]
    odd = [ids[place] for place in (1, 3, 5, 7)]
    monkeypatch.setattr(search_module, "_FEW", 0)
    monkeypatch.setattr(search_module, "_FIRST", 3)
    query = TicketQuery(ROOT, (title("odd", ""),), (SortBy(key, is_descending),), limit)

    found = bench.writer().search(query)

    assert found == tuple((odd[::-1] if is_descending else odd)[:limit])
