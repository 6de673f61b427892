"""Time limits that cost nothing where there is nothing to wait for.

`asyncio.timeout` arms a timer for every use. Most operations of a test, and most request bodies,
are there at once: they end at their first step, before any timer would be armed.
"""

import asyncio
from collections.abc import Coroutine, Generator
from functools import partial
from types import coroutine as awaitable
from typing import Any, TypeVar

T = TypeVar("T")


async def within(work: Coroutine[Any, Any, T], until_seconds: float) -> T:
    """Return what `work` returns.

    Raises `TimeoutError` when it still waits at that reading of the loop's clock.
    """
    try:
        awaited = work.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    async with asyncio.timeout_at(until_seconds):
        return await _go_on(work, awaited)


@awaitable
def _go_on(work: Coroutine[Any, Any, T], awaited: Any) -> Generator[Any, Any, T]:
    """Wait for what the first step of `work` waits for, then let it run to its end."""
    while True:
        try:
            given = yield awaited
            step = partial(work.send, given)
        except BaseException as error:  # noqa: BLE001 - all of it is for `work` to handle
            step = partial(work.throw, error)
        try:
            awaited = step()
        except StopIteration as end:
            result: T = end.value
            return result
