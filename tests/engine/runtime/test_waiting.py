"""A time limit that is armed only where something waits."""

import asyncio

import pytest

from engine.runtime.waiting import within


def _run(work: object, seconds: float = 5.0) -> object:
    async def main() -> object:
        until = asyncio.get_running_loop().time() + seconds
        return await within(work(), until)  # type: ignore[operator]

    return asyncio.run(main())


def test_what_ends_at_once_is_returned() -> None:
    async def work() -> int:
        return 7

    assert _run(work) == 7


def test_what_waits_again_and_again_is_returned() -> None:
    async def work() -> int:
        total = 0
        for number in range(3):
            await asyncio.sleep(0)
            total += await asyncio.to_thread(lambda given=number: given)
        return total

    assert _run(work) == 3


def test_what_is_raised_before_and_after_waiting_is_raised() -> None:
    async def before() -> None:
        raise KeyError("before")

    async def after() -> None:
        await asyncio.sleep(0)
        raise KeyError("after")

    with pytest.raises(KeyError, match="before"):
        _run(before)
    with pytest.raises(KeyError, match="after"):
        _run(after)


def test_what_waits_too_long_is_ended_and_may_clean_up() -> None:
    cleaned: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cleaned.append("yes")

    with pytest.raises(TimeoutError):
        _run(work, seconds=0.02)
    assert cleaned == ["yes"]


def test_a_cancelled_caller_cancels_what_it_waits_for() -> None:
    async def main() -> bool:
        async def work() -> None:
            await asyncio.Event().wait()

        task = asyncio.create_task(within(work(), asyncio.get_running_loop().time() + 5))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return task.cancelled()

    assert asyncio.run(main())
