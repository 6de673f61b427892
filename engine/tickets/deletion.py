"""Removes all rows of a ticket, those that refer to others first."""

from typing import Final

from engine.storage.connection import Connection

# Each takes the id of the ticket, and nothing else.
_STATEMENTS: Final = (
    """
DELETE FROM dynamic_field_value
WHERE object_id IN (SELECT id FROM article WHERE ticket_id = ?)
AND field_id IN (SELECT id FROM dynamic_field WHERE object_type = 'Article')""",
    """
DELETE FROM dynamic_field_value
WHERE object_id = ? AND field_id IN (SELECT id FROM dynamic_field WHERE object_type = 'Ticket')""",
    """
DELETE FROM article_data_mime_attachment
WHERE article_id IN (SELECT id FROM article WHERE ticket_id = ?)""",
    """
DELETE FROM article_data_mime
WHERE article_id IN (SELECT id FROM article WHERE ticket_id = ?)""",
    "DELETE FROM time_accounting WHERE ticket_id = ?",
    "DELETE FROM ticket_history WHERE ticket_id = ?",
    "DELETE FROM article WHERE ticket_id = ?",
    "DELETE FROM ticket WHERE id = ?",
)


def delete_ticket_rows(connection: Connection, ticket_id: int) -> None:
    """Remove a ticket with its articles, files, times, field values and history."""
    for statement in _STATEMENTS:
        connection.execute(statement, (ticket_id,))
