"""The index of trigrams on PostgreSQL: columns of lexemes under GIN (PostgreSQL manual, 12.9).

Texts with more trigrams than such a column holds have none: they are always candidates.
"""

from collections.abc import Sequence
from typing import Final

from engine.tickets.search.fragment import Fragment
from engine.tickets.search.trigram import TrigramIndex

_BY_TITLE: Final = "SELECT id FROM ticket WHERE title_trigrams @@ CAST(? AS tsquery)"
_BY_ARTICLE: Final = """
SELECT a.ticket_id AS id FROM article a JOIN article_search s ON s.article_id = a.id
WHERE s.trigrams @@ CAST(? AS tsquery) OR s.trigrams IS NULL"""
_BY_ATTACHMENT: Final = """
SELECT a.ticket_id AS id FROM attachment_search f JOIN article a ON a.id = f.article_id
WHERE f.trigrams @@ CAST(? AS tsquery)"""


class _PostgresqlIndex:
    def by_title(self, trigrams: Sequence[str]) -> Fragment:
        return Fragment(_BY_TITLE, (_all(trigrams),))

    def by_article(self, trigrams: Sequence[str]) -> Fragment:
        return Fragment(_BY_ARTICLE, (_all(trigrams),))

    def by_attachment(self, trigrams: Sequence[str]) -> Fragment:
        return Fragment(_BY_ATTACHMENT, (_all(trigrams),))


INDEX: Final[TrigramIndex] = _PostgresqlIndex()


def _all(trigrams: Sequence[str]) -> str:
    """Return a text query of quoted lexemes joined by and."""
    return " & ".join(
        "'" + each.replace("\\", "\\\\").replace("'", "''") + "'" for each in trigrams
    )
