"""The rows of a store: read one after the other, written in batches, and taken out."""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import zip_longest
from typing import Any, Final, Protocol

from engine.archive.errors import ArchiveError
from engine.archive.progress import Progress
from engine.storage.catalog import Table, listed, new_store
from engine.storage.connection import Connection, Session
from engine.storage.errors import StoreFailure, StoreUnavailable
from engine.storage.migrations import known_migrations

_BATCH_ROWS: Final = 500
_BATCH_BYTES: Final = 4_000_000
_CURSOR: Final = "crosstie_rows"
_SELECT_LAST_ID: Final = {
    "sqlite": "SELECT max(seq) FROM sqlite_sequence WHERE name = ?",
    "postgresql": """
SELECT COALESCE(pg_sequence_last_value(seqrelid), seqstart - 1) FROM pg_sequence
WHERE seqrelid = pg_get_serial_sequence(?, 'id')::regclass""",
}
_RAISE_SEQUENCE: Final = "UPDATE sqlite_sequence SET seq = ? WHERE name = ?"
_BEGIN_SEQUENCE: Final = "INSERT INTO sqlite_sequence (seq, name) VALUES (?, ?)"
_SET_IDENTITY: Final = "SELECT setval(pg_get_serial_sequence(?2, 'id'), ?1)"


class Rows(Protocol):
    """Where rows come from: an archive, or another store."""

    @property
    def last_ids(self) -> Mapping[str, int]:
        """The highest ids ever given, by table."""

    @property
    def row_count(self) -> int:
        """How many rows there are in all tables together."""

    def columns_of(self, table: Table) -> Sequence[str]:
        """Return the columns that there are values for; raises `ArchiveError`."""

    def rows_of(self, table: Table) -> Iterator[Sequence[Any]]:
        """Yield the rows of a table, values in the order of `columns_of`."""


class StoreRows:
    """The rows of a store, in the order of their keys, inside a transaction of the caller's."""

    def __init__(self, connection: Connection, tables: Sequence[Table]) -> None:
        self._connection = connection
        self._tables = tables

    @property
    def last_ids(self) -> Mapping[str, int]:
        """The highest ids ever given, by table."""
        return last_ids(self._connection, self._tables)

    @property
    def row_count(self) -> int:
        """How many rows there are in all tables together."""
        return sum(count_of(self._connection, table) for table in self._tables)

    def columns_of(self, table: Table) -> Sequence[str]:
        """Return the columns of a table."""
        return table.columns

    def rows_of(self, table: Table) -> Generator[Sequence[Any]]:
        """Yield the rows of a table; never more than a batch of them is in memory."""
        statement = (
            f"SELECT {listed(table.columns)} FROM {listed([table.name])} "  # noqa: S608
            f"ORDER BY {listed(table.key)}"
        )
        if self._connection.dialect == "sqlite":
            yield from self._connection.execute(statement)
        else:
            yield from self._fetched(statement, 1 if table.has_files else _BATCH_ROWS)

    def _fetched(self, statement: str, batch_rows: int) -> Iterator[Sequence[Any]]:
        """The driver would fetch all rows at once: a cursor of the server's does not."""
        self._connection.execute(f"DECLARE {_CURSOR} NO SCROLL CURSOR FOR {statement}")
        while rows := self._connection.execute(f"FETCH {batch_rows} FROM {_CURSOR}").fetchall():
            yield from rows
        self._connection.execute(f"CLOSE {_CURSOR}")


def count_of(connection: Connection, table: Table) -> int:
    """Return how many rows a table has."""
    (count,) = connection.execute(f"SELECT count(*) FROM {listed([table.name])}").fetchone()  # noqa: S608
    return int(count)


def last_ids(connection: Connection, tables: Iterable[Table]) -> Mapping[str, int]:
    """Return the highest ids ever given in tables where those of deleted rows never return."""
    statement = _SELECT_LAST_ID[connection.dialect]
    found = {
        table.name: connection.execute(statement, (table.name,)).fetchone()[0]
        for table in tables
        if table.has_lasting_ids
    }
    return {name: int(last) for name, last in found.items() if last}


def fill(
    session: Session, tables: Sequence[Table], rows: Rows, progress: Progress | None = None
) -> None:
    """Make `rows` the rows of the store, in a transaction of the caller's.

    Ids go on behind the highest ever given, there or here. Raises `ArchiveError` where the
    database refuses a row.
    """
    for table in reversed(tables):
        session.execute(f"DELETE FROM {listed([table.name])}")  # noqa: S608 - names of our schema
    for table in tables:
        columns = rows.columns_of(table)
        marks = ", ".join("?" for _ in columns)
        statement = f"INSERT INTO {listed([table.name])} ({listed(columns)}) VALUES ({marks})"  # noqa: S608
        for batch in _batches(rows.rows_of(table)):
            try:
                session.executemany(statement, batch)
            except session.errors as error:
                raise _refusal(session.failure(error), table) from error
            if progress is not None:
                progress.advance(len(batch))
    _continue_ids(session, tables, rows.last_ids)


def refuse_unless_new(connection: Connection, tables: Sequence[Table]) -> None:
    """Raise `ArchiveError` where a store holds anything but what every new store does."""
    with new_store(known_migrations()) as fresh:
        for table in tables:
            compared = replace(table, columns=table.key) if table.extends else table
            if not _is_equal(connection, fresh, compared):
                raise ArchiveError(
                    f"the store is in use: its table `{table.name}` is not that of a new store",
                    "restore into a new one, or --replace empties this one first",
                )


def _is_equal(one: Connection, other: Connection, table: Table) -> bool:
    with (
        closing(StoreRows(one, [table]).rows_of(table)) as rows,
        closing(StoreRows(other, [table]).rows_of(table)) as expected,
    ):
        pairs = zip_longest(rows, expected)
        return all(row and wanted and (*row,) == (*wanted,) for row, wanted in pairs)


def _batches(rows: Iterator[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    batch: list[Sequence[Any]] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += sum(len(value) for value in row if isinstance(value, str | bytes))
        if len(batch) == _BATCH_ROWS or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _continue_ids(session: Session, tables: Sequence[Table], given: Mapping[str, int]) -> None:
    here = last_ids(session, tables)
    for name, last in given.items():
        if last <= here.get(name, 0):
            continue
        if session.dialect == "postgresql":
            session.execute(_SET_IDENTITY, (last, name))
        elif session.execute(_RAISE_SEQUENCE, (last, name)).rowcount == 0:
            session.execute(_BEGIN_SEQUENCE, (last, name))


def _refusal(failure: StoreFailure, table: Table) -> Exception:
    if isinstance(failure, StoreUnavailable):
        return failure  # no row is to blame
    return ArchiveError(f"a row of the table `{table.name}` is refused: {failure.message}")
