"""What is added to a ticket: articles, their files, accounted time.

Source: reference, sections 5.4, 11.9 and 12.3.
"""

from decimal import Decimal
from typing import Final

from dsl.values import Value
from engine.model.event import ObjectType
from engine.model.reference_data import Reference
from engine.model.ticket import NewArticle, NewAttachment, Ticket
from engine.model.ticket_view import ticket_view
from engine.tickets import article as articles
from engine.tickets import history as names
from engine.tickets import seen_flag
from engine.tickets.attachment import insert_attachment
from engine.tickets.people_setter import PeopleSetters

_NOTIFICATIONS: Final = {"AddNote": "NotificationAddNote", "FollowUp": "NotificationFollowUp"}
_FIRST_OF_TICKET: Final = frozenset(
    ("EmailAgent", "EmailCustomer", "PhoneCallCustomer", "WebRequestCustomer", "SystemRequest")
)
"""The history types with which the first article of a ticket makes agents be notified."""


class ArticleWriter(PeopleSetters):
    """Writes articles with what belongs to them."""

    def create_article(self, article: NewArticle, *, by: int) -> int:
        """Write an article with its history; return its id.

        What an agent writes starts the unlock time anew, and so does a customer's answer to it.
        """
        ticket = self._existing(article.ticket_id)
        self._stir(ticket, by=by)
        last_sender = articles.last_sender_type_id(self._connection, ticket.id)
        article_id = articles.insert_article(self._connection, article, now=self.now, by=by)
        self._remember(
            ticket.id, article.history_type, article.history_comment, by=by, article_id=article_id
        )
        self._touch(ticket.id, by=by)
        self._tell_article("ArticleCreate", ticket, article_id, by=by)
        self._mark_seen(ticket.id, article_id, is_first=last_sender is None, by=by)
        if self._is_contact(article, last_sender):
            self._reset_unlock_timeout(ticket, by=by)
        if article.notifies_agents:
            self._notify_agents(article, article_id, ticket, is_first=last_sender is None, by=by)
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
        self._remember(ticket_id, "TimeAccounting", name, by=by)
        self._touch(ticket_id, by=by)
        self._tell("TicketAccountTime", ticket_id, by=by, ArticleID=article_id)

    def _is_contact(self, article: NewArticle, last_sender: int | None) -> bool:
        agent = self._named(Reference.SENDER_TYPE, name="agent").id
        customer = self._named(Reference.SENDER_TYPE, name="customer").id
        is_answer = article.sender_type_id == customer and last_sender == agent
        return article.sender_type_id == agent or is_answer

    def _tell_article(self, name: str, before: Ticket, article_id: int, *, by: int) -> None:
        """Tell of an event of an article that shows the whole ticket as it was."""
        if self._events.wants(name):
            data: dict[str, Value] = {"TicketID": before.id, "ArticleID": article_id}
            data["OldTicketData"] = ticket_view(before, self)
            self._events.emit(name, ObjectType.ARTICLE, data, by=by)

    def _mark_seen(self, ticket_id: int, article_id: int, *, is_first: bool, by: int) -> None:
        """Make the ticket new to everybody but the author, if he has seen all the rest of it."""
        flag: dict[str, Value] = {"Key": seen_flag.SEEN}
        # Nobody has seen a ticket without articles: nothing to look for with the first of them.
        for user_id in () if is_first else seen_flag.forget_ticket(self._connection, ticket_id):
            self._tell("TicketFlagDelete", ticket_id, by=by, UserID=user_id, **flag)
        flag |= {"Value": 1, "UserID": by}
        seen_flag.mark_article(self._connection, article_id, now=self.now, by=by)
        ids: dict[str, Value] = {"TicketID": ticket_id, "ArticleID": article_id}
        self._events.emit("ArticleFlagSet", ObjectType.ARTICLE, ids | flag, by=by)
        if is_first or seen_flag.has_seen_all(self._connection, ticket_id, by=by):
            seen_flag.mark_ticket(self._connection, ticket_id, now=self.now, by=by)
            self._tell("TicketFlagSet", ticket_id, by=by, **flag)

    def _notify_agents(
        self, article: NewArticle, article_id: int, ticket: Ticket, *, is_first: bool, by: int
    ) -> None:
        name = _NOTIFICATIONS.get(article.history_type, "")
        if is_first and article.history_type in _FIRST_OF_TICKET:
            name = "NotificationNewTicket"
        if name and self._events.wants(name):
            told: dict[str, Value] = {
                "ArticleID": article_id,
                "SenderTypeID": article.sender_type_id,
                "IsVisibleForCustomer": int(article.is_visible_for_customer),
                "Queue": ticket.queue.name,
                "Recipients": [],
                "SkipRecipients": [],
                "CustomerMessageParams": _message_params(article, by=by),
            }
            self._tell(name, ticket.id, by=by, **told)


def _message_params(article: NewArticle, *, by: int) -> dict[str, Value]:
    """Return what the text of a notification may speak of: the article as it was given."""
    return {
        "TicketID": article.ticket_id,
        "SenderTypeID": article.sender_type_id,
        "CommunicationChannelID": article.channel_id,
        "IsVisibleForCustomer": int(article.is_visible_for_customer),
        "From": article.from_,
        "To": article.to,
        "Cc": article.cc,
        "Bcc": article.bcc,
        "Subject": article.subject,
        "Body": article.body,
        "ContentType": article.content_type,
        "HistoryType": article.history_type,
        "HistoryComment": article.history_comment,
        "UserID": by,
    }
