"""Lets long request bodies come in as far as there is memory for them; the rest waits.

What is not read yet stays with its sender, because the connection is not read either
(RFC 9293 §3.8.6). So waiting costs next to nothing, and nobody is turned away at once.

Room is taken for what has come, not for what was declared: who declares much and sends little
holds little. Where nothing but halves of bodies takes all the room, the first of them goes on, over
the budget: so one always comes to its end, and leaves its room to the others.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

IN_FLIGHT_BYTES: Final = 320_000_000
"""How long all long bodies together may be, each from its first byte to the end of its exchange."""


@dataclass(eq=False, slots=True)
class Share:
    """The room of one body."""

    held_bytes: int = 0
    wanted_bytes: int = 0
    turn: asyncio.Future[None] | None = None
    """Set while the body waits for more."""


class BodyBudget:
    """A number of bytes that bodies share, in the order of their coming."""

    def __init__(self, total_bytes: int = IN_FLIGHT_BYTES) -> None:
        self._free_bytes = total_bytes
        self._coming: dict[Share, None] = {}
        self._whole: set[Share] = set()

    @contextmanager
    def share(self) -> Iterator[Share]:
        """Give a share, empty at first, that goes back when the block ends."""
        share = Share()
        try:
            yield share
        finally:
            self._free_bytes += share.held_bytes
            self._coming.pop(share, None)
            self._whole.discard(share)
            self._hand_out()

    async def hold(self, share: Share, wanted_bytes: int, until_seconds: float) -> None:
        """Let a share grow to `wanted_bytes`, when it is its turn.

        Raises `TimeoutError` when it is not, at that reading of the loop's clock.
        """
        self._coming.setdefault(share)
        share.wanted_bytes = wanted_bytes
        self._hand_out()
        if share.held_bytes >= wanted_bytes:
            return
        share.turn = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout_at(until_seconds):
                await share.turn
        finally:
            share.turn = None
            share.wanted_bytes = share.held_bytes

    def has_come(self, share: Share) -> None:
        """Note that a body is there as a whole: it keeps its room until its exchange is over."""
        if share in self._coming:
            del self._coming[share]
            self._whole.add(share)
            self._hand_out()

    def _hand_out(self) -> None:
        for place, share in enumerate(self._coming):
            more_bytes = share.wanted_bytes - share.held_bytes
            if more_bytes <= 0:
                continue
            if more_bytes > self._free_bytes and (place or self._whole):
                return
            self._free_bytes -= more_bytes
            share.held_bytes = share.wanted_bytes
            if share.turn is not None and not share.turn.done():
                share.turn.set_result(None)
