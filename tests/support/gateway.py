"""A gateway in front of an installed system, both in one process and on one event loop."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from rest_driver import ListTracer, exact
from stores import is_postgresql, new_database

from dsl.source import Source
from engine.app import App
from engine.configuration.check import read_definition
from engine.model.exchange import Exchange, Role
from engine.model.remote import RemoteSystem
from engine.model.wire import WireRequest, WireResponse
from engine.runtime.provider import serve
from engine.ticket_backends.remote import RemoteTicketSystem
from engine.ticket_backends.route_table import routes_of
from transports.loopback import Loopback

OPERATIONS = {
    "SessionCreate": ("Session::SessionCreate", "POST", "/Session"),
    "SessionGet": ("Session::SessionGet", "GET", "/Session/:SessionID"),
    "TicketCreate": ("Ticket::TicketCreate", "POST", "/Ticket"),
    "TicketGet": ("Ticket::TicketGet", "GET", "/Ticket/:TicketID"),
    "TicketGetList": ("Ticket::TicketGet", "GET", "/TicketList"),
    "TicketUpdate": ("Ticket::TicketUpdate", "PATCH", "/Ticket/:TicketID"),
    "TicketSearch": ("Ticket::TicketSearch", "GET", "/Ticket"),
    "TicketSearchPost": ("Ticket::TicketSearch", "POST", "/TicketSearch"),
    "TicketHistoryGet": ("Ticket::TicketHistoryGet", "GET", "/TicketHistory/:TicketID"),
    "Echo": ("Test::Test", "POST", "/Echo"),
}
"""A small service: operations by name, with type, method and route."""
INSTALLED = OPERATIONS | {
    "SessionRemove": ("Session::SessionRemove", "DELETE", "/Session/:SessionID"),
}
"""What the installed system offers; the stock routes lack the last."""


def service_text(
    operations: Mapping[str, tuple[str, str, str]] = OPERATIONS,
    *,
    threshold: str = "error",
    **ours: Any,
) -> str:
    """Return a service file; `ours` is what stands under `Crosstie`."""
    routes = {
        name: {"Route": route, "RequestMethod": [method]}
        for name, (_, method, route) in operations.items()
    }
    file: dict[str, Any] = {
        "Debugger": {"DebugThreshold": threshold},
        "Provider": {
            "Operation": {name: {"Type": kind} for name, (kind, _, _) in operations.items()},
            "Transport": {
                "Type": "HTTP::REST",
                "Config": {"MaxLength": "48000000", "RouteOperationMapping": routes},
            },
        },
    }
    return yaml.safe_dump(file | ({"Crosstie": ours} if ours else {}), sort_keys=False)


@dataclass
class Sent:
    """Answers with what a test gives it, and keeps what was sent."""

    answer: Callable[[WireRequest], Awaitable[WireResponse]]
    requests: list[WireRequest] = field(default_factory=list)

    async def send(
        self, request: WireRequest, *, deadline_seconds: float, max_body_bytes: int
    ) -> WireResponse:
        """Return the given answer."""
        self.requests.append(request)
        return await self.answer(request)


@dataclass(frozen=True)
class Answer:
    """What a partner got."""

    status: int
    body: bytes

    @property
    def data(self) -> Any:
        """The body read as JSON."""
        return json.loads(self.body)

    @property
    def exact(self) -> Any:
        """The body with its numbers as they are written."""
        return exact(self.body)


@dataclass
class Gateway:
    """Both systems. `installed` has the service `Installed`, `front` what a test adds."""

    runner: asyncio.Runner
    installed: App
    front: App

    def ask(
        self, service: str, method: str, path: str, body: Any = None, *, app: App | None = None
    ) -> Answer:
        """Return the answer of a service of the gateway, or of another app."""
        sent = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body)
        response = self.runner.run((app or self.front).send(service, method, path, sent))
        return Answer(response.status, response.body)

    def directly(self, method: str, path: str, body: Any = None) -> Answer:
        """Return the installed system's own answer."""
        return self.ask("Installed", method, path, body, app=self.installed)

    def add(self, name: str, text: str) -> Any:
        """Add a service to the gateway."""
        return self.runner.run(self.front.services.add(name, text))


@contextmanager
def open_gateway(
    folder: Path,
    declaration: Mapping[str, Any],
    *,
    service: str = "",
    backends: Callable[[App], Mapping[str, RemoteSystem]] | None = None,
) -> Iterator[Gateway]:
    """Open both systems; `declaration` is the desk of the installed one."""

    async def opened(stack: AsyncExitStack) -> Gateway:
        installed = await stack.enter_async_context(_app(folder / "installed"))
        text = yaml.safe_dump(dict(declaration), allow_unicode=True, sort_keys=False)
        await installed.apply_desk(text, name="desk.yml")
        await installed.services.add("Installed", service or service_text(INSTALLED))
        given = (backends or _stock)(installed)
        front = await stack.enter_async_context(_app(folder / "front", given))
        return Gateway(runner, installed, front)

    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        try:
            yield runner.run(opened(stack))
        finally:
            runner.run(stack.aclose())


def exchange_of(
    app: App, *, seconds: float = 60.0, headers: tuple[tuple[str, str], ...] = ()
) -> tuple[Exchange, ListTracer]:
    """Return an exchange that has so many seconds left, and what will hold its entries."""
    tracer = ListTracer()
    exchange = Exchange(
        id="0" * 32,
        service="Front",
        role=Role.PROVIDER,
        started_at=app.clock.now(),
        deadline_seconds=app.clock.monotonic_seconds() + seconds,
        tracer=tracer,
        headers=headers,
    )
    return exchange, tracer


async def provided(
    app: App, service: str, request: WireRequest, exchange: Exchange
) -> WireResponse:
    """Run a request through a service of an app within an exchange of the test's own."""
    found = app.service(service)
    assert found is not None
    return await serve(found, request, exchange)


def _stock(installed: App) -> Mapping[str, RemoteSystem]:
    """Return a backend with the stock routes, and one with all that the service has."""
    sender = Loopback(installed, "Installed")
    own = routes_of(read_definition(Source("installed.yml", service_text(INSTALLED))))
    return {"installed": RemoteTicketSystem(sender), "whole": RemoteTicketSystem(sender, own)}


def _app(folder: Path, backends: Mapping[str, RemoteSystem] | None = None) -> Any:
    store = new_database() if is_postgresql() else ""
    return App.open(store, data=folder, author="test", backends=backends)
