"""Takes the entries of one exchange and keeps those that reach the threshold."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from engine.model.exchange import Role
from engine.model.level import Level
from engine.model.tracer import Outcome


class Entry(NamedTuple):
    """One entry as it was recorded; `data` is a reference, encoded after the answer has left."""

    offset_seconds: float
    level: Level
    summary: str
    data: object


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known of an exchange when it begins. `exchange_id` is 32 hexadecimal digits."""

    exchange_id: str
    service: str
    service_id: int
    role: Role
    remote_address: str
    started_at: datetime
    is_test: bool = False
    """True for services in test mode: entries go to standard error and nothing is stored."""


class ExchangeTracer:
    """The `Tracer` of one exchange.

    A list append per kept entry and nothing else: no encoding, no lock, no clock below the
    threshold. `action`, `status` and `outcome` are written by whoever runs the exchange.
    """

    __slots__ = (
        "_monotonic",
        "_started",
        "_threshold",
        "action",
        "debug",
        "entries",
        "outcome",
        "status",
        "subject",
    )

    def __init__(
        self, subject: Subject, threshold: Level, monotonic_seconds: Callable[[], float]
    ) -> None:
        self.subject = subject
        self.debug = threshold <= Level.DEBUG
        self.action: str | None = None
        self.status: int | None = None
        self.outcome: Outcome | None = None
        self.entries: list[Entry] = []
        self._threshold = threshold
        self._monotonic = monotonic_seconds
        self._started = monotonic_seconds()

    def record(self, level: Level, summary: str, data: object = None) -> None:
        """Keep an entry, unless its level is below the threshold."""
        if level >= self._threshold:
            self.entries.append(Entry(self.elapsed_seconds(), level, summary, data))

    def elapsed_seconds(self) -> float:
        """Return how long the exchange has been running."""
        return self._monotonic() - self._started


@dataclass(frozen=True, slots=True)
class Finished:
    """An exchange that is over, as it waits for being written. Nothing in it is masked yet."""

    subject: Subject
    entries: tuple[Entry, ...]
    action: str
    duration_seconds: float
    status: int | None
    outcome: Outcome
    method: str = ""
    path: str = ""
    """The raw path with its query."""
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """The request's headers: they are not stored, but what they hold is masked elsewhere."""

    def weight_bytes(self) -> int:
        """Return a lower bound of the memory the texts of this exchange hold."""
        texts = (entry.data for entry in self.entries)
        return 512 + sum(len(text) for text in texts if isinstance(text, str | bytes))
