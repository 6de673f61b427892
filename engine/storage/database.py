"""One SQLite file: a writer thread with group commit, and readers with consistent views."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeVar

from engine.storage.lane import Job, Lane
from engine.storage.migrations import migrate

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

MEMORY: Final = ":memory:"
READERS: Final = 2
BUSY_TIMEOUT_SECONDS: Final = 10.0
"""How long to wait for another process that writes, `crosstie` on the command line for one."""

_BATCH_SIZE: Final = 256

# A commit is a promise to a partner: FULL makes it survive a power failure, and group commit pays
# for it once per batch (https://www.sqlite.org/pragma.html#pragma_synchronous).
_WRITER_PRAGMAS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)
_READER_PRAGMAS: Final = ("PRAGMA query_only = ON",)


class Database:
    """The store behind everything that must not be lost.

    `read` and `write` run plain synchronous work on a connection, off the event loop. The work
    gets its transaction ready-made: it neither commits nor rolls back.
    """

    def __init__(self, writer: Lane, reader: Lane | None) -> None:
        self._writer = writer
        self._reader = reader

    @classmethod
    def open(cls, path: Path | str) -> "Database":
        """Open or create the store at `path`, brought up to date; close it with `close`.

        `":memory:"` gives a store that ends with it. Raises `StoreError` when the file was
        written by a newer version or a migration in it is not the one known here.
        """
        writer = _connect(path, _WRITER_PRAGMAS)
        try:
            migrate(writer)
        except BaseException:
            writer.close()
            raise
        if str(path) == MEMORY:
            return cls(Lane([writer], _run_batch, batch_size=_BATCH_SIZE), None)
        readers = [_connect(path, _READER_PRAGMAS) for _ in range(READERS)]
        return cls(
            Lane([writer], _run_batch, batch_size=_BATCH_SIZE),
            Lane(readers, _run_reads, batch_size=1),
        )

    async def __aenter__(self) -> "Database":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def read(self, work: Work[T]) -> T:
        """Run `work` on one consistent view and return what it returns; it cannot write."""
        if self._reader is None:
            return await self._writer.run(_guarded(work))
        return await self._reader.run(work)

    async def write(self, work: Work[T]) -> T:
        """Run `work` in a transaction and return what it returns, once that is on the disk.

        Whatever `work` raises undoes all it wrote and nothing of anyone else's. A caller that is
        cancelled before its work began has written nothing; after that, all of it.
        """
        return await self._writer.run(work)

    async def close(self) -> None:
        """Finish what was asked for before, then close the file. Closing twice is fine."""
        # Threads are joined off the loop: they settle their callers on it while finishing.
        if self._reader is not None:
            await asyncio.to_thread(self._reader.close)
        await asyncio.to_thread(self._writer.close)


def make_private(path: Path | str) -> None:
    """Make a file that is not there yet, empty and for its owner alone.

    SQLite would make it readable for everyone; what it keeps beside a file gets that file's mode.
    """
    with suppress(FileExistsError):
        Path(path).touch(mode=0o600, exist_ok=False)


def _connect(path: Path | str, pragmas: tuple[str, ...]) -> sqlite3.Connection:
    if str(path) != MEMORY:
        make_private(path)
    connection = sqlite3.connect(
        path,
        timeout=BUSY_TIMEOUT_SECONDS,
        isolation_level=None,  # transactions are begun below, not guessed by the driver
        check_same_thread=False,  # opened here, used by one thread of its lane only
        cached_statements=512,
    )
    for pragma in pragmas:
        connection.execute(pragma)
    return connection


def _guarded(work: Work[T]) -> Work[T]:
    def run(connection: sqlite3.Connection) -> T:
        connection.execute("PRAGMA query_only = ON")
        try:
            return work(connection)
        finally:
            connection.execute("PRAGMA query_only = OFF")

    return run


def _run_reads(connection: sqlite3.Connection, jobs: list[Job[Any]]) -> None:
    for job in jobs:
        connection.execute("BEGIN")
        try:
            job.run(connection)
        finally:
            connection.execute("ROLLBACK")


def _run_batch(connection: sqlite3.Connection, jobs: list[Job[Any]]) -> None:
    """Run all jobs in one transaction, each undone alone when it raises."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        for job in jobs:
            _run_in_savepoint(connection, job)
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        # A full disk or a lock that never came: nothing of the batch is on the disk, so nobody
        # in it may be told otherwise.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        for job in jobs:
            job.fail(error)


def _run_in_savepoint(connection: sqlite3.Connection, job: Job[Any]) -> None:
    connection.execute("SAVEPOINT job")
    job.run(connection)
    if not connection.in_transaction:
        # SQLite itself rolls back the whole transaction on some errors, a full disk for one
        # (https://www.sqlite.org/lang_transaction.html, section 3).
        raise sqlite3.OperationalError(f"the transaction was lost: {job.error}")
    if job.error is not None:
        connection.execute("ROLLBACK TO job")
    connection.execute("RELEASE job")
