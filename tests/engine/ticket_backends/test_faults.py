"""Every way in which an installed system can fail ends as a fault that tells nothing of it."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from gateway import Gateway, Sent, exchange_of, open_gateway, provided, service_text

from engine.model.fault import Blame, Fault
from engine.model.level import Level
from engine.model.remote import AnswerTooLong
from engine.model.wire import WireRequest, WireResponse
from engine.ticket_backends.remote import RemoteTicketSystem
from engine.tracing.query import ExchangeQuery

_ADDRESS = "10.1.2.3:8443"
_LOGIN = {"UserLogin": "mira", "Password": "s3cret"}

Behaviour = Callable[[WireRequest], Awaitable[WireResponse]]


def _answering(status: int, body: bytes, *headers: tuple[str, str]) -> Behaviour:
    async def answer(_: WireRequest) -> WireResponse:
        return WireResponse(status, headers, body)

    return answer


def _raising(error: Exception) -> Behaviour:
    async def answer(_: WireRequest) -> WireResponse:
        raise error

    return answer


async def _slow(_: WireRequest) -> WireResponse:
    await asyncio.sleep(30)
    return WireResponse(200, (), b'{"SessionID":"late"}')


_HTML = b"<html><h1>It works!</h1> at 10.1.2.3:8443</html>"
_TEXT_FAULT = b'{"faultcode":"Server","faultstring":"Ticket queue could not be updated!"}'
_DEEP = b'{"SessionID":' + b"[" * 1_000 + b"]" * 1_000 + b"}"
_FAULTS: list[Any] = [
    # what the remote does; code; blame's status in a modern service; whether a retry may help; text
    ("closed", _raising(ConnectionResetError(_ADDRESS)), "remote.unreachable", 502, True,
     "The ticket system cannot be reached"),
    ("not there", _raising(ConnectionRefusedError(_ADDRESS)), "remote.unreachable", 502, True,
     "The ticket system cannot be reached"),
    ("no such host", _raising(OSError(-2, f"Name not known: {_ADDRESS}")), "remote.unreachable",
     502, True, "The ticket system cannot be reached"),
    ("slow by the sender's clock", _raising(TimeoutError(_ADDRESS)), "remote.timeout", 504, True,
     "The ticket system did not answer in time"),
    ("endless", _raising(AnswerTooLong()), "remote.too-long", 502, False,
     "The answer of the ticket system is too long"),
    ("longer than allowed", _answering(200, b'{"SessionID":"' + b"x" * 5_000 + b'"}'),
     "remote.too-long", 502, False, "The answer of the ticket system is too long"),
    ("HTML with 200", _answering(200, _HTML), "remote.bad-answer", 502, False,
     "The answer of the ticket system cannot be read"),
    ("HTML with 500", _answering(500, _HTML), "remote.failed", 502, True,
     "The ticket system failed"),
    ("HTML with 404", _answering(404, _HTML), "remote.failed", 502, False,
     "The ticket system failed"),
    ("unavailable", _answering(503, _HTML), "remote.failed", 502, True,
     "The ticket system failed"),
    ("a redirect", _answering(302, b"", ("location", f"https://{_ADDRESS}/")), "remote.failed",
     502, False, "The ticket system failed"),
    ("a Server fault", _answering(500, _TEXT_FAULT, ("content-type", "text/plain")),
     "remote.failed", 502, False, "Ticket queue could not be updated!"),
    ("a Server fault of many lines", _answering(500, json.dumps(
        {"faultcode": "Server", "faultstring": f"died at\n/opt/{_ADDRESS} line 5"}).encode()),
     "remote.failed", 502, True, "The ticket system failed"),
    ("nothing", _answering(200, b""), "remote.bad-answer", 502, False,
     "The answer of the ticket system cannot be read"),
    ("half an answer", _answering(200, b'{"SessionID":"10.1.2'), "remote.bad-answer", 502, False,
     "The answer of the ticket system cannot be read"),
    ("a list", _answering(200, b'["10.1.2.3:8443"]'), "remote.bad-answer", 502, False,
     "The answer of the ticket system cannot be read"),
    ("an error of another shape", _answering(200, b'{"Error":"10.1.2.3:8443"}'),
     "remote.bad-answer", 502, False, "The answer of the ticket system cannot be read"),
    ("an error without text", _answering(200, b'{"Error":{"ErrorCode":"10.1.2.3:8443"}}'),
     "remote.bad-answer", 502, False, "The answer of the ticket system cannot be read"),
    ("another encoding", _answering(200, '{"SessionID":"ä10.1.2.3"}'.encode("latin-1")),
     "remote.bad-answer", 502, False, "The answer of the ticket system cannot be read"),
    ("nested too deeply", _answering(200, _DEEP), "remote.bad-answer", 502, False,
     "The answer of the ticket system cannot be read"),
    ("not allowed by its own transport", _answering(404, json.dumps(
        {"Error": {"ErrorCode": "transport.no-route", "ErrorMessage": _ADDRESS}}).encode()),
     "remote.failed", 502, False, "The ticket system failed"),
    ("a text of its own operation", _answering(400, json.dumps(
        {"Error": {"ErrorCode": "operation.malformed-item",
                   "ErrorMessage": "TicketCreate: Ticket->Attachment parameter is invalid!"},
         }).encode()),
     "remote.failed", 502, False, "TicketCreate: Ticket->Attachment parameter is invalid!"),
]  # fmt: skip


class _Changing:
    """The installed system of this module; each test lets it do something else."""

    def __init__(self) -> None:
        self.sent = Sent(_slow)


@pytest.fixture(scope="module")
def remote() -> _Changing:
    return _Changing()


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory, remote: _Changing) -> Any:
    system = RemoteTicketSystem(remote.sent, max_answer_bytes=4_000)
    with open_gateway(
        tmp_path_factory.mktemp("faulty"), {}, backends=lambda _: {"installed": system}
    ) as opened:
        for compatibility in ("strict", "modern"):
            text = service_text(threshold="debug", Backend="installed", Compatibility=compatibility)
            opened.add(compatibility, text)
        yield opened


@pytest.mark.parametrize(
    ("behaviour", "code", "status", "is_retryable", "text"),
    [pytest.param(*case[1:], id=case[0]) for case in _FAULTS],
)
def test_a_remote_that_fails_is_a_fault_of_the_partner(
    faulty: Gateway,
    remote: _Changing,
    behaviour: Behaviour,
    code: str,
    status: int,
    is_retryable: bool,
    text: str,
) -> None:
    remote.sent.answer = behaviour

    modern = faulty.ask("modern", "POST", "/Session", _LOGIN)
    strict = faulty.ask("strict", "POST", "/Session", _LOGIN)
    fault = _fault_of(faulty, remote)

    assert (modern.status, modern.data) == (
        status,
        {"Error": {"ErrorCode": code, "ErrorMessage": text}},
    )
    assert (strict.status, strict.data) == (500, {"faultcode": "Server", "faultstring": text})
    assert (fault.blame, fault.retryable) == (Blame.PARTNER, is_retryable)
    assert b"10.1.2" not in modern.body + strict.body


def _fault_of(faulty: Gateway, remote: _Changing) -> Fault:
    system = RemoteTicketSystem(remote.sent, max_answer_bytes=4_000)
    exchange, _ = exchange_of(faulty.front)
    with pytest.raises(Fault) as raised:
        faulty.runner.run(system.ask("Session::SessionCreate", _LOGIN, exchange))
    return raised.value


def test_a_remote_slower_than_the_exchange_ends_before_it(
    faulty: Gateway, remote: _Changing
) -> None:
    remote.sent.answer = _slow
    exchange, _ = exchange_of(faulty.front, seconds=0.4)
    request = WireRequest("POST", "/Webservice/modern/Session", "", (), json.dumps(_LOGIN).encode())

    begun = time.monotonic()
    response = faulty.runner.run(provided(faulty.front, "modern", request, exchange))

    assert time.monotonic() - begun < 0.4
    assert response.status == 504
    assert json.loads(response.body)["Error"]["ErrorCode"] == "remote.timeout"


def test_the_remote_says_when_to_come_back(faulty: Gateway, remote: _Changing) -> None:
    remote.sent.answer = _answering(503, _HTML, ("Retry-After", "120"))

    response = faulty.runner.run(
        faulty.front.send("modern", "POST", "/Session", json.dumps(_LOGIN))
    )

    assert dict(response.headers)["Retry-After"] == "120"
    assert _fault_of(faulty, remote).retry_after_seconds == 120


def test_a_delay_that_is_no_count_of_seconds_is_left_out(
    faulty: Gateway, remote: _Changing
) -> None:
    remote.sent.answer = _answering(503, _HTML, ("retry-after", "tomorrow"))

    assert _fault_of(faulty, remote).retry_after_seconds is None


def test_data_that_no_route_carries_are_a_fault_of_the_service(
    faulty: Gateway, remote: _Changing
) -> None:
    remote.sent.requests.clear()
    exchange, _ = exchange_of(faulty.front)
    system = RemoteTicketSystem(remote.sent)
    nested = {"DynamicField_A": {"Equals": "x"}}

    with pytest.raises(Fault) as raised:
        faulty.runner.run(system.ask("Ticket::TicketSearch", nested, exchange))

    assert (raised.value.code, raised.value.blame) == ("remote.no-route", Blame.SERVICE)
    assert remote.sent.requests == []


def test_the_trace_shows_what_was_sent_and_what_came_back(
    faulty: Gateway, remote: _Changing
) -> None:
    remote.sent.answer = _answering(200, b'{"SessionID":"abc"}')
    exchange, tracer = exchange_of(faulty.front)
    request = WireRequest("POST", "/Webservice/strict/Session", "", (), json.dumps(_LOGIN).encode())

    faulty.runner.run(provided(faulty.front, "strict", request, exchange))

    entries = {summary: (level, data) for level, summary, data in tracer.entries}
    assert entries["Request to the ticket system POST /Session"] == (Level.DEBUG, _LOGIN)
    assert entries["Answer of the ticket system (HTTP Code: 200)"] == (
        Level.DEBUG,
        b'{"SessionID":"abc"}',
    )


def test_an_answer_that_was_none_stands_in_the_trace_alone(
    faulty: Gateway, remote: _Changing
) -> None:
    remote.sent.answer = _answering(500, _HTML)
    exchange, tracer = exchange_of(faulty.front)
    request = WireRequest("POST", "/Webservice/strict/Session", "", (), json.dumps(_LOGIN).encode())

    faulty.runner.run(provided(faulty.front, "strict", request, exchange))

    told = [(summary, data) for level, summary, data in tracer.entries if level is Level.ERROR]
    assert told[0] == ("The ticket system failed", {"Status": 500, "Body": _HTML.decode()})


def test_secrets_are_masked_in_what_is_stored(faulty: Gateway, remote: _Changing) -> None:
    secret_id = "5e55ion5e55ion5e55ion5e55ion1234"
    remote.sent.answer = _answering(200, json.dumps({"SessionID": secret_id}).encode())
    faulty.ask("strict", "POST", "/Session", {"UserLogin": "mira", "Password": "Hunter2Hunter2"})
    remote.sent.answer = _answering(200, b'{"SessionData":[]}')
    faulty.ask("strict", "GET", f"/Session/{secret_id}")
    tracing = faulty.front.tracing
    assert tracing.flush()

    text = repr(tracing.reader.recordings(ExchangeQuery()))

    assert "'Request to the ticket system GET /Session/:SessionID'" in text
    assert "Answer of the ticket system (HTTP Code: 200)" in text
    assert secret_id not in text
    assert "Hunter2Hunter2" not in text
