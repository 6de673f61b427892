"""An exchange as one row: what can be searched in columns, the entries in one blob."""

import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec

from engine.model.exchange import Role
from engine.model.level import Level
from engine.model.tracer import Outcome
from engine.tracing.plain_text import utf8
from engine.tracing.redaction import Redacted
from engine.tracing.tracer import Finished

MAX_SUMMARY_CHARACTERS = 255
"""Source: generic-interface reference 9.2."""

MAX_DATA_CHARACTERS = 1_048_576
"""Longer data of an entry is cut; the rest is said to be missing."""

_COMPRESSED_FROM_BYTES = 2_048
_PLAIN, _ZLIB = 0, 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_Stored = tuple[int, int, str, str | None]
_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(list[_Stored])


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


def to_columns(finished: Finished, redacted: Redacted) -> tuple[object, ...]:
    """Return the values for `day_file.INSERT`."""
    entries = [
        (
            round(entry.offset_seconds * 1_000_000),
            entry.level.value,
            entry.summary[:MAX_SUMMARY_CHARACTERS],
            _cut(entry.data),
        )
        for entry in redacted.entries
    ]
    blob = _ENCODER.encode(entries)
    codec, packed = _PLAIN, blob
    if len(blob) >= _COMPRESSED_FROM_BYTES:
        codec, packed = _ZLIB, zlib.compress(blob, 1)
    summaries = [summary for _, _, summary, _ in entries]
    problems = [summary for _, level, summary, _ in entries if level == Level.ERROR]
    subject = finished.subject
    return (
        subject.exchange_id,
        epoch_us(subject.started_at),
        round(finished.duration_seconds * 1_000_000),
        subject.role.value,
        subject.service_id,
        utf8(subject.service),
        utf8(redacted.action),
        utf8(subject.remote_address),
        utf8(finished.method),
        utf8(redacted.path),
        finished.status,
        finished.outcome.value,
        max(level for _, level, _, _ in entries),
        problems[0] if problems else "",
        # SQLite folds the case of ASCII alone.
        "\n".join(dict.fromkeys([*summaries, utf8(redacted.path)])).casefold(),
        codec,
        packed,
        len(blob),
    )


def entries_of(started_at: datetime, codec: int, packed: bytes) -> tuple[RecordedEntry, ...]:
    """Return the entries that a blob holds, in the order of their recording."""
    stored = _DECODER.decode(zlib.decompress(packed) if codec == _ZLIB else packed)
    return tuple(
        RecordedEntry(
            started_at + timedelta(microseconds=offset), offset, Level(level), summary, data
        )
        for offset, level, summary, data in stored
    )


def epoch_us(moment: datetime) -> int:
    """Return the microseconds since 1970 of an aware time; exact, unlike `timestamp()`."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def moment_of(epoch_us: int) -> datetime:
    """Return the aware time of microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=epoch_us)


def _cut(data: str | None) -> str | None:
    if data is None or len(data) <= MAX_DATA_CHARACTERS:
        return data
    rest = len(data) - MAX_DATA_CHARACTERS
    return f"{data[:MAX_DATA_CHARACTERS]}\n[{rest} more characters were not kept]"
