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
CREATE TABLE IF NOT EXISTS course (
    number INTEGER PRIMARY KEY,
    role TEXT NOT NULL,
    service_id INTEGER NOT NULL,
    service TEXT NOT NULL,
    action TEXT NOT NULL,
    method TEXT NOT NULL,
    status INTEGER,
    outcome TEXT NOT NULL,
    level INTEGER NOT NULL,
    problem TEXT NOT NULL,
    searchable TEXT NOT NULL,
    steps TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS recorded (
    number INTEGER PRIMARY KEY,
    course INTEGER NOT NULL,
    id TEXT NOT NULL,
    started_us INTEGER NOT NULL,
    duration_us INTEGER NOT NULL,
    service_id INTEGER NOT NULL,
    remote_address TEXT NOT NULL,
    path TEXT NOT NULL,
    codec INTEGER NOT NULL,
    entries BLOB NOT NULL,
    size_bytes INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS recorded_id ON recorded (id);
CREATE INDEX IF NOT EXISTS recorded_started ON recorded (started_us);
CREATE INDEX IF NOT EXISTS recorded_service ON recorded (service_id, started_us);
CREATE VIEW IF NOT EXISTS recording AS
    SELECT recorded.*, role, service, action, method, status, outcome, level, problem, searchable,
        steps
    FROM recorded JOIN course ON course.number = recorded.course;
"""
"""A row of `recorded` is an exchange; what it shares with others stands in `course`."""

_INSERT_COURSE = """
INSERT INTO course (
    role, service_id, service, action, method, status, outcome, level, problem, searchable, steps
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_INSERT = """
INSERT INTO recorded (
    course, id, started_us, duration_us, service_id, remote_address, path, codec, entries,
    size_bytes
) VALUES """
_VALUES = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

_ROWS_AT_ONCE = 50
_INSERT_MANY = _INSERT + ", ".join([_VALUES] * _ROWS_AT_ONCE)

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
        connection.create_function("casefold", 1, str.casefold, deterministic=True)
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


def version(connection: sqlite3.Connection) -> int:
    """Return a number that changes whenever another connection has written."""
    [number] = connection.execute("PRAGMA data_version").fetchone()
    return int(number)


def insert_course(connection: sqlite3.Connection, columns: Sequence[object]) -> int:
    """Write a row of `course`; return its number. Raises `sqlite3.Error`."""
    number = connection.execute(_INSERT_COURSE, columns).lastrowid
    if number is None:
        raise sqlite3.DatabaseError("a row without a number")
    return number


def insert(connection: sqlite3.Connection, rows: Sequence[Sequence[object]]) -> None:
    """Write rows of `recorded`. Raises `sqlite3.Error`.

    After each step of a statement a thread has to get the interpreter back from the event loop,
    which under load costs more than the step: many rows are one step.
    """
    whole = len(rows) - len(rows) % _ROWS_AT_ONCE
    for start in range(0, whole, _ROWS_AT_ONCE):
        values = list(chain.from_iterable(rows[start : start + _ROWS_AT_ONCE]))
        connection.execute(_INSERT_MANY, values)
    connection.executemany(_INSERT + _VALUES, rows[whole:])


def delete(path: Path, condition: str, value: object) -> int:
    """Delete exchanges, and what they alone had in common; return how many they were.

    `condition` is a constant. Raises `sqlite3.Error`.
    """
    with closing(open_for_writing(path)) as connection:
        with writing(connection):
            statement = f"DELETE FROM recorded WHERE {condition}"  # noqa: S608 - a constant
            deleted = connection.execute(statement, (value,)).rowcount
            if deleted:
                connection.execute(
                    "DELETE FROM course WHERE number NOT IN (SELECT course FROM recorded)"
                )
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
