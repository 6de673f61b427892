"""How answers leave: whole ones in one piece, all others as the application sends them."""

import asyncio
from typing import Any

import pytest
import uvicorn

from engine.http_answer import WholeAnswer
from engine.http_head import HeadLimits

PLAIN = (b"content-type", b"text/plain")


def head(status: int, *headers: tuple[bytes, bytes]) -> dict[str, Any]:
    return {"type": "http.response.start", "status": status, "headers": headers}


def body(data: bytes, *, more: bool = False) -> dict[str, Any]:
    return {"type": "http.response.body", "body": data, "more_body": more}


def length(data: bytes) -> tuple[bytes, bytes]:
    return (b"content-length", b"%d" % len(data))


def ask(*events: dict[str, Any], method: str = "GET", count: int = 1, sent: bytes = b"") -> bytes:
    """Return all that a server writes whose application answers with these events."""

    async def application(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        for event in events:
            if event["type"] == "fails":
                raise RuntimeError("the application broke")
            await send(event)

    async def exchange() -> bytes:
        config = uvicorn.Config(
            application, port=0, http=HeadLimits, ws="none", lifespan="off", log_level="critical",
            access_log=False, server_header=False, date_header=False,
        )  # fmt: skip
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0)
        reader, writer = await asyncio.open_connection(*server.servers[0].sockets[0].getsockname())
        asked = f"{method} / HTTP/1.1\r\nHost: a\r\nContent-Length: {len(sent)}\r\n"
        kept = (asked + "\r\n").encode() + sent
        writer.write(kept * (count - 1) + (asked + "Connection: close\r\n\r\n").encode() + sent)
        written = await reader.read()
        writer.close()
        server.should_exit = True
        await serving
        return written

    return asyncio.run(exchange())


def test_a_whole_answer_is_head_and_body() -> None:
    written = ask(head(200, PLAIN, length(b"hello")), body(b"hello"))

    assert written == (
        b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 5\r\n"
        b"connection: close\r\n\r\nhello"
    )


def test_a_whole_answer_is_one_write(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces: list[bytes] = []
    complete = WholeAnswer._complete

    def counted(self: WholeAnswer, written: bytes) -> None:
        pieces.append(written)
        complete(self, written)

    monkeypatch.setattr(WholeAnswer, "_complete", counted)

    written = ask(head(200, PLAIN, length(b"hello")), body(b"hello"))

    assert pieces == [written]


def test_requests_sent_at_once_are_answered_in_order_on_one_connection() -> None:
    written = ask(head(200, length(b"x")), body(b"x"), count=3)

    assert written.count(b"HTTP/1.1 200 OK\r\n") == 3
    assert written.count(b"connection: close") == 1


def test_an_answer_without_length_is_chunked() -> None:
    written = ask(head(200, PLAIN), body(b"hello"))

    assert written.endswith(b"transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")


def test_an_answer_in_parts_arrives_whole() -> None:
    written = ask(head(200, length(b"hello")), body(b"hel", more=True), body(b"lo"))

    assert written.endswith(b"content-length: 5\r\nconnection: close\r\n\r\nhello")


def test_an_answer_to_head_has_a_length_and_no_body() -> None:
    written = ask(head(200, length(b"hello")), body(b""), method="HEAD")

    assert written.endswith(b"content-length: 5\r\nconnection: close\r\n\r\n")


def test_a_status_without_body_stays_without() -> None:
    assert ask(head(204), body(b"")) == b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"


@pytest.mark.parametrize(
    "header", [(b"x", b"a\r\nset-cookie: b"), (b"x", b"a\0"), (b"x y", b"a"), (b"", b"a")]
)
def test_a_header_that_http_forbids_becomes_500(header: tuple[bytes, bytes]) -> None:
    written = ask(head(200, header, length(b"x")), body(b"x"))

    assert written.startswith(b"HTTP/1.1 500 ")
    assert b"set-cookie" not in written


def test_a_failure_behind_the_head_becomes_500() -> None:
    written = ask(head(200, length(b"x")), {"type": "fails"})

    assert written.startswith(b"HTTP/1.1 500 ")


def test_a_long_body_is_written_without_a_copy_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces: list[bytes] = []
    complete = WholeAnswer._complete

    def counted(self: WholeAnswer, written: bytes) -> None:
        pieces.append(written)
        complete(self, written)

    monkeypatch.setattr(WholeAnswer, "_complete", counted)
    long = b"x" * 1_000_000

    written = ask(head(200, PLAIN, length(long)), body(long), count=2)

    first, last = b"\r\n\r\n" + long + b"HTTP/1.1 200 OK\r\n", b"\r\n\r\n" + long
    assert [piece is long for piece in pieces] == [True, True]
    assert written.count(long) == 2
    assert first in written
    assert written.endswith(last)
