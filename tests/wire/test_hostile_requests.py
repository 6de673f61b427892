"""Requests that no honest client sends, over real sockets: each has one answer, and none harms."""

import socket
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from live_server import LiveServer

import engine.http_head
import engine.request_body
import engine.server

ISSUES = "/Webservice/Jira/issues"
Exchange = Callable[..., bytes]


@pytest.fixture
def exchange(server: LiveServer) -> Iterator[Exchange]:
    """Return a function that sends bytes and reads all that comes until the server closes."""
    sockets: list[socket.socket] = []

    def send(data: bytes, *, then_close: bool = False) -> bytes:
        connection = socket.create_connection(("127.0.0.1", server.port), timeout=20)
        sockets.append(connection)
        connection.sendall(data)
        if then_close:
            connection.shutdown(socket.SHUT_WR)
        parts = []
        while part := connection.recv(65_536):
            parts.append(part)
        return b"".join(parts)

    yield send
    for connection in sockets:
        connection.close()


def request(
    method: str = "POST", path: str = ISSUES, body: bytes = b"{}", *headers: str, host: bool = True
) -> bytes:
    """Return a request as bytes; the connection ends with its answer."""
    lines = [f"{method} {path} HTTP/1.1", *headers, "Connection: close"]
    if host:
        lines.append("Host: crosstie.test")
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def status(answer: bytes) -> int:
    """Return the status of the first answer."""
    return int(answer.split(b" ", 2)[1])


@pytest.mark.parametrize("path", [ISSUES, "/console/login", "/health/live", "/nothing"])
def test_too_many_headers_are_refused_at_every_address(exchange: Exchange, path: str) -> None:
    many = [f"X-{number}: 1" for number in range(engine.server.MAX_HEADERS)]
    assert status(exchange(request("GET", path, b"", *many))) == 431
    assert status(exchange(request("GET", path, b"", "X: " + "x" * 65_536))) == 431


@pytest.mark.parametrize(
    ("begun", "answered"),
    [
        (b"", b""),
        (b"GET / HTTP/1.1\r\nHost: a", b"HTTP/1.1 408 "),
        (b"GET /health/live HTTP/1.1\r\nHost: a\r\n\r\nGET /he", b"HTTP/1.1 200 "),
    ],
)
def test_a_head_that_never_ends_is_given_up(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch, begun: bytes, answered: bytes
) -> None:
    monkeypatch.setattr(engine.http_head, "HEAD_SECONDS", 0.1)
    answer = exchange(begun)
    assert answer.startswith(answered)
    assert bool(answer) == bool(answered)
    assert (b" 408 " in answer) == bool(begun)


def test_a_head_is_not_read_beyond_its_limit(server: LiveServer) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX: ")
        answer, sent = b"", 0
        connection.settimeout(0.02)
        while not answer and sent < 64 * engine.http_head.MAX_HEAD_BYTES:
            with suppress(TimeoutError):
                sent += connection.send(b"x" * 65_536)
                answer = connection.recv(65_536)
    assert status(answer) == 431
    assert sent < 16 * engine.http_head.MAX_HEAD_BYTES


@pytest.mark.parametrize("path", [ISSUES, "/console/login"])
def test_a_request_names_one_host(exchange: Exchange, path: str) -> None:
    assert status(exchange(request("GET", path, b"", host=False))) == 400
    assert status(exchange(request("GET", path, b"", "Host: other.test"))) == 400


def test_http_1_0_needs_no_host(exchange: Exchange) -> None:
    assert status(exchange(b"GET /health/live HTTP/1.0\r\n\r\n")) == 200


@pytest.mark.parametrize(
    "headers",
    [
        ("Transfer-Encoding: chunked",),
        ("Content-Length: 3",),
        ("Transfer-Encoding: chunked, identity",),
        ("Space : 1",),
        ("Folded: 1\r\n 2",),
    ],
)
def test_ambiguous_framing_is_refused(exchange: Exchange, headers: tuple[str, ...]) -> None:
    answer = exchange(request("POST", ISSUES, b"{}", *headers))
    assert status(answer) == 400
    assert answer.count(b"HTTP/1.1 ") == 1


def test_half_a_body_is_no_request(
    exchange: Exchange, server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    provided: list[object] = []
    original = server.app.provide

    async def provide(service: object, request: object) -> object:
        provided.append(request)
        return await original(service, request)  # type: ignore[arg-type]

    monkeypatch.setattr(server.app, "provide", provide)
    head = request("POST", ISSUES, b"{}").replace(b"Content-Length: 2", b"Content-Length: 200")
    assert exchange(head, then_close=True) == b""
    chunked = request("POST", ISSUES, b"", "Transfer-Encoding: chunked") + b"2\r\n{}\r\n"
    assert exchange(chunked, then_close=True) == b""
    assert status(exchange(request("GET", "/health/live", b""))) == 200
    assert provided == []


@pytest.mark.parametrize("begun", [b"", b"{"])
def test_a_body_that_never_comes_is_given_up(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(engine.request_body, "BODY_IDLE_SECONDS", 0.05)
    head = request("POST", ISSUES, b"{}")[:-2].replace(b"Connection: close\r\n", b"")
    answer = exchange(head + begun)
    assert status(answer) == 408
    assert b"connection: close" in answer.lower()


def test_a_body_that_is_too_long_is_refused_before_it_comes(exchange: Exchange) -> None:
    head = request("POST", ISSUES, b"", "Content-Length: 99999999", "Expect: 100-continue")
    assert status(exchange(head)) == 413


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"a":1' + b"0" * 5_000 + b"}",
        b'{"a":1e999999999}',
        b'{"a":NaN}',
        rb'{"a":"\ud800"}',
        b'{"a":"\xff"}',
        b"{} {}",
        b"{" + b",".join(b'"k%d":1' % number for number in range(500_001)) + b"}",
    ],
)
def test_json_beyond_the_limits_is_refused(exchange: Exchange, body: bytes) -> None:
    assert status(exchange(request("POST", ISSUES, body))) == 400


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/Webservice/Jira/%69ssues", 400),  # the route is found, the body is empty
        ("/Webservice/Jira/%2569ssues", 404),
        ("/Webservice/Jira/issues%00", 404),
        ("/Webservice/Jira%00/issues", 404),
        ("/Webservice/Jira//issues", 404),
        ("/Webservice/%ff/issues", 404),
        ("/Webservice/Jira/issues?x=%ff", 400),
        ("/Webservice/Jira/" + "x" * 8_000, 404),
        ("/console/static/..%2f..%2fapp.py", 405),
    ],
)
def test_odd_addresses_have_plain_answers(exchange: Exchange, path: str, expected: int) -> None:
    assert status(exchange(request("POST", path))) == expected


@pytest.mark.parametrize("climb", ["../..", "..%2f..", "%2e%2e/%2e%2e", "..%5c..", "%00"])
def test_static_files_end_at_their_folder(exchange: Exchange, climb: str) -> None:
    assert status(exchange(request("GET", f"/console/static/{climb}/app.py", b""))) == 404
