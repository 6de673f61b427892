"""The mark `Seen` that an agent has on a ticket and its articles.

Source: reference, section 11.9.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from engine.storage.connection import Connection
from engine.storage.timestamp import to_text

SEEN: Final = "Seen"

_DELETE: Final = """
DELETE FROM ticket_flag WHERE ticket_id = ? AND ticket_key = 'Seen' RETURNING create_by"""
_INSERT_ARTICLE: Final = """
INSERT INTO article_flag (article_id, article_key, article_value, create_time, create_by)
VALUES (?, 'Seen', '1', ?, ?)"""
_INSERT_TICKET: Final = """
INSERT INTO ticket_flag (ticket_id, ticket_key, ticket_value, create_time, create_by)
VALUES (?, 'Seen', '1', ?, ?)"""
_SELECT_UNSEEN: Final = """
SELECT 1 FROM article a WHERE a.ticket_id = ? AND NOT EXISTS (
    SELECT 1 FROM article_flag f
    WHERE f.article_id = a.id AND f.article_key = 'Seen' AND f.create_by = ?) LIMIT 1"""


def forget_ticket(connection: Connection, ticket_id: int) -> Sequence[int]:
    """Take the mark off a ticket and return whose it was, by user id."""
    return sorted(user_id for (user_id,) in connection.execute(_DELETE, (ticket_id,)))


def mark_article(connection: Connection, article_id: int, *, now: datetime, by: int) -> None:
    """Mark an article that nobody has seen yet."""
    connection.execute(_INSERT_ARTICLE, (article_id, to_text(now), by))


def has_seen_all(connection: Connection, ticket_id: int, *, by: int) -> bool:
    """Say whether an agent has seen all articles of a ticket."""
    return connection.execute(_SELECT_UNSEEN, (ticket_id, by)).fetchone() is None


def mark_ticket(connection: Connection, ticket_id: int, *, now: datetime, by: int) -> None:
    """Mark a ticket that nobody has marked."""
    connection.execute(_INSERT_TICKET, (ticket_id, to_text(now), by))
