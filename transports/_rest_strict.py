"""HTTP::REST to the letter: what every client of the reference system relies on.

Source: generic-interface reference 2.4, 2.5 and 3, and recorded answers.
"""

from dataclasses import dataclass

from dsl.values import DataError, Value
from engine.kinds import StageSetup
from engine.model.bounded_json import decode_bounded
from engine.model.fault import Blame, Fault, Stage
from engine.model.level import Level
from engine.model.message import Message
from engine.model.perl_scalar import is_true
from engine.model.stage import Call
from engine.model.tracer import Tracer
from engine.model.wire import WireRequest, WireResponse
from transports._rest_address import Parameters, strict_parameters, strict_target, text
from transports._rest_headers import TEXT, AnswerHeaders, answer_headers, connection
from transports._rest_json import charset, codec, encode_like_perl
from transports._rest_limit import limits
from transports._rest_route_table import Raw, Route, RouteTable
from transports._rest_routes import strict_routes
from transports._rest_trace import received, refused, returning
from transports._status import strict_status

_BODY_METHODS = frozenset({"POST", "PUT", "PATCH"})
_UNREADABLE = "Error while decoding request content."
# Where the reference dies instead of answering, its web server speaks.
_DIED = WireResponse(500, (("Content-Type", "text/plain"),), b"Internal Server Error")


@dataclass(frozen=True, slots=True)
class StrictRest:
    """The server half of a strict service."""

    max_body_bytes: int
    max_depth: int
    routes: RouteTable
    headers: AnswerHeaders
    missing: str | None = None
    """What the configuration lacks. The reference says so request by request, and so do we."""

    def decode(self, request: WireRequest, tracer: Tracer) -> Call:
        """Return the operation of the first route that matches, with body and parameters merged."""
        if self.missing is not None:
            raise refused(tracer, "no-configuration", self.missing, Blame.SERVICE)
        path, query = strict_target(request)
        route, raw = self._route(request.method, path, tracer)
        try:
            parameters = strict_parameters(query)
            for name, value in raw.items():
                parameters[name] = text(value)
        except UnicodeError as error:
            raise refused(tracer, "bad-encoding", "Internal Server Error") from error
        if request.method not in _BODY_METHODS or not (request.body or request.is_too_long):
            body: Value = {**parameters, "RequestMethod": request.method}
        else:
            body = self._merged(self._body(request, tracer), parameters, tracer)
        return Call(route.action, Message(body, dict(request.headers)))

    def encode(self, action: str, message: Message, tracer: Tracer) -> WireResponse:
        """Return status 200 for everything an operation answers, refusals included."""
        body = message.body
        if body is not None and not isinstance(body, dict):
            told = "Data is not a hash reference."
            tracer.record(Level.ERROR, told)
            return WireResponse(500, (), told.encode())
        try:
            data = encode_like_perl(body)
        except DataError as error:
            told = "Error while encoding return JSON structure."
            raise Fault("transport.bad-answer", told, Blame.SERVICE, data=str(error)) from error
        return returning(tracer, WireResponse(200, self.headers.answer(action), data))

    def encode_fault(self, fault: Fault, action: str | None, tracer: Tracer) -> WireResponse:
        """Return bare text for what the transport refused, a Server fault for all that came later.

        Never raises.
        """
        if fault.code == "transport.unreadable-form":
            return WireResponse(500, (), b"")
        if fault.code in ("transport.bad-encoding", "engine.bug"):
            return returning(tracer, _DIED)
        told = fault.message.encode("utf-8", "replace").decode()
        if fault.stage is Stage.PROVIDER_REQUEST_RECEIVE or fault.code == "transport.bad-answer":
            headers, body = self.headers.refused, told.encode()
        else:
            headers = self.headers.failed
            body = encode_like_perl({"faultcode": "Server", "faultstring": told or "Unknown"})
        return returning(tracer, WireResponse(strict_status(fault), headers, body))

    def _route(self, method: str, path: str, tracer: Tracer) -> tuple[Route, Raw]:
        try:
            found = self.routes.find(method, path)
        except TimeoutError as error:
            told = "A pattern of a route took too long"
            raise refused(tracer, "pattern-timeout", told, Blame.SERVICE) from error
        if found is None:
            told = f"HTTP::REST Error while determine Operation for request URI '{path}'."
            raise refused(tracer, "no-route", told)
        return found

    def _body(self, request: WireRequest, tracer: Tracer) -> Value:
        """Return the JSON value of a body, whatever its content type says; never a false one."""
        if request.is_too_long or len(request.body) > self.max_body_bytes:
            raise refused(tracer, "too-large", "Payload Too Large")
        content_type = request.header("content-type")
        if content_type is not None and content_type.lower().startswith("multipart/form-data"):
            # The reference's form parser fails before the service is even known.
            raise refused(tracer, "unreadable-form", "Could not read input data")
        declared = charset(content_type)
        # Octets of an unknown charset are taken for characters of Latin-1.
        encoding = "utf-8" if declared is None else codec(declared) or "latin-1"
        received(tracer, request.body, encoding)
        body = request.body
        if declared is not None:
            body = body.decode(encoding, "replace").encode("utf-8", "replace")
        try:
            value = decode_bounded(body, max_depth=self.max_depth)
        except DataError as error:
            raise refused(tracer, "bad-json", _UNREADABLE) from error
        if not is_true(value):
            raise refused(tracer, "bad-json", _UNREADABLE)
        return value

    def _merged(self, body: Value, parameters: Parameters, tracer: Tracer) -> Value:
        """Return a body with parameters over its own keys; of a list, those of every object."""
        if isinstance(body, dict) and body:
            body.update(parameters)
            return body
        if isinstance(body, list) and body:
            for element in body:
                if isinstance(element, dict) and element:
                    element.update(parameters)
            return body
        raise refused(tracer, "bad-structure", "Unsupported request content structure.")


def build(setup: StageSetup) -> StrictRest:
    """Return the server half of a strict service; raises `SetupError` for a broken route."""
    given = setup.config
    config = given if isinstance(given, dict) else {}
    mapping = config.get("RouteOperationMapping")
    mapping = mapping if isinstance(mapping, dict) else {}
    missing = None
    if not config:
        missing = "Rest Transport: Have no Config"
    elif not mapping:
        missing = "HTTP::REST Can't find RouteOperationMapping in Config"
    limit = limits(setup, config)
    return StrictRest(
        max_body_bytes=limit.body_bytes,
        max_depth=limit.depth,
        routes=strict_routes(mapping),
        headers=answer_headers(config, failure_type=TEXT, connection=connection(config)),
        missing=missing,
    )
