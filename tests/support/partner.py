"""A partner on a real socket: it answers what it is told to, and keeps what arrived."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Answer = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]
"""Octets, or what writes them in its own time."""


@dataclass(frozen=True)
class Received:
    """A request as it stood on the wire."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes


@dataclass
class Partner:
    """What arrived, in order; `address` is the partner's own."""

    address: str = ""
    received: list[Received] = field(default_factory=list)


@asynccontextmanager
async def partner(
    answers: Sequence[Answer], *, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Partner]:
    """Answer each connection with the next of `answers`, octet by octet as given, and close."""
    found, left = Partner(), list(answers)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            found.received.append(await _read(reader))
            answer = left.pop(0) if left else b""
            if isinstance(answer, bytes):
                writer.write(answer)
                await writer.drain()
            else:
                await answer(writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=tls)
    scheme = "http" if tls is None else "https"
    async with server:
        found.address = f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield found


def http_answer(
    status: int, body: bytes = b"", headers: Sequence[tuple[str, str]] = (), reason: str = "OK"
) -> bytes:
    """An answer with its length."""
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in headers)]
    if status != 204:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


async def _read(reader: asyncio.StreamReader) -> Received:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.rstrip("\r\n").split("\r\n")
    headers = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    length = next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
    method, target, _ = first.split(" ")
    return Received(method, target, headers, await reader.readexactly(length))
