"""The files that hold recorded exchanges: one SQLite database for each day, in UTC."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from pathlib import Path

from engine.storage.database import make_private
from engine.tracing.row import epoch_us

SCHEMA = """
CREATE TABLE IF NOT EXISTS exchange (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    started_us INTEGER NOT NULL,
    duration_us INTEGER NOT NULL,
    role TEXT NOT NULL,
    service_id INTEGER NOT NULL,
    service TEXT NOT NULL,
    action TEXT NOT NULL,
    remote_address TEXT NOT NULL,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    status INTEGER,
    outcome TEXT NOT NULL,
    level INTEGER NOT NULL,
    problem TEXT NOT NULL,
    searchable TEXT NOT NULL,
    codec INTEGER NOT NULL,
    entries BLOB NOT NULL,
    size_bytes INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS exchange_id ON exchange (id);
CREATE INDEX IF NOT EXISTS exchange_started ON exchange (started_us);
CREATE INDEX IF NOT EXISTS exchange_service ON exchange (service_id, started_us);
"""

_INSERT = """
INSERT INTO exchange (
    id, started_us, duration_us, role, service_id, service, action, remote_address, method, path,
    status, outcome, level, problem, searchable, codec, entries, size_bytes
) VALUES """
_VALUES = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

MAX_ROWS = 1_000
"""The most rows of one statement; SQLite takes 32,766 values since 3.32."""

BUSY_SECONDS = 5.0
_PAGE_BYTES = 16_384
"""A row of two kilobytes leaves little of such a page unused: half the work of SQLite's 4,096."""
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


def insert(connection: sqlite3.Connection, rows: Sequence[tuple[object, ...]]) -> None:
    """Write at most `MAX_ROWS` rows, all or none. Raises `sqlite3.Error`.

    One statement is a transaction of its own. After each step of a statement a thread has to get
    the interpreter back from the event loop, which under load costs more than the step.
    """
    statement = _INSERT + ", ".join([_VALUES] * len(rows))
    connection.execute(statement, list(chain.from_iterable(rows)))


def give_back(connection: sqlite3.Connection) -> None:
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
