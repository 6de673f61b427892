"""Reads a request body: within the limit of its service, in time, and as far as there is room."""

import time
from collections.abc import Callable, Coroutine, MutableMapping, Sequence
from io import BytesIO
from typing import Any, Final

from starlette.requests import ClientDisconnect

from engine.body_budget import BodyBudget, Share
from engine.model.excerpt import LONG_BODY_BYTES
from engine.runtime.waiting import within

BODY_SECONDS = 120.0
"""How long a request body may take to arrive."""
BODY_IDLE_SECONDS = 20.0
"""How long a sender may pause in the middle of a body."""
ROOM_SECONDS = 120.0
"""How long a long body may wait for others to be done with."""

_STEP_BYTES: Final = LONG_BODY_BYTES
"""How much room a body takes at once; so much of it is free."""

Receive = Callable[[], Coroutine[Any, Any, MutableMapping[str, Any]]]

_now = time.monotonic  # what the loop's clock is too; asking for the loop is a system call


class NoRoom(Exception):
    """There was no room for a long body for as long as it may wait."""


def declared_bytes(headers: Sequence[tuple[bytes, bytes]]) -> int | None:
    """Return how long a body says it is, 0 without one, None when only its end will tell."""
    chunked = False
    for name, value in headers:
        if name == b"content-length":
            return int(value[:18])
        chunked = chunked or name == b"transfer-encoding"
    return None if chunked else 0


async def read_body(receive: Receive, max_bytes: int, room: "Room | None" = None) -> bytes | None:
    """Return a body, None when it is longer than allowed. `room` is for those that may be long.

    Raises `TimeoutError` for a sender that is too slow, `NoRoom`, and `ClientDisconnect` when the
    sender left before the end: half a body is no request.
    """
    whole = BytesIO()  # grows in place, and gives its bytes away without a copy
    length, more = 0, True
    end = _now() + BODY_SECONDS
    while more:
        if room is not None:
            end += await room.for_more_than(length)
        message = await within(receive(), min(end, _now() + BODY_IDLE_SECONDS))
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunk: bytes = message.get("body", b"")
        length += len(chunk)
        if length > max_bytes:
            return None
        more = message.get("more_body", False)
        if not more and length == len(chunk):
            return chunk
        whole.write(chunk)
    if room is not None:
        room.is_full()
    return whole.getvalue()


class Room:
    """The room that one body takes of a budget, step by step."""

    def __init__(self, budget: BodyBudget, share: Share) -> None:
        self._budget = budget
        self._share = share
        self._patience_seconds = ROOM_SECONDS

    async def for_more_than(self, length: int) -> float:
        """Make room for another step beyond `length`; return how many seconds that took.

        Raises `NoRoom` when a body waits for longer than it may, all its waiting together.
        """
        if length < self._share.held_bytes or length < _STEP_BYTES:
            return 0.0
        begun = _now()
        try:
            await self._budget.hold(
                self._share, length + _STEP_BYTES, begun + self._patience_seconds
            )
        except TimeoutError as error:
            raise NoRoom from error
        waited = _now() - begun
        self._patience_seconds -= waited
        return waited

    def is_full(self) -> None:
        """Note that the body is there as a whole."""
        self._budget.has_come(self._share)
