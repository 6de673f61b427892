"""The store behind everything that must not be lost: a writer with group commit, and readers."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

from engine.storage.connection import Connection, Session
from engine.storage.errors import StoreUnavailable
from engine.storage.lane import Job, Lane
from engine.storage.migrations import migrate
from engine.storage.sqlite import MEMORY, connect_reader, connect_writer

T = TypeVar("T")
Work = Callable[[Connection], T]

READERS: Final = 2

_BATCH_SIZE: Final = 256
_POSTGRESQL: Final = ("postgresql://", "postgres://")


class Database:
    """One store, whichever database it is kept in.

    `read` and `write` run plain synchronous work on a connection, off the event loop. The work
    gets its transaction ready-made: it neither commits nor rolls back. What the database itself
    refuses is raised as `StoreFailure`.
    """

    def __init__(self, writer: Lane, reader: Lane | None) -> None:
        self._writer = writer
        self._reader = reader

    @classmethod
    def open(cls, where: Path | str) -> "Database":
        """Open or create the store, brought up to date; close it with `close`.

        `where` is a file for SQLite, ``":memory:"`` for a store that ends with it, or
        ``postgresql://…``. Raises `StoreError` when the store was written by a newer version or a
        migration in it is not the one known here, and `StoreFailure` when there is no way to it.
        """
        connect, connect_to_read = ways_to(where)
        writer = connect()
        try:
            migrate(writer)
        except BaseException as error:
            writer.close()
            if isinstance(error, writer.errors):
                raise writer.failure(error) from error
            raise
        lane = Lane([writer], _run_batch, batch_size=_BATCH_SIZE)
        if str(where) == MEMORY:
            return cls(lane, None)
        readers = [connect_to_read() for _ in range(READERS)]
        return cls(lane, Lane(readers, _run_reads, batch_size=1))

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
        """Finish what was asked for before, then close the store. Closing twice is fine."""
        # Threads are joined off the loop: they settle their callers on it while finishing.
        if self._reader is not None:
            await asyncio.to_thread(self._reader.close)
        await asyncio.to_thread(self._writer.close)


def is_postgresql(where: Path | str) -> bool:
    """Say whether a store is kept in a PostgreSQL server."""
    return isinstance(where, str) and where.startswith(_POSTGRESQL)


def ways_to(where: Path | str) -> tuple[Callable[[], Session], Callable[[], Session]]:
    """Return how to connect to write and how to connect to read.

    Both raise `StoreUnavailable`.
    """
    if is_postgresql(where):
        # Loaded where it is wanted: a store in a file starts without the driver.
        from engine.storage.postgresql import PostgresSession

        url = str(where)
        return (lambda: PostgresSession(url)), (lambda: PostgresSession(url))
    return (lambda: connect_writer(where)), (lambda: connect_reader(where))


def _guarded(work: Work[T]) -> Work[T]:
    def run(connection: Connection) -> T:
        connection.execute("PRAGMA query_only = ON")
        try:
            return work(connection)
        finally:
            connection.execute("PRAGMA query_only = OFF")

    return run


def _run_reads(session: Session, jobs: list[Job[Any]]) -> None:
    for job in jobs:
        try:
            session.begin_read()
            try:
                job.run(session)
            finally:
                session.execute("ROLLBACK")
        except session.errors as error:
            job.fail(error)
        _translate(job, session)


def _run_batch(session: Session, jobs: list[Job[Any]]) -> None:
    """Run all jobs in one transaction, each undone alone when it raises."""
    try:
        session.begin_write()
        for job in jobs:
            _run_in_savepoint(session, job)
        session.execute("COMMIT")
    except (session.errors, StoreUnavailable) as error:
        # A full disk, a lock that never came, a lost server: nothing of the batch is on the disk,
        # so nobody in it may be told otherwise.
        if session.in_transaction:
            session.execute("ROLLBACK")
        for job in jobs:
            job.fail(error)
            _translate(job, session)


def _run_in_savepoint(session: Session, job: Job[Any]) -> None:
    session.execute("SAVEPOINT job")
    job.run(session)
    if not session.in_transaction:
        # SQLite itself rolls back the whole transaction on some errors, a full disk for one
        # (https://www.sqlite.org/lang_transaction.html, section 3).
        raise StoreUnavailable(f"the transaction was lost: {job.error}")
    if job.error is not None:
        session.execute("ROLLBACK TO job")
    session.execute("RELEASE job")
    _translate(job, session)


def _translate(job: Job[Any], session: Session) -> None:
    """Let the caller see what became of a driver's error, not the driver."""
    error = job.error
    if isinstance(error, session.errors):
        job.error = session.failure(error)
        job.error.__cause__ = error
