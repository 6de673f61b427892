"""How an exchange ends without a result, and how an operation refuses."""

from dataclasses import dataclass
from enum import Enum

from dsl.values import Value


class Blame(Enum):
    """Who must change something before trying again can work."""

    CALLER = "caller"
    SERVICE = "service"
    PARTNER = "partner"
    ENGINE = "engine"


class Stage(Enum):
    """Where in a pipeline a fault arose. Source: generic-interface reference 8.1."""

    PROVIDER_REQUEST_RECEIVE = "ProviderRequestReceive"
    PROVIDER_REQUEST_MAP = "ProviderRequestMap"
    PROVIDER_REQUEST_PROCESS = "ProviderRequestProcess"
    PROVIDER_RESPONSE_MAP = "ProviderResponseMap"
    REQUESTER_REQUEST_PREPARE = "RequesterRequestPrepare"
    REQUESTER_REQUEST_MAP = "RequesterRequestMap"
    REQUESTER_REQUEST_PERFORM = "RequesterRequestPerform"
    REQUESTER_RESPONSE_MAP = "RequesterResponseMap"
    REQUESTER_RESPONSE_PROCESS = "RequesterResponseProcess"


@dataclass(eq=False)
class Fault(Exception):
    """This exchange failed.

    `message` goes to the partner; `data` is what the failing step knew, for the trace alone.
    `code` is kebab-case behind a family: ``transport.bad-json``.
    """

    code: str
    message: str
    blame: Blame
    retryable: bool = False
    retry_after_seconds: float | None = None
    stage: Stage | None = None
    data: Value = None
    traced: bool = False
    """True when the stage has recorded the message itself."""
    reschedule: Value = None
    """What an invoker asks of whoever began its call: ``{"ReSchedule": "1", …}``."""

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


@dataclass(eq=False)
class Refusal(Exception):
    """An operation says no to what the caller asked: an answer, not a failure of the exchange.

    It leaves as ``{"Error": {"ErrorCode": code, "ErrorMessage": message}}`` through the outbound
    mapping. `code` is ``<Operation>.<Reason>``: ``TicketCreate.AuthFail``.
    Raised inside a transaction it undoes what the operation wrote.
    Source: ticket-operations reference 1.2.
    """

    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"

    @property
    def reason(self) -> str:
        """The part of the code behind the operation: `AuthFail`, `MissingParameter`, …"""
        return self.code.rpartition(".")[2]
