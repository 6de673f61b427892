"""Takes the entries of one exchange and keeps those that reach the threshold."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from engine.model.exchange import Role
from engine.model.level import Level
from engine.model.tracer import Outcome
from engine.tracing.course import Course

_TEXTS = (str, bytes)


Entry = tuple[float, Level, str, object]
"""An entry as it was recorded: a moment of the monotonic clock in seconds, level, summary, data.

The data is a reference. It is encoded after the answer has left.
"""


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


class ExchangeTracer:
    """The `Tracer` of one exchange.

    A list append per kept entry and nothing else: no encoding, no lock, no clock below the
    threshold. `action`, `status` and `outcome` are written by whoever runs the exchange.
    """

    __slots__ = (
        "_monotonic",
        "_threshold",
        "action",
        "debug",
        "entries",
        "outcome",
        "started_seconds",
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
        self.started_seconds = monotonic_seconds()

    def record(self, level: Level, summary: str, data: object = None) -> None:
        """Keep an entry, unless its level is below the threshold."""
        if level >= self._threshold:
            self.entries.append((self._monotonic(), level, summary, data))

    def elapsed_seconds(self) -> float:
        """Return how long the exchange has been running."""
        return self._monotonic() - self.started_seconds


class Finished(msgspec.Struct, frozen=True):
    """An exchange that is over, as it waits for being written. Nothing in it is masked yet.

    `seconds`, `levels`, `summaries` and `data` have one element for each entry.
    """

    subject: Subject
    seconds: tuple[float, ...]
    levels: tuple[Level, ...]
    summaries: tuple[str, ...]
    data: tuple[object, ...]
    action: str
    started_seconds: float
    duration_seconds: float
    status: int | None
    outcome: Outcome
    method: str = ""
    path: str = ""
    """The raw path with its query."""
    headers: tuple[tuple[str, str], ...] = ()
    """The request's headers: they are not stored, but what they hold is masked elsewhere."""

    def weight_bytes(self) -> int:
        """Return a lower bound of the memory the texts of this exchange hold."""
        return 512 + sum([len(data) for data in self.data if isinstance(data, _TEXTS)])

    def course(self, action: str, summaries: tuple[str, ...]) -> Course:
        """Return the way the exchange went, said with these texts."""
        subject = self.subject
        return Course(
            subject.role,
            subject.service_id,
            subject.service,
            action,
            self.method,
            self.status,
            self.outcome,
            self.levels,
            summaries,
        )
