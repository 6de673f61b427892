"""Passwords: hashed with argon2id, verified off the event loop, remembered for a short while."""

import asyncio
import hmac
import unicodedata
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
        if not is_plausible(password):
            raise AccountError("password-length", f"a password has 1 to {MAX_PASSWORD_BYTES} bytes")
        async with self._running:
            return await asyncio.to_thread(self._hasher.hash, _forms(password)[0])

    async def verify(self, who: str, password: str, stored: str) -> bool:
        """Say whether the password is the one that was hashed, and remember it if so.

        `who` keeps apart what is remembered: kind and login.
        """
        if not is_plausible(password):
            return False
        if self.is_remembered(who, password, stored):
            return True
        async with self.turn():
            return await self.check(who, password, stored)

    def is_remembered(self, who: str, password: str, stored: str) -> bool:
        """Say whether that password was verified a short while ago."""
        until = self._remembered.get(self._digest(who, password, stored), 0.0)
        return until > self._clock.monotonic_seconds()

    def turn(self) -> asyncio.Semaphore:
        """Return what to hold while `check` runs: few hashes are worked out at once."""
        return self._running

    async def check(self, who: str, password: str, stored: str | None) -> bool:
        """Say whether a plausible password matches, by hashing it; remember it if so.

        Without a stored hash the answer is no, after the same work.
        """
        against = self._nobodys_hash if stored is None else stored
        for form in _forms(password):
            if await self._matches(against, form) and stored is not None:
                self._remember(self._digest(who, password, stored))
                return True
        return False

    def is_outdated(self, stored: str) -> bool:
        """Say whether a hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)

    async def _matches(self, stored: str, password: str) -> bool:
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


def is_plausible(password: str) -> bool:
    """Say whether hashing is worth the work: nobody has an empty password or a megabyte of one."""
    if not 0 < len(password) <= MAX_PASSWORD_BYTES:
        return False
    try:
        return len(password.encode()) <= MAX_PASSWORD_BYTES
    except UnicodeEncodeError:  # half a surrogate pair
        return False


def _forms(password: str) -> tuple[str, ...]:
    """Return a password as it is stored, and as it was typed where that differs.

    Keyboards send `é` as one character or as two. Hashes are made of the composed form (NFC,
    RFC 8265 §4.2.2); those from before are of what was typed.
    """
    if unicodedata.is_normalized("NFC", password):
        return (password,)
    return unicodedata.normalize("NFC", password), password


def _hash_of_nothing(hasher: PasswordHasher) -> str:
    """Return a hash that no password has and that takes as long to verify as any."""
    salt, digest = (
        b64encode(bytes(length)).rstrip(b"=").decode()
        for length in (hasher.salt_len, hasher.hash_len)
    )
    parameters = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${parameters}${salt}${digest}"
