"""What a desk file asks for, checked as far as the file alone can tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from dsl.source import Source, Span
from dsl.values import Value
from engine.accounts.entry import AgentEntry, CustomerEntry


class Target(Enum):
    """What names in a desk file refer to; the values are the words of messages."""

    GROUP = "group"
    ROLE = "role"
    QUEUE = "queue"
    SERVICE = "service"
    STATE_TYPE = "state type"


@dataclass(frozen=True, slots=True)
class NameUsed:
    """A name that something else must have, and where the file uses it."""

    target: Target
    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class RolePlan:
    """A role with its permission keys in groups."""

    name: str
    groups: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class CustomerPlan:
    """A customer user with the names of the own services."""

    entry: CustomerEntry
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompanyPlan:
    """A company; `details` holds the other columns by their names."""

    id: str
    name: str
    details: Mapping[str, str]
    groups: Mapping[str, tuple[str, ...]]
    """What its customer users may do to its tickets, by group."""
    groups_of_others: Mapping[str, tuple[str, ...]]
    """What they may do to tickets of every other company, by group."""


COMPANY_DETAILS: Final = ("street", "zip", "city", "country", "url", "comments")


TERMS: Final = (
    "first_response_time",
    "first_response_notify",
    "update_time",
    "update_notify",
    "solution_time",
    "solution_notify",
)
"""The columns of promises: working minutes, and the percent of them that agents are warned at."""

CALENDAR: Final = "calendar_name"
"""The column of the working-time calendar: a number from 1 to 9 as text, empty for the usual."""


@dataclass(frozen=True, slots=True)
class QueuePlan:
    """A queue by its full path; `terms` holds those columns that the file speaks of."""

    name: str
    group: str
    terms: Mapping[str, int | str]


@dataclass(frozen=True, slots=True)
class ServicePlan:
    """A service by its full path; a default one is open to every customer without own ones."""

    name: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class SlaPlan:
    """An SLA with the services it is for; `terms` holds those columns that the file speaks of."""

    name: str
    services: tuple[str, ...]
    terms: Mapping[str, int | str]


@dataclass(frozen=True, slots=True)
class StatePlan:
    """A ticket state with the name of its type."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """A dynamic field; `config` is in the form the store keeps (reference, 11.8)."""

    name: str
    object_type: str
    type: str
    label: str
    config: Mapping[str, Value]
    span: Span


@dataclass(frozen=True, slots=True)
class DeskPlan:
    """Everything one desk file asks for. `names_used` must exist in the file or the store."""

    source: Source
    settings: Mapping[str, Value]
    groups: tuple[str, ...]
    roles: tuple[RolePlan, ...]
    users: tuple[AgentEntry, ...]
    companies: tuple[CompanyPlan, ...]
    customers: tuple[CustomerPlan, ...]
    queues: tuple[QueuePlan, ...]
    types: tuple[str, ...]
    services: tuple[ServicePlan, ...]
    slas: tuple[SlaPlan, ...]
    states: tuple[StatePlan, ...]
    priorities: tuple[str, ...]
    dynamic_fields: tuple[FieldPlan, ...]
    names_used: tuple[NameUsed, ...]

    def names(self, target: Target) -> frozenset[str]:
        """Return the names of that kind that the file itself declares."""
        match target:
            case Target.GROUP:
                return frozenset(self.groups)
            case Target.ROLE:
                return frozenset(role.name for role in self.roles)
            case Target.QUEUE:
                return frozenset(queue.name for queue in self.queues)
            case Target.SERVICE:
                return frozenset(service.name for service in self.services)
            case Target.STATE_TYPE:
                return frozenset()
