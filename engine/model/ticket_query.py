"""What a search for tickets asks for: who looks, criteria that all hold, an order, a limit.

An operation makes one of a request; a store answers it. Names are resolved, times are in UTC.
Source: ticket-operations reference, section 7.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from engine.model.condition import Condition, Term
from engine.model.people import Principal
from engine.model.reference_data import DynamicField


class Attribute(Enum):
    """What a ticket refers to by an id."""

    TICKET = "ticket"
    QUEUE = "queue"
    TYPE = "type"
    STATE = "state"
    PRIORITY = "priority"
    LOCK = "lock"
    SERVICE = "service"
    SLA = "sla"
    OWNER = "owner"
    RESPONSIBLE = "responsible"


class FirstAttribute(Enum):
    """What a ticket referred to when it was created."""

    TYPE = "type"
    PRIORITY = "priority"
    STATE = "state"
    QUEUE = "queue"
    CREATOR = "creator"


class TicketText(Enum):
    """The texts of a ticket."""

    NUMBER = "number"
    TITLE = "title"
    CUSTOMER_ID = "customer id"
    CUSTOMER_USER = "customer user"


class Moment(Enum):
    """The times of a ticket."""

    CREATED = "created"
    HISTORY = "history"
    """Some entry of the history."""
    CHANGED = "changed"
    CLOSED = "closed"
    """Some entry of the history that closed it."""
    PENDING = "pending"
    """Only of tickets in a pending state."""
    ESCALATION = "escalation"
    ESCALATION_UPDATE = "escalation update"
    ESCALATION_RESPONSE = "escalation response"
    ESCALATION_SOLUTION = "escalation solution"


class ArticlePart(Enum):
    """The texts of an article. `ANY` is all of them, and the title of the ticket as well."""

    FROM = "from"
    TO = "to"
    CC = "cc"
    BCC = "bcc"
    SUBJECT = "subject"
    BODY = "body"
    ATTACHMENT_NAME = "attachment name"
    CHAT = "chat"
    """Of articles that are chats; a store without chats finds none."""
    ANY = "any"


class FieldOperator(Enum):
    """How a value of a dynamic field compares."""

    EQUALS = "Equals"
    LIKE = "Like"
    GREATER_THAN = "GreaterThan"
    GREATER_THAN_EQUALS = "GreaterThanEquals"
    SMALLER_THAN = "SmallerThan"
    SMALLER_THAN_EQUALS = "SmallerThanEquals"


class SortKey(Enum):
    """What tickets are sorted by. People and queues by name, other references by id."""

    CREATED = "created"
    CHANGED = "changed"
    NUMBER = "number"
    TITLE = "title"
    QUEUE = "queue"
    TYPE = "type"
    PRIORITY = "priority"
    STATE = "state"
    LOCK = "lock"
    SERVICE = "service"
    SLA = "sla"
    CUSTOMER_ID = "customer id"
    OWNER = "owner"
    RESPONSIBLE = "responsible"
    PENDING = "pending"
    ESCALATION = "escalation"
    ESCALATION_UPDATE = "escalation update"
    ESCALATION_RESPONSE = "escalation response"
    ESCALATION_SOLUTION = "escalation solution"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, both ends inside; None is open."""

    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class HasId:
    """The ticket refers to one of these."""

    attribute: Attribute
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HadIdAtFirst:
    """The ticket referred to one of these when it was created."""

    attribute: FirstAttribute
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class IsWatched:
    """One of these agents watches the ticket."""

    user_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TextMatches:
    """A text of the ticket matches the condition."""

    text: TicketText
    condition: Condition


@dataclass(frozen=True, slots=True)
class HasCustomerId:
    """The customer id is one of these, letter for letter."""

    customer_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LiesWithin:
    """A time of the ticket lies within a span; see `Moment`."""

    moment: Moment
    span: Span


@dataclass(frozen=True, slots=True)
class FieldTest:
    """One comparison: `values` for all operators but `LIKE`, which has a `condition`."""

    operator: FieldOperator
    values: tuple[str, ...] = ()
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class FieldMatches:
    """One value of a ticket's dynamic field passes all tests, each of which names alternatives."""

    field: DynamicField
    tests: tuple[FieldTest, ...]


@dataclass(frozen=True, slots=True)
class FieldIsEmpty:
    """A ticket's dynamic field has no value, or has one."""

    field: DynamicField
    is_empty: bool


@dataclass(frozen=True, slots=True)
class ArticleText:
    """A part of an article holds these pieces in their order, whatever lies between them."""

    part: ArticlePart
    term: Term


@dataclass(frozen=True, slots=True)
class ArticleMatches:
    """One article that the viewer may see was written in `span`, and holds the texts."""

    texts: tuple[ArticleText, ...]
    needs_all: bool
    """Whether it must hold all of the texts, or any."""
    span: Span


@dataclass(frozen=True, slots=True)
class IsArchived:
    """The ticket is in the archive, or is not."""

    is_archived: bool


Criterion = (
    HasId
    | HadIdAtFirst
    | IsWatched
    | TextMatches
    | HasCustomerId
    | LiesWithin
    | FieldMatches
    | FieldIsEmpty
    | ArticleMatches
    | IsArchived
)


@dataclass(frozen=True, slots=True)
class SortBy:
    """One key of the order; a dynamic field may be one of tickets or of articles."""

    key: SortKey | DynamicField
    is_descending: bool


@dataclass(frozen=True, slots=True)
class TicketQuery:
    """A search. Equal tickets come by id, in the direction of the last key."""

    viewer: Principal
    criteria: tuple[Criterion, ...]
    order: tuple[SortBy, ...]
    limit: int
