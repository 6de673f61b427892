"""Exchanges as they are written: many at once, because a row for each costs more than its text."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Final, NamedTuple

import msgspec
from zstandard import ZstdDecompressor

from engine.model.level import Level
from engine.tracing.entry_json import ENCODER
from engine.tracing.finished import Finished
from engine.tracing.recorded import Stored, epoch_us

MAX_EXCHANGES: Final = 64
BELOW_ERROR: Final = Level.NOTICE
_EPOCH_ORDINAL: Final = date(1970, 1, 1).toordinal()
_DAY_US: Final = 86_400_000_000
_DECODER: Final = msgspec.json.Decoder(list[Stored])


class Chunk(NamedTuple):
    """What `day_file` keeps as a row. Everything in it is masked."""

    first_us: int
    """When the exchange began that began first; `last_us` is the beginning of another."""
    last_us: int
    first_id: str
    last_id: str
    services: str
    """The ids of all services, each between commas."""
    level: int
    """No entry has a higher one."""
    exchanges: bytes
    """Their JSON."""
    holds: int
    """How many exchanges."""

    @property
    def day(self) -> date:
        """The day whose file the chunk belongs to, in UTC."""
        return date.fromordinal(_EPOCH_ORDINAL + self.first_us // _DAY_US)


def chunks_of(exchanges: Sequence[Finished], written: bytes, level: int) -> list[Chunk]:
    """Return masked exchanges as chunks, one for each day. `written` is their JSON."""
    moments = [one.started_at for one in exchanges]  # in UTC, as our clock tells them
    if min(moments).date() == max(moments).date():
        return [chunk_of(exchanges, written, level)]
    by_day = groupby(sorted(exchanges, key=_begin), _date)
    parts = [list(part) for _, part in by_day]
    return [chunk_of(part, ENCODER.encode(part), level) for part in parts]


def _begin(exchange: Finished) -> datetime:
    return exchange.started_at


def _date(exchange: Finished) -> date:
    return exchange.started_at.date()


def chunk_of(exchanges: Sequence[Finished | Stored], written: bytes, level: int) -> Chunk:
    """Return masked exchanges of one day as a chunk. `written` is their JSON."""
    ids = [one.id for one in exchanges]
    moments = [one.started_at for one in exchanges]
    services = {one.service_id for one in exchanges}
    return Chunk(
        epoch_us(min(moments)),
        epoch_us(max(moments)),
        min(ids),
        max(ids),
        f",{','.join(map(str, sorted(services)))},",
        level,
        written,
        len(exchanges),
    )


def exchanges_of(packed: bytes) -> list[Stored]:
    """Return the exchanges of a row. Raises `msgspec.DecodeError` and `zstandard.ZstdError`."""
    return _DECODER.decode(ZstdDecompressor().decompress(packed))


def numbered(chunk: int, exchanges: Sequence[Stored]) -> Iterator[tuple[int, Stored]]:
    """Yield the exchanges of a chunk with their numbers within the day."""
    return enumerate(exchanges, chunk * MAX_EXCHANGES)


def highest(exchanges: Sequence[Finished]) -> int:
    """Return the highest level among all entries."""
    return max(level for one in exchanges for _, level, _, _ in one.entries)
