"""What happened at the desk, told to whoever listens, inside the transaction that did it.

Source: ticket-operations reference, section 12.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, TypeVar, assert_never

from dsl.values import Value

C = TypeVar("C", contravariant=True)


class ObjectType(Enum):
    """What an event is about; the values are the reference's names (12.1)."""

    TICKET = "Ticket"
    ARTICLE = "Article"
    QUEUE = "Queue"
    DYNAMIC_FIELD = "DynamicField"
    CUSTOMER_USER = "CustomerUser"
    CUSTOMER_COMPANY = "CustomerCompany"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `data` is what an invoker receives, but for the name (12.2).

    ``Event("TicketTitleUpdate", ObjectType.TICKET, {"TicketID": 58}, user_id=4)``
    """

    name: str
    object_type: ObjectType
    data: Mapping[str, Value]
    user_id: int
    """Who did it: the acting agent, or the one that stands for customers (2.2)."""

    @property
    def ids(self) -> Mapping[str, Value]:
        """What the object is found by: ``{"TicketID": 58, "ArticleID": 64}`` (12.5)."""
        match self.object_type:
            case ObjectType.TICKET:
                return {"TicketID": self.data["TicketID"]}
            case ObjectType.ARTICLE:
                return {key: self.data[key] for key in ("TicketID", "ArticleID")}
            case ObjectType.QUEUE:
                return {"QueueID": self._member("Queue", "QueueID")}
            case ObjectType.DYNAMIC_FIELD:
                return {"ID": self._member("NewData", "ID")}
            case ObjectType.CUSTOMER_USER:
                return {"UserLogin": self.data["UserLogin"]}
            case ObjectType.CUSTOMER_COMPANY:
                return {"CustomerID": self.data["CustomerID"]}
            case _:
                assert_never(self.object_type)

    def _member(self, record: str, key: str) -> Value:
        found = self.data[record]
        return found.get(key) if isinstance(found, dict) else None


class EventSink(Protocol[C]):
    """Takes the events of a transaction. `C` is the kind of its connection.

    It is called on the store's own thread, at the end of the work, in order: it may write on the
    connection, and must not wait. What it writes stays or goes with the change that it tells of;
    work that is refused tells nothing.
    """

    def wants(self, name: str) -> bool:
        """Say whether anybody listens to events of that name; others are not even built."""

    def emit(self, connection: C, event: Event) -> None:
        """Take an event. What this raises refuses the change."""
