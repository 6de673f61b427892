"""Finds recorded exchanges again, across the files of all days."""

import asyncio
import logging
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from heapq import heappop, heappush
from itertools import islice
from pathlib import Path

import msgspec
from zstandard import ZstdError

from engine.tracing import day_file
from engine.tracing.chunk import exchanges_of, numbered
from engine.tracing.query import Cursor, ExchangeQuery
from engine.tracing.recorded import (
    RecordedEntry,
    RecordedExchange,
    Stored,
    entries_of,
    exchange_of,
)

_LOG = logging.getLogger("crosstie.tracing")


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a result. `next` leads to the following part; None when there is none."""

    exchanges: tuple[RecordedExchange, ...]
    next: Cursor | None


@dataclass(frozen=True, slots=True)
class Recording:
    """One exchange with all its entries, in the order of their recording."""

    exchange: RecordedExchange
    entries: tuple[RecordedEntry, ...]


class TraceReader:
    """Reads and removes what the recorder wrote, from any process that sees the folder.

    Files that cannot be read are named in the log and left out.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def search(self, query: ExchangeQuery) -> Page:
        """Return the exchanges that a query asks for, in the order of their beginning."""
        found = [
            (Cursor(day, stored.started_us, number), exchange_of(day, number, stored))
            for day, number, stored in islice(self._stored(query), query.limit + 1)
        ]
        exchanges = tuple(exchange for _, exchange in found[: query.limit])
        is_more = len(found) > query.limit and query.limit > 0
        return Page(exchanges, found[query.limit - 1][0] if is_more else None)

    def find(self, exchange_id: str) -> Recording | None:
        """Return the exchange with that id and its entries, or None."""
        return next(iter(self.recordings(ExchangeQuery(id=exchange_id, limit=1))), None)

    def recordings(self, query: ExchangeQuery) -> tuple[Recording, ...]:
        """Return the exchanges that a query asks for, each with its entries."""
        return tuple(
            Recording(exchange_of(day, number, stored), entries_of(stored))
            for day, number, stored in islice(self._stored(query), query.limit)
        )

    def delete_exchange(self, exchange_id: str) -> int:
        """Remove one exchange; return how many rows that were. Raises `sqlite3.Error`."""
        return self._delete(id=exchange_id)

    def delete_service(self, service_id: int) -> int:
        """Remove all exchanges of a service; return how many. Raises `sqlite3.Error`."""
        return self._delete(service_id=service_id)

    async def search_async(self, query: ExchangeQuery) -> Page:
        """Return what `search` returns, without holding up the event loop."""
        return await asyncio.to_thread(self.search, query)

    async def find_async(self, exchange_id: str) -> Recording | None:
        """Return what `find` returns, without holding up the event loop."""
        return await asyncio.to_thread(self.find, exchange_id)

    async def delete_service_async(self, service_id: int) -> int:
        """Do what `delete_service` does, without holding up the event loop."""
        return await asyncio.to_thread(self.delete_service, service_id)

    def _days(self, query: ExchangeQuery) -> list[date]:
        touched = [day for day in day_file.days(self._folder) if query.touches(day)]
        return touched[::-1] if query.newest_first else touched

    def _stored(self, query: ExchangeQuery) -> Iterator[tuple[date, int, Stored]]:
        """Yield the exchanges that a query asks for, with their days and numbers."""
        for day in self._days(query):
            try:
                with day_file.reading(day_file.path_of(self._folder, day)) as connection:
                    for number, stored in _in_order(_chunks(connection, query), query, day):
                        yield day, number, stored
            except (sqlite3.Error, msgspec.DecodeError, ZstdError) as error:
                _LOG.warning("the exchanges of %s cannot be read: %s", day.isoformat(), error)

    def _delete(self, *, id: str | None = None, service_id: int | None = None) -> int:
        return sum(
            day_file.delete_exchanges(
                day_file.path_of(self._folder, day), id=id, service_id=service_id
            )
            for day in day_file.days(self._folder)
        )


def _chunks(connection: sqlite3.Connection, query: ExchangeQuery) -> Iterator[sqlite3.Row]:
    condition, values = query.chunks()
    order = "last_us DESC" if query.newest_first else "first_us"
    yield from connection.execute(
        f"SELECT number, first_us, last_us, exchanges FROM chunk"  # noqa: S608 - constants
        f" WHERE {condition} ORDER BY {order}",
        values,
    )


def _in_order(
    chunks: Iterable[sqlite3.Row], query: ExchangeQuery, day: date
) -> Iterator[tuple[int, Stored]]:
    """Yield the exchanges of overlapping chunks in the order of their beginning.

    What waits is given away as soon as no later chunk can hold anything that goes before it.
    """
    sign = -1 if query.newest_first else 1
    waiting: list[tuple[int, int, Stored]] = []
    for chunk in chunks:
        bound = sign * chunk["last_us" if query.newest_first else "first_us"]
        while waiting and waiting[0][0] < bound:
            _, number, stored = heappop(waiting)
            yield sign * number, stored
        exchanges = exchanges_of(chunk["exchanges"])
        for number, stored in numbered(chunk["number"], exchanges):
            if query.accepts(day, number, stored):
                heappush(waiting, (sign * stored.started_us, sign * number, stored))
    while waiting:
        _, number, stored = heappop(waiting)
        yield sign * number, stored
