"""Ticket systems installed elsewhere, as operations and the compiler see them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from dsl.values import Value
from engine.model.exchange import Exchange
from engine.model.wire import WireRequest, WireResponse


class RemoteSystem(Protocol):
    """A ticket system that is asked over its own Generic Interface."""

    def offers(self, operation: str) -> bool:
        """Say whether there is a way to ask for a type of operation: `Ticket::TicketGet`."""

    async def ask(
        self, operation: str, data: Mapping[str, Value], exchange: Exchange
    ) -> dict[str, Value]:
        """Return what the remote's operation of that type answers.

        Raises `Refusal` with the remote's own code and text, or `Fault` (blame PARTNER, or SERVICE
        where the data cannot be sent at all).
        """


@dataclass(eq=False)
class AnswerTooLong(Exception):
    """A sender stopped reading, because an answer passed the number of bytes it may have."""


class Sender(Protocol):
    """Carries requests to one remote service: what stands in front of a route is its own."""

    async def send(
        self, request: WireRequest, *, deadline_seconds: float, max_body_bytes: int
    ) -> WireResponse:
        """Return the response, read whole. `request.path` is the route, percent-encoded.

        `deadline_seconds` is a reading of the monotonic clock. Redirects are not followed.
        Raises `OSError` when the remote cannot be reached or leaves before the end, `TimeoutError`
        at the deadline, `AnswerTooLong` as soon as the body has more than `max_body_bytes`.
        """


Connect = Callable[[str], Sender]
"""Returns the sender for an address: ``https://desk.example/otobo/…/Webservice/Name``."""


@dataclass(frozen=True, slots=True)
class RemoteSystems:
    """The remote systems that services may name as their backend."""

    by_name: Mapping[str, RemoteSystem] = field(default_factory=dict)
    unconnected: frozenset[str] = frozenset()
    """Names that are declared, while nothing here can send to their addresses."""
