"""Room for long request bodies: who gets it, who waits, who gives up."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from contextlib import ExitStack
from typing import Any

import pytest

from engine.body_budget import BodyBudget, Share


def in_loop(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(work())


class Body:
    """A body that comes in on a task of its own, as far as there is room."""

    def __init__(self, budget: BodyBudget) -> None:
        self._budget = budget
        self._stack = ExitStack()
        self.share: Share = self._stack.enter_context(budget.share())
        self.growing: asyncio.Task[None] | None = None

    async def grow(self, to: int, seconds: float = 30.0) -> bool:
        """Ask for room, and say whether it was there at once."""
        until = time.monotonic() + seconds
        self.growing = asyncio.create_task(self._budget.hold(self.share, to, until))
        await settle()
        return self.growing.done()

    async def come(self) -> None:
        self._budget.has_come(self.share)
        await settle()

    async def end(self) -> None:
        self._stack.close()
        await settle()


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def test_bodies_grow_while_there_is_room() -> None:
    async def work() -> None:
        budget = BodyBudget(10)
        first, second = Body(budget), Body(budget)
        assert [await first.grow(4), await second.grow(4), await first.grow(6)] == [True] * 3
        assert (first.share.held_bytes, second.share.held_bytes) == (6, 4)

    in_loop(work)


def test_the_first_goes_on_over_the_budget_and_the_others_wait_for_it() -> None:
    async def work() -> None:
        budget = BodyBudget(10)
        first, second, third = Body(budget), Body(budget), Body(budget)
        assert [await first.grow(4), await second.grow(6)] == [True, True]
        assert not await second.grow(7)
        assert not await third.grow(1)
        assert await first.grow(8)
        await first.come()
        # What is whole is on its way out: nobody need go over the budget now.
        assert (second.share.held_bytes, third.share.held_bytes) == (6, 0)
        await first.end()
        assert (second.share.held_bytes, third.share.held_bytes) == (7, 1)
        assert not await third.grow(5)
        assert await second.grow(20)

    in_loop(work)


def test_waiting_bodies_are_served_in_the_order_of_their_coming() -> None:
    async def work() -> None:
        budget = BodyBudget(10)
        bodies = [Body(budget) for _ in range(4)]
        sizes = (10, 6, 4, 1)
        at_once = [await body.grow(size) for body, size in zip(bodies, sizes, strict=True)]
        assert at_once == [True, False, False, False]
        await bodies[0].end()
        # The last would find room, but waiting behind a larger one must end at some time.
        assert [body.share.held_bytes for body in bodies[1:]] == [6, 4, 0]
        await bodies[2].end()
        assert bodies[3].share.held_bytes == 1

    in_loop(work)


def test_a_body_that_holds_little_keeps_nobody_from_coming() -> None:
    async def work() -> None:
        budget = BodyBudget(100)
        slow = [Body(budget) for _ in range(50)]
        for body in slow:
            assert await body.grow(1)
        assert await Body(budget).grow(50)

    in_loop(work)


def test_who_waited_in_vain_holds_what_it_had_and_gives_it_back() -> None:
    async def work() -> None:
        budget = BodyBudget(10)
        first, second, third = Body(budget), Body(budget), Body(budget)
        await first.grow(6)
        await second.grow(4)
        assert not await second.grow(5, 0.01)
        with pytest.raises(TimeoutError):
            await second.growing  # type: ignore[misc]
        assert not await third.grow(3)
        await second.end()
        assert third.share.held_bytes == 3

    in_loop(work)


@pytest.mark.parametrize("moment", ["while it waits", "when its turn has just come"])
def test_a_sender_that_leaves_makes_way(moment: str) -> None:
    async def work() -> None:
        budget = BodyBudget(10)
        first, second, third = Body(budget), Body(budget), Body(budget)
        await first.grow(10)
        assert not await second.grow(9)
        assert second.growing is not None
        if moment == "when its turn has just come":
            first._stack.close()
        second.growing.cancel()
        await asyncio.gather(second.growing, return_exceptions=True)
        await second.end()
        await first.end()
        assert await third.grow(10)
        assert await Body(budget).grow(1) is False

    in_loop(work)
