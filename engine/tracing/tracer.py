"""Takes the entries of one exchange and keeps those that reach the threshold."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from engine.model.exchange import Role
from engine.model.level import Level
from engine.model.tracer import Outcome
from engine.tracing.finished import Entry


class Subject(msgspec.Struct, frozen=True):
    """What is known of an exchange when it begins. `exchange_id` is 32 hexadecimal digits."""

    exchange_id: str
    service: str
    service_id: int
    role: Role
    remote_address: str
    started_at: datetime
    is_test: bool = False
    """True for services in test mode: entries go to standard error and nothing is stored."""


class ExchangeTracer(msgspec.Struct):
    """The `Tracer` of one exchange.

    A list append per kept entry and nothing else: no encoding, no lock, no clock below the
    threshold. `action`, `status` and `outcome` are written by whoever runs the exchange.
    """

    subject: Subject
    threshold: Level
    debug: bool
    """Whether the threshold lets entries of level debug through."""
    monotonic_seconds: Callable[[], float]
    started_seconds: float
    entries: list[Entry] = []
    action: str | None = None
    status: int | None = None
    outcome: Outcome | None = None
    has_error: bool = False
    """Whether an entry is of level error."""

    def note(self, summary: str, data: object = None) -> None:
        """Keep an entry of level debug. Only where `debug` is true."""
        self.entries.append((self.monotonic_seconds(), Level.DEBUG, summary, data))

    def record(self, level: Level, summary: str, data: object = None) -> None:
        """Keep an entry, unless its level is below the threshold."""
        if level >= self.threshold:
            self.has_error = self.has_error or level is Level.ERROR
            self.entries.append((self.monotonic_seconds(), level, summary, data))

    def elapsed_seconds(self) -> float:
        """Return how long the exchange has been running."""
        return self.monotonic_seconds() - self.started_seconds
