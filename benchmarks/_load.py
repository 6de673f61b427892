"""A load generator on raw sockets: keep-alive connections, one request in flight on each."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came back: how many answers, how many other than 200, and one body to compare."""

    answers: int
    failures: int
    body: bytes


def request(path: str, body: bytes) -> bytes:
    """Return a POST as it goes over the wire."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def send(port: int, raws: Sequence[bytes], *, count: int, connections: int = 8) -> Outcome:
    """Send `count` requests, in turn, to a server on loopback and read every answer.

    The generator never sleeps. Waking a process on another core is charged to whoever sends to
    it, in a virtual machine with several microseconds: it would be charged to slow servers alone,
    because a fast one keeps the generator busy.
    """
    awake = asyncio.create_task(_stay_awake())
    shares = [count // connections] * connections
    try:
        # Each connection begins at another request.
        turns = [islice(cycle(raws), number, number + share) for number, share in enumerate(shares)]
        outcomes = await asyncio.gather(*(_one(port, [*turn]) for turn in turns))
    finally:
        awake.cancel()
    return Outcome(
        sum(each.answers for each in outcomes),
        sum(each.failures for each in outcomes),
        outcomes[0].body,
    )


async def _stay_awake() -> None:
    while True:
        await asyncio.sleep(0)


async def _one(port: int, raws: Sequence[bytes]) -> Outcome:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    failures, body = 0, b""
    for raw in raws:
        writer.write(raw)
        head = await reader.readuntil(b"\r\n\r\n")
        found = _LENGTH.search(head)
        body = await reader.readexactly(int(found[1])) if found else b""
        failures += not head.startswith(b"HTTP/1.1 200")
    writer.close()
    await writer.wait_closed()
    return Outcome(len(raws), failures, body)
