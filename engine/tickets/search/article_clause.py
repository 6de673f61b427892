"""Criteria on articles: their texts, the names of their files, when they were written.

Source: reference, section 7.3.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from engine.model.ticket_query import ArticleMatches, ArticlePart, ArticleText, Span
from engine.tickets.search.clause import Clause
from engine.tickets.search.condition_clause import holds
from engine.tickets.search.fragment import NEVER, Fragment, all_of, any_of, union
from engine.tickets.search.searched_desk import SearchedDesk
from engine.tickets.search.time_clause import within
from engine.tickets.search.trigram import TrigramIndex, trigrams_of

_COLUMNS: Final[Mapping[ArticlePart, str]] = {
    ArticlePart.FROM: "s.from_text",
    ArticlePart.TO: "s.to_text",
    ArticlePart.CC: "s.cc_text",
    ArticlePart.BCC: "s.bcc_text",
    ArticlePart.SUBJECT: "s.subject_text",
    ArticlePart.BODY: "s.body_text",
}
_ARTICLES: Final = """
EXISTS (SELECT 1 FROM article a JOIN article_search s ON s.article_id = a.id
WHERE a.ticket_id = t.id AND"""
_FILES: Final = "EXISTS (SELECT 1 FROM attachment_search f WHERE f.article_id = a.id AND"


def article_matches(criterion: ArticleMatches, desk: SearchedDesk, *, only_visible: bool) -> Clause:
    """Return the clause of an article that holds texts; the title counts in a full-text search."""
    is_seen = [Fragment("a.is_visible_for_customer = 1")] if only_visible else []
    texts = _joined(criterion, [_holds(text) for text in criterion.texts])
    article = all_of([*is_seen, within("a.create_time", criterion.span), texts])
    exists = NEVER
    if article != NEVER:
        exists = Fragment(f"{_ARTICLES} {article.sql})", article.values)
    where = any_of([exists, *_by_title(criterion)])
    return Clause(
        where, (*_ways_to_texts(criterion, desk.trigrams), *_ways_to_span(criterion.span))
    )


def _joined(criterion: ArticleMatches, parts: Sequence[Fragment]) -> Fragment:
    if not parts:
        return all_of(())
    return all_of(parts) if criterion.needs_all else any_of(parts)


def _holds(text: ArticleText) -> Fragment:
    match text.part:
        case ArticlePart.CHAT:
            return NEVER
        case ArticlePart.ATTACHMENT_NAME:
            name = holds("f.filename_text", text.term)
            return Fragment(f"{_FILES} {name.sql})", name.values)
        case ArticlePart.ANY:
            parts = [*_COLUMNS, ArticlePart.ATTACHMENT_NAME]
            found = [_holds(ArticleText(part, text.term)) for part in parts]
            return any_of([*found, holds("t.title_key", text.term)])
        case _:
            return holds(_COLUMNS[text.part], text.term)


def _by_title(criterion: ArticleMatches) -> Sequence[Fragment]:
    """Return the test of a title that needs no article beside it; a time needs one."""
    anywhere = [text for text in criterion.texts if text.part is ArticlePart.ANY]
    needs_article = criterion.needs_all and len(anywhere) < len(criterion.texts)
    if criterion.span != Span() or needs_article:
        return ()
    return (
        [_joined(criterion, [holds("t.title_key", text.term) for text in anywhere])]
        if anywhere
        else ()
    )


def _ways_to_texts(criterion: ArticleMatches, index: TrigramIndex) -> tuple[Fragment, ...]:
    if not criterion.texts:
        return ()
    ways = [_way_to_text(text, index) for text in criterion.texts]
    known = [way for way in ways if way is not None]
    if criterion.needs_all:
        return tuple(known)
    return (union(known),) if len(known) == len(ways) and known else ()


def _way_to_text(text: ArticleText, index: TrigramIndex) -> Fragment | None:
    trigrams = trigrams_of([text.term])
    if not trigrams:
        return None
    match text.part:
        case ArticlePart.ATTACHMENT_NAME:
            return index.by_attachment(trigrams)
        case ArticlePart.ANY:
            ways = (index.by_title, index.by_attachment, index.by_article)
            return union([way(trigrams) for way in ways])
        case _:
            return index.by_article(trigrams)


def _ways_to_span(span: Span) -> tuple[Fragment, ...]:
    if span == Span():
        return ()
    inside = within("a.create_time", span)
    return (
        Fragment(f"SELECT +a.ticket_id AS id FROM article a WHERE {inside.sql}", inside.values),
    )
