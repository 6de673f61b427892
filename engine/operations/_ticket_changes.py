"""Writes the attributes that a TicketUpdate changes, in the reference's order.

Source: ticket-operations reference 5.3 and 5.4.
"""

from collections.abc import Callable
from dataclasses import dataclass

from engine.model.desk import DeskReader, DeskWriter
from engine.model.fault import Blame, Fault, Refusal
from engine.model.reference_data import Named
from engine.model.ticket import Ticket
from engine.operations._refusals import Refusals
from engine.operations._ticket_input import TicketInput
from engine.operations._ticket_write import set_lock, set_owner

_TITLE_LENGTH = 191


@dataclass(frozen=True, slots=True)
class Change:
    """A ticket as it was before the request, what the request says of it, and who acts."""

    before: Ticket
    sent: TicketInput
    by: int


def check_permissions(
    change: Change,
    desk: DeskReader,
    refusals: Refusals,
    *,
    adds_article: bool,
    sets_fields: bool,
) -> None:
    """Raise the refusal of the first change that the acting user may not make."""
    sent = change.sent
    closes_or_waits = sent.state is not None and sent.state.type.startswith(("close", "pending"))
    wanted = (
        (adds_article, "note", "create new articles"),
        (sets_fields, "rw", "update dynamic fields"),
        (sent.queue is not None, "move", "update queue"),
        (sent.owner is not None, "owner", "update owner"),
        (sent.responsible is not None, "responsible", "update responsibe"),
        (sent.priority is not None, "priority", "update priority"),
        (closes_or_waits, "close", "update state"),
    )
    for is_wanted, permission, what in wanted:
        if is_wanted and not desk.agent_may_on_ticket(change.by, permission, change.before):
            raise refusals.denied(f"Does not have permissions to {what}!")


def write_changes(change: Change, desk: DeskWriter, refusals: Refusals) -> None:
    """Write every attribute that differs from what it was before the request.

    Raises `Refusal` for a pending state without a time, `Fault` for a queue that the acting user
    may not move tickets into.
    """
    _write_title(change, desk)
    _write_queue(change, desk)
    _write_row(change.sent.lock, change.before.lock, desk.set_lock, change)
    _write_row(change.sent.type, change.before.type, desk.set_type, change)
    _write_state(change, desk, refusals)
    _write_row(change.sent.service, change.before.service, desk.set_service, change)
    _write_row(change.sent.sla, change.before.sla, desk.set_sla, change)
    _write_customer(change, desk)
    _write_row(change.sent.priority, change.before.priority, desk.set_priority, change)
    _write_people(change, desk)


def _write_row(
    sent: Named | None, before: Named | None, write: Callable[..., None], change: Change
) -> None:
    if sent is not None and (before is None or sent.id != before.id):
        write(change.before.id, sent.id, by=change.by)


def _write_title(change: Change, desk: DeskWriter) -> None:
    title = change.sent.title[:_TITLE_LENGTH]
    if title and title != change.before.title:
        desk.set_title(change.before.id, title, by=change.by)


def _write_queue(change: Change, desk: DeskWriter) -> None:
    queue = change.sent.queue
    if queue is None or queue.id == change.before.queue.id:
        return
    if not desk.agent_may(change.by, "move_into", queue=queue):
        text = "Ticket queue could not be updated, please contact system administrator!"
        raise Fault("ticket.queue-not-set", text, Blame.CALLER)
    desk.set_queue(change.before.id, queue.id, by=change.by)


def _write_state(change: Change, desk: DeskWriter, refusals: Refusals) -> None:
    """Write the state. Closing unlocks first; waiting needs to know until when."""
    state, before = change.sent.state, change.before
    if state is None:
        return
    if state.type.startswith("close"):
        set_lock("unlock", before.id, desk, by=change.by)
    elif state.type.startswith("pending"):
        if change.sent.pending_epoch is None:
            text = "Can't set a ticket on a pending state without pendig time!"
            raise Refusal(f"{refusals.operation}.MissingParameter", text)
        desk.set_pending_time(before.id, change.sent.pending_epoch, by=change.by)
    if state.id != before.state.id:
        desk.set_state(before.id, state.id, by=change.by)


def _write_customer(change: Change, desk: DeskWriter) -> None:
    """Write both customer ids; a company alone takes the customer user away (decision 16.10)."""
    customer, company, before = change.sent.customer, change.sent.customer_id, change.before
    if customer is None and not company:
        return
    login = customer.login if customer else ""
    customer_id = company or (customer.customer_id if customer else "")
    if (login, customer_id) != (before.customer_user_id or "", before.customer_id or ""):
        desk.set_customer(before.id, customer_id=customer_id, customer_user_id=login, by=change.by)


def _write_people(change: Change, desk: DeskWriter) -> None:
    owner, responsible, before = change.sent.owner, change.sent.responsible, change.before
    if owner and owner.id != before.owner_id:
        set_owner(before.id, owner.id, before.responsible_id, desk, by=change.by)
    if responsible and responsible.id != before.responsible_id:
        desk.set_responsible(before.id, responsible.id, by=change.by)
