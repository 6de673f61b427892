"""What tickets refer to: queues, states, names of all kinds, and dynamic fields.

Column names and meanings follow the ticket-operations reference, section 11.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from dsl.values import Value


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
