"""Stages that could not be built: they say so when an exchange reaches them.

The reference stores services whose parts cannot be built and answers the rest of them. So does a
strict service here; a modern one with such a part is not stored at all.
Source: generic-interface reference 2.2.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dsl.values import Value
from engine.model.error_handling import Attempt, Failure, HandlerFailure, HandlerResult
from engine.model.exchange import Exchange
from engine.model.fault import Blame, Fault, Stage
from engine.model.level import Level
from engine.model.message import Message
from engine.model.stage import Call
from engine.model.tracer import Tracer
from engine.model.wire import WireRequest, WireResponse

_NO_OPERATION = "Operation could not be initialized"
_NO_INVOKER = "InvokerObject could not be initialized"
_NO_TRANSPORT = "TransportObject could not be initialized"


@dataclass(frozen=True, slots=True)
class BrokenMapper:
    """Stands where a mapping would. `part` is `MappingIn` or `MappingOut`."""

    part: str
    reason: str
    told: str = "Unknown"

    def apply(
        self, message: Message, include: Mapping[str, Value], exchange: Exchange
    ) -> Message | None:
        """Raise the fault whose reason stands in the trace alone (12.4 no. 5)."""
        raise _fault(exchange, self.reason, f"{self.part} could not be initialized", self.told)


@dataclass(frozen=True, slots=True)
class BrokenOperation:
    """Stands where an operation would."""

    reason: str

    async def run(self, message: Message, exchange: Exchange) -> Message:
        """Raise the fault that tells its reason."""
        raise _fault(exchange, self.reason, _NO_OPERATION, self.reason)


@dataclass(frozen=True, slots=True)
class UntypedOperation:
    """Stands where nobody said which operation it is: a route, or an entry without `Type`."""

    async def run(self, message: Message, exchange: Exchange) -> Message:
        """Raise the fault; unlike for other reasons the trace has one entry, as recorded."""
        exchange.tracer.record(Level.ERROR, _NO_OPERATION)
        told = "Got no OperationType!"
        raise Fault("service.broken-stage", told, Blame.SERVICE, traced=True)


@dataclass(frozen=True, slots=True)
class BrokenTransport:
    """Stands where a transport would: the service exists, and nothing reaches it."""

    reason: str
    max_body_bytes: int = 0

    def decode(self, request: WireRequest, tracer: Tracer) -> Call:
        """Raise the fault that ends every exchange of this service."""
        tracer.record(Level.ERROR, self.reason)
        raise Fault(
            "service.broken-transport",
            _NO_TRANSPORT,
            Blame.SERVICE,
            stage=Stage.PROVIDER_REQUEST_RECEIVE,
        )

    def encode(self, action: str, message: Message, tracer: Tracer) -> WireResponse:
        """Return the bare answer of a service without transport; no exchange gets this far."""
        return WireResponse(500, (), b"")

    def encode_fault(self, fault: Fault, action: str | None, tracer: Tracer) -> WireResponse:
        """Return status 500 without a word, as the reference does."""
        return WireResponse(500, (), b"")


@dataclass(frozen=True, slots=True)
class BrokenErrorHandler:
    """Stands where an error handler would."""

    reason: str

    def handle(self, failure: Failure, attempt: Attempt) -> HandlerResult:
        """Raise the reason."""
        raise HandlerFailure(self.reason)


@dataclass(frozen=True, slots=True)
class BrokenInvoker:
    """Stands where an invoker would, or where nobody knows of one."""

    reason: str

    async def prepare(self, message: Message, exchange: Exchange) -> Message | None:
        """Raise the fault whose reason stands in the trace alone."""
        raise _fault(exchange, self.reason, _NO_INVOKER, _NO_INVOKER)

    async def reply(self, answer: Message, exchange: Exchange) -> Message:
        """Raise the same fault; no exchange gets this far."""
        raise _fault(exchange, self.reason, _NO_INVOKER, _NO_INVOKER)


@dataclass(frozen=True, slots=True)
class BrokenClient:
    """Stands where a requester's transport would: found when there is something to send."""

    reason: str
    timeout_seconds: float = 60.0

    async def send(self, action: str, message: Message, exchange: Exchange) -> Message:
        """Raise the fault whose reason stands in the trace alone."""
        raise _fault(exchange, self.reason, _NO_TRANSPORT, _NO_TRANSPORT)


def _fault(exchange: Exchange, reason: str, entry: str, told: str) -> Fault:
    exchange.tracer.record(Level.ERROR, reason)
    exchange.tracer.record(Level.ERROR, entry)
    return Fault("service.broken-stage", told, Blame.SERVICE, traced=True)
