"""Encodes and decodes with the REST requester's codec alone, without a socket."""

import re
from typing import Any

from rest_driver import ListTracer, setup

from engine.model.http_out import OutgoingRequest
from engine.model.message import Message
from engine.model.service import Compatibility
from engine.model.wire import WireRequest, WireResponse
from transports._rest_client import RestClient, build
from transports.http_clients import HttpxClients

HOST = "http://partner.test:8080"


def client(
    config: dict[str, Any], compatibility: Compatibility = Compatibility.STRICT
) -> RestClient:
    """The client half for a `Config`; nothing is opened until something is sent."""
    return build(setup(config, compatibility), HttpxClients())


def rest_config(controller: str, command: str = "POST", **more: Any) -> dict[str, Any]:
    """A `Config` with one invoker, `Inv`."""
    return {
        "Host": HOST,
        "DefaultCommand": command,
        "Timeout": "30",
        "InvokerControllerMapping": {"Inv": {"Controller": controller}},
        **more,
    }


def encoded(
    rest: RestClient, data: Any, tracer: ListTracer | None = None, **headers: str
) -> OutgoingRequest:
    return rest.way()[0].encode("Inv", Message(data, headers), tracer or ListTracer())[0]


def decoded(rest: RestClient, response: WireResponse, data: Any = None) -> Any:
    tracer = ListTracer()
    _, failure = rest.way()[0].encode("Inv", Message(data or {}), tracer)
    return rest.decoder.decode(response, failure, tracer).body


def as_received(request: OutgoingRequest) -> WireRequest:
    """The request as the other side reads it."""
    path, _, query = request.target.partition("?")
    headers = tuple((name.lower(), value) for name, value in request.headers)
    return WireRequest(request.method, path, query, headers, request.body)


def recorded_answer(words: str | None) -> WireResponse:
    """An answer that a case tells in words: ``404 "nope"``, ``500, no body``."""
    if words is None:
        return WireResponse(200, (("content-type", "application/json"),), b'{"ok":1}')
    status, rest = re.fullmatch(r"(\d+),? (.*)", words, re.DOTALL).groups()  # type: ignore[union-attr]
    body = "" if rest.endswith("body") else rest.strip('"') if rest.startswith('"') else rest
    return WireResponse(int(status), (), body.encode())
