"""Writes finished exchanges in batches, on a thread of its own."""

import logging
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TextIO

from engine.tracing import day_file
from engine.tracing.process_log import log_errors, print_entries
from engine.tracing.redaction import Redaction
from engine.tracing.row import to_columns
from engine.tracing.tracer import Finished
from engine.tracing.writer import DayWriter

_LOG = logging.getLogger("crosstie.tracing")

GATHER_SECONDS = 0.02
"""How long the thread lets exchanges gather before it writes them in one transaction."""
MAX_BATCH = 500
MAX_WAITING = 10_000
MAX_WAITING_BYTES = 64 * 1024 * 1024
CLEAN_EVERY_SECONDS = 600.0

# What encoding foreign objects and a closed standard error may raise. One exchange that cannot be
# written is counted and must not end the thread that writes all others.
_CANNOT_ENCODE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


@dataclass(slots=True)
class Losses:
    """Exchanges that were not kept, since the start."""

    overflowed: int = 0
    """The queue was full."""
    unwritten: int = 0
    """The disk or the database refused."""
    unencoded: int = 0
    """Their data could not be encoded."""

    @property
    def total(self) -> int:
        """All of them."""
        return self.overflowed + self.unwritten + self.unencoded


@dataclass(slots=True)
class _Flush:
    """A mark in the queue: whoever waits for it knows that all before it is written."""

    done: threading.Event = field(default_factory=threading.Event)


class Recorder:
    """A bounded queue and the thread behind it.

    `add` never waits: when the queue is full the exchange is counted and forgotten. A disk that
    refuses costs exchanges, never a request; it is said once, and once more when it works again.
    """

    def __init__(
        self,
        folder: Path,
        redaction: Redaction,
        *,
        clean: Callable[[], object],
        monotonic_seconds: Callable[[], float],
        test_output: TextIO,
    ) -> None:
        self.losses = Losses()
        self._writer = DayWriter(folder)
        self._redaction = redaction
        self._clean = clean
        self._monotonic = monotonic_seconds
        self._test_output = test_output
        self._waiting: deque[Finished | _Flush] = deque()
        self._waiting_bytes = 0
        self._wake = threading.Event()
        self._urgent = threading.Event()
        self._is_closing = False
        self._cleaned_seconds: float | None = None
        self._thread = threading.Thread(target=self._run, name="crosstie-traces", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def add(self, finished: Finished) -> None:
        """Hand over an exchange. Called on the request path: an append, nothing more."""
        weight = finished.weight_bytes()
        if (
            self._is_closing
            or len(self._waiting) >= MAX_WAITING
            or self._waiting_bytes + weight > MAX_WAITING_BYTES
        ):
            if not self.losses.overflowed:
                _LOG.warning("more exchanges than can be written: some are not recorded")
            self.losses.overflowed += 1
            return
        self._waiting_bytes += weight
        self._waiting.append(finished)
        if not self._wake.is_set():
            self._wake.set()

    def flush(self, timeout_seconds: float = 30.0) -> bool:
        """Wait until all that was added before is written; False when that took too long."""
        if not self._thread.is_alive():
            return not self._waiting
        mark = _Flush()
        self._waiting.append(mark)
        self._urgent.set()
        self._wake.set()
        return mark.done.wait(timeout_seconds)

    def close(self) -> None:
        """Write what waits, and end the thread."""
        self._is_closing = True
        self._urgent.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            while not (self._is_closing and not self._waiting):
                self._wake.wait(CLEAN_EVERY_SECONDS)
                self._wake.clear()
                self._urgent.wait(GATHER_SECONDS)
                self._urgent.clear()
                while self._waiting:
                    self._write_batch()
                self._clean_now_and_then()
        finally:
            self._writer.close()

    def _write_batch(self) -> None:
        batch: list[Finished] = []
        marks: list[_Flush] = []
        while self._waiting and len(batch) < MAX_BATCH and not marks:
            taken = self._waiting.popleft()
            if isinstance(taken, _Flush):
                marks.append(taken)
            else:
                batch.append(taken)
        by_day: dict[date, list[tuple[object, ...]]] = {}
        for finished in batch:
            columns = self._columns(finished)
            if columns is not None:
                by_day.setdefault(day_file.day_of(finished.subject.started_at), []).append(columns)
        for day, rows in by_day.items():
            self.losses.unwritten += self._writer.write(day, rows)
        # Several threads add, one subtracts: an addition that is lost here and there makes the
        # limit softer for a moment, and an empty queue sets it right.
        freed = sum(finished.weight_bytes() for finished in batch)
        self._waiting_bytes = self._waiting_bytes - freed if self._waiting else 0
        for mark in marks:
            mark.done.set()

    def _columns(self, finished: Finished) -> tuple[object, ...] | None:
        """Mask one exchange, tell the process log, and return its row."""
        try:
            redacted = self._redaction.redact(finished)
            if finished.subject.is_test:
                print_entries(redacted, self._test_output)
                return None
            log_errors(finished, redacted)
            return to_columns(finished, redacted)
        except _CANNOT_ENCODE:
            self.losses.unencoded += 1
            # Without the traceback's values: they may be secret.
            _LOG.error("exchange %s cannot be encoded", finished.subject.exchange_id)
            return None

    def _clean_now_and_then(self) -> None:
        now = self._monotonic()
        if self._cleaned_seconds is not None and now - self._cleaned_seconds < CLEAN_EVERY_SECONDS:
            return
        self._cleaned_seconds = now
        try:
            self._clean()
        except (OSError, sqlite3.Error) as error:
            _LOG.error("old exchanges cannot be removed: %s", error)
