"""The index of trigrams on SQLite: tables of FTS5 without places (https://sqlite.org/fts5.html)."""

from collections.abc import Sequence
from typing import Final

from engine.tickets.search.fragment import Fragment
from engine.tickets.search.trigram import TrigramIndex

_BY_TITLE: Final = "SELECT rowid AS id FROM ticket_trigram WHERE ticket_trigram MATCH ?"
_BY_ARTICLE: Final = """
SELECT a.ticket_id AS id FROM article_trigram CROSS JOIN article a ON a.id = article_trigram.rowid
WHERE article_trigram MATCH ?"""
_BY_ATTACHMENT: Final = """
SELECT a.ticket_id AS id FROM attachment_trigram
CROSS JOIN attachment_search f ON f.attachment_id = attachment_trigram.rowid
CROSS JOIN article a ON a.id = f.article_id WHERE attachment_trigram MATCH ?"""


class _SqliteIndex:
    def by_title(self, trigrams: Sequence[str]) -> Fragment:
        return Fragment(_BY_TITLE, (_all(trigrams),))

    def by_article(self, trigrams: Sequence[str]) -> Fragment:
        return Fragment(_BY_ARTICLE, (_all(trigrams),))

    def by_attachment(self, trigrams: Sequence[str]) -> Fragment:
        return Fragment(_BY_ATTACHMENT, (_all(trigrams),))


INDEX: Final[TrigramIndex] = _SqliteIndex()


def _all(trigrams: Sequence[str]) -> str:
    """Return a full-text query: strings side by side must all be there."""
    return " ".join('"' + each.replace('"', '""') + '"' for each in trigrams)
