"""Runs one request through a service that is built from a `Provider` block, without a server."""

import asyncio
import base64
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from engine.kinds import MappingKind, SetupError, StageSetup
from engine.mappings import simple, test, xslt
from engine.model.dependencies import Dependencies
from engine.model.exchange import Exchange, Role
from engine.model.fault import Blame, Fault
from engine.model.level import Level
from engine.model.message import Message
from engine.model.service import Compatibility, ProviderRoute, Service
from engine.model.tracer import Outcome
from engine.model.wire import WireRequest, WireResponse
from engine.operations import test_test
from engine.runtime.broken import BrokenMapper, BrokenOperation
from engine.runtime.provider import serve
from transports import http_rest

PREFIX = "/otobo/nph-genericinterface.pl/Webservice/W"


@dataclass
class ListTracer:
    """Keeps every entry from a threshold on, in the order recorded."""

    threshold: Level = Level.DEBUG
    entries: list[tuple[Level, str, object]] = field(default_factory=list)
    action: str | None = None
    outcome: Outcome | None = None

    @property
    def debug(self) -> bool:
        return self.threshold is Level.DEBUG

    def note(self, summary: str, data: object = None) -> None:
        self.record(Level.DEBUG, summary, data)

    def record(self, level: Level, summary: str, data: object = None) -> None:
        if level >= self.threshold:
            self.entries.append((level, summary, data))

    def lines(self) -> list[list[str]]:
        return [[level.word, summary] for level, summary, _ in self.entries]


class _Untyped:
    """An operation without a type: the reference leaves its reason out of the trace."""

    async def run(self, message: Message, exchange: Exchange) -> Message:
        exchange.tracer.record(Level.ERROR, "Operation could not be initialized")
        raise Fault("service.setup", "Got no OperationType!", Blame.SERVICE, traced=True)


def setup(
    config: Any = None,
    compatibility: Compatibility = Compatibility.STRICT,
    name: str = "Op.MappingInbound",
    **limits: Any,
) -> StageSetup:
    return StageSetup(config, compatibility, _no_file, name, limits)


def exchange(tracer: Any = None) -> Exchange:
    return Exchange(
        id="0" * 32,
        service="W",
        role=Role.PROVIDER,
        started_at=datetime(2026, 1, 1, tzinfo=UTC),
        deadline_seconds=1e12,
        tracer=tracer or ListTracer(),
    )


def request(
    method: str = "GET",
    target: str = "/",
    body: bytes | str = b"",
    prefix: str = PREFIX,
    **headers: str,
) -> WireRequest:
    """A request; header names are written with underscores."""
    path, _, query = f"{prefix}{target}".partition("?")
    return WireRequest(
        method=method,
        path=path,
        query=query,
        headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()),
        body=body.encode() if isinstance(body, str) else body,
    )


def recorded_request(record: dict[str, Any]) -> WireRequest:
    """The request of a recorded conversation."""
    body = record.get("body") or ""
    octets = base64.b64decode(record["body_base64"]) if "body_base64" in record else body.encode()
    path, _, query = record["target"].encode().decode("latin-1").partition("?")
    headers = tuple((name.lower(), value) for name, value in record["headers"])
    return WireRequest(record["method"], path, query, headers, octets)


def service(
    provider: dict[str, Any], compatibility: Compatibility = Compatibility.STRICT
) -> Service:
    transport = provider["Transport"]
    return Service(
        name="W",
        id=1,
        revision=1,
        threshold=Level.DEBUG,
        compatibility=compatibility,
        transport=http_rest.TRANSPORT.server(setup(transport.get("Config"), compatibility)),
        routes={
            action: _route(action, entry, compatibility)
            for action, entry in provider["Operation"].items()
        },
        unconfigured=_operation({}),
    )


def answer(service: Service, request: WireRequest) -> tuple[WireResponse, ListTracer]:
    tracer = ListTracer()
    return asyncio.run(serve(service, request, exchange(tracer))), tracer


def exact(text: str | bytes) -> Any:
    """JSON with numbers as they are written, so that `1`, `1.0` and `"1"` differ."""
    return json.loads(text, parse_float=lambda digits: ("number", digits), parse_int=_number)


def _number(digits: str) -> Any:
    return ("number", digits)


def mapping_kinds() -> dict[str, MappingKind]:
    """The kinds of mapping that the reference has."""
    return {kind.name: kind for kind in (simple.MAPPING, test.MAPPING, xslt.MAPPING)}


def _no_file(name: str) -> bytes:
    raise FileNotFoundError(name)


def _route(action: str, entry: dict[str, Any], compatibility: Compatibility) -> ProviderRoute:
    return ProviderRoute(
        action=action,
        inbound=_mapper(action, entry, "MappingInbound", compatibility),
        operation=_operation(entry),
        outbound=_mapper(action, entry, "MappingOutbound", compatibility),
    )


def _operation(entry: dict[str, Any]) -> Any:
    kind = entry.get("Type")
    if not kind:
        return _Untyped()
    if kind != test_test.OPERATION.name:
        told = f"Can't load operation backend module Kernel::GenericInterface::Operation::{kind}!"
        return BrokenOperation(told)
    return test_test.OPERATION.build(entry, cast("Dependencies", None))


def _mapper(action: str, entry: dict[str, Any], side: str, compatibility: Compatibility) -> Any:
    stage = entry.get(side)
    if not stage:
        return None
    part = side.replace("bound", "")
    kind = mapping_kinds().get(stage["Type"])
    if kind is None:
        return BrokenMapper(part, "Can't load mapping backend module!")
    try:
        return kind.build(setup(stage.get("Config"), compatibility, f"{action}.{side}"))
    except SetupError as error:
        return BrokenMapper(part, error.message)
