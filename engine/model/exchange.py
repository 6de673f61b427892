"""One pass through a pipeline."""

from datetime import datetime
from enum import StrEnum

import msgspec

from engine.model.credentials import NO_HEADER, HeaderCredentials
from engine.model.tracer import Tracer


class Role(StrEnum):
    """Who asks: a partner asks a provider, a requester asks a partner."""

    PROVIDER = "Provider"
    REQUESTER = "Requester"


class Exchange(msgspec.Struct, frozen=True):
    """What every stage may know about the exchange it is part of.

    `id` is 32 hexadecimal digits. `started_at` is in UTC. `deadline_seconds` is a reading of the
    monotonic clock after which the answer is of no use to anyone.
    """

    id: str
    service: str
    role: Role
    started_at: datetime
    deadline_seconds: float
    tracer: Tracer
    remote_address: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    """Those of the request, their names in lower case."""
    credentials: frozenset[HeaderCredentials] = NO_HEADER
    """The headers that may say who asks, as the service has it."""

    @property
    def user_agent(self) -> str:
        """What the partner calls its software, empty when it does not say."""
        return next((value for name, value in self.headers if name == "user-agent"), "")
