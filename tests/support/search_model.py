"""A search in plain Python, over everything there is: what statements must agree with."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cmp_to_key
from typing import Any

from engine.model.condition import AllOf, AnyOf, Condition, Not, Term
from engine.model.ticket_query import (
    ArticleMatches,
    ArticlePart,
    Attribute,
    Criterion,
    FieldIsEmpty,
    FieldMatches,
    FieldOperator,
    FieldTest,
    HasCustomerId,
    HasId,
    LiesWithin,
    Moment,
    SortBy,
    SortKey,
    Span,
    TextMatches,
    TicketText,
)


@dataclass
class ModelArticle:
    """An article, its texts by part."""

    texts: dict[ArticlePart, str]
    is_visible: bool
    create_time: datetime


@dataclass
class ModelTicket:
    """A ticket, as it was written."""

    id: int
    title: str
    ids: dict[Attribute, int]
    customer_id: str
    customer_user: str
    create_time: datetime
    pending_epoch: int
    is_pending: bool
    fields: dict[str, tuple[str, ...]]
    articles: list[ModelArticle] = field(default_factory=list)


def expected_ids(
    tickets: Sequence[ModelTicket],
    criteria: Sequence[Criterion],
    order: Sequence[SortBy],
    limit: int,
    *,
    only_visible: bool = False,
) -> tuple[int, ...]:
    """Return the ids of the tickets that meet all criteria, in order."""
    found = [
        ticket
        for ticket in tickets
        if all(_meets(ticket, criterion, only_visible) for criterion in criteria)
    ]

    def compare(one: ModelTicket, other: ModelTicket) -> int:
        for sort in [*order, SortBy(SortKey.NUMBER, order[-1].is_descending)]:
            left, right = _sort_value(one, sort), _sort_value(other, sort)
            if left != right:
                return (1 if left > right else -1) * (-1 if sort.is_descending else 1)
        return 0

    return tuple(ticket.id for ticket in sorted(found, key=cmp_to_key(compare))[:limit])


def _sort_value(ticket: ModelTicket, sort: SortBy) -> Any:
    match sort.key:
        case SortKey.CREATED:
            return ticket.create_time
        case SortKey.TITLE:
            return ticket.title.casefold()
        case SortKey.CUSTOMER_ID:
            return ticket.customer_id.casefold()
        case SortKey.PRIORITY:
            return ticket.ids[Attribute.PRIORITY]
        case SortKey.PENDING:
            return ticket.pending_epoch
        case SortKey.NUMBER:
            return ticket.id  # numbers are drawn in the same order
        case _:
            assert not isinstance(sort.key, SortKey)
            return min((each.casefold() for each in ticket.fields[sort.key.name]), default="")


def _meets(ticket: ModelTicket, criterion: Criterion, only_visible: bool) -> bool:
    match criterion:
        case HasId():
            return ticket.ids[criterion.attribute] in criterion.ids
        case TextMatches():
            text = {
                TicketText.TITLE: ticket.title,
                TicketText.CUSTOMER_ID: ticket.customer_id,
                TicketText.CUSTOMER_USER: ticket.customer_user,
            }[criterion.text]
            return _matches(text, criterion.condition)
        case HasCustomerId():
            return ticket.customer_id in criterion.customer_ids
        case LiesWithin(moment=Moment.CREATED):
            return _inside(ticket.create_time, criterion.span)
        case LiesWithin(moment=Moment.PENDING):
            epoch = ticket.pending_epoch
            since, until = criterion.span.since, criterion.span.until
            return (
                ticket.is_pending
                and (since is None or epoch >= since.timestamp())
                and (until is None or epoch <= until.timestamp())
            )
        case FieldMatches():
            values = ticket.fields[criterion.field.name]
            return any(all(_passes(value, test) for test in criterion.tests) for value in values)
        case FieldIsEmpty():
            return bool(ticket.fields[criterion.field.name]) is not criterion.is_empty
        case ArticleMatches():
            return _has_article(ticket, criterion, only_visible)
        case _:
            raise AssertionError(criterion)


def _has_article(ticket: ModelTicket, criterion: ArticleMatches, only_visible: bool) -> bool:
    join = all if criterion.needs_all or not criterion.texts else any

    def holds(article: ModelArticle | None, part: ArticlePart, term: Term) -> bool:
        if article is None and part is not ArticlePart.ANY:
            return False
        texts = {} if article is None else article.texts
        searched = [texts.get(part, "")]
        if part is ArticlePart.ANY:
            searched = [*texts.values(), ticket.title]
        return any(_matches(text, Term(("", *term.pieces, ""))) for text in searched)

    def fits(article: ModelArticle | None) -> bool:
        return join(holds(article, text.part, text.term) for text in criterion.texts)

    seen = [
        article
        for article in ticket.articles
        if (article.is_visible or not only_visible) and _inside(article.create_time, criterion.span)
    ]
    by_title = bool(criterion.texts) and criterion.span == Span() and fits(None)
    return by_title or any(fits(article) for article in seen)


def _passes(value: str, test: FieldTest) -> bool:
    folded, values = value.casefold(), [each.casefold() for each in test.values]
    match test.operator:
        case FieldOperator.EQUALS:
            return folded in values
        case FieldOperator.LIKE:
            assert test.condition is not None
            return _matches(value, test.condition)
        case FieldOperator.GREATER_THAN:
            return any(folded > each for each in values)
        case FieldOperator.GREATER_THAN_EQUALS:
            return any(folded >= each for each in values)
        case FieldOperator.SMALLER_THAN:
            return any(folded < each for each in values)
        case FieldOperator.SMALLER_THAN_EQUALS:
            return any(folded <= each for each in values)


def _matches(text: str, condition: Condition) -> bool:
    match condition:
        case Term():
            pattern = ".*".join(re.escape(piece.casefold()) for piece in condition.pieces)
            return re.fullmatch(pattern, text.casefold(), re.DOTALL) is not None
        case Not():
            return not _matches(text, condition.part)
        case AllOf():
            return all(_matches(text, part) for part in condition.parts)
        case AnyOf():
            return any(_matches(text, part) for part in condition.parts)


def _inside(moment: datetime, span: Span) -> bool:
    return (span.since is None or moment >= span.since) and (
        span.until is None or moment <= span.until
    )
