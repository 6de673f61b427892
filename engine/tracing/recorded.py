"""A recorded exchange as readers see it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import msgspec

from engine.model.exchange import Role
from engine.model.level import Level
from engine.model.tracer import Outcome
from engine.tracing.entry_json import MAX_SUMMARY_CHARACTERS
from engine.tracing.finished import Head

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_PER_DAY = 1_000_000_000

_TEXT_DECODER = msgspec.json.Decoder(str)
_NO_DATA = (b"null", b'""', b"{}")


class Stored(Head, frozen=True, array_like=True):
    """An exchange as it was written; the data of its entries is read when it is asked for."""

    entries: list[tuple[float, int, str, msgspec.Raw]]

    @property
    def started_us(self) -> int:
        """The microseconds since 1970 at which the exchange began."""
        return epoch_us(self.started_at)

    @property
    def level(self) -> int:
        """The highest level among the entries."""
        return max(level for _, level, _, _ in self.entries)


@dataclass(frozen=True, slots=True)
class RecordedEntry:
    """One entry of a recorded exchange. `data` is JSON or plain text, None where there was none."""

    created_at: datetime
    offset_us: int
    level: Level
    summary: str
    data: str | None


@dataclass(frozen=True, slots=True)
class RecordedExchange:
    """One recorded exchange, without its entries. Everything in it is masked."""

    number: int
    """Unique over all files, ascending within a day."""
    id: str
    started_at: datetime
    duration_us: int
    role: Role
    service_id: int
    service: str
    action: str
    remote_address: str
    method: str
    path: str
    status: int | None
    outcome: Outcome
    level: Level
    """The highest level among the entries."""
    problem: str
    """The summary of the first entry of level error, or empty."""
    size_bytes: int
    """The size of the data of the entries."""


def exchange_of(day: date, number: int, stored: Stored) -> RecordedExchange:
    """Return the exchange that was written under a number into the file of a day."""
    errors = (summary for _, level, summary, _ in stored.entries if level == Level.ERROR)
    return RecordedExchange(
        number=day.toordinal() * _PER_DAY + number,
        id=stored.id,
        started_at=stored.started_at,
        duration_us=round(stored.duration_seconds * 1_000_000),
        role=stored.role,
        service_id=stored.service_id,
        service=stored.service,
        action=stored.action,
        remote_address=stored.remote_address,
        method=stored.method,
        path=stored.path,
        status=stored.status,
        outcome=stored.outcome,
        level=Level(stored.level),
        problem=next(errors, "")[:MAX_SUMMARY_CHARACTERS],
        size_bytes=sum(len(bytes(data)) for _, _, _, data in stored.entries),
    )


def entries_of(stored: Stored) -> tuple[RecordedEntry, ...]:
    """Return the entries of an exchange, in the order of their recording."""
    return tuple(
        _entry(stored.started_at, seconds - stored.started_seconds, level, summary, bytes(data))
        for seconds, level, summary, data in stored.entries
    )


def _entry(
    started_at: datetime, offset_seconds: float, level: int, summary: str, data: bytes
) -> RecordedEntry:
    offset_us = round(offset_seconds * 1_000_000)
    return RecordedEntry(
        started_at + offset_us * _MICROSECOND,
        offset_us,
        Level(level),
        summary[:MAX_SUMMARY_CHARACTERS],
        text_of(data),
    )


def text_of(data: bytes) -> str | None:
    """Return the data of an entry as JSON or plain text, None where there is none."""
    if data in _NO_DATA:
        return None
    return _TEXT_DECODER.decode(data) if data.startswith(b'"') else data.decode()


def epoch_us(moment: datetime) -> int:
    """Return the microseconds since 1970 of an aware time; exact, unlike `timestamp()`."""
    return (moment - _EPOCH) // _MICROSECOND
