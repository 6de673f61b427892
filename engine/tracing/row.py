"""An exchange as one row: when it was, the way it went, and the data of its entries in one blob."""

import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import msgspec

from engine.model.exchange import Role
from engine.model.level import Level
from engine.model.tracer import Outcome
from engine.tracing import entry_json
from engine.tracing.course import Course
from engine.tracing.plain_text import utf8
from engine.tracing.tracer import Finished

_COMPRESSED_FROM_BYTES = 4_096
"""Shorter entries take less time to write than to compress."""
_PLAIN, _ZLIB = 2, 3
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_STEPS = msgspec.json.Decoder(list[tuple[int, str]])


class Row(NamedTuple):
    """What `day_file` writes of an exchange. Everything in it is masked."""

    course: Course
    id: str
    started_us: int
    duration_us: int
    service_id: int
    remote_address: str
    path: str
    codec: int
    entries: bytes
    size_bytes: int


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
    """The size of the entries, before compression."""


def to_row(finished: Finished, course: Course, path: str, written: bytes) -> Row:
    """Return the row of an exchange. Everything but `finished` is masked.

    `written` is what `entry_json` makes of the entries.
    """
    codec, packed = _PLAIN, written
    if len(written) >= _COMPRESSED_FROM_BYTES:
        codec, packed = _ZLIB, zlib.compress(written, 1)
    subject = finished.subject
    return Row(
        course,
        subject.exchange_id,
        epoch_us(subject.started_at),
        round(finished.duration_seconds * 1_000_000),
        subject.service_id,
        utf8(subject.remote_address),
        utf8(path),
        codec,
        packed,
        len(written),
    )


def entries_of(
    started_at: datetime, steps: str, codec: int, packed: bytes
) -> tuple[RecordedEntry, ...]:
    """Return the entries that a row holds, in the order of their recording."""
    stored = entry_json.decoded(zlib.decompress(packed) if codec == _ZLIB else packed)
    return tuple(
        _recorded(started_at, round(offset_seconds * 1_000_000), level, summary, data)
        for (level, summary), (offset_seconds, data) in zip(
            _STEPS.decode(steps), stored, strict=True
        )
    )


def _recorded(
    started_at: datetime, offset_us: int, level: int, summary: str, data: str | None
) -> RecordedEntry:
    return RecordedEntry(
        started_at + offset_us * _MICROSECOND, offset_us, Level(level), summary, data
    )


def epoch_us(moment: datetime) -> int:
    """Return the microseconds since 1970 of an aware time; exact, unlike `timestamp()`."""
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(epoch_us: int) -> datetime:
    """Return the aware time of microseconds since 1970."""
    return _EPOCH + epoch_us * _MICROSECOND
