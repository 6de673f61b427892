"""Makes guessing passwords slow."""

from collections import OrderedDict
from dataclasses import dataclass

from engine.model.clock import Clock

FREE_PER_ACCOUNT = 3
FREE_PER_ADDRESS = 20
"""Many people may share an address: it is given more tries before it has to wait."""

MAX_DELAY_SECONDS = 300.0
FORGOTTEN_AFTER_SECONDS = 3600.0
MAX_REMEMBERED = 20_000


@dataclass(slots=True)
class _Tries:
    failed: int
    last_seconds: float


class LogInThrottle:
    """Counts failed log-ins per account and per address; the wait doubles with each.

    A try counts as failed from its beginning until `succeeded` says otherwise, so that many tries
    at once are no way around it. Accounts that do not exist are counted like others.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tries: OrderedDict[tuple[str, str], _Tries] = OrderedDict()

    def begin(self, login: str, address: str) -> float:
        """Note a try; return the seconds it has to wait instead, 0 when it may go on."""
        account, place = ("account", login.casefold()), ("address", address)
        wait = max(self._wait(account, FREE_PER_ACCOUNT), self._wait(place, FREE_PER_ADDRESS))
        if wait > 0:
            return wait
        self._count(account)
        self._count(place)
        return 0.0

    def succeeded(self, login: str, address: str) -> None:
        """Forget the failed tries of an account, and the one just noted for the address."""
        self._tries.pop(("account", login.casefold()), None)
        if (tries := self._tries.get(("address", address))) is not None:
            tries.failed = max(0, tries.failed - 1)

    def _wait(self, key: tuple[str, str], free: int) -> float:
        tries = self._tries.get(key)
        if tries is None or tries.failed < free:
            return 0.0
        passed = self._clock.monotonic_seconds() - tries.last_seconds
        if passed >= FORGOTTEN_AFTER_SECONDS:
            del self._tries[key]
            return 0.0
        # 2.0 ** 1000 would not be a float any more.
        delay = min(MAX_DELAY_SECONDS, 2.0 ** min(tries.failed - free, 16))
        return max(0.0, delay - passed)

    def _count(self, key: tuple[str, str]) -> None:
        failed = self._tries[key].failed if key in self._tries else 0
        self._tries[key] = _Tries(failed + 1, self._clock.monotonic_seconds())
        self._tries.move_to_end(key)
        if len(self._tries) > MAX_REMEMBERED:
            self._tries.popitem(last=False)
