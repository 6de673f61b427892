"""An exchange as one row: what can be searched in columns, the entries in one blob."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import msgspec

from engine.model.exchange import Role
from engine.model.level import Level
from engine.model.tracer import Outcome
from engine.tracing.plain_text import utf8
from engine.tracing.redaction import RedactedEntry
from engine.tracing.tracer import Entry, Finished

_COMPRESSED_FROM_BYTES = 4_096
"""Shorter entries take less time to write than to compress."""
_PLAIN, _ZLIB = 2, 3
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DAY_US = 86_400_000_000

Row = tuple[str, int, *tuple[object, ...]]
"""The values of the columns of `day_file`, in their order: id, start in microseconds, …"""

_DECODER = msgspec.json.Decoder(list[tuple[float, int, str, msgspec.Raw]])
_TEXT_DECODER = msgspec.json.Decoder(str)
_NO_DATA = (b"null", b'""', b"{}")


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


def to_columns(
    finished: Finished,
    action: str,
    path: str,
    entries: Sequence[Entry | RedactedEntry],
    encoded: bytes,
) -> Row:
    """Return the row of an exchange. Everything but `finished` is masked.

    `encoded` is the entries as JSON: ``[[0.0021, 1, "summary", data], …]``, the first an offset in
    seconds, the second a level.
    """
    codec, packed = _PLAIN, encoded
    if len(encoded) >= _COMPRESSED_FROM_BYTES:
        codec, packed = _ZLIB, zlib.compress(encoded, 1)
    level = max([entry.level for entry in entries])
    summaries = tuple([entry.summary for entry in entries])
    subject = finished.subject
    return (
        subject.exchange_id,
        epoch_us(subject.started_at),
        round(finished.duration_seconds * 1_000_000),
        subject.role.value,
        subject.service_id,
        utf8(subject.service),
        utf8(action),
        utf8(subject.remote_address),
        utf8(finished.method),
        utf8(path),
        finished.status,
        finished.outcome.value,
        level,
        _problem(entries) if level == Level.ERROR else "",
        f"{_searchable(summaries)}\n{utf8(path).casefold()}",
        codec,
        packed,
        len(encoded),
    )


def day_of_row(row: Row) -> date:
    """Return the day whose file a row belongs to, in UTC."""
    return date.fromordinal(_EPOCH.toordinal() + row[1] // _DAY_US)


def entries_of(started_at: datetime, codec: int, packed: bytes) -> tuple[RecordedEntry, ...]:
    """Return the entries that a blob holds, in the order of their recording."""
    if codec not in (_PLAIN, _ZLIB):
        return ()  # written before this form was chosen
    stored = _DECODER.decode(zlib.decompress(packed) if codec == _ZLIB else packed)
    return tuple(
        _recorded(started_at, round(offset_seconds * 1_000_000), level, summary, bytes(data))
        for offset_seconds, level, summary, data in stored
    )


def _recorded(
    started_at: datetime, offset_us: int, level: int, summary: str, data: bytes
) -> RecordedEntry:
    created_at = started_at + offset_us * _MICROSECOND
    if data in _NO_DATA:
        text = None
    elif data.startswith(b'"'):
        text = _TEXT_DECODER.decode(data)
    else:
        text = data.decode()
    return RecordedEntry(created_at, offset_us, Level(level), summary, text)


def _problem(entries: Sequence[Entry | RedactedEntry]) -> str:
    return next(entry.summary for entry in entries if entry.level == Level.ERROR)


@lru_cache(maxsize=256)  # the exchanges of an operation say the same
def _searchable(summaries: tuple[str, ...]) -> str:
    """Return each summary once, a line each; SQLite folds the case of ASCII alone."""
    return "\n".join(dict.fromkeys(summaries)).casefold()


def epoch_us(moment: datetime) -> int:
    """Return the microseconds since 1970 of an aware time; exact, unlike `timestamp()`."""
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(epoch_us: int) -> datetime:
    """Return the aware time of microseconds since 1970."""
    return _EPOCH + epoch_us * _MICROSECOND
