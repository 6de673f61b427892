"""Partners that answer what they should not, or never: every call ends, in time and in bounds."""

import asyncio
import gzip
import ssl
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from partner import Answer, Partner, http_answer, partner
from requester_driver import client, rest_config
from rest_driver import ListTracer, exchange

from engine.model.fault import Blame, Fault
from engine.model.message import Message
from engine.model.service import Compatibility
from transports._rest_client import RestClient
from transports.http_clients import HttpxClients

CERTIFICATES = Path(__file__).parent / "certificates"
OK = http_answer(200, b'{"ok":1}')


async def ask(
    rest: RestClient, *, seconds: float = 20.0, tracer: ListTracer | None = None, **headers: str
) -> Any:
    """Send once and return the data of the answer."""
    deadline = asyncio.get_running_loop().time() + seconds
    given = replace(exchange(tracer), deadline_seconds=deadline)
    return (await rest.send("Inv", Message({"a": 1}, headers), given)).body


def play(
    answers: Sequence[Answer],
    work: Callable[[Partner], Awaitable[None]],
    tls: ssl.SSLContext | None = None,
) -> None:
    async def scene() -> None:
        async with partner(answers, tls=tls) as remote:
            await work(remote)

    asyncio.run(scene())


async def asked(address: str, *, seconds: float = 20.0, tracer: Any = None, **more: Any) -> Any:
    """Build a modern service that asks an address, send once, and close its sockets."""
    rest = client(rest_config("/x") | {"Host": address} | more, Compatibility.MODERN)
    try:
        return await ask(rest, seconds=seconds, tracer=tracer)
    finally:
        assert isinstance(rest.clients, HttpxClients)
        await rest.clients.close()


async def hang(writer: asyncio.StreamWriter) -> None:
    """Keep the connection, and say nothing until the other side has gone."""
    while not writer.transport.is_closing():
        await asyncio.sleep(0.01)


async def drip(writer: asyncio.StreamWriter) -> None:
    """Begin an answer and send a byte now and then, each in time by itself."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while not writer.transport.is_closing():
        writer.write(b"x")
        await asyncio.sleep(0.05)


async def endless(writer: asyncio.StreamWriter) -> None:
    """Send chunks for ever."""
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not writer.transport.is_closing():
        writer.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
        await writer.drain()


@pytest.mark.parametrize("answer", [hang, drip])
def test_a_partner_that_takes_too_long_is_left(answer: Answer) -> None:
    async def work(remote: Partner) -> None:
        tracer, began = ListTracer(), time.monotonic()

        with pytest.raises(Fault) as fault:
            await asked(remote.address, seconds=0.3, tracer=tracer)

        assert 0.2 < time.monotonic() - began < 2
        assert (fault.value.blame, fault.value.retryable) == (Blame.PARTNER, True)
        assert tracer.entries[-1][2] == "Response content: 'read timeout'"

    play([answer], work)


def test_an_endless_answer_is_read_up_to_the_limit() -> None:
    async def work(remote: Partner) -> None:
        with pytest.raises(Fault) as fault:
            await asked(remote.address)

        assert fault.value.code == "transport.answer-too-long"
        assert fault.value.message.endswith("The answer has more than 10,000,000 bytes.")

    play([endless], work)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"garbage\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",
    ],
    ids=["nothing", "garbage", "a part", "endless head"],
)
def test_what_is_no_answer_is_the_partners_fault(answer: bytes) -> None:
    async def work(remote: Partner) -> None:
        with pytest.raises(Fault) as fault:
            await asked(remote.address)

        assert (fault.value.code, fault.value.retryable) == ("transport.unreachable", True)
        assert "Response code '500'." in fault.value.message

    play([answer], work)


def test_a_redirect_is_not_followed() -> None:
    async def work(remote: Partner) -> None:
        with pytest.raises(Fault, match="Response code '302'"):
            await asked(remote.address)

        assert len(remote.received) == 1

    play([http_answer(302, b"", [("Location", "/elsewhere")]), OK], work)


def test_nothing_is_unpacked() -> None:
    async def work(remote: Partner) -> None:
        with pytest.raises(Fault, match="Error while parsing JSON data"):
            await asked(remote.address)

        [sent] = remote.received
        assert "accept-encoding" not in {name.lower() for name, _ in sent.headers}

    bomb = gzip.compress(b"1" * 50_000_000)
    play([http_answer(200, bomb, [("Content-Encoding", "gzip")])], work)


def test_a_cookie_is_not_kept_for_who_asks_next() -> None:
    async def work(remote: Partner) -> None:
        rest = client(rest_config("/x") | {"Host": remote.address})

        assert [await ask(rest), await ask(rest)] == [{"ok": 1}, {"ok": 1}]

        assert "cookie" not in {name.lower() for name, _ in remote.received[1].headers}
        assert isinstance(rest.clients, HttpxClients)
        await rest.clients.close()

    play([http_answer(200, b'{"ok":1}', [("Set-Cookie", "a=b")]), OK], work)


def test_a_header_of_an_invoker_is_one_line() -> None:
    async def work(remote: Partner) -> None:
        rest = client(rest_config("/x") | {"Host": remote.address})

        with pytest.raises(Fault) as fault:
            await ask(rest, **{"x-mine": "a\r\nX-Other: b"})

        assert fault.value.code == "transport.bad-header"
        assert remote.received == []

    play([OK], work)


def test_a_proxy_of_the_environment_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")

    async def work(remote: Partner) -> None:
        assert await asked(remote.address) == {"ok": 1}

    play([OK], work)


def test_a_proxy_of_the_service_gets_the_whole_address() -> None:
    async def work(remote: Partner) -> None:
        proxy = {
            "UseProxy": "Yes",
            "ProxyHost": remote.address,
            "ProxyUser": "me",
            "ProxyPassword": "pass",
        }

        assert await asked("http://partner.test:81", Proxy=proxy) == {"ok": 1}

        [sent] = remote.received
        assert sent.target == "http://partner.test:81/x"
        assert dict(sent.headers)["Proxy-Authorization"] == "Basic bWU6cGFzcw=="

    play([OK], work)


def test_a_proxy_is_asked_for_a_tunnel_to_where_tls_begins() -> None:
    async def work(remote: Partner) -> None:
        tracer = ListTracer()
        proxy = {"UseProxy": "Yes", "ProxyHost": remote.address}

        with pytest.raises(Fault, match=r"on Host 'https://partner\.test'"):
            await asked("https://partner.test", tracer=tracer, Proxy=proxy)

        [sent] = remote.received
        assert (sent.method, sent.target) == ("CONNECT", "partner.test:443")
        assert "The proxy refused: 403" in str(tracer.entries[-1][2])

    play([http_answer(403, b"", reason="Forbidden")], work)


def server_context(name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / f"{name}.pem")
    return context


@pytest.mark.parametrize(
    ("shown", "trusted", "verify", "is_trusted"),
    [
        ("loopback", "", "Yes", False),
        ("loopback", "other", "Yes", False),
        ("loopback", "loopback", "Yes", True),
        ("other", "other", "Yes", False),
        ("other", "other", "No", True),
        ("other", "", "No", False),
    ],
)
def test_a_certificate_is_checked(shown: str, trusted: str, verify: str, is_trusted: bool) -> None:
    async def work(remote: Partner) -> None:
        anchors = {"SSLCAFile": str(CERTIFICATES / f"{trusted}.pem")} if trusted else {}
        setting = {"UseSSL": "Yes", "SSLVerifyHostname": verify, **anchors}
        if is_trusted:
            assert await asked(remote.address, SSL=setting) == {"ok": 1}
            return
        tracer = ListTracer()
        with pytest.raises(Fault, match="Response code '500'"):
            await asked(remote.address, tracer=tracer, SSL=setting)
        assert "certificate verify failed" in str(tracer.entries[-1][2])
        assert remote.received == []

    play([OK], work, server_context(shown))


def test_a_certificate_file_that_is_not_there_is_told() -> None:
    async def work(remote: Partner) -> None:
        tracer = ListTracer()
        setting = {"UseSSL": "Yes", "SSLCAFile": "/nowhere/ca.pem"}

        with pytest.raises(Fault, match="Response code '500'"):
            await asked(remote.address, tracer=tracer, SSL=setting)

        assert "No such file" in str(tracer.entries[-1][2])

    play([OK], work)
