"""The one table of HTTP statuses."""

import pytest

from engine.model.fault import Blame, Fault, Refusal
from transports._status import fault_status, refusal_status, strict_status


@pytest.mark.parametrize(
    ("blame", "status"),
    [(Blame.CALLER, 400), (Blame.SERVICE, 500), (Blame.PARTNER, 502), (Blame.ENGINE, 500)],
)
def test_status_follows_blame(blame: Blame, status: int) -> None:
    assert fault_status(Fault("x.y", "", blame)) == status


@pytest.mark.parametrize(
    ("code", "status", "strict"),
    [
        ("transport.no-route", 404, 500),
        ("transport.method-not-allowed", 405, 500),
        ("transport.too-large", 413, 413),
        ("transport.unsupported-charset", 415, 500),
        ("operation.timeout", 503, 500),
    ],
)
def test_some_codes_say_more_than_their_blame(code: str, status: int, strict: int) -> None:
    fault = Fault(code, "", Blame.CALLER)

    assert (fault_status(fault), strict_status(fault)) == (status, strict)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("TicketCreate.AuthFail", 401),
        ("SessionGet.SessionInvalid", 401),
        ("TicketGet.AccessDenied", 403),
        ("TicketCreate.MissingParameter", 400),
        ("TicketCreate.InvalidParameter", 400),
        ("TicketHistoryGet.NotTicketData", 404),
        ("Webservice.InvalidConfiguration", 500),
        ("TicketUpdate.EmptyRequest", 400),
        ("TimeAccountingGet.NoPermission", 403),
        ("SessionRemove.Fail", 404),
        ("OutOfOffice.WrongInputStructure", 400),
    ],
)
def test_status_follows_the_reason_of_a_refusal(code: str, status: int) -> None:
    assert refusal_status(Refusal(code, "")) == status
