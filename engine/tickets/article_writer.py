"""What is added to a ticket: articles, their files, accounted time.

Source: reference, sections 5.4 and 11.9.
"""

from decimal import Decimal

from engine.model.desk import NewArticle, NewAttachment, Reference
from engine.tickets import article as articles
from engine.tickets import history as names
from engine.tickets.attachment import insert_attachment
from engine.tickets.people_setter import PeopleSetters


class ArticleWriter(PeopleSetters):
    """Writes articles with what belongs to them."""

    def create_article(self, article: NewArticle, *, by: int) -> int:
        """Write an article with its history; return its id.

        What an agent writes starts the unlock time anew, and so does a customer's answer to it.
        """
        ticket = self._existing(article.ticket_id)
        agent = self._named(Reference.SENDER_TYPE, name="agent").id
        customer = self._named(Reference.SENDER_TYPE, name="customer").id
        is_contact = article.sender_type_id == agent or (
            article.sender_type_id == customer
            and articles.last_sender_type_id(self._connection, ticket.id) == agent
        )
        article_id = articles.insert_article(self._connection, article, now=self.now, by=by)
        self._history.add(
            ticket.id, article.history_type, article.history_comment, by=by, article_id=article_id
        )
        self._touch(ticket.id, by=by)
        if is_contact:
            self._reset_unlock_timeout(ticket, by=by)
        return article_id

    def add_attachment(self, article_id: int, attachment: NewAttachment, *, by: int) -> None:
        """Keep a file with an article, its name made safe and unique."""
        insert_attachment(self._connection, article_id, attachment, now=self.now, by=by)

    def account_time(self, ticket_id: int, article_id: int, units: Decimal, *, by: int) -> None:
        """Account time on an article."""
        kept = articles.insert_time(
            self._connection, ticket_id, article_id, units, now=self.now, by=by
        )
        name = names.joined(f"{kept:f}", f"{self.ticket_time_units(ticket_id):f}")
        self._history.add(ticket_id, "TimeAccounting", name, by=by)
        self._touch(ticket_id, by=by)
