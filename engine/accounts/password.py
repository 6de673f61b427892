"""Passwords: hashed with argon2id, verified off the event loop, remembered for a short while."""

import asyncio
import hmac
from base64 import b64encode
from collections import OrderedDict
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engine.accounts.errors import AccountError
from engine.model.clock import Clock

MAX_PASSWORD_BYTES: Final = 1024
"""Longer ones are refused unread: hashing them would be work for nothing."""
REMEMBERED_SECONDS: Final = 300.0
"""How long verified credentials need no hashing (reference, 2.1, has a cache of that length)."""

_REMEMBERED: Final = 4096
_HASHES_AT_ONCE: Final = 4
"""Each takes the memory of one argon2 run, 64 MiB by default."""


class Passwords:
    """Hashes and verifies passwords.

    Partners that send credentials with every request would pay for argon2 each time. What was
    verified is therefore remembered, as a keyed digest that holds the stored hash too: a new
    password makes the memory worthless at once.
    """

    def __init__(self, hasher: PasswordHasher, clock: Clock, key: bytes) -> None:
        self._hasher = hasher
        self._clock = clock
        self._key = key
        self._remembered: OrderedDict[bytes, float] = OrderedDict()
        self._running = asyncio.Semaphore(_HASHES_AT_ONCE)
        self._nobodys_hash = _hash_of_nothing(hasher)

    async def hash(self, password: str) -> str:
        """Return the hash to store; raises `AccountError` for an empty or too long password."""
        if not 0 < len(password.encode()) <= MAX_PASSWORD_BYTES:
            raise AccountError("password-length", f"a password has 1 to {MAX_PASSWORD_BYTES} bytes")
        async with self._running:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def verify(self, who: str, password: str, stored: str | None) -> bool:
        """Say whether the password is the one that was hashed.

        Without a stored hash the answer is no, after the same work. `who` keeps apart what is
        remembered: kind and login.
        """
        if not password or len(password) > MAX_PASSWORD_BYTES:
            return False
        if stored is None:
            await self._matches(self._nobodys_hash, password)
            return False
        digest = self._digest(who, password, stored)
        if self._remembered.get(digest, 0.0) > self._clock.monotonic_seconds():
            return True
        if not await self._matches(stored, password):
            return False
        self._remember(digest)
        return True

    def is_outdated(self, stored: str) -> bool:
        """Say whether a hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)

    async def _matches(self, stored: str, password: str) -> bool:
        async with self._running:
            try:
                return await asyncio.to_thread(self._hasher.verify, stored, password)
            except (VerificationError, InvalidHashError):
                return False

    def _digest(self, who: str, password: str, stored: str) -> bytes:
        parts = [part.encode() for part in (who, password, stored)]
        text = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
        return hmac.digest(self._key, text, "sha256")

    def _remember(self, digest: bytes) -> None:
        self._remembered[digest] = self._clock.monotonic_seconds() + REMEMBERED_SECONDS
        self._remembered.move_to_end(digest)
        if len(self._remembered) > _REMEMBERED:
            self._remembered.popitem(last=False)


def _hash_of_nothing(hasher: PasswordHasher) -> str:
    """Return a hash that no password has and that takes as long to verify as any."""
    salt, digest = (
        b64encode(bytes(length)).rstrip(b"=").decode()
        for length in (hasher.salt_len, hasher.hash_len)
    )
    parameters = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${parameters}${salt}${digest}"
