"""An installed OTRS, OTOBO or Znuny, asked over the REST service it offers itself."""

import asyncio
from collections.abc import Mapping
from typing import Final

from dsl.values import DataError, Value
from engine.model.exchange import Exchange
from engine.model.fault import Blame, Fault
from engine.model.remote import AnswerTooLong, Sender
from engine.model.wire import WireRequest, WireResponse
from engine.ticket_backends._answer import read_answer
from engine.ticket_backends._route import Address, RemoteRoute
from engine.ticket_backends.route_table import STOCK_ROUTES, RouteTable

HOPS_HEADER: Final = "x-crosstie-hops"
MAX_HOPS: Final = 4
"""How many systems may forward one request: more is a circle."""
DEFAULT_ANSWER_BYTES: Final = 48_000_000
"""As much as the reference lets in by default, and so may show again."""
_RESERVE_SECONDS: Final = 0.25
"""What is kept of an exchange's time for telling the partner that the remote took the rest."""


class RemoteTicketSystem:
    """Asks one service of a remote system. Sessions and permissions are the remote's own."""

    def __init__(
        self,
        sender: Sender,
        routes: RouteTable = STOCK_ROUTES,
        *,
        max_answer_bytes: int = DEFAULT_ANSWER_BYTES,
    ) -> None:
        self._sender = sender
        self._routes = routes
        self._max_answer_bytes = max_answer_bytes

    def offers(self, operation: str) -> bool:
        """Say whether there is a route for a type of operation."""
        return bool(self._routes.get(operation))

    async def ask(
        self, operation: str, data: Mapping[str, Value], exchange: Exchange
    ) -> dict[str, Value]:
        """Return what the remote's operation answers; raises its `Refusal`, or `Fault`."""
        hops = _hops(exchange)
        route, address = self._address(operation, data)
        tracer = exchange.tracer
        if tracer.debug:
            # The route, not the address: a session in a path has no name to be masked by.
            tracer.note(f"Request to the ticket system {route.method} {route.path}", data)
        response = await self._sent(_request(route, address, hops + 1, exchange), exchange)
        if tracer.debug:
            told = f"Answer of the ticket system (HTTP Code: {response.status})"
            tracer.note(told, response.body)
        return read_answer(response, operation)

    def _address(self, operation: str, data: Mapping[str, Value]) -> tuple[RemoteRoute, Address]:
        """Return the first route that can carry the data, filled with them."""
        try:
            for route in self._routes.get(operation, ()):
                address = route.filled(data)
                if address is not None:
                    return route, address
        except DataError as error:
            text = "The data cannot be sent to the ticket system as JSON"
            raise Fault("remote.bad-data", text, Blame.SERVICE, data=str(error)) from error
        text = f"The ticket system offers no route that carries these data to {operation}"
        raise Fault("remote.no-route", text, Blame.SERVICE)

    async def _sent(self, request: WireRequest, exchange: Exchange) -> WireResponse:
        deadline = exchange.deadline_seconds - _RESERVE_SECONDS
        limit = self._max_answer_bytes
        try:
            async with asyncio.timeout_at(deadline):
                response = await self._sender.send(
                    request, deadline_seconds=deadline, max_body_bytes=limit
                )
        except TimeoutError as error:
            text = "The ticket system did not answer in time"
            raise Fault("remote.timeout", text, Blame.PARTNER, retryable=True) from error
        except OSError as error:
            raise Fault(
                "remote.unreachable",
                "The ticket system cannot be reached",
                Blame.PARTNER,
                retryable=True,
                data=str(error),
            ) from error
        except AnswerTooLong as error:
            raise _too_long(limit) from error
        if len(response.body) > limit:
            raise _too_long(limit)
        return response


def _request(route: RemoteRoute, address: Address, hops: int, exchange: Exchange) -> WireRequest:
    headers = [
        ("accept", "application/json"),
        # So that the remote's sessions say who logged in, not through whom.
        ("user-agent", exchange.user_agent or "Crosstie"),
        (HOPS_HEADER, str(hops)),
    ]
    if address.body:
        headers.append(("content-type", "application/json; charset=UTF-8"))
    return WireRequest(route.method, address.path, address.query, tuple(headers), address.body)


def _hops(exchange: Exchange) -> int:
    """Return how many systems have forwarded a request before; raises `Fault` for a circle."""
    for name, value in exchange.headers:
        if name == HOPS_HEADER and value.isascii() and value.isdigit():
            if int(value[:6]) < MAX_HOPS:
                return int(value[:6])
            text = "The request went round between systems that forward it to each other"
            raise Fault("remote.loop", text, Blame.SERVICE)
    return 0


def _too_long(limit: int) -> Fault:
    text = "The answer of the ticket system is too long"
    return Fault("remote.too-long", text, Blame.PARTNER, data=f"more than {limit:,} bytes")
