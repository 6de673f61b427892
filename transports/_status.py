"""Turns faults and refusals into HTTP statuses: the one table of HTTP::REST.

Source: RFC 9110 §15; for strict services generic-interface reference 2.4 and 3.4.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from engine.model.fault import Blame, Fault, Refusal

_BY_BLAME: Final[Mapping[Blame, int]] = {
    Blame.CALLER: HTTPStatus.BAD_REQUEST,
    Blame.SERVICE: HTTPStatus.INTERNAL_SERVER_ERROR,
    Blame.PARTNER: HTTPStatus.BAD_GATEWAY,
    Blame.ENGINE: HTTPStatus.INTERNAL_SERVER_ERROR,
}

_BY_CODE: Final[Mapping[str, int]] = {
    "transport.no-route": HTTPStatus.NOT_FOUND,
    "transport.method-not-allowed": HTTPStatus.METHOD_NOT_ALLOWED,
    "transport.too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "transport.unsupported-charset": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "operation.timeout": HTTPStatus.SERVICE_UNAVAILABLE,
    "remote.timeout": HTTPStatus.GATEWAY_TIMEOUT,
    "remote.loop": HTTPStatus.LOOP_DETECTED,
    "store.unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
}
"""Codes that say more than their blame does."""

_BY_REASON: Final[Mapping[str, int]] = {
    "AuthFail": HTTPStatus.UNAUTHORIZED,
    "SessionInvalid": HTTPStatus.UNAUTHORIZED,
    "AccessDenied": HTTPStatus.FORBIDDEN,
    "NoPermission": HTTPStatus.FORBIDDEN,
    "NotFound": HTTPStatus.NOT_FOUND,
    "NotTicketData": HTTPStatus.NOT_FOUND,
    # The one `Fail` there is: SessionRemove found no such session.
    "Fail": HTTPStatus.NOT_FOUND,
    "InvalidConfiguration": HTTPStatus.INTERNAL_SERVER_ERROR,
    "MissingTicketID": HTTPStatus.INTERNAL_SERVER_ERROR,
    "MissingTicketNumber": HTTPStatus.INTERNAL_SERVER_ERROR,
    "ResponseError": HTTPStatus.INTERNAL_SERVER_ERROR,
    "ResponseDynamicFieldValueGet": HTTPStatus.INTERNAL_SERVER_ERROR,
    "ResponseDynamicFieldValueSet": HTTPStatus.INTERNAL_SERVER_ERROR,
}
"""Reasons of refusals; every other one is about a parameter: 400. Source: ticket-operations 2–8."""


def fault_status(fault: Fault) -> int:
    """Return the status of an exchange that failed."""
    return int(_BY_CODE.get(fault.code) or _BY_BLAME[fault.blame])


def refusal_status(refusal: Refusal) -> int:
    """Return the status of an operation that said no."""
    return int(_BY_REASON.get(refusal.reason, HTTPStatus.BAD_REQUEST))


def strict_status(fault: Fault) -> int:
    """Return what the reference answers: it knows 200, 413 and 500."""
    return 413 if fault.code == "transport.too-large" else 500
