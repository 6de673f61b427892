"""Writes an article with what belongs to it: files, accounted time, dynamic fields."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.model.desk import DeskWriter
from engine.model.ticket import NewArticle, NewAttachment
from engine.operations._address import one_line
from engine.operations._article_body import stored_body
from engine.operations._article_input import ArticleInput


@dataclass(frozen=True, slots=True)
class Header:
    """Who wrote an article, and to whom, after all defaults."""

    sender: str
    to: str
    cc: str = ""
    bcc: str = ""


def write_article(
    article: ArticleInput, header: Header, ticket_id: int, desk: DeskWriter, *, by: int
) -> int:
    """Write an article, and the page of an HTML body as a file beside its text; return its id."""
    body = stored_body(article.body, article.content_type)
    article_id = desk.create_article(
        NewArticle(
            ticket_id=ticket_id,
            sender_type_id=article.sender_type.id,
            channel_id=article.channel.id,
            is_visible_for_customer=article.is_visible_for_customer,
            from_=one_line(header.sender),
            to=one_line(header.to),
            cc=one_line(header.cc),
            bcc=one_line(header.bcc),
            subject=one_line(article.subject),
            body=body.text,
            content_type=body.content_type,
            history_type=article.history_type,
            history_comment=article.history_comment,
            notifies_agents=article.notifies_agents,
        ),
        by=by,
    )
    if body.file:
        desk.add_attachment(article_id, body.file, by=by)
    return article_id


def account_time(
    article: ArticleInput, ticket_id: int, article_id: int, desk: DeskWriter, *, by: int
) -> None:
    """Account the time that the request names, if any."""
    if article.time_units is not None:
        desk.account_time(ticket_id, article_id, article.time_units, by=by)


def keep_files(
    files: Iterable[NewAttachment], article_id: int, desk: DeskWriter, *, by: int
) -> None:
    """Keep the files of the request with the article."""
    for file in files:
        desk.add_attachment(article_id, file, by=by)


def answered_article_id(article: ArticleInput, article_id: int) -> int | str:
    """Return an article's id as answers show it: a text for what a customer wrote.

    Source: recorded answers; ticket-operations reference 1.3.
    """
    return str(article_id) if article.sender_type.name == "customer" else article_id
