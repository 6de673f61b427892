"""The operations of a desk, each asked through a gateway over the desk's own REST service."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import yaml
from desk_fixture import Desk, SilentTracer

from dsl.source import Source
from engine.compiler import Compiler
from engine.kinds import OperationKind
from engine.model.dependencies import Dependencies
from engine.model.exchange import Exchange
from engine.model.message import Message
from engine.model.service import Service
from engine.model.stage import Operation
from engine.model.wire import WireRequest, WireResponse
from engine.operations._forwarding import Forwarding
from engine.registry import discover
from engine.runtime.provider import serve
from engine.stage_build import Identity
from engine.ticket_backends._route import RemoteRoute
from engine.ticket_backends.remote import RemoteTicketSystem
from transports.loopback import Loopback


def through_gateway(desk: Desk) -> dict[str, OperationKind]:
    """Return all kinds of operations by type, built as forwarding ones."""
    registry = discover()
    compiler = Compiler(registry, desk.dependencies)

    def forwarded(kind: OperationKind) -> OperationKind:
        def build(config: Mapping[str, Any], dependencies: Dependencies) -> Operation:
            service = _service(compiler, kind, config)
            routes = {kind.name: (RemoteRoute("POST", "/Run"),)}
            remote = RemoteTicketSystem(Loopback(_Provider(desk, service), "Remote"), routes)
            return _Timely(Forwarding(kind.name, remote))

        return replace(kind, build=build)

    return {name: forwarded(kind) for name, kind in registry.operations.items()}


@dataclass(frozen=True)
class _Provider:
    """Answers with one service of the desk."""

    desk: Desk
    service: Service

    async def answer(self, service: str, request: WireRequest) -> WireResponse:
        """Return the service's answer."""
        exchange = Exchange(
            id="0" * 32,
            service=service,
            role="Provider",
            started_at=self.desk.clock.now(),
            deadline_seconds=time.monotonic() + 60,
            tracer=SilentTracer(),
            remote_address=request.remote_address,
            headers=request.headers,
        )
        path = f"/Webservice/{service}{request.path}"
        return await serve(self.service, msgspec.structs.replace(request, path=path), exchange)


@dataclass(frozen=True)
class _Timely:
    """Gives an operation the time of the event loop: the clock of the desk stands still."""

    operation: Operation

    async def run(self, message: Message, exchange: Exchange) -> Message:
        """Run the operation."""
        deadline = time.monotonic() + 60
        exchange = msgspec.structs.replace(exchange, deadline_seconds=deadline)
        return await self.operation.run(message, exchange)


def _service(compiler: Compiler, kind: OperationKind, config: Mapping[str, Any]) -> Service:
    text = yaml.safe_dump(
        {
            "Debugger": {"DebugThreshold": "error"},
            "Provider": {
                "Operation": {"Run": {"Type": kind.name, **config}},
                "Transport": {
                    "Type": "HTTP::REST",
                    "Config": {
                        "RouteOperationMapping": {"Run": {"Route": "/Run", "RequestMethod": []}}
                    },
                },
            },
        }
    )
    compiled = compiler.compile(compiler.read(Source("remote.yml", text)), Identity("R"), _no_file)
    assert compiled.service is not None
    return compiled.service


def _no_file(name: str) -> bytes:
    raise FileNotFoundError(name)
