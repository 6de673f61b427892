"""A clock that moves when a test says so."""

from datetime import UTC, datetime, timedelta


class FakeClock:
    """A `Clock`. It starts at ``2026-03-01 12:00:00`` UTC unless told otherwise."""

    def __init__(self, now: datetime | None = None) -> None:
        self._now = now or datetime(2026, 3, 1, 12, tzinfo=UTC)
        self._monotonic_seconds = 1000.0

    def now(self) -> datetime:
        return self._now

    def monotonic_seconds(self) -> float:
        return self._monotonic_seconds

    def advance(self, *, seconds: float = 0, days: float = 0) -> None:
        """Let time pass, on both scales."""
        passed = timedelta(days=days, seconds=seconds)
        self._now += passed
        self._monotonic_seconds += passed.total_seconds()
