"""Ends connections whose request head comes too slowly or is too large.

The application sees a request only once its head is complete, so this is the server's work, and
uvicorn does not do it: without it a few idle clients hold as many connections as they like.
"""

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from engine.http_answer import WholeAnswer

HEAD_SECONDS: Final = 10.0
"""How long a head may take, from the connection or its first byte on."""
MAX_HEAD_BYTES: Final = 131_072
"""Where reading stops; how much of it is fine is decided with the head at hand."""

_TOO_SLOW = b"408 Request Timeout"
_TOO_LARGE = b"431 Request Header Fields Too Large"


class HeadLimits(HttpToolsProtocol):
    """uvicorn's protocol, with an end to waiting. Between requests its own time limit holds."""

    _timer: asyncio.TimerHandle | None = None
    _is_open = False
    """Whether a head has begun and not ended."""
    _bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first head."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._rest()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what belongs to a head that stays open; most come whole, and cost nothing here."""
        was_open = self._is_open
        super().data_received(data)
        if not self._is_open or self.transport.is_closing():
            return
        if was_open:  # what came before it in the packet that it began in is not the head's
            self._bytes += len(data)
        if self._bytes > MAX_HEAD_BYTES:
            self._end(_TOO_LARGE)
        elif self._timer is None:
            self._wait()

    def on_message_begin(self) -> None:
        """Note that a head begins."""
        self._is_open, self._bytes = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Note that it is there."""
        self._is_open = False
        self._rest()
        super().on_headers_complete()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        """Start a request. uvicorn names the class of its exchanges where none can be put in."""
        cycle.__class__ = WholeAnswer
        super()._start_asgi_task(cycle, app)

    def _wait(self) -> None:
        self._timer = self.loop.call_later(HEAD_SECONDS, self._expire)

    def _rest(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _expire(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self._wait()  # the answer to an earlier request comes first
        else:
            self._end(_TOO_SLOW)

    def _end(self, status: bytes) -> None:
        self._rest()
        if self._is_open and (self.cycle is None or self.cycle.response_complete):
            end = b"\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            self.transport.write(b"HTTP/1.1 " + status + end)
        self.transport.close()
