"""Reads what a remote service answered: data, a refusal of its operation, or a failure."""

from collections.abc import Mapping
from typing import Final

from dsl.values import MAX_DEPTH, DataError, Value
from engine.model.bounded_json import decode_bounded
from engine.model.fault import Blame, Fault, Refusal
from engine.model.wire import WireResponse

_MAX_TOLD_CHARACTERS: Final = 500
_MAX_TRACED_CHARACTERS: Final = 4_000
_FOR_A_WHILE: Final = frozenset({429, 500, 502, 503, 504})
"""Statuses after which a later attempt may succeed: RFC 9110 §15.6, RFC 6585 §4."""


def read_answer(response: WireResponse, operation: str) -> dict[str, Value]:
    """Return the data of an answer to a type of operation.

    A strict remote says no with status 200, a modern one with that of the reason; either way it is
    a `Refusal`. Everything else raises `Fault` with blame PARTNER, whose message tells of the
    remote's text only what the reference tells a partner: the text of a Server fault.
    Source: generic-interface reference 3.4; ticket-operations reference 1.2.
    """
    is_success = 200 <= response.status < 300
    try:
        body: Value = decode_bounded(response.body, max_depth=MAX_DEPTH)
    except DataError as error:
        raise _unreadable(response) if is_success else _failed(response) from error
    name = operation.rpartition("::")[2]
    if not isinstance(body, dict):
        raise _unreadable(response) if is_success else _failed(response)
    error_of = body.get("Error")
    if isinstance(error_of, dict):
        refusal = _refusal(error_of)
        if refusal is not None and (is_success or refusal.code.startswith(f"{name}.")):
            raise refusal
    if not is_success:
        raise _failed(response, _told(body))
    if "Error" in body:
        raise _unreadable(response)
    return body


def _refusal(error: Mapping[str, Value]) -> Refusal | None:
    code, message = error.get("ErrorCode"), error.get("ErrorMessage")
    if not isinstance(code, str) or not isinstance(message, str):
        return None
    return Refusal(code, message)


def _told(body: Mapping[str, Value]) -> str | None:
    """Return the text with which the remote's operation failed, None where it has none to tell."""
    text = body.get("faultstring")
    error = body.get("Error")
    if text is None and isinstance(error, dict):
        # A modern Crosstie: what its operations tell was written for partners.
        code = error.get("ErrorCode")
        if isinstance(code, str) and code.startswith(("operation.", "remote.")):
            text = error.get("ErrorMessage")
    if not isinstance(text, str) or not text.strip() or len(text) > _MAX_TOLD_CHARACTERS:
        return None
    return None if "\n" in text.strip() else text


def _failed(response: WireResponse, told: str | None = None) -> Fault:
    # With a text of its own it was the operation that failed, and would again.
    return Fault(
        "remote.failed",
        told or "The ticket system failed",
        Blame.PARTNER,
        retryable=told is None and response.status in _FOR_A_WHILE,
        retry_after_seconds=_retry_after(response),
        data=_traced(response),
    )


def _unreadable(response: WireResponse) -> Fault:
    text = "The answer of the ticket system cannot be read"
    return Fault("remote.bad-answer", text, Blame.PARTNER, data=_traced(response))


def _traced(response: WireResponse) -> Value:
    """Return what the trace keeps of an answer that was none."""
    text = response.body[: 4 * _MAX_TRACED_CHARACTERS].decode("utf-8", "replace")
    return {"Status": response.status, "Body": text[:_MAX_TRACED_CHARACTERS]}


def _retry_after(response: WireResponse) -> float | None:
    """Return the delay that the remote asks for in seconds, None without a count of them."""
    for name, value in response.headers:
        if name.lower() == "retry-after" and value.isascii() and value.isdigit():
            return float(value[:6])
    return None
