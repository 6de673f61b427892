"""What each stage of a pipeline promises."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import msgspec

from dsl.values import Value
from engine.model.exchange import Exchange
from engine.model.fault import Fault
from engine.model.message import Message
from engine.model.tracer import Tracer
from engine.model.wire import WireRequest, WireResponse


class Call(msgspec.Struct, frozen=True):
    """A decoded request: which operation is asked for, and with what."""

    action: str
    message: Message


class ServerTransport(Protocol):
    """Bytes to message and back, for the side that is asked. Pure: nothing waits."""

    @property
    def max_body_bytes(self) -> int:
        """The longest request body that is read at all."""

    def decode(self, request: WireRequest, tracer: Tracer) -> Call:
        """Return the operation and its data, or raise `Fault` (stage receive)."""

    def encode(self, action: str, message: Message, tracer: Tracer) -> WireResponse:
        """Return the answer of an operation, refusals included, or raise `Fault`."""

    def encode_fault(self, fault: Fault, action: str | None, tracer: Tracer) -> WireResponse:
        """Return the answer to an exchange that failed. Never raises."""


class ClientTransport(Protocol):
    """Message to message over the wire, for the side that asks."""

    @property
    def timeout_seconds(self) -> float:
        """How long an exchange with the partner may take."""

    async def send(self, action: str, message: Message, exchange: Exchange) -> Message:
        """Return the partner's answer to an invoker's data, or raise `Fault`.

        `message.headers` are what the invoker adds to the request; those of the returned message
        are the answer's. A null body is an answer without content.
        """


T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Pending(Generic[T_co]):
    """A result that another process is still to give. `work` waits for it; it may raise `Fault`."""

    work: Callable[[], Awaitable[T_co]]


class Mapper(Protocol):
    """Message to message. Pure and synchronous, but for what another process has to do."""

    def apply(
        self, message: Message, include: Mapping[str, Value], exchange: Exchange
    ) -> Message | Pending[Message] | None:
        """Return the mapped message, None for "no message", or raise `Fault`.

        `Pending` stands for a message whose making may not hold the event loop.

        `include` holds the data of earlier stages by their reference names
        (``ProviderRequestInput``, ``ProviderRequestMapOutput``, ``ProviderResponseInput``).
        """


class Operation(Protocol):
    """Something a partner may ask of us."""

    async def run(self, message: Message, exchange: Exchange) -> Message:
        """Return the answer, or raise `Refusal` or `Fault`."""


class Invoker(Protocol):
    """Something we ask of a partner. Source: ticket-operations reference 13.1."""

    async def prepare(self, message: Message, exchange: Exchange) -> Message | None:
        """Return what is to be asked, None when nobody is to be asked, or raise `Fault`."""

    async def reply(self, answer: Message, exchange: Exchange) -> Message:
        """Return the result of the whole call, made of a partner's answer, or raise `Fault`."""
