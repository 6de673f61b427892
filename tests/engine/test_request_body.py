"""Reading request bodies: what they declare, and when they ask for room."""

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

import pytest

import engine.request_body
from engine.body_budget import BodyBudget
from engine.request_body import NoRoom, Room, declared_bytes, read_body

MEGABYTE = 1_048_576


def receiving(chunks: Sequence[bytes]):
    left = [
        {"type": "http.request", "body": chunk, "more_body": number < len(chunks)}
        for number, chunk in enumerate(chunks, 1)
    ]

    async def receive() -> Any:
        await asyncio.sleep(0)  # what waits has a time limit
        return left.pop(0)

    return receive


def read(chunks: Sequence[bytes], most: int = 10 * MEGABYTE) -> tuple[bytes | None, int]:
    """Return the body, and how much room it took."""

    async def work() -> tuple[bytes | None, int]:
        budget = BodyBudget()
        with budget.share() as share:
            body = await read_body(receiving(chunks), most, Room(budget, share))
            return body, share.held_bytes

    return asyncio.run(work())


@pytest.mark.parametrize(
    ("headers", "length"),
    [
        ([], 0),
        ([(b"content-length", b"0")], 0),
        ([(b"host", b"a"), (b"content-length", b"12")], 12),
        ([(b"content-length", b"9" * 40)], int("9" * 18)),
        ([(b"transfer-encoding", b"chunked")], None),
    ],
)
def test_a_head_tells_how_long_its_body_is(headers: list[Any], length: int | None) -> None:
    assert declared_bytes(headers) == length


def test_a_short_body_takes_no_room() -> None:
    assert read([b"hello"]) == (b"hello", 0)
    assert read([b"he", b"", b"llo"]) == (b"hello", 0)
    assert read([b""]) == (b"", 0)


def test_a_long_body_takes_the_room_of_what_has_come_and_a_step_ahead() -> None:
    half = b"x" * (MEGABYTE // 2)

    assert read([half] * 2) == (half * 2, 0)
    assert read([half] * 3) == (half * 3, 2 * MEGABYTE)
    assert read([half] * 7) == (half * 7, 4 * MEGABYTE)


def test_a_body_over_the_limit_is_none() -> None:
    assert read([b"hello"], most=4) == (None, 0)
    assert read([b"hel", b"lo"], most=4) == (None, 0)
    assert read([b"x" * MEGABYTE] * 3, most=2 * MEGABYTE) == (None, 3 * MEGABYTE)


def test_a_body_waits_for_room_and_no_longer_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine.request_body, "ROOM_SECONDS", 0.01)

    async def work() -> None:
        budget = BodyBudget(MEGABYTE)
        long = [b"x" * MEGABYTE] * 2
        with budget.share() as second:
            with budget.share() as first:
                await budget.hold(first, MEGABYTE, 0)
                with pytest.raises(NoRoom):
                    await read_body(receiving(long), 10 * MEGABYTE, Room(budget, second))
            # Nothing else is there: it comes in, over the budget.
            room = Room(budget, second)
            assert await read_body(receiving(long), 10 * MEGABYTE, room) == b"".join(long)

    asyncio.run(work())


def test_time_spent_waiting_for_room_is_not_the_senders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine.request_body, "BODY_SECONDS", 0.05)

    async def work() -> None:
        budget = BodyBudget(MEGABYTE)
        with budget.share() as second, ExitStack() as first:
            await budget.hold(first.enter_context(budget.share()), MEGABYTE, 0)
            asyncio.get_running_loop().call_later(0.2, first.close)
            chunks = [b"x" * MEGABYTE] * 2
            assert await read_body(receiving(chunks), 10 * MEGABYTE, Room(budget, second))

    asyncio.run(work())
