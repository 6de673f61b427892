"""Records exchanges: the one thing the rest of the engine knows of this package."""

import asyncio
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from engine.model.clock import Clock
from engine.model.excerpt import LONG_BODY_BYTES, without_long_texts
from engine.model.exchange import Role
from engine.model.level import Level
from engine.model.tracer import Outcome
from engine.tracing import retention
from engine.tracing.finished import Entry, Finished
from engine.tracing.reader import TraceReader
from engine.tracing.recorder import AT_ONCE_BYTES, Losses, Recorder
from engine.tracing.redaction import Redaction
from engine.tracing.retention import Retention
from engine.tracing.tracer import ExchangeTracer, Subject


class Tracing:
    """Hands out tracers, takes them back when their exchange is over, and keeps what they hold.

    Use `open`. `reader` finds recorded exchanges again; `losses` counts those not kept.
    """

    def __init__(
        self, folder: Path, clock: Clock, kept: Retention, redaction: Redaction, output: TextIO
    ) -> None:
        self.reader = TraceReader(folder)
        self._folder = folder
        self._clock = clock
        self._retention = kept
        self._recorder = Recorder(
            folder,
            redaction,
            clean=self.clean,
            monotonic_seconds=clock.monotonic_seconds,
            test_output=output,
        )

    @classmethod
    def open(
        cls,
        folder: Path,
        clock: Clock,
        *,
        kept: Retention | None = None,
        redaction: Redaction | None = None,
        test_output: TextIO | None = None,
    ) -> "Tracing":
        """Return a recorder of exchanges that writes below `folder`, its thread running.

        The folder is made with the first exchange. `test_output` takes the entries of services
        in test mode; it is standard error unless given.
        """
        opened = cls(
            folder,
            clock,
            kept or Retention(),
            redaction or Redaction(),
            test_output or sys.stderr,
        )
        opened._recorder.start()
        return opened

    @property
    def losses(self) -> Losses:
        """The exchanges that were not kept since the start."""
        return self._recorder.losses

    def begin(
        self,
        exchange_id: str,
        service_name: str,
        service_id: int,
        role: Role,
        threshold: Level,
        remote_address: str,
        *,
        test_mode: bool = False,
    ) -> ExchangeTracer:
        """Return the tracer of an exchange that begins now."""
        subject = Subject(
            exchange_id,
            service_name,
            service_id,
            role,
            remote_address,
            self._clock.now(),
            test_mode,
        )
        monotonic_seconds = self._clock.monotonic_seconds
        is_debug = threshold <= Level.DEBUG
        return ExchangeTracer(subject, threshold, is_debug, monotonic_seconds, monotonic_seconds())

    def finish(
        self,
        tracer: ExchangeTracer,
        *,
        status: int | None = None,
        outcome: Outcome | None = None,
        method: str = "",
        path: str = "",
        request_headers: Iterable[tuple[str, str]] = (),
        body_bytes: int = 0,
    ) -> None:
        """Take a tracer back. Nothing is kept of an exchange that recorded nothing.

        `path` is raw, with its query. The headers are not stored: what they hold is masked in
        everything else. `body_bytes` counts request and response: what is long is encoded later.
        Status and outcome default to what the tracer was told; an exchange of which nobody told
        the outcome failed when it recorded an error.
        """
        entries = tracer.entries
        if not entries:
            return
        if outcome is None:
            outcome = tracer.outcome
        if outcome is None:
            outcome = Outcome.FAULT if tracer.has_error else Outcome.OK
        subject = tracer.subject
        finished = Finished(
            subject.exchange_id,
            subject.started_at,
            tracer.started_seconds,
            tracer.elapsed_seconds(),
            subject.role,
            subject.service_id,
            subject.service,
            tracer.action or "",
            subject.remote_address,
            method,
            path,
            tracer.status if status is None else status,
            outcome,
            _shortened(entries) if body_bytes > LONG_BODY_BYTES else list(entries),
        )
        self._recorder.add(
            finished,
            tuple(request_headers),
            at_once=not (tracer.has_error or subject.is_test or body_bytes > AT_ONCE_BYTES),
            is_test=subject.is_test,
        )

    def flush(self, timeout_seconds: float = 30.0) -> bool:
        """Wait until every exchange that is over can be read; False when that took too long."""
        return self._recorder.flush(timeout_seconds)

    def clean(self, kept: Retention | None = None) -> int:
        """Remove what is beyond the retention now; return how many bytes that freed."""
        return retention.clean(self._folder, kept or self._retention, now=self._clock.now())

    async def close(self) -> None:
        """Write what waits, and stop."""
        await asyncio.to_thread(self._recorder.close)


def _shortened(entries: Sequence[Entry]) -> list[Entry]:
    """Return entries that hold no file: many such exchanges may wait for being written."""
    shorter: dict[int, object] = {}  # stages hand on what they were given: often the same object
    kept: list[Entry] = []
    for seconds, level, summary, data in entries:
        if id(data) not in shorter:
            is_data = isinstance(data, dict | list)
            shorter[id(data)] = without_long_texts(data) if is_data else data
        kept.append((seconds, level, summary, shorter[id(data)]))
    return kept
