"""Writes finished exchanges in batches, on a thread of its own."""

import logging
import sqlite3
import threading
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from engine.tracing import day_file
from engine.tracing.exchange_row import ExchangeRows
from engine.tracing.redaction import Redaction
from engine.tracing.row import Row, moment_of
from engine.tracing.tracer import Finished
from engine.tracing.writer import DayWriter

_LOG = logging.getLogger("crosstie.tracing")

GATHER_SECONDS = 0.1
"""How long the thread lets exchanges gather before it writes them in one transaction."""
MAX_WAITING = 10_000
MAX_WAITING_BYTES = 64 * 1024 * 1024
AT_ONCE_BYTES = 4 * 1024
"""The most text of an exchange that is encoded on the request path."""
CLEAN_EVERY_SECONDS = 600.0
_DAY_US = 86_400_000_000
_MAX_ROWS = 1_000
"""The most exchanges of one transaction."""


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
        self._rows = ExchangeRows(redaction, test_output)
        self._clean = clean
        self._monotonic = monotonic_seconds
        self._waiting: deque[tuple[int, Finished | Row | _Flush]] = deque()
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
        """Hand over an exchange. Called on the request path: never waits, never masks.

        What is small and needs no masking is encoded here. Another thread would need the
        interpreter for it just as long, and each change of threads costs more than the work.
        """
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
        row = self._rows.at_once(finished) if weight <= AT_ONCE_BYTES else None
        self._waiting.append((weight, row or finished))
        if not self._wake.is_set():
            self._wake.set()

    def flush(self, timeout_seconds: float = 30.0) -> bool:
        """Wait until all that was added before is written; False when that took too long."""
        if not self._thread.is_alive():
            return not self._waiting
        mark = _Flush()
        self._waiting.append((0, mark))
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
                # What is added meanwhile gathers for the next time: small transactions cost more,
                # and so does each time that two threads want the interpreter.
                for _ in range(0, len(self._waiting), _MAX_ROWS):
                    self._write_batch()
                if self._waiting:
                    self._wake.set()
                self._clean_now_and_then()
        finally:
            self._writer.close()

    def _write_batch(self) -> None:
        by_day: dict[int, list[Row]] = defaultdict(list)
        count = 0
        mark: _Flush | None = None
        freed = 0
        while self._waiting and count < _MAX_ROWS and mark is None:
            weight, taken = self._waiting.popleft()
            freed += weight
            count += 1
            if isinstance(taken, _Flush):
                mark = taken
            elif (row := self._row(taken)) is not None:
                by_day[row.started_us // _DAY_US].append(row)
        for rows in by_day.values():
            day = day_file.day_of(moment_of(rows[0].started_us))
            self.losses.unwritten += self._writer.write(day, rows)
        # Several threads add, one subtracts: an addition that is lost here and there makes the
        # limit softer for a moment, and an empty queue sets it right.
        self._waiting_bytes = self._waiting_bytes - freed if self._waiting else 0
        if mark is not None:
            mark.done.set()

    def _row(self, waiting: Finished | Row) -> Row | None:
        if isinstance(waiting, Row):
            return waiting
        try:
            return self._rows.masked(waiting)
        except ValueError:
            self.losses.unencoded += 1
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
