"""Logging in with a password: the same answer after the same work, whatever was wrong.

A try that has to wait is refused unread, a try that may go on costs one hash, for a login that
nobody has as for any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from engine.accounts import credential
from engine.accounts.credential import Credential
from engine.accounts.log_in_failure import (
    Failures,
    Subjects,
    count_failure,
    forget_failures,
    read_failures,
)
from engine.accounts.password import Passwords, is_plausible
from engine.model.clock import Clock
from engine.model.people import Principal, PrincipalKind
from engine.storage.connection import Connection
from engine.storage.database import Database
from engine.storage.timestamp import to_epoch

MAX_LOGIN_CHARACTERS: Final = 200


@dataclass(frozen=True, slots=True)
class Try:
    """A login and a password, from an address that may be empty. `kinds` are asked in turn.

    The first kind that has the login decides; there is one password check in any case.
    """

    kinds: Sequence[PrincipalKind]
    login: str
    password: str
    address: str


class LogIn:
    """Checks passwords against the store."""

    def __init__(self, database: Database, passwords: Passwords, clock: Clock) -> None:
        self._database = database
        self._passwords = passwords
        self._clock = clock

    async def check(self, wanted: Try) -> Principal | None:
        """Return who it is, or None: a wrong password, no such login, or too many failures."""
        if not is_plausible(wanted.password) or not _is_login(wanted.login):
            return None
        subjects = Subjects.of(wanted.login, wanted.address)
        found, failures = await self._look(wanted, subjects)
        if self._has_to_wait(failures):
            return None
        stored = None if found is None else found.hash
        if found is not None and stored is not None:
            who = who_of(found.principal)
            if self._passwords.is_remembered(who, wanted.password, stored):
                return await self._succeeded(found.principal, subjects, failures)
        async with self._passwords.turn():
            # Others failed while this one waited: a thousand tries at once are no way around.
            found, failures = await self._look(wanted, subjects)
            if self._has_to_wait(failures):
                return None
            principal = await self._verified(found, wanted.password)
            if principal is None:
                await self._failed(subjects)
                return None
        await self._renew(found, wanted.password)
        return await self._succeeded(principal, subjects, failures)

    async def _look(self, wanted: Try, subjects: Subjects) -> tuple[Credential | None, Failures]:
        def read(connection: Connection) -> tuple[Credential | None, Failures]:
            failures = read_failures(connection, subjects)
            for kind in wanted.kinds:
                found = credential.read_credential(connection, kind, wanted.login)
                if found is not None:
                    return found, failures
            return None, failures

        return await self._database.read(read)

    def _has_to_wait(self, failures: Failures) -> bool:
        return failures.wait_seconds(to_epoch(self._clock.now())) > 0

    async def _verified(self, found: Credential | None, password: str) -> Principal | None:
        who, stored = ("", None) if found is None else (who_of(found.principal), found.hash)
        is_right = await self._passwords.check(who, password, stored)
        return found.principal if found is not None and is_right else None

    async def _failed(self, subjects: Subjects) -> None:
        epoch = to_epoch(self._clock.now())
        await self._database.write(
            lambda connection: count_failure(connection, subjects, epoch=epoch)
        )

    async def _succeeded(
        self, principal: Principal, subjects: Subjects, failures: Failures
    ) -> Principal:
        if failures:
            await self._database.write(lambda connection: forget_failures(connection, subjects))
        return principal

    async def _renew(self, found: Credential | None, password: str) -> None:
        """Hash the password again where the stored hash has the parameters of yesterday."""
        if found is None or found.hash is None or not self._passwords.is_outdated(found.hash):
            return
        hashed, now = await self._passwords.hash(password), self._clock.now()
        kind, login = found.principal.kind, found.principal.login
        await self._database.write(
            lambda connection: credential.write_hash(connection, kind, login, hashed, now=now)
        )


def who_of(principal: Principal) -> str:
    """Return what keeps accounts of both kinds apart."""
    return f"{principal.kind.value} {principal.login}"


def _is_login(login: str) -> bool:
    return 0 < len(login) <= MAX_LOGIN_CHARACTERS
