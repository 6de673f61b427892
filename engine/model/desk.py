"""The ticket desk as operations see it: one transaction of reading or writing.

A `TicketStore` opens a view of the desk, `DeskReader` or `DeskWriter`, for the length of one
transaction and runs plain synchronous work on it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Protocol, TypeVar

from dsl.values import Value
from engine.model.escalation import Terms
from engine.model.people import Agent, CustomerCompany, CustomerSearch, CustomerUser
from engine.model.reference_data import DynamicField, Named, Queue, Reference, State
from engine.model.ticket import (
    AccountedTime,
    Article,
    Attachment,
    HistoryEntry,
    NewArticle,
    NewAttachment,
    NewTicket,
    Ticket,
)
from engine.model.ticket_query import TicketQuery

T = TypeVar("T")


class DeskReader(Protocol):
    """One consistent view of the desk."""

    settings: Mapping[str, Value]
    """System settings by their reference names (11.4), defaults filled in."""
    now: datetime
    """The time of this transaction, UTC, whole seconds."""

    def named(
        self, kind: Reference, *, name: str | None = None, id: int | None = None
    ) -> Named | None:
        """Return a row by name or by id, valid or not; None when there is none."""

    def all_named(self, kind: Reference) -> Sequence[Named]:
        """Return all rows of a kind by id, valid or not."""

    def queues(self) -> Sequence[Queue]:
        """Return all queues by name, valid or not."""

    def states(self) -> Sequence[State]:
        """Return all states by id, valid or not."""

    def queue(self, *, name: str | None = None, id: int | None = None) -> Queue | None:
        """Return a queue by name or by id."""

    def state(self, *, name: str | None = None, id: int | None = None) -> State | None:
        """Return a state by name or by id."""

    def agent(self, *, login: str | None = None, id: int | None = None) -> Agent | None:
        """Return an agent by login or by id."""

    def valid_agents(self) -> Sequence[Agent]:
        """Return all valid agents by login."""

    def customer_user(self, login: str) -> CustomerUser | None:
        """Return a customer user by login."""

    def customer_user_by_email(self, email: str) -> CustomerUser | None:
        """Return the first valid customer user with exactly that address."""

    def customer_logins(self, search: CustomerSearch) -> Sequence[str]:
        """Return the logins of the customer users that are wanted, in their order."""

    def customer_company(self, customer_id: str) -> CustomerCompany | None:
        """Return a company by its id."""

    def customer_ids(self, login: str) -> Sequence[str]:
        """Return all companies of a customer user, the own one first."""

    def customer_services(self, login: str) -> Sequence[int]:
        """Return the service ids open to a customer user (11.6)."""

    def sla_services(self, sla_id: int) -> Sequence[int]:
        """Return the service ids that an SLA is linked to."""

    def escalation_terms(self, ticket: Ticket) -> Terms:
        """Return what is promised about a ticket: by its SLA, or by its queue (11.11)."""

    def agent_may(self, user_id: int, permission: str, *, queue: Queue) -> bool:
        """Say whether the agent has a permission in a queue's group; `rw` implies every other."""

    def agent_may_in_group(self, user_id: int, permission: str, *, group: str) -> bool:
        """Say whether the agent has a permission in a valid group of that name."""

    def agent_may_on_ticket(self, user_id: int, permission: str, ticket: Ticket) -> bool:
        """Say whether an agent may do something to a ticket (2.7)."""

    def customer_may(self, login: str, permission: str, *, queue: Queue) -> bool:
        """Say whether a customer user has a permission in a queue's group (2.8)."""

    def customer_may_on_ticket(self, login: str, permission: str, ticket: Ticket) -> bool:
        """Say whether a customer user may do something to a ticket (2.8)."""

    def dynamic_fields(self, object_type: str) -> Sequence[DynamicField]:
        """Return the active fields of `Ticket` or `Article`, by name."""

    def dynamic_field(self, name: str) -> DynamicField | None:
        """Return an active field by name."""

    def field_values(self, object_type: str, object_id: int) -> Mapping[str, Value]:
        """Return the set fields of an object: text, 0/1, ``YYYY-MM-DD hh:mm:ss``, or a list."""

    def ticket(self, id: int) -> Ticket | None:
        """Return a ticket."""

    def ticket_id(self, number: str) -> int | None:
        """Return the id of a ticket number."""

    def search(self, query: TicketQuery) -> Sequence[int]:
        """Return the ids of the tickets that a query asks for, in its order."""

    def history(self, ticket_id: int) -> Sequence[HistoryEntry]:
        """Return the history of a ticket, oldest first."""

    def articles(self, ticket_id: int) -> Sequence[Article]:
        """Return all articles of a ticket, oldest first."""

    def article(self, id: int) -> Article | None:
        """Return an article."""

    def attachments(self, article_id: int, *, with_content: bool) -> Sequence[Attachment]:
        """Return the files of an article by file name."""

    def ticket_time_units(self, ticket_id: int) -> Decimal:
        """Return the accounted time of a ticket."""

    def article_time_units(self, article_id: int) -> Decimal:
        """Return the accounted time of an article."""

    def accounted_times(
        self, user_id: int, *, start: datetime, end: datetime
    ) -> Sequence[AccountedTime]:
        """Return what an agent accounted between two points in time, inclusive, oldest first."""


class DeskWriter(DeskReader, Protocol):
    """One transaction on the desk. A setter writes history, and nothing when nothing changes."""

    def create_ticket(self, ticket: NewTicket, *, by: int) -> tuple[int, str]:
        """Write a ticket with its `NewTicket` and `CustomerUpdate` history; give id and number."""

    def set_title(self, ticket_id: int, title: str, *, by: int) -> None:
        """Change the title, cut to 191 characters."""

    def set_queue(self, ticket_id: int, queue_id: int, *, by: int) -> None:
        """Move the ticket; unlocks it (5.4)."""

    def set_lock(self, ticket_id: int, lock_id: int, *, by: int) -> None:
        """Lock or unlock; unlocking resets the owner when so set (5.4)."""

    def set_type(self, ticket_id: int, type_id: int, *, by: int) -> None:
        """Change the type."""

    def set_state(self, ticket_id: int, state_id: int, *, by: int) -> None:
        """Change the state; leaving a pending state resets the pending time."""

    def set_pending_time(self, ticket_id: int, epoch: int, *, by: int) -> None:
        """Set the pending time in epoch seconds."""

    def set_service(self, ticket_id: int, service_id: int, *, by: int) -> None:
        """Set the service, and drop an SLA that does not fit it."""

    def set_sla(self, ticket_id: int, sla_id: int, *, by: int) -> None:
        """Set the SLA."""

    def set_customer(
        self, ticket_id: int, *, customer_id: str, customer_user_id: str, by: int
    ) -> None:
        """Write both customer ids."""

    def set_priority(self, ticket_id: int, priority_id: int, *, by: int) -> None:
        """Change the priority."""

    def set_owner(self, ticket_id: int, owner_id: int, *, by: int) -> None:
        """Change the owner."""

    def set_responsible(self, ticket_id: int, responsible_id: int, *, by: int) -> None:
        """Change the responsible agent."""

    def set_field(self, field: DynamicField, object_id: int, value: Value, *, by: int) -> None:
        """Store a dynamic field's value; `""` and `[]` clear it as 11.8 says.

        Raises `ValueError` for what the field's type cannot hold: a list where it keeps one value.
        """

    def create_article(self, article: NewArticle, *, by: int) -> int:
        """Write an article with its history; return its id."""

    def add_attachment(self, article_id: int, attachment: NewAttachment, *, by: int) -> None:
        """Keep a file with an article, its name made safe and unique (4.3)."""

    def account_time(self, ticket_id: int, article_id: int, units: Decimal, *, by: int) -> None:
        """Account time on an article."""

    def delete_ticket(self, ticket_id: int, *, by: int) -> None:
        """Remove a ticket with its articles, files, times, field values and history."""

    def set_preference(self, user_id: int, key: str, value: str) -> None:
        """Set a preference of an agent."""


class TicketStore(Protocol):
    """The desk behind the operations."""

    async def read(self, work: Callable[[DeskReader], T]) -> T:
        """Run `work` on one consistent view and return what it returns."""

    async def write(self, work: Callable[[DeskWriter], T]) -> T:
        """Run `work` in one transaction; whatever it raises undoes all it wrote."""
