"""Threads that own sessions, and the jobs that callers on an event loop hand to them."""

import asyncio
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, Generic, TypeVar

from engine.storage.connection import Connection, Session

T = TypeVar("T")


class Job(Generic[T]):
    """Work of one caller and what came of it; `error` is what it raised, or None."""

    __slots__ = ("_future", "_result", "_work", "error", "loop")

    def __init__(self, work: Callable[[Connection], T]) -> None:
        self.loop = asyncio.get_running_loop()
        self.error: BaseException | None = None
        self._work = work
        self._future: asyncio.Future[T] = self.loop.create_future()
        self._result: T

    @property
    def is_wanted(self) -> bool:
        """Whether the caller still waits."""
        return not self._future.cancelled()

    def run(self, connection: Connection) -> None:
        """Do the work and keep what it returns or raises; called on the lane's thread."""
        try:
            self._result = self._work(connection)
        except StopIteration as error:  # a future refuses it
            self.error = RuntimeError("the work raised StopIteration")
            self.error.__cause__ = error
        except BaseException as error:  # noqa: BLE001 - it belongs to the caller, and is raised there
            self.error = error

    def fail(self, error: BaseException) -> None:
        """Let the caller see `error`, unless the work raised something itself."""
        if self.error is None:
            self.error = error

    def settle(self) -> None:
        """Answer the caller; called on its loop."""
        if self._future.done():
            return
        if self.error is None:
            self._future.set_result(self._result)
        else:
            self._future.set_exception(self.error)

    async def outcome(self) -> T:
        """Wait for the answer."""
        return await self._future


RunBatch = Callable[[Session, list[Job[Any]]], None]
"""Runs jobs on a session. Errors of a job stay in the job; anything else fails all of them."""


class Lane:
    """One queue of jobs, served by one thread for each of `sessions`.

    A thread takes up to `batch_size` waiting jobs at once, and answers their callers only after
    the whole batch has run.
    """

    def __init__(
        self, sessions: Sequence[Session], run_batch: RunBatch, *, batch_size: int
    ) -> None:
        self._queue: SimpleQueue[Job[Any] | None] = SimpleQueue()
        self._run_batch = run_batch
        self._batch_size = batch_size
        self._lock = Lock()
        self._is_closed = False
        self._threads = [
            Thread(target=self._serve, args=(session,), name="crosstie-store", daemon=True)
            for session in sessions
        ]
        for thread in self._threads:
            thread.start()

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Queue `work` and wait for its outcome."""
        job = Job(work)
        with self._lock:  # nothing may be queued behind the end marks of `close`
            if self._is_closed:
                raise RuntimeError("the store is closed")
            self._queue.put(job)
        return await job.outcome()

    def close(self) -> None:
        """Finish what is queued, close the sessions and end the threads."""
        with self._lock:
            if not self._is_closed:
                self._is_closed = True
                for _ in self._threads:
                    self._queue.put(None)
        for thread in self._threads:
            thread.join()

    def _serve(self, session: Session) -> None:
        try:
            is_open = True
            while is_open:
                jobs, is_open = self._next_batch()
                if jobs:
                    self._run(session, jobs)
                del jobs  # what they hold may be long, and the next may be far off
        finally:
            session.close()

    def _next_batch(self) -> tuple[list[Job[Any]], bool]:
        """Return the jobs to run now, and whether more may come."""
        jobs: list[Job[Any]] = []
        job = self._queue.get()
        while job is not None:
            if job.is_wanted:
                jobs.append(job)
            if len(jobs) >= self._batch_size:
                return jobs, True
            try:
                job = self._queue.get_nowait()
            except Empty:
                return jobs, True
        return jobs, False

    def _run(self, session: Session, jobs: list[Job[Any]]) -> None:
        try:
            self._run_batch(session, jobs)
        except BaseException as error:  # noqa: BLE001 - told to the callers; the lane must go on
            for job in jobs:
                job.fail(error)
        _settle(jobs)


def _settle(jobs: list[Job[Any]]) -> None:
    by_loop: dict[asyncio.AbstractEventLoop, list[Job[Any]]] = {}
    for job in jobs:
        by_loop.setdefault(job.loop, []).append(job)
    for loop, its_jobs in by_loop.items():
        if not loop.is_closed():  # a loop that is gone has nobody left to answer
            loop.call_soon_threadsafe(_settle_all, its_jobs)


def _settle_all(jobs: list[Job[Any]]) -> None:
    for job in jobs:
        job.settle()
