"""The machine's own clock and randomness: whoever needs either gets it from here, handed in."""

import secrets
import time
from datetime import UTC, datetime
from itertools import count


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the time of day, aware, in UTC."""
        return datetime.now(UTC)

    monotonic_seconds = staticmethod(time.monotonic)


def new_id() -> str:
    """Return 32 random hexadecimal digits."""
    return secrets.token_hex(16)


_PROCESS = secrets.token_hex(4)
_exchange_numbers = count()


def new_exchange_id() -> str:
    """Return 32 hexadecimal digits: the time, the process, and a number within the process.

    They ascend, and are no secret: randomness for each would cost more than everything else here.
    """
    return f"{time.time_ns():016x}{_PROCESS}{next(_exchange_numbers) & 0xFFFFFFFF:08x}"


def new_secret() -> str:
    """Return 256 random bits as text that a cookie or a header can hold."""
    return secrets.token_urlsafe(32)
