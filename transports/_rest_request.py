"""A message becomes a request: the outgoing half of the REST codec. Pure.

Source: generic-interface reference 4.1 to 4.4.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dsl.values import Value
from engine.model.fault import Blame, Fault, Stage
from engine.model.http_out import OutgoingRequest
from engine.model.level import Level
from engine.model.message import Message
from engine.model.tracer import Tracer
from transports._controller import filled, query_of
from transports._rest_body import BodyForm, encoded
from transports._rest_headers import is_header

BODY_METHODS: Final = frozenset({"POST", "PUT", "PATCH"})
METHODS: Final = BODY_METHODS | {"GET", "DELETE", "HEAD", "OPTIONS"}
LEFT_OUT: Final = frozenset({"content-length", "content-md5", "host", "transfer-encoding"})
"""Headers that nobody adds: what frames a request, and where it goes."""


@dataclass(frozen=True, slots=True)
class Controller:
    """Where an invoker sends its data. `method` is in upper case."""

    template: str
    method: str
    headers: tuple[tuple[str, str], ...]
    """What the service and the invoker add, over everything else."""


@dataclass(frozen=True, slots=True)
class RequestEncoder:
    """Encodes the messages of one service."""

    host: str
    """As it stands in the file: error texts name it."""
    address: str
    """Scheme, host and port."""
    base_path: str
    controllers: Mapping[str, Controller]
    first_headers: tuple[tuple[str, str], ...]
    """Content type and credentials, which invokers may override."""
    form: BodyForm
    is_strict: bool
    missing: str | None = None
    """What the configuration lacks, told request by request as the reference does."""

    def encode(self, action: str, message: Message, tracer: Tracer) -> tuple[OutgoingRequest, str]:
        """Return the request of an invoker, and how its faults begin; raises `Fault`."""
        body = message.body
        if body is not None and not isinstance(body, dict):
            raise unsent(tracer, "bad-data", "Data is not a hash reference.")
        if self.missing is not None:
            raise Fault("transport.no-configuration", self.missing, Blame.SERVICE, stage=_STAGE)
        controller = self._controller(action, tracer)
        method, data = controller.method, body or {}
        try:
            target, rest = self._target(controller, data, tracer)
            content = encoded(self.form, rest, is_strict=self.is_strict)
        except Fault as fault:
            raise unsent(tracer, fault.code.partition(".")[2], fault.message) from fault
        request = OutgoingRequest(
            method,
            self.address,
            f"{self.base_path}{target if target.startswith('/') else f'/{target}'}",
            self._headers(controller, message.headers, tracer),
            content,
        )
        place = f"request to Controller '{target}' on Host '{self.host}'."
        return request, f"Error while performing REST '{method}' {place}"

    def _controller(self, action: str, tracer: Tracer) -> Controller:
        found = self.controllers.get(action)
        if found is not None and found.method not in METHODS:
            # CONNECT and TRACE pass the reference's check, and then it dies.
            raise unsent(tracer, "bad-command", f"'{found.method}' is not a valid REST command.")
        if found is None:
            told = f"REST Transport: Have no Invoker <-> Controller mapping for Invoker '{action}'."
            raise unsent(tracer, "no-controller", told)
        return found

    def _target(
        self, controller: Controller, data: Mapping[str, Value], tracer: Tracer
    ) -> tuple[str, dict[str, Value]]:
        """Return path and query, and what is left for the body."""
        method = controller.method
        found = filled(controller.template, data, is_strict=self.is_strict)
        text, rest = found.text, found.rest
        if tracer.debug:
            summary = "URI after interpolating URI params from outgoing data"
            tracer.note(summary, f"{method} {found.path}")
            if found.is_query_filled:
                summary = "URI after interpolating Query params from outgoing data"
                tracer.note(summary, f"{method} {text}")
        if not rest:
            return text, {}
        if method in BODY_METHODS:
            if tracer.debug:
                tracer.note("Remaining outgoing data to be sent", rest)
            return text, rest
        if query := query_of(rest):
            text += f"&{query}" if "?" in text else f"?{query}"
        if tracer.debug:
            tracer.note("URI after adding Query params from outgoing data", text)
            told = f"No data is sent in the request body as {method} command sets all Data as"
            tracer.note("Remaining outgoing data to be sent", f"{told} query params")
        return text, {}

    def _headers(
        self, controller: Controller, own: Mapping[str, str], tracer: Tracer
    ) -> tuple[tuple[str, str], ...]:
        """Return all headers, of equal names the last: what the service says wins."""
        if own and tracer.debug:
            told = "Custom headers used (might overwrite authorization)"
            tracer.note(told, ", ".join(sorted(own)))
        for name, value in own.items():
            if not is_header(name, value) or name.lower() in LEFT_OUT:
                told = f"the invoker adds a header `{name}` that cannot be sent"
                raise unsent(tracer, "bad-header", told)
        headers: dict[str, tuple[str, str]] = {}
        for name, value in (*self.first_headers, *own.items(), *controller.headers):
            headers[name.lower()] = (name, value)
        return tuple(headers.values())


_STAGE: Final = Stage.REQUESTER_REQUEST_PERFORM


def unsent(tracer: Tracer, reason: str, message: str) -> Fault:
    """Record that nothing can be sent, and return the fault; the error layer adds its own entry."""
    tracer.record(Level.ERROR, message)
    return Fault(f"transport.{reason}", message, Blame.SERVICE, stage=_STAGE)
