"""A partner's answer becomes a message: the incoming half of the REST codec. Pure.

Source: generic-interface reference 4.5, and 12.2 for answers that are no JSON.
"""

import re
from dataclasses import dataclass
from typing import Final

from dsl.values import DataError, Value
from engine.model.bounded_json import decode_bounded
from engine.model.excerpt import text_or_excerpt
from engine.model.fault import Blame, Fault, Stage
from engine.model.level import Level
from engine.model.message import Message
from engine.model.perl_scalar import is_true
from engine.model.tracer import Tracer
from engine.model.wire import WireResponse
from transports._rest_json import charset, codec

_STRICT_SUCCESS: Final = range(200, 210)
_SUCCESS: Final = range(200, 300)
_RETRYABLE: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_TEXT = re.compile(r"(text/(plain|html|xml)|application/(xml|[^;\s]+\+xml))\s*(;|\Z)", re.I)
_RECEIVED: Final = "JSON data received from remote system"
_LONG_BYTES: Final = 200 * 1024
"""From here on the reference logs no data: its `ResponseLoggingMaxSize`."""


@dataclass(frozen=True, slots=True)
class AnswerDecoder:
    """Reads the answers of one service's partner."""

    is_strict: bool
    max_depth: int

    def decode(self, response: WireResponse, failure: str, tracer: Tracer) -> Message:
        """Return the data of an answer; `failure` is how the text of its faults begins.

        No content is a null. Raises `Fault` (blame PARTNER), after an entry with the body.
        """
        status, body = response.status, response.body
        told = ""
        if status not in (_STRICT_SUCCESS if self.is_strict else _SUCCESS):
            told = f"{failure} Response code '{status}'."
        is_empty_allowed = status == 204 or (not self.is_strict and not told)
        if not body and not is_empty_allowed:
            # Behind a good status this is the whole text, its first blank included.
            told += " No content provided."
        if told:
            raise self._refused(response, told, tracer)
        value = self._value(response, failure, tracer)
        return Message(value, dict(response.headers), is_long=len(body) >= _LONG_BYTES)

    def no_answer(self, reason: str, failure: str, tracer: Tracer) -> Fault:
        """Return the fault of a partner that was not reached: the reference calls it a 500."""
        told = f"{failure} Response code '500'."
        tracer.record(Level.ERROR, told, f"Response content: '{reason}'")
        return _fault("unreachable", told, is_retryable=True)

    def too_long(self, limit: int, failure: str, tracer: Tracer) -> Fault:
        """Return the fault of an answer that passed the limit; its rest was not read."""
        told = f"{failure} The answer has more than {limit:,} bytes."
        tracer.record(Level.ERROR, told)
        return _fault("answer-too-long", told)

    def _refused(self, response: WireResponse, told: str, tracer: Tracer) -> Fault:
        content: object = "No content provided."
        if response.body:
            text = text_or_excerpt(response.body, self._encoding(response))
            content = f"Response content: '{text}'" if isinstance(text, str) else text
        tracer.record(Level.ERROR, told, content)
        return _fault("bad-status", told, is_retryable=response.status in _RETRYABLE)

    def _value(self, response: WireResponse, failure: str, tracer: Tracer) -> Value:
        body, encoding = response.body, self._encoding(response)
        if tracer.debug and len(body) >= _LONG_BYTES and self.is_strict:
            tracer.note(f"{_RECEIVED} was too large for logging")
        elif tracer.debug:
            tracer.note(_RECEIVED, text_or_excerpt(body, encoding) if body else None)
        if not body:
            return None
        if not self.is_strict and _TEXT.match(response_type(response)):
            return {"Body": body.decode(encoding, "replace")}
        try:
            if encoding != "utf-8":
                body = body.decode(encoding).encode()
            value = decode_bounded(body, max_depth=self.max_depth)
        except (DataError, UnicodeError) as error:
            raise self._unreadable(failure, tracer) from error
        if self.is_strict and not isinstance(value, dict | list) and not is_true(value):
            raise self._unreadable(failure, tracer)
        return value

    def _encoding(self, response: WireResponse) -> str:
        """Return the charset of a body: the one declared, but a strict service reads UTF-8."""
        declared = None if self.is_strict else charset(response_type(response))
        return "utf-8" if declared is None else codec(declared) or "utf-8"

    def _unreadable(self, failure: str, tracer: Tracer) -> Fault:
        told = f"{failure} Error while parsing JSON data."
        tracer.record(Level.ERROR, told)
        return _fault("bad-json", told)


def response_type(response: WireResponse) -> str:
    """Return the `Content-Type` of a response, empty without one."""
    return next((value for name, value in response.headers if name == "content-type"), "")


def _fault(reason: str, told: str, *, is_retryable: bool = False) -> Fault:
    return Fault(
        f"transport.{reason}",
        told,
        Blame.PARTNER,
        retryable=is_retryable,
        stage=Stage.REQUESTER_REQUEST_PERFORM,
    )
