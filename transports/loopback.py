"""Requests to a provider in the same process: no socket, and the same bytes."""

from dataclasses import dataclass
from typing import Protocol

import msgspec

from engine.model.remote import AnswerTooLong
from engine.model.wire import WireRequest, WireResponse

TRANSPORT = None
"""No type of transport that service files could name: only code in the same process has an app."""


class Provider(Protocol):
    """What answers: an `App`."""

    async def answer(self, service: str, request: WireRequest) -> WireResponse:
        """Return the answer of a service; raises `LookupError` when none has that name."""


@dataclass(frozen=True, slots=True)
class Loopback:
    """Sends to one service of a provider that runs on the same event loop."""

    provider: Provider
    service: str
    remote_address: str = "127.0.0.1"

    async def send(
        self, request: WireRequest, *, deadline_seconds: float, max_body_bytes: int
    ) -> WireResponse:
        """Return the answer. It is there whole, so that only its length is left to look at."""
        sent = msgspec.structs.replace(request, remote_address=self.remote_address)
        try:
            response = await self.provider.answer(self.service, sent)
        except LookupError as error:
            raise ConnectionRefusedError(f"no service {self.service} answers") from error
        if len(response.body) > max_body_bytes:
            raise AnswerTooLong
        return response
