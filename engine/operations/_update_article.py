"""The article that a TicketUpdate adds: who it is from and to, and what it does to the lock.

Source: ticket-operations reference 5.4.
"""

from engine.model.desk import DeskReader, DeskWriter
from engine.model.people import Principal, PrincipalKind
from engine.operations._address import customer_address
from engine.operations._article_input import ArticleInput
from engine.operations._article_write import Header, account_time, write_article
from engine.operations._out_of_office import is_out_of_office
from engine.operations._setting import is_on, system_zone
from engine.operations._ticket_changes import Change
from engine.operations._ticket_write import set_lock

_ROOT_ID = 1


def add_article(
    article: ArticleInput, change: Change, principal: Principal, desk: DeskWriter
) -> int:
    """Write the article and return its id; it takes the ticket from an owner who is away."""
    header = _header(article, change, principal, desk)
    article_id = write_article(article, header, change.before.id, desk, by=change.by)
    if _owner_is_away(change, desk):
        set_lock("unlock", change.before.id, desk, by=_ROOT_ID)
    account_time(article, change.before.id, article_id, desk, by=change.by)
    return article_id


def _owner_is_away(change: Change, desk: DeskReader) -> bool:
    """Say whether the owner, if the request leaves him the ticket, is out of office."""
    before, owner = change.before, change.sent.owner
    changes_owner = owner is not None and owner.id != before.owner_id
    if changes_owner or not is_on(desk, "Ticket::UnlockOnAway", default=True):
        return False
    agent = desk.agent(id=before.owner_id)
    today = desk.now.astimezone(system_zone(desk)).date()
    return agent is not None and is_out_of_office(agent, today)


def _header(
    article: ArticleInput, change: Change, principal: Principal, desk: DeskReader
) -> Header:
    customer = _customer_in_request(change)
    to = article.to
    if not to and article.names_email_channel:
        to = customer or change.before.customer_user_id or ""
    is_customer = principal.kind is PrincipalKind.CUSTOMER
    sender = article.sender or (customer if is_customer else _full_name(principal, desk))
    return Header(sender=sender, to=to, cc=article.cc, bcc=article.bcc)


def _customer_in_request(change: Change) -> str:
    customer = change.sent.customer
    if customer is None:
        return ""
    return customer_address(customer.user) if customer.user else customer.login


def _full_name(principal: Principal, desk: DeskReader) -> str:
    agent = desk.agent(id=principal.user_id)
    return agent.full_name if agent else principal.login
