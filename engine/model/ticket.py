"""Tickets with their articles, files, history and accounted time, as stored and to be written.

Column names and meanings follow the ticket-operations reference, section 11.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from engine.model.escalation import Destinations
from engine.model.reference_data import Named, Queue, State


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket with its names resolved. Epochs are in seconds, 0 when unset."""

    id: int
    number: str
    title: str
    queue: Queue
    state: State
    priority: Named
    lock: Named
    type: Named | None
    service: Named | None
    sla: Named | None
    owner_id: int
    owner: str
    responsible_id: int
    responsible: str
    customer_id: str | None
    customer_user_id: str | None
    unlock_timeout_epoch: int
    pending_epoch: int
    escalation_epoch: int
    escalation_update_epoch: int
    escalation_response_epoch: int
    escalation_solution_epoch: int
    is_archived: bool
    create_time: datetime
    create_by: int
    change_time: datetime
    change_by: int

    @property
    def destinations(self) -> Destinations:
        """Until when what was promised is to happen."""
        return Destinations(
            first_response=self.escalation_response_epoch,
            update=self.escalation_update_epoch,
            solution=self.escalation_solution_epoch,
        )


@dataclass(frozen=True, slots=True)
class NewTicket:
    """A ticket to be written. Numbers are drawn by the store."""

    title: str
    queue_id: int
    lock_id: int
    type_id: int
    state_id: int
    priority_id: int
    owner_id: int
    responsible_id: int
    customer_id: str
    customer_user_id: str
    service_id: int | None = None
    sla_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article to be written, after all defaults. `body` is text."""

    ticket_id: int
    sender_type_id: int
    channel_id: int
    is_visible_for_customer: bool
    from_: str
    to: str
    cc: str
    bcc: str
    subject: str
    body: str
    content_type: str
    history_type: str
    history_comment: str
    reply_to: str = ""
    message_id: str = ""
    in_reply_to: str = ""
    references: str = ""
    notifies_agents: bool = True
    """Whether agents are to be told of it; nothing is sent, the event says so (4.1)."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article as stored. `number` is its position in the ticket, from 1."""

    id: int
    ticket_id: int
    number: int
    sender_type: Named
    channel_id: int
    is_visible_for_customer: bool
    from_: str | None
    to: str | None
    cc: str | None
    bcc: str | None
    reply_to: str | None
    subject: str | None
    body: str | None
    content_type: str | None
    message_id: str | None
    in_reply_to: str | None
    references: str | None
    incoming_epoch: int
    create_time: datetime
    create_by: int
    change_time: datetime
    change_by: int


@dataclass(frozen=True, slots=True)
class NewAttachment:
    """A file to be kept with an article; `filename` is made safe and unique by the store."""

    filename: str
    content_type: str
    content: bytes
    content_id: str = ""
    disposition: str = ""
    content_alternative: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as stored; `content` is None when it was not asked for."""

    id: int
    filename: str
    content_type: str
    size_bytes: int
    content_id: str
    content_alternative: str
    disposition: str
    content: bytes | None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of a ticket's history. The ids are the ticket's values after the change.

    `name` is made of fields after ``%%``, as section 8 lists them; `article_id` is 0 when no
    article is concerned.
    """

    id: int
    type: Named
    name: str
    ticket_id: int
    article_id: int
    queue_id: int
    owner_id: int
    priority_id: int
    state_id: int
    type_id: int
    create_time: datetime
    create_by: int


@dataclass(frozen=True, slots=True)
class AccountedTime:
    """Time that an agent accounted on a ticket; `queue` is where the ticket was then."""

    ticket_number: str
    ticket_title: str
    customer_id: str | None
    queue: Queue
    units: Decimal
    create_time: datetime
