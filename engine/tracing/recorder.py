"""Writes finished exchanges in batches, on a thread of its own."""

import logging
import sqlite3
import threading
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TextIO

from engine.tracing.chunk import MAX_EXCHANGES, Chunk
from engine.tracing.finished import Finished
from engine.tracing.packing import Doubtful, Packing
from engine.tracing.redaction import Redaction
from engine.tracing.writer import DayWriter

_LOG = logging.getLogger("crosstie.tracing")

GATHER_SECONDS = 0.1
"""How long the thread lets exchanges gather before it writes them in one transaction."""
MAX_WAITING = 10_000
"""The most that waits, be it one exchange to be masked or a chunk of many."""
MAX_WAITING_BYTES = 64 * 1024 * 1024
AT_ONCE_BYTES = 4 * 1024
"""The longest bodies of an exchange that are encoded on the request path, both together."""
CLEAN_EVERY_SECONDS = 600.0
_MAX_TAKEN = 1_000
"""The most of what waits that goes into one transaction."""


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
        self._packing = Packing(redaction, test_output)
        self._clean = clean
        self._monotonic = monotonic_seconds
        self._fresh: deque[Finished] = deque()
        self._waiting: deque[tuple[int, Doubtful | list[Chunk] | _Flush]] = deque()
        self._waiting_bytes = 0
        self._wake = threading.Event()
        self._urgent = threading.Event()
        self._is_closing = False
        self._cleaned_seconds: float | None = None
        self._thread = threading.Thread(target=self._run, name="crosstie-traces", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def add(
        self,
        finished: Finished,
        headers: tuple[tuple[str, str], ...],
        *,
        at_once: bool,
        is_test: bool = False,
    ) -> None:
        """Hand over an exchange. Called on the request path: never waits, never masks.

        What is to be encoded `at_once` is encoded here with others, where it seems harmless.
        Another thread would need the interpreter for it just as long, and each change of threads
        costs more than the work.
        """
        if self._is_closing:
            self._overflow(1)
            return
        if at_once and self._packing.seems_harmless(finished, headers):
            self._fresh.append(finished)
            if len(self._fresh) >= MAX_EXCHANGES:
                self._pack_fresh()
        else:
            self._wait(finished.weight_bytes(), Doubtful(finished, headers, is_test))
        if not self._wake.is_set():
            self._wake.set()

    def flush(self, timeout_seconds: float = 30.0) -> bool:
        """Wait until all that was added before is written; False when that took too long."""
        if not self._thread.is_alive():
            return not self._waiting
        self._pack_fresh()
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

    def _pack_fresh(self) -> None:
        """Encode what gathered. The event loop and the thread may meet here: each takes its own."""
        taken: list[Finished] = []
        while len(taken) < MAX_EXCHANGES:
            try:
                taken.append(self._fresh.popleft())
            except IndexError:
                break
        if not taken:
            return
        chunks = self._packing.at_once(taken)
        if chunks is not None:
            self._wait(sum([len(chunk.exchanges) for chunk in chunks]), chunks, len(taken))
            return
        # One of them has a secret, as like as not: the others need not wait for the masking.
        for finished in taken:
            alone = self._packing.at_once([finished])
            self._wait(finished.weight_bytes(), alone or Doubtful(finished))

    def _wait(self, weight: int, what: Doubtful | list[Chunk], exchanges: int = 1) -> None:
        if len(self._waiting) >= MAX_WAITING or self._waiting_bytes + weight > MAX_WAITING_BYTES:
            self._overflow(exchanges)
            return
        self._waiting_bytes += weight
        self._waiting.append((weight, what))

    def _overflow(self, exchanges: int) -> None:
        if not self.losses.overflowed:
            _LOG.warning("more exchanges than can be written: some are not recorded")
        self.losses.overflowed += exchanges

    def _run(self) -> None:
        try:
            while not (self._is_closing and not self._waiting and not self._fresh):
                self._wake.wait(CLEAN_EVERY_SECONDS)
                self._wake.clear()
                self._urgent.wait(GATHER_SECONDS)
                self._urgent.clear()
                self._pack_fresh()
                # What is added meanwhile gathers for the next time: small transactions cost more,
                # and so does each time that two threads want the interpreter.
                for _ in range(0, len(self._waiting), _MAX_TAKEN):
                    self._write_batch()
                if self._waiting or self._fresh:
                    self._wake.set()
                self._clean_now_and_then()
        finally:
            self._writer.close()

    def _write_batch(self) -> None:
        by_day: dict[date, list[Chunk]] = defaultdict(list)
        count = 0
        mark: _Flush | None = None
        freed = 0
        while self._waiting and count < _MAX_TAKEN and mark is None:
            weight, taken = self._waiting.popleft()
            freed += weight
            count += 1
            if isinstance(taken, _Flush):
                mark = taken
                continue
            for chunk in self._chunks(taken):
                by_day[chunk.day].append(chunk)
        for day, chunks in by_day.items():
            self.losses.unwritten += self._writer.write(day, chunks)
        # Several threads add, one subtracts: an addition that is lost here and there makes the
        # limit softer for a moment, and an empty queue sets it right.
        self._waiting_bytes = self._waiting_bytes - freed if self._waiting else 0
        if mark is not None:
            mark.done.set()

    def _chunks(self, waiting: Doubtful | list[Chunk]) -> list[Chunk]:
        if isinstance(waiting, list):
            return waiting
        try:
            return self._packing.masked(waiting)
        except ValueError:
            self.losses.unencoded += 1
            return []

    def _clean_now_and_then(self) -> None:
        now = self._monotonic()
        if self._cleaned_seconds is not None and now - self._cleaned_seconds < CLEAN_EVERY_SECONDS:
            return
        self._cleaned_seconds = now
        try:
            self._clean()
        except (OSError, sqlite3.Error) as error:
            _LOG.error("old exchanges cannot be removed: %s", error)
