"""The files that hold recorded exchanges: one SQLite database for each day, in UTC."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from zstandard import ZstdCompressor

from engine.storage.sqlite import make_private
from engine.tracing.chunk import Chunk, chunk_of, exchanges_of
from engine.tracing.entry_json import ENCODER
from engine.tracing.recorded import epoch_us

SCHEMA = """
CREATE TABLE IF NOT EXISTS chunk (
    number INTEGER PRIMARY KEY,
    first_us INTEGER NOT NULL,
    last_us INTEGER NOT NULL,
    first_id TEXT NOT NULL,
    last_id TEXT NOT NULL,
    services TEXT NOT NULL,
    level INTEGER NOT NULL,
    exchanges BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS chunk_first ON chunk (first_us);
CREATE INDEX IF NOT EXISTS chunk_last ON chunk (last_us);
"""

_INSERT = """
INSERT INTO chunk (first_us, last_us, first_id, last_id, services, level, exchanges)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_REPLACE = """
UPDATE chunk SET first_us = ?, last_us = ?, first_id = ?, last_id = ?, services = ?, level = ?,
    exchanges = ?
WHERE number = ?
"""

BUSY_SECONDS = 5.0
_PAGE_BYTES = 16_384
"""A row of some kilobytes leaves little of such a page unused."""
_LOG_BYTES = 16 * 1024 * 1024
"""How long the write-ahead log grows before it is moved into the file."""
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})\.db")
_BESIDE = ("", "-wal", "-shm")


def path_of(folder: Path, day: date) -> Path:
    """Return where the exchanges of a day are."""
    return folder / f"{day.isoformat()}.db"


def days(folder: Path) -> list[date]:
    """Return the days there are files for, oldest first."""
    if not folder.is_dir():
        return []
    return sorted(filter(None, (_day(path.name) for path in folder.iterdir())))


def _day(file_name: str) -> date | None:
    found = _NAME.fullmatch(file_name)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:  # the 31st of February: nobody's file of ours
        return None


def day_of(moment: datetime) -> date:
    """Return the day whose file an exchange belongs to that began at `moment`."""
    return moment.astimezone(UTC).date()


def start_us(day: date) -> int:
    """Return the first microsecond of a day since 1970."""
    return epoch_us(datetime(day.year, day.month, day.day, tzinfo=UTC))


def end_us(day: date) -> int:
    """Return the first microsecond of the next day since 1970."""
    return start_us(day + timedelta(days=1))


def open_for_writing(path: Path) -> sqlite3.Connection:
    """Return a connection to a day's file, which is made when it is not there.

    Raises `OSError` and `sqlite3.Error`.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    make_private(path)
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG_BYTES // _PAGE_BYTES}")
        # Deleting gives space back only to a file that was made this way.
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.executescript(SCHEMA)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a day's file for reading alone. Raises `sqlite3.Error` when it cannot be read."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all that is written inside, or nothing. Raises `sqlite3.Error`."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def insert(connection: sqlite3.Connection, chunks: Sequence[Chunk]) -> None:
    """Write chunks, all or none. Raises `sqlite3.Error`."""
    rows = _rows(chunks)
    with writing(connection):
        connection.executemany(_INSERT, rows)


def _rows(chunks: Sequence[Chunk]) -> list[tuple[object, ...]]:
    """Return the values of the columns: exchanges are alike, and take a tenth compressed."""
    compressor = ZstdCompressor(level=1)  # more levels make them no smaller
    return [(*columns, compressor.compress(exchanges)) for *columns, exchanges, _ in chunks]


def delete_exchanges(path: Path, *, id: str | None = None, service_id: int | None = None) -> int:
    """Delete an exchange, or those of a service; return how many. Raises `sqlite3.Error`."""
    deleted = 0
    with closing(open_for_writing(path)) as connection:
        found = connection.execute(
            "SELECT number FROM chunk"
            " WHERE first_id <= ? AND last_id >= ? OR instr(services, ?) > 0",
            (id, id, f",{service_id},"),
        ).fetchall()
        for [number] in found:
            # One at a time: whoever records exchanges waits no longer than `BUSY_SECONDS`.
            with writing(connection):
                deleted += _delete_from(connection, number, id, service_id)
        if deleted:
            _give_back(connection)
    return deleted


def _delete_from(
    connection: sqlite3.Connection, number: int, id: str | None, service_id: int | None
) -> int:
    row = connection.execute(
        "SELECT level, exchanges FROM chunk WHERE number = ?", (number,)
    ).fetchone()
    if row is None:  # the retention was here first
        return 0
    level, packed = row
    exchanges = exchanges_of(packed)
    kept = [one for one in exchanges if one.id != id and one.service_id != service_id]
    if not kept:
        connection.execute("DELETE FROM chunk WHERE number = ?", (number,))
    elif len(kept) < len(exchanges):
        chunk = chunk_of(kept, ENCODER.encode(kept), level)
        [row] = _rows([chunk])
        connection.execute(_REPLACE, (*row, number))
    return len(exchanges) - len(kept)


def delete_chunks(path: Path, condition: str, value: object) -> int:
    """Delete chunks; return how many they were. `condition` is a constant.

    Raises `sqlite3.Error`.
    """
    with closing(open_for_writing(path)) as connection:
        statement = f"DELETE FROM chunk WHERE {condition}"  # noqa: S608 - a constant
        deleted = connection.execute(statement, (value,)).rowcount
        if deleted:
            _give_back(connection)
    return deleted


def _give_back(connection: sqlite3.Connection) -> None:
    """Return the pages of deleted rows to the file system."""
    # `execute` takes one step, which is one page: the statement has no rows to fetch.
    connection.executescript("PRAGMA incremental_vacuum;")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def size_bytes(path: Path) -> int:
    """Return what a day takes on the disk, its write-ahead log included."""
    files = (path.with_name(path.name + suffix) for suffix in _BESIDE)
    return sum(file.stat().st_size for file in files if file.exists())


def remove(path: Path) -> None:
    """Remove the file of a day with what SQLite keeps beside it."""
    for suffix in _BESIDE:
        path.with_name(path.name + suffix).unlink(missing_ok=True)
