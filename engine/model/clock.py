"""Time and randomness as parameters, so that nothing inside reads them by itself."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The time of day and a time for measuring."""

    def now(self) -> datetime:
        """Return the time of day, aware, in UTC."""

    def monotonic_seconds(self) -> float:
        """Return seconds that only grow, whatever happens to the time of day."""


NewId = Callable[[], str]
"""Returns 32 hexadecimal digits that were never returned before."""
