"""Hands documents to the helper process, which can be stopped where a thread cannot.

There is one process for each server process, started with the first document and started again
after a document that broke a limit.
"""

import atexit
import os
import select
import subprocess
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Final

from engine.mappings import _xslt_protocol as protocol

MAX_WAITING: Final = 100
"""How many documents may wait for the process."""


@dataclass(frozen=True, slots=True)
class Job:
    """A document for a stylesheet; `key` is 32 bytes that name the stylesheet."""

    key: bytes
    stylesheet: bytes
    document: bytes


class StylesheetError(Exception):
    """The stylesheet failed; the text is libxslt's."""


class DocumentError(Exception):
    """The document was not well-formed; the text is libxml2's."""


class LimitError(Exception):
    """The document broke a limit; the text says which."""


class BusyError(Exception):
    """Too many documents wait already."""


class Helper:
    """One process, and the thread that speaks to it."""

    def __init__(self) -> None:
        self._lane = ThreadPoolExecutor(max_workers=1, thread_name_prefix="xslt")
        self._process: subprocess.Popen[bytes] | None = None
        self._waiting = threading.BoundedSemaphore(MAX_WAITING)

    def submit(self, job: Job) -> "Future[bytes]":
        """Return the serialised result to come; raises `BusyError`.

        The future raises `StylesheetError`, `DocumentError` or `LimitError`.
        """
        if not self._waiting.acquire(blocking=False):
            raise BusyError
        future = self._lane.submit(self._run, job)
        future.add_done_callback(lambda _: self._waiting.release())
        return future

    def _run(self, job: Job) -> bytes:
        letter, text = self._exchange(Job(job.key, b"", job.document))
        if letter == protocol.UNKNOWN:
            letter, text = self._exchange(job)
        if letter == protocol.RESULT:
            return text
        told = text.decode(errors="replace")
        if letter == protocol.LIMIT:
            self.end_process()
            raise LimitError(told)
        raise DocumentError(told) if letter == protocol.BAD_DOCUMENT else StylesheetError(told)

    def _exchange(self, job: Job) -> tuple[bytes, bytes]:
        process = self._started()
        ends_at = time.monotonic() + protocol.WALL_SECONDS
        try:
            _write(process, job)
            letter, length = protocol.ANSWER.unpack(_read(process, protocol.ANSWER.size, ends_at))
            return letter, _read(process, length, ends_at)
        except (EOFError, BrokenPipeError):
            seconds, megabytes = protocol.CPU_SECONDS, protocol.MEMORY_BYTES >> 20
            told = f"it took more than {seconds:g} s of processor time, or {megabytes} MB"
        except TimeoutError:
            told = f"it took more than {protocol.WALL_SECONDS:g} s"
        return protocol.LIMIT, told.encode()

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self.end_process()
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "engine.mappings._xslt_worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            )
        return self._process

    def end_process(self) -> None:
        """End the process; a later job starts another. Not while a job runs."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):  # what was not sent yet is lost on purpose
                    pipe.close()
        process.wait()


def _write(process: "subprocess.Popen[bytes]", job: Job) -> None:
    if process.stdin is None:
        raise EOFError
    process.stdin.write(protocol.JOB.pack(job.key, len(job.stylesheet), len(job.document)))
    process.stdin.write(job.stylesheet)
    process.stdin.write(job.document)
    process.stdin.flush()


def _read(process: "subprocess.Popen[bytes]", length: int, ends_at: float) -> bytes:
    """Return that many bytes; raises `EOFError` and `TimeoutError`."""
    if process.stdout is None:
        raise EOFError
    descriptor = process.stdout.fileno()
    waiting = select.poll()
    waiting.register(descriptor, select.POLLIN)
    chunks: list[bytes] = []
    while length:
        if not waiting.poll(max(0.0, ends_at - time.monotonic()) * 1_000):
            raise TimeoutError
        chunk = os.read(descriptor, min(length, 1 << 20))
        if not chunk:
            raise EOFError
        chunks.append(chunk)
        length -= len(chunk)
    return b"".join(chunks)


@cache
def helper() -> Helper:
    """Return the helper of this server process. Its process starts with the first job."""
    started = Helper()
    atexit.register(started.end_process)
    return started
