"""Finds recorded exchanges again, across the files of all days."""

import asyncio
import logging
import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engine.model.exchange import Role
from engine.model.level import Level
from engine.model.tracer import Outcome
from engine.tracing import day_file
from engine.tracing.query import Cursor, ExchangeQuery
from engine.tracing.row import RecordedEntry, RecordedExchange, entries_of, moment_of

_LOG = logging.getLogger("crosstie.tracing")

_COLUMNS = (
    "number, id, started_us, duration_us, role, service_id, service, action, remote_address,"
    " method, path, status, outcome, level, problem, size_bytes"
)
_ROWS_PER_DAY = 1_000_000_000


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
        found: list[tuple[Cursor, RecordedExchange]] = []
        for day in self._days(query):
            wanted = query.limit + 1 - len(found)
            if wanted <= 0:
                break
            found += self._search_day(day, query, wanted)
        exchanges = tuple(exchange for _, exchange in found[: query.limit])
        is_more = len(found) > query.limit and query.limit > 0
        return Page(exchanges, found[query.limit - 1][0] if is_more else None)

    def find(self, exchange_id: str) -> Recording | None:
        """Return the exchange with that id and its entries, or None."""
        for day in reversed(day_file.days(self._folder)):
            row = self._first(
                day,
                f"SELECT {_COLUMNS}, steps, codec, entries FROM recording"  # noqa: S608 - constants
                " WHERE id = ? ORDER BY number DESC LIMIT 1",
                exchange_id,
            )
            if row is not None:
                exchange = _exchange(day, row)
                entries = entries_of(
                    exchange.started_at, row["steps"], row["codec"], row["entries"]
                )
                return Recording(exchange, entries)
        return None

    def recordings(self, query: ExchangeQuery) -> tuple[Recording, ...]:
        """Return the exchanges that a query asks for, each with its entries."""
        found = (self.find(exchange.id) for exchange in self.search(query).exchanges)
        return tuple(recording for recording in found if recording is not None)

    def delete_exchange(self, exchange_id: str) -> int:
        """Remove one exchange; return how many rows that were. Raises `sqlite3.Error`."""
        return self._delete("id = ?", exchange_id)

    def delete_service(self, service_id: int) -> int:
        """Remove all exchanges of a service; return how many. Raises `sqlite3.Error`."""
        return self._delete("service_id = ?", service_id)

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

    def _search_day(
        self, day: date, query: ExchangeQuery, limit: int
    ) -> list[tuple[Cursor, RecordedExchange]]:
        condition, values = query.where(day)
        order = "DESC" if query.newest_first else "ASC"
        statement = (
            f"SELECT {_COLUMNS} FROM recording WHERE {condition}"  # noqa: S608 - constants alone
            f" ORDER BY started_us {order}, number {order} LIMIT ?"
        )
        return [
            (Cursor(day, row["started_us"], row["number"]), _exchange(day, row))
            for row in self._rows(day, statement, *values, limit)
        ]

    def _first(self, day: date, statement: str, *values: object) -> sqlite3.Row | None:
        rows = self._rows(day, statement, *values)
        return rows[0] if rows else None

    def _rows(self, day: date, statement: str, *values: object) -> list[sqlite3.Row]:
        try:
            with day_file.reading(day_file.path_of(self._folder, day)) as connection:
                return connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            _LOG.warning("the exchanges of %s cannot be read: %s", day.isoformat(), error)
            return []

    def _delete(self, condition: str, value: object) -> int:
        return sum(
            day_file.delete(day_file.path_of(self._folder, day), condition, value)
            for day in day_file.days(self._folder)
        )


def _exchange(day: date, row: sqlite3.Row) -> RecordedExchange:
    return RecordedExchange(
        number=day.toordinal() * _ROWS_PER_DAY + row["number"],
        id=row["id"],
        started_at=moment_of(row["started_us"]),
        duration_us=row["duration_us"],
        role=Role(row["role"]),
        service_id=row["service_id"],
        service=row["service"],
        action=row["action"],
        remote_address=row["remote_address"],
        method=row["method"],
        path=row["path"],
        status=row["status"],
        outcome=Outcome(row["outcome"]),
        level=Level(row["level"]),
        problem=row["problem"],
        size_bytes=row["size_bytes"],
    )
