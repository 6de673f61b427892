"""The ticket desk as operations see it: reference data, people, permissions, tickets.

A `TicketStore` opens a view of the desk, `DeskReader` or `DeskWriter`, for the length of one
transaction and runs plain synchronous work on it. Column names and meanings follow the
ticket-operations reference, section 11.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Protocol, TypeVar

from dsl.values import Value
from engine.model.escalation import Destinations, Terms

if TYPE_CHECKING:  # it is made of what stands here
    from engine.model.ticket_query import TicketQuery

T = TypeVar("T")


class Reference(Enum):
    """The kinds of reference data that are no more than a name."""

    PRIORITY = "ticket_priority"
    TYPE = "ticket_type"
    LOCK = "ticket_lock_type"
    SENDER_TYPE = "article_sender_type"
    CHANNEL = "communication_channel"
    HISTORY_TYPE = "ticket_history_type"
    AUTO_RESPONSE_TYPE = "auto_response_type"
    SERVICE = "service"
    SLA = "sla"
    GROUP = "groups_table"


@dataclass(frozen=True, slots=True)
class Named:
    """A row of reference data."""

    id: int
    name: str
    is_valid: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue; `name` is the full path ``Parent::Child``."""

    id: int
    name: str
    group_id: int
    is_valid: bool


@dataclass(frozen=True, slots=True)
class State:
    """A ticket state; `type` is the name of its state type: `new`, `open`, `closed`, …"""

    id: int
    name: str
    type: str
    is_valid: bool
    type_id: int = 0


@dataclass(frozen=True, slots=True)
class Agent:
    """A user of the agent side. `preferences` holds `UserEmail` and the like."""

    id: int
    login: str
    title: str | None
    first_name: str
    last_name: str
    is_valid: bool
    preferences: Mapping[str, str]
    create_time: datetime
    change_time: datetime

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class CustomerUser:
    """A customer user. `details` holds the optional columns of the row by their column names."""

    id: int
    login: str
    email: str
    customer_id: str
    first_name: str
    last_name: str
    is_valid: bool
    details: Mapping[str, str | None]
    create_time: datetime
    change_time: datetime


@dataclass(frozen=True, slots=True)
class CustomerCompany:
    """The company of customer users. `details` holds the optional columns by their names."""

    id: str
    name: str
    is_valid: bool
    details: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class CustomerSearch:
    """Which customer users are wanted: those that match every entry of `patterns`.

    A key is the name of a column of `customer_user`; its patterns are alternatives, with `*` for
    any text and without regard to case. `anywhere` is searched for in login, names, address and
    company; empty for no such search.
    """

    patterns: Mapping[str, Sequence[str]]
    anywhere: str
    only_valid: bool
    limit: int


RULED_FIELD_TYPES = frozenset(
    {
        "Text",
        "TextArea",
        "Checkbox",
        "Dropdown",
        "Multiselect",
        "Date",
        "DateTime",
        "ProcessID",
        "ActivityID",
    }
)
"""The types of dynamic fields whose values follow a rule of section 11.8."""


@dataclass(frozen=True, slots=True)
class DynamicField:
    """An active dynamic field. `object_type` is `Ticket` or `Article`; `config` as in 11.8."""

    id: int
    name: str
    label: str
    type: str
    object_type: str
    config: Mapping[str, Value]
    is_internal: bool

    @property
    def is_open(self) -> bool:
        """Whether the desk knows no rule for its type: it keeps the texts or lists it is given."""
        return self.type not in RULED_FIELD_TYPES


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

    def search(self, query: "TicketQuery") -> Sequence[int]:
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


class PrincipalKind(Enum):
    """Who acts. The values are the reference's `UserType`."""

    AGENT = "User"
    CUSTOMER = "Customer"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who acts: an agent by numeric id, or a customer by login."""

    kind: PrincipalKind
    login: str
    user_id: int
    """The acting user id: the agent's own, or `CustomerPanelUserID` for a customer (2.2)."""


class Accounts(Protocol):
    """Who may act, and their sessions."""

    async def check_agent(
        self, login: str, password: str, *, remote_address: str = ""
    ) -> Principal | None:
        """Return the agent, or None; takes the same time for a login that does not exist.

        After several failures of the login, or from the address, the answer is None for a while.
        """

    async def check_customer(
        self, login: str, password: str, *, remote_address: str = ""
    ) -> Principal | None:
        """Return the customer, or None, as `check_agent` does."""

    async def check_login(
        self, login: str, password: str, *, remote_address: str = ""
    ) -> Principal | None:
        """Return the agent of a login, the customer where no agent has it, or None."""

    async def check_key(self, token: str) -> Principal | None:
        """Return for whom an API key acts; None for any other text."""

    async def check_session(self, session_id: str, *, remote_address: str) -> Principal | None:
        """Return who a live session belongs to, or None; an expired one is removed (2.3)."""

    async def create_session(
        self, principal: Principal, *, remote_address: str, user_agent: str
    ) -> str:
        """Write a session with all data of the principal and return its id, 32 characters."""

    async def session_data(
        self, session_id: str, *, remote_address: str
    ) -> Mapping[str, Value] | None:
        """Return the keys and values of a live session (2.5), or None."""

    async def remove_session(self, session_id: str) -> bool:
        """End a session, whoever asks; say whether there was one."""
