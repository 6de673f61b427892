"""Articles with their files and accounted time: rows of the store, in and out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, cast

from engine.model.reference_data import Named, Reference
from engine.model.ticket import Article, NewArticle
from engine.storage.connection import Connection, Cursor
from engine.storage.search_text import fold, searchable
from engine.storage.timestamp import from_text, to_epoch, to_text
from engine.tickets.reference_data import ReferenceData

_COLUMNS: Final = """
SELECT a.id, a.article_sender_type_id, a.communication_channel_id, a.is_visible_for_customer,
    m.a_from, m.a_to, m.a_cc, m.a_bcc, m.a_reply_to, m.a_subject, m.a_body, m.a_content_type,
    m.a_message_id, m.a_in_reply_to, m.a_references, m.incoming_time,
    a.create_time, a.create_by, a.change_time, a.change_by, a.ticket_id
FROM article a JOIN article_data_mime m ON m.article_id = a.id"""
_SELECT: Final = f"{_COLUMNS} WHERE a.ticket_id = ? ORDER BY a.id"
_SELECT_ONE: Final = f"{_COLUMNS} WHERE a.id = ?"
_SELECT_PLACE: Final = "SELECT COUNT(*) FROM article WHERE ticket_id = ? AND id <= ?"
_INSERT: Final = """
INSERT INTO article (ticket_id, article_sender_type_id, communication_channel_id,
    is_visible_for_customer, create_time, create_by, change_time, change_by)
VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"""
_INSERT_MIME: Final = """
INSERT INTO article_data_mime (article_id, a_from, a_reply_to, a_to, a_cc, a_bcc, a_subject,
    a_message_id, a_in_reply_to, a_references, a_content_type, a_body, incoming_time,
    create_time, create_by, change_time, change_by)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_INSERT_SEARCH: Final = """
INSERT INTO article_search
    (article_id, from_text, to_text, cc_text, bcc_text, subject_text, body_text)
VALUES (?, ?, ?, ?, ?, ?, ?)"""
_SELECT_LAST_SENDER: Final = """
SELECT article_sender_type_id FROM article WHERE ticket_id = ? ORDER BY id DESC LIMIT 1"""
_SELECT_TICKET_ID: Final = "SELECT ticket_id FROM article WHERE id = ?"
_SELECT_TICKET_TIME: Final = "SELECT time_unit FROM time_accounting WHERE ticket_id = ?"
_SELECT_ARTICLE_TIME: Final = "SELECT time_unit FROM time_accounting WHERE article_id = ?"
_INSERT_TIME: Final = """
INSERT INTO time_accounting (ticket_id, article_id, time_unit, create_time, create_by, change_time,
    change_by) VALUES (?, ?, ?, ?, ?, ?, ?)"""

_HUNDREDTH: Final = Decimal("0.01")


def read_articles(
    connection: Connection, reference: ReferenceData, ticket_id: int
) -> Sequence[Article]:
    """Return the articles of a ticket, oldest first."""
    senders = reference.named(connection, Reference.SENDER_TYPE).by_id
    rows = connection.execute(_SELECT, (ticket_id,))
    return [_article(row, number, senders) for number, row in enumerate(rows, 1)]


def read_article(
    connection: Connection, reference: ReferenceData, article_id: int
) -> Article | None:
    """Return an article, with its place among those of its ticket."""
    row = connection.execute(_SELECT_ONE, (article_id,)).fetchone()
    if row is None:
        return None
    senders = reference.named(connection, Reference.SENDER_TYPE).by_id
    (number,) = connection.execute(_SELECT_PLACE, (row[-1], article_id)).fetchone()
    return _article(row, number, senders)


def insert_article(connection: Connection, article: NewArticle, *, now: datetime, by: int) -> int:
    """Write the rows of a new article and return its id."""
    stamps = (to_text(now), by, to_text(now), by)
    (article_id,) = connection.execute(
        _INSERT,
        (
            article.ticket_id,
            article.sender_type_id,
            article.channel_id,
            int(article.is_visible_for_customer),
            *stamps,
        ),
    ).fetchone()
    connection.execute(
        _INSERT_MIME,
        (
            article_id,
            article.from_,
            article.reply_to,
            article.to,
            article.cc,
            article.bcc,
            article.subject,
            article.message_id,
            article.in_reply_to,
            article.references,
            article.content_type,
            article.body,
            to_epoch(now),
            *stamps,
        ),
    )
    connection.execute(
        _INSERT_SEARCH,
        (
            article_id,
            fold(article.from_),
            fold(article.to),
            fold(article.cc),
            fold(article.bcc),
            searchable(article.subject),
            searchable(article.body),
        ),
    )
    return cast("int", article_id)


def last_sender_type_id(connection: Connection, ticket_id: int) -> int | None:
    """Return the sender type of the newest article of a ticket."""
    row = connection.execute(_SELECT_LAST_SENDER, (ticket_id,)).fetchone()
    return None if row is None else cast("int", row[0])


def ticket_of_article(connection: Connection, article_id: int) -> int | None:
    """Return the ticket that an article belongs to."""
    row = connection.execute(_SELECT_TICKET_ID, (article_id,)).fetchone()
    return None if row is None else cast("int", row[0])


def read_ticket_time(connection: Connection, ticket_id: int) -> Decimal:
    """Return the accounted time of a ticket, without trailing zeros."""
    return _total(connection.execute(_SELECT_TICKET_TIME, (ticket_id,)))


def read_article_time(connection: Connection, article_id: int) -> Decimal:
    """Return the accounted time of an article, without trailing zeros."""
    return _total(connection.execute(_SELECT_ARTICLE_TIME, (article_id,)))


def insert_time(
    connection: Connection,
    ticket_id: int,
    article_id: int,
    units: Decimal,
    *,
    now: datetime,
    by: int,
) -> Decimal:
    """Account time, rounded to hundredths, and return what was accounted."""
    kept = units.quantize(_HUNDREDTH)
    stamps = (to_text(now), by, to_text(now), by)
    connection.execute(_INSERT_TIME, (ticket_id, article_id, str(kept), *stamps))
    return _plain(kept)


def _article(row: tuple[Any, ...], number: int, senders: Mapping[int, Named]) -> Article:
    return Article(
        id=row[0],
        ticket_id=row[20],
        number=number,
        sender_type=senders[row[1]],
        channel_id=row[2],
        is_visible_for_customer=bool(row[3]),
        from_=row[4],
        to=row[5],
        cc=row[6],
        bcc=row[7],
        reply_to=row[8],
        subject=row[9],
        body=row[10],
        content_type=row[11],
        message_id=row[12],
        in_reply_to=row[13],
        references=row[14],
        incoming_epoch=row[15],
        create_time=from_text(row[16]),
        create_by=row[17],
        change_time=from_text(row[18]),
        change_by=row[19],
    )


def _total(rows: Cursor) -> Decimal:
    return _plain(sum((Decimal(units) for (units,) in rows), Decimal(0)))


def _plain(units: Decimal) -> Decimal:
    """Return 6.5 for 6.50 and 10 for 10.00; `normalize` alone would give 1E+1."""
    return units.quantize(Decimal(1)) if units == units.to_integral_value() else units.normalize()
