"""The articles of a ticket that a TicketGet asks for.

Source: ticket-operations reference 6.1.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dsl.values import Value
from engine.model.desk import DeskReader
from engine.model.perl_scalar import is_true
from engine.model.ticket import Article
from engine.operations._article_view import article_view, attachment_views
from engine.operations._field_view import field_list
from engine.operations._scalar import as_items, id_of, number, text
from engine.operations._setting import system_zone


@dataclass(frozen=True, slots=True)
class ArticleWish:
    """Which articles are wanted, in which order, and what comes with them."""

    is_wanted: bool
    only_visible: bool
    sender_types: tuple[str, ...]
    """Empty for all; else the articles come type by type."""
    newest_first: bool
    limit: int
    """0 for no limit."""
    with_files: bool
    with_contents: bool
    with_html_body: bool

    @classmethod
    def of(
        cls, data: Mapping[str, Value], *, keeps_order: bool, only_visible: bool
    ) -> "ArticleWish":
        """Return what the parameters of a TicketGet ask for.

        `keeps_order` is False where the order counts only under a limit (decision 16.9).
        """
        limit = id_of(data.get("ArticleLimit")) or 0
        contents = data.get("GetAttachmentContents")
        return cls(
            is_wanted=is_true(data.get("AllArticles")),
            only_visible=only_visible,
            sender_types=_sender_types(data.get("ArticleSenderType")),
            newest_first=(keeps_order or limit > 0) and data.get("ArticleOrder") == "DESC",
            limit=limit,
            with_files=is_true(data.get("Attachments")),
            with_contents=contents is None or is_true(contents),
            with_html_body=is_true(data.get("HTMLBodyAsAttachment")),
        )


def article_list(
    ticket_id: int, wish: ArticleWish, desk: DeskReader, *, with_fields: bool
) -> list[Value]:
    """Return the wanted articles of a ticket as answers show them, none when none is wanted."""
    if not wish.is_wanted:
        return []
    chosen = _chosen(list(desk.articles(ticket_id)), wish)
    return [article_shown(article, wish, desk, with_fields=with_fields) for article in chosen]


def article_shown(
    article: Article, wish: ArticleWish, desk: DeskReader, *, with_fields: bool
) -> Value:
    """Return an article as answers show it, with what is wanted of it."""
    view = article_view(article, system_zone(desk))
    view["TimeUnit"] = number(desk.article_time_units(article.id))
    if with_fields:
        view["DynamicField"] = field_list("Article", article.id, desk)
    if wish.with_files:
        files = desk.attachments(article.id, with_content=wish.with_contents)
        shown = attachment_views(list(files), with_html_body=wish.with_html_body)
        if shown:
            view["Attachment"] = list(shown)
    return view


def _sender_types(sent: Value) -> tuple[str, ...]:
    return tuple(text(item) for item in as_items(sent) if is_true(item)) if is_true(sent) else ()


def _chosen(articles: list[Article], wish: ArticleWish) -> list[Article]:
    if wish.only_visible:
        articles = [article for article in articles if article.is_visible_for_customer]
    if wish.sender_types:
        articles = [
            article
            for sender_type in wish.sender_types
            for article in articles
            if article.sender_type.name == sender_type
        ]
    if wish.newest_first:
        articles.reverse()
    return articles[: wish.limit] if wish.limit else articles
