"""Criteria of a search on texts: of tickets, in the language of conditions, and of articles.

Source: ticket-operations reference 7.3.
"""

import re
from collections.abc import Iterator, Mapping

from dsl.values import Value
from engine.model.condition import AllOf, AnyOf, Condition, Not, Term
from engine.model.desk import DeskReader
from engine.model.ticket_query import (
    ArticleMatches,
    ArticlePart,
    ArticleText,
    Criterion,
    HasCustomerId,
    Span,
    TextMatches,
    TicketText,
)
from engine.operations._search_condition import (
    WILDCARDS,
    MalformedConditionError,
    is_open,
    parse_condition,
)
from engine.operations._search_input import UnsearchableError, one_text, texts_of
from engine.operations._search_times import span_of

_TEXTS = (
    ("TicketNumber", TicketText.NUMBER),
    ("Title", TicketText.TITLE),
    ("CustomerID", TicketText.CUSTOMER_ID),
    ("CustomerUserLogin", TicketText.CUSTOMER_USER),
)
_PARTS = {
    "MIMEBase_From": ArticlePart.FROM,
    "MIMEBase_To": ArticlePart.TO,
    "MIMEBase_Cc": ArticlePart.CC,
    "MIMEBase_Bcc": ArticlePart.BCC,
    "MIMEBase_Subject": ArticlePart.SUBJECT,
    "MIMEBase_Body": ArticlePart.BODY,
    "MIMEBase_AttachmentName": ArticlePart.ATTACHMENT_NAME,
    "Chat_ChatterName": ArticlePart.CHAT,
    "Chat_MessageText": ArticlePart.CHAT,
    "Fulltext": ArticlePart.ANY,
}
_MAX_PHRASE_LENGTH = 500
_MAX_TERMS = 500
_MAX_CUSTOMERS = 5000


def text_criteria(data: Mapping[str, Value], desk: DeskReader) -> Iterator[Criterion]:
    """Give the criteria on texts of tickets and articles.

    Raises `UnsearchableError` for what is no condition, and for texts that are too long.
    """
    raw = texts_of(data, "CustomerIDRaw")
    if len(raw) > _MAX_CUSTOMERS:
        raise UnsearchableError("CustomerIDRaw", f"it holds more than {_MAX_CUSTOMERS} values")
    if raw:
        yield HasCustomerId(raw)
    for key, place in _TEXTS:
        if key == "CustomerID" and raw:
            continue
        condition = condition_of(key, texts_of(data, key))
        if condition is not None:
            yield TextMatches(place, condition)
    span = span_of(data, "ArticleCreateTime", desk)
    texts = tuple(_article_texts(data))
    if texts or span != Span():
        yield ArticleMatches(texts, _needs_all(data), span)


def condition_of(key: str, values: tuple[str, ...]) -> Condition | None:
    """Return what some of the values of a parameter mean, None when they leave everything open."""
    kept = [value for value in values if value != "" and not is_open(value)]
    try:
        conditions = tuple(parse_condition(value) for value in kept)
    except MalformedConditionError as error:
        raise UnsearchableError(key, str(error)) from error
    if sum(map(_count_terms, conditions)) > _MAX_TERMS:
        raise UnsearchableError(key, f"it holds more than {_MAX_TERMS} terms")
    return (conditions[0] if len(conditions) == 1 else AnyOf(conditions)) if conditions else None


def _count_terms(condition: Condition) -> int:
    match condition:
        case Term():
            return 1
        case Not():
            return _count_terms(condition.part)
        case AllOf() | AnyOf():
            return sum(map(_count_terms, condition.parts))


def _article_texts(data: Mapping[str, Value]) -> Iterator[ArticleText]:
    for key, part in _PARTS.items():
        value = one_text(data, key)
        if value is None or is_open(value):
            continue
        if len(value) > _MAX_PHRASE_LENGTH:
            raise UnsearchableError(key, "it is too long")
        yield ArticleText(part, Term(tuple(re.split(f"[{WILDCARDS}]+", value.strip()))))


def _needs_all(data: Mapping[str, Value]) -> bool:
    """Say whether all texts must be in an article, and not just one of them."""
    is_full_text = one_text(data, "Fulltext") is not None
    return not is_full_text and one_text(data, "ContentSearch") != "OR"
