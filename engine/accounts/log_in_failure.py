"""Failed log-ins, counted in the store for all processes, and how long the next try has to wait.

Per account and per address; the wait doubles with each failure. Accounts that do not exist are
counted like others. What is counted is found by a hash alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from engine.storage.connection import Connection

FREE_PER_ACCOUNT: Final = 5
FREE_PER_ADDRESS: Final = 50
"""Many partners may share an address, that of a proxy: it is given more tries before it waits."""
MAX_ACCOUNT_DELAY_SECONDS: Final = 300
MAX_ADDRESS_DELAY_SECONDS: Final = 60
"""Shorter, since whoever shares the address waits too."""
FORGOTTEN_AFTER_SECONDS: Final = 3600

_SELECT: Final = "SELECT subject, failed, last_epoch FROM log_in_failure WHERE subject IN (?, ?)"
_COUNT: Final = """
INSERT INTO log_in_failure (subject, failed, last_epoch) VALUES (?, 1, ?)
ON CONFLICT (subject) DO UPDATE SET last_epoch = excluded.last_epoch,
    failed = CASE WHEN log_in_failure.last_epoch < ? THEN 1 ELSE log_in_failure.failed + 1 END"""
_FORGET: Final = "DELETE FROM log_in_failure WHERE subject IN (?, ?)"
_FORGET_OLD: Final = "DELETE FROM log_in_failure WHERE last_epoch < ?"


@dataclass(frozen=True, slots=True)
class Subjects:
    """Whose failures count for one try: an account, and the address it comes from."""

    account: str
    address: str

    @classmethod
    def of(cls, login: str, address: str) -> "Subjects":
        """Return the subjects of a try; no address gives one that is never counted."""
        account = _hashed("account", login.strip().casefold())
        return cls(account, _hashed("address", address) if address else "")

    def counted(self) -> Iterable[str]:
        """Return what is counted of them."""
        return (self.account, self.address) if self.address else (self.account,)


@dataclass(frozen=True, slots=True)
class Failures:
    """The failures of the subjects of one try, as the store has them."""

    account: tuple[int, int] = (0, 0)
    """How many, and the epoch of the last one."""
    address: tuple[int, int] = (0, 0)

    def __bool__(self) -> bool:
        return self.account[0] > 0 or self.address[0] > 0

    def wait_seconds(self, epoch: int) -> int:
        """Return how long to wait from now on, 0 when a try is free."""
        account = _wait(self.account, FREE_PER_ACCOUNT, MAX_ACCOUNT_DELAY_SECONDS, epoch)
        return max(account, _wait(self.address, FREE_PER_ADDRESS, MAX_ADDRESS_DELAY_SECONDS, epoch))


def read_failures(connection: Connection, subjects: Subjects) -> Failures:
    """Return the failures of an account and an address."""
    rows: Mapping[str, tuple[int, int]] = {
        subject: (failed, last_epoch)
        for subject, failed, last_epoch in connection.execute(
            _SELECT, (subjects.account, subjects.address)
        )
    }
    return Failures(rows.get(subjects.account, (0, 0)), rows.get(subjects.address, (0, 0)))


def count_failure(connection: Connection, subjects: Subjects, *, epoch: int) -> None:
    """Count one more."""
    for subject in subjects.counted():
        connection.execute(_COUNT, (subject, epoch, epoch - FORGOTTEN_AFTER_SECONDS))


def forget_failures(connection: Connection, subjects: Subjects) -> None:
    """Begin anew for an account and an address, after a log-in."""
    connection.execute(_FORGET, (subjects.account, subjects.address))


def forget_old_failures(connection: Connection, *, epoch: int) -> int:
    """Remove what is no longer counted; return how many rows that were."""
    return connection.execute(_FORGET_OLD, (epoch - FORGOTTEN_AFTER_SECONDS,)).rowcount


def _wait(failures: tuple[int, int], free: int, most: int, epoch: int) -> int:
    failed, last_epoch = failures
    # A clock that was set back makes nobody wait longer.
    passed = max(0, epoch - last_epoch)
    if failed < free or passed >= FORGOTTEN_AFTER_SECONDS:
        return 0
    delay = min(most, 1 << min(failed - free, 16))
    return max(0, delay - passed)


def _hashed(kind: str, text: str) -> str:
    return sha256(f"{kind}\0{text}".encode("utf-8", "replace")).hexdigest()
