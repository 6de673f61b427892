"""A gateway whose installed system misbehaves on a real socket."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from gateway import OPERATIONS, exchange_of, provided, service_text
from http_sender import HttpSender

from engine.app import App
from engine.model.wire import WireRequest
from engine.ticket_backends.remote import RemoteTicketSystem

Behaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_LIMIT = 100_000


async def _closes(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def _closes_in_the_middle(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(_HEAD + b'Content-Length: 500\r\n\r\n{"SessionID":"')


async def _speaks_no_http(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 mail.example ESMTP\r\n")


async def _never_ends(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"400\r\n" + b"x" * 0x400 + b"\r\n")
        await writer.drain()


async def _drips(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(_HEAD + b"Content-Length: 5000\r\n\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.01)


async def _is_silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    while await reader.read(1000):
        pass


async def _outcome(folder: Path, behaviour: Behaviour, seconds: float) -> tuple[int, Any, float]:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            await behaviour(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    sender = HttpSender(f"http://127.0.0.1:{port}/otobo/nph-genericinterface.pl/Webservice/X")
    backend = RemoteTicketSystem(sender, max_answer_bytes=_LIMIT)
    async with App.open(data=folder, backends={"installed": backend}) as app:
        operations = {"In": OPERATIONS["SessionCreate"]}
        text = service_text(operations, Backend="installed", Compatibility="modern")
        await app.services.add("Front", text)
        request = WireRequest("POST", "/Webservice/Front/Session", "", (), b'{"UserLogin":"x"}')
        exchange, _ = exchange_of(app, seconds=seconds)
        begun = time.monotonic()
        response = await provided(app, "Front", request, exchange)
        taken = time.monotonic() - begun
    server.close()
    return response.status, json.loads(response.body)["Error"]["ErrorCode"], taken


@pytest.mark.parametrize(
    ("behaviour", "outcome"),
    [
        (_closes, (502, "remote.unreachable")),
        (_closes_in_the_middle, (502, "remote.unreachable")),
        (_speaks_no_http, (502, "remote.unreachable")),
        (_never_ends, (502, "remote.too-long")),
        (_drips, (504, "remote.timeout")),
        (_is_silent, (504, "remote.timeout")),
    ],
)
def test_a_remote_that_misbehaves_is_told_in_time(
    tmp_path: Path, behaviour: Behaviour, outcome: tuple[int, str]
) -> None:
    seconds = 1.0 if outcome[0] == 504 else 20.0

    status, code, taken = asyncio.run(_outcome(tmp_path, behaviour, seconds))

    assert (status, code) == outcome
    assert taken < seconds


def test_a_remote_that_is_not_there_is_told(tmp_path: Path) -> None:
    async def ask() -> Any:
        backend = RemoteTicketSystem(HttpSender("http://127.0.0.1:1/Webservice/X"))
        async with App.open(data=tmp_path, backends={"installed": backend}) as app:
            text = service_text({"In": OPERATIONS["SessionCreate"]}, Backend="installed")
            await app.services.add("Front", text)
            return await app.send("Front", "POST", "/Session", '{"UserLogin":"x"}')

    answer = asyncio.run(ask())

    assert answer.status == 500
    assert json.loads(answer.body) == {
        "faultcode": "Server",
        "faultstring": "The ticket system cannot be reached",
    }
