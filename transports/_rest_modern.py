"""HTTP::REST by the sane choice: exact data, proper status codes, errors as JSON.

Where it differs from the strict reading, generic-interface reference 12.4 has the number: errors
are JSON with their content type (6, 7), bodies count for every method (12) and may be empty objects
(11), routes are literal text (13). The most specific route wins, whatever its operation is called.
"""

from dataclasses import dataclass
from typing import Final

from dsl.values import DataError, Value
from engine.kinds import SetupError, StageSetup
from engine.model.bounded_json import decode_bounded
from engine.model.fault import Blame, Fault
from engine.model.message import Message
from engine.model.stage import Call
from engine.model.tracer import Tracer
from engine.model.wire import WireRequest, WireResponse
from transports._rest_address import Parameters, modern_parameters, modern_target, text
from transports._rest_headers import JSON, AnswerHeaders, Headers, answer_headers, connection
from transports._rest_json import charset, codec, encode
from transports._rest_limit import limits
from transports._rest_route_table import Raw, Route, RouteTable
from transports._rest_routes import canonical, modern_routes
from transports._rest_trace import received, refused, returning
from transports._status import fault_status, refusal_status

_BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class ModernRest:
    """The server half of a modern service."""

    max_body_bytes: int
    max_depth: int
    routes: RouteTable
    headers: AnswerHeaders

    def decode(self, request: WireRequest, tracer: Tracer) -> Call:
        """Return the operation of the most specific route, with body and parameters merged."""
        path, query = modern_target(request)
        route, raw = self._route(request.method, canonical(path, "latin-1"), tracer)
        try:
            parameters = modern_parameters(query)
            for name, value in raw.items():
                parameters[name] = text(value)
        except UnicodeError as error:
            told = "The address is not percent-encoded UTF-8"
            raise refused(tracer, "bad-encoding", told) from error
        if request.body or request.is_too_long:
            body = _merged(self._body(request, tracer), parameters, tracer)
        else:
            body = {**parameters, "RequestMethod": request.method}
        return Call(route.action, Message(body, dict(request.headers)))

    def encode(self, action: str, message: Message, tracer: Tracer) -> WireResponse:
        """Return what an operation answers; a refusal has the status of its reason."""
        status = 200 if message.refusal is None else refusal_status(message.refusal)
        try:
            body = encode(message.body)
        except DataError as error:
            told = f"The answer cannot be written as JSON: {error}"
            raise Fault("transport.bad-answer", told, Blame.SERVICE) from error
        return returning(tracer, WireResponse(status, self.headers.answer(action), body))

    def encode_fault(self, fault: Fault, action: str | None, tracer: Tracer) -> WireResponse:
        """Return the fault as JSON. Never raises."""
        told = fault.message.encode("utf-8", "replace").decode()
        body = encode({"Error": {"ErrorCode": fault.code, "ErrorMessage": told}})
        headers = (*self.headers.failed, *_more(fault))
        return returning(tracer, WireResponse(fault_status(fault), headers, body))

    def _route(self, method: str, path: str, tracer: Tracer) -> tuple[Route, Raw]:
        found = self.routes.find(method, path)
        if found is not None:
            return found
        if allowed := self.routes.allowed(path):
            told = f"{method} is not allowed on {path}"
            fault = refused(tracer, "method-not-allowed", told)
            fault.data = {"Allow": ", ".join(allowed)}
            raise fault
        raise refused(tracer, "no-route", f"There is no operation at {path}")

    def _body(self, request: WireRequest, tracer: Tracer) -> Value:
        """Return the JSON value of a body, whatever its content type says."""
        if request.is_too_long or len(request.body) > self.max_body_bytes:
            told = f"The request body is longer than {self.max_body_bytes:,} bytes"
            raise refused(tracer, "too-large", told)
        declared = charset(request.header("content-type"))
        encoding = "utf-8" if declared is None else codec(declared)
        received(tracer, request.body, encoding or "latin-1")
        if encoding is None:
            told = f"The charset {declared} is not supported"
            raise refused(tracer, "unsupported-charset", told)
        try:
            body = request.body if declared is None else request.body.decode(encoding).encode()
            return decode_bounded(body.removeprefix(_BOM), max_depth=self.max_depth)
        except DataError as error:
            told = f"The request body cannot be read: {error}"
            raise refused(tracer, "bad-json", told) from error
        except UnicodeError as error:
            told = f"The request body is not {declared} text"
            raise refused(tracer, "bad-json", told) from error


def build(setup: StageSetup) -> ModernRest:
    """Return the server half of a modern service; raises `SetupError`."""
    config = setup.config
    if not isinstance(config, dict) or not config:
        raise SetupError("HTTP::REST needs a Config", help="Config: {RouteOperationMapping: …}")
    mapping = config.get("RouteOperationMapping")
    if not isinstance(mapping, dict) or not mapping:
        raise SetupError(
            "HTTP::REST needs a RouteOperationMapping",
            help="RouteOperationMapping: {TicketGet: {Route: /Ticket/:TicketID}}",
        )
    limit = limits(setup, config)
    # HTTP/1.1 keeps connections unless told otherwise: RFC 9112 §9.3.
    kept: Headers = connection(config) if "KeepAlive" in config else ()
    return ModernRest(
        max_body_bytes=limit.body_bytes,
        max_depth=limit.depth,
        routes=modern_routes(mapping),
        headers=answer_headers(config, failure_type=JSON, connection=kept),
    )


def _merged(body: Value, parameters: Parameters, tracer: Tracer) -> Value:
    """Return a body with parameters over its own keys; of a list, those of every object."""
    if isinstance(body, dict):
        body.update(parameters)
        return body
    if isinstance(body, list):
        for element in body:
            if isinstance(element, dict):
                element.update(parameters)
        return body
    told = "The request body is a JSON object or a list, not a single value"
    raise refused(tracer, "bad-structure", told)


def _more(fault: Fault) -> Headers:
    """Return the headers that belong to single statuses: RFC 9110 §10.2.1 and §10.2.3."""
    if fault.code == "transport.method-not-allowed" and isinstance(fault.data, dict):
        return (("Allow", str(fault.data["Allow"])),)
    if fault.retry_after_seconds is not None:
        return (("Retry-After", str(max(1, round(fault.retry_after_seconds)))),)
    return ()
