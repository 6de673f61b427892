"""The ticket that an answer carries when the operation has `IncludeTicketData` set.

Source: ticket-operations reference 4.8 and 5.5.
"""

from dsl.values import Value
from engine.model.desk import DeskReader
from engine.model.ticket import Article
from engine.model.ticket_view import ticket_view
from engine.operations._article_view import article_facts, article_view, attachment_views
from engine.operations._field_view import field_list
from engine.operations._setting import system_zone


def included_ticket(ticket_id: int, desk: DeskReader) -> dict[str, Value]:
    """Return the ticket with its dynamic fields, without an article."""
    ticket = desk.ticket(ticket_id)
    if ticket is None:
        raise LookupError(f"ticket {ticket_id} is gone inside its own transaction")
    view = ticket_view(ticket, desk)
    view["DynamicField"] = field_list("Ticket", ticket_id, desk)
    return view


def included_article(
    ticket_id: int, article_id: int, desk: DeskReader, *, with_files: bool
) -> dict[str, Value]:
    """Return the article that the request wrote, with its dynamic fields, and files if it sent any.

    Here the HTML body counts as a file, and files have no `FileID`.
    """
    article = next(one for one in desk.articles(ticket_id) if one.id == article_id)
    view = article_view(article, system_zone(desk))
    view["DynamicField"] = field_list("Article", article_id, desk)
    if with_files:
        files = list(desk.attachments(article_id, with_content=True))
        shown = attachment_views(files, with_html_body=True)
        view["Attachment"] = [
            {key: value for key, value in file.items() if key != "FileID"} for file in shown
        ]
    return view


def last_article_facts(article: Article, desk: DeskReader) -> dict[str, Value]:
    """Return the little that an update without an article tells of the last one."""
    return article_facts(article, system_zone(desk))
