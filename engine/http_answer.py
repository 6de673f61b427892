"""Writes an answer that is whole in one piece: one write to the socket instead of two."""

import re
from collections.abc import MutableMapping
from functools import lru_cache
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

_UNFIT_NAME = re.compile(rb"[^!#$%&'*+.^_`|~0-9A-Za-z-]")  # RFC 9110 §5.6.2
_UNFIT_VALUE = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")  # RFC 9110 §5.5
_NOT_WHOLE = frozenset({204, 304})
"""Statuses without a body: RFC 9110 §6.4.1."""
_JOINED_BYTES = 65_536
"""A longer body is written by itself: a second write costs less than a copy of it."""

Event = MutableMapping[str, Any]


class WholeAnswer(RequestResponseCycle):
    """uvicorn's exchange of one request, with a short way for what is there as a whole.

    A head is held back until its body comes. When the body is whole and as long as the head says,
    both are written together; everything else goes uvicorn's way.
    """

    _head: Event | None = None

    async def receive(self) -> Any:
        """Return the next event; a body that has come whole is handed over without waiting."""
        if self.more_body or self.waiting_for_100_continue or not self.message_event.is_set():
            return await super().receive()
        if self.disconnected or self.response_complete:
            return {"type": "http.disconnect"}
        self.message_event.clear()
        body, self.body = bytes(self.body), bytearray()
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(self, message: Any) -> None:
        """Write what an event says; raises `RuntimeError` for an event out of order."""
        if message["type"] == "http.response.start" and not self.response_started:
            self._head = message
            return
        head, self._head = self._head, None
        if head is not None:
            written = self._whole(head, message)
            if written is not None:
                self._complete(written)
                return
            await super().send(head)  # type: ignore[arg-type]  # every event is a plain mapping here
        await super().send(message)

    def _whole(self, head: Event, message: Event) -> bytes | None:
        """Return what is to be written, None when it is not whole or somebody must wait.

        That is the whole answer, or its body when it is long: then the head has been written.
        """
        if message.get("more_body") or message["type"] != "http.response.body":
            return None
        if self.disconnected or self.flow.write_paused or self.access_log:
            return None
        if self.scope["method"] == "HEAD" or head["status"] in _NOT_WHOLE:
            return None
        body: bytes = message.get("body", b"")
        lines = [STATUS_LINE[head["status"]]]
        length = -1
        for name, value in (*self.default_headers, *head["headers"]):
            if name == b"content-length":
                length = int(value)
                lines.append(b"content-length: %d\r\n" % length)
                continue
            lines.append(_line(name, value))
            if name == b"connection" and b"close" in value.lower():
                self.keep_alive = False
            elif name == b"transfer-encoding":
                return None
        if length != len(body):
            return None
        if not self.keep_alive and b"connection: close\r\n" not in lines:
            lines.append(b"connection: close\r\n")
        lines.append(b"\r\n")
        if length > _JOINED_BYTES:
            self.transport.write(b"".join(lines))
            return body
        lines.append(body)
        return b"".join(lines)

    def _complete(self, written: bytes) -> None:
        self.response_started = self.response_complete = True
        self.waiting_for_100_continue = False
        self.transport.write(written)
        self.message_event.set()
        if not self.keep_alive:
            self.transport.close()
        self.on_response()


@lru_cache(maxsize=512)  # values come from outside at times: the memory of them has an end
def _line(name: bytes, value: bytes) -> bytes:
    """Return a header as it is written; raises `RuntimeError` for one that HTTP forbids."""
    if not name or _UNFIT_NAME.search(name) or _UNFIT_VALUE.search(value):
        raise RuntimeError(f"the response header {name!r} cannot be written")
    return b"%s: %s\r\n" % (name, value)
