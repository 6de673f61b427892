"""What a principal may do, asked the way agents and customers are asked.

Source: ticket-operations reference 2.7 and 2.8.
"""

from engine.model.desk import DeskReader
from engine.model.people import Principal, PrincipalKind
from engine.model.reference_data import Queue
from engine.model.ticket import Ticket


def may_create(principal: Principal, queue: Queue, desk: DeskReader) -> bool:
    """Say whether the principal may create tickets in a queue."""
    if principal.kind is PrincipalKind.CUSTOMER:
        return desk.customer_may(principal.login, "create", queue=queue)
    return desk.agent_may(principal.user_id, "create", queue=queue)


def readable_ticket(ticket_id: int | None, principal: Principal, desk: DeskReader) -> Ticket | None:
    """Return a ticket, None when there is none or the principal may not read it."""
    ticket = None if ticket_id is None else desk.ticket(ticket_id)
    if ticket is None:
        return None
    if principal.kind is PrincipalKind.CUSTOMER:
        may_read = desk.customer_may_on_ticket(principal.login, "ro", ticket)
    else:
        may_read = desk.agent_may_on_ticket(principal.user_id, "ro", ticket)
    return ticket if may_read else None
