"""SQLite: one file of this machine, or memory for tests."""

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Final

from engine.storage.connection import Dialect
from engine.storage.errors import StoreFailure, StoreUnavailable
from engine.storage.search_text import register

MEMORY: Final = ":memory:"
BUSY_TIMEOUT_SECONDS: Final = 10.0
"""How long to wait for another process that writes, `crosstie` on the command line for one."""

# A commit is a promise to a partner: FULL makes it survive a power failure, and group commit pays
# for it once per batch (https://www.sqlite.org/pragma.html#pragma_synchronous).
_WRITER_PRAGMAS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # In KiB when negative: the upper levels of all indexes of a large desk, so that a write costs
    # the same however much is stored. Memory is taken as pages are read.
    "PRAGMA cache_size = -65536",
)
_READER_PRAGMAS: Final = ("PRAGMA query_only = ON", "PRAGMA cache_size = -16384")


class SqliteSession(sqlite3.Connection):
    """A `Session` on a SQLite file."""

    dialect: Dialect = "sqlite"
    errors: type[Exception] = sqlite3.Error

    def failure(self, error: Exception) -> StoreFailure:
        """Return what callers are told of a driver's error."""
        kind = StoreUnavailable if isinstance(error, sqlite3.OperationalError) else StoreFailure
        return kind(str(error))

    def begin_write(self) -> None:
        """Begin a transaction that nobody else writes beside."""
        self.execute("BEGIN IMMEDIATE")

    def begin_read(self) -> None:
        """Begin a transaction that sees one moment. `connect_reader` gives one that only reads."""
        self.execute("BEGIN")


def connect_writer(path: Path | str) -> SqliteSession:
    """Open a store to write in; it is made, for its owner alone, when it is not there.

    Raises `StoreUnavailable`.
    """
    return _connect(path, _WRITER_PRAGMAS)


def connect_reader(path: Path | str) -> SqliteSession:
    """Open a store that is there, only to read; raises `StoreUnavailable`."""
    return _connect(path, _READER_PRAGMAS)


def make_private(path: Path | str) -> None:
    """Make a file that is not there yet, empty and for its owner alone.

    SQLite would make it readable for everyone; what it keeps beside a file gets that file's mode.
    """
    with suppress(FileExistsError):
        Path(path).touch(mode=0o600, exist_ok=False)


def _connect(path: Path | str, pragmas: tuple[str, ...]) -> SqliteSession:
    if str(path) != MEMORY:
        make_private(path)
    try:
        session = sqlite3.connect(
            path,
            timeout=BUSY_TIMEOUT_SECONDS,
            isolation_level=None,  # transactions are begun by the lane, not guessed by the driver
            check_same_thread=False,  # opened here, used by one thread of its lane only
            cached_statements=512,
            factory=SqliteSession,
        )
        register(session)
        for pragma in pragmas:
            session.execute(pragma)
    except sqlite3.Error as error:
        raise StoreUnavailable(str(error)) from error
    return session
