"""The secrets of one store: set, listed, removed, sealed anew, and resolved for services."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from engine.model.clock import Clock
from engine.model.fault import Blame, Fault
from engine.model.secret import MAX_NAME_CHARACTERS, is_name, resolved, unknown_secret
from engine.secret_store import statements
from engine.secret_store.envelope import Key, RandomBytes, seal, unseal
from engine.secret_store.errors import SecretError
from engine.secret_store.keyring import FILE_NAME, VARIABLE, Keyring
from engine.secret_store.statements import StoredSecret
from engine.storage.connection import Connection
from engine.storage.database import Database

_LOG = logging.getLogger("crosstie.secrets")

_MAX_VALUE_BYTES = 65_536
_ELSEWHERE = f"bring the {FILE_NAME} of the data folder it was made in, or set {VARIABLE}"


@dataclass(frozen=True, slots=True)
class SecretEntry:
    """A secret as lists show it."""

    name: str
    changed_at: datetime
    changed_by: str
    key_id: str
    is_readable: bool
    """False where its key is not among those there are here."""


class SecretStore:
    """A `SecretResolver`, and what administrators do to secrets.

    Values are kept in memory as they were at the last `refresh`, because who resolves one cannot
    wait. `tell` takes every value that becomes known, before anybody can resolve it: traces mask
    it from then on. Methods raise `SecretError`; `by` is who makes a change.
    """

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        clock: Clock,
        random_bytes: RandomBytes,
        tell: Callable[[Iterable[str]], None],
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._random_bytes = random_bytes
        self._tell = tell
        self._stored: Sequence[StoredSecret] = ()
        self._values: Mapping[str, str] = {}

    def names(self) -> Set[str]:
        """Return the names of all secrets, those included that cannot be read here."""
        return {each.name for each in self._stored}

    def resolve(self, text: str) -> str:
        """Return a text of a service file with the values of the secrets it names.

        Raises `Fault` (`secret.unknown` or `secret.unreadable`, blame SERVICE).
        """
        return resolved(text, self._value)

    async def list(self) -> Sequence[SecretEntry]:
        """Return all secrets by name, without their values."""
        await self.refresh()
        return [
            SecretEntry(
                each.name,
                each.changed_at,
                each.changed_by,
                each.sealed.key_id,
                each.name in self._values,
            )
            for each in self._stored
        ]

    async def put(self, values: Mapping[str, str], *, by: str) -> None:
        """Set secrets, all of them or none. The first ones of a store make its key."""
        for name, value in values.items():
            _check(name, value)
        # Before anything else: from here on, no trace may show them.
        self._tell(values.values())
        await self._refuse_second_key()
        key = await asyncio.to_thread(self._keyring.sealing_key)
        sealed = {n: seal(n, value, key, self._random_bytes) for n, value in values.items()}
        at = self._clock.now()
        await self._database.write(
            lambda connection: statements.put(connection, sealed, at=at, by=by)
        )
        await self.refresh()

    async def remove(self, name: str) -> None:
        """Remove a secret. What traces masked stays masked."""
        if not await self._database.write(lambda connection: statements.delete(connection, name)):
            raise SecretError("secret-unknown", f"there is no secret `{name}`")
        await self.refresh()

    async def rotate(self) -> int:
        """Seal every secret anew with a new key; return how many there are.

        Keys before it stay in the file: an archive that was made earlier needs them.
        """
        await self._refuse_second_key()
        new = await asyncio.to_thread(self._keyring.new_key)
        keys = {key.id: key for key in await asyncio.to_thread(self._keyring.read)}

        def reseal(connection: Connection) -> int:
            stored = statements.every(connection)
            for each in stored:
                value = _unsealed(each, keys)
                if value is None:
                    raise _unreadable(each)
                sealed = seal(each.name, value, new, self._random_bytes)
                statements.reseal(connection, each.name, sealed)
            return len(stored)

        count = await self._database.write(reseal)
        await self.refresh()
        return count

    async def refresh(self) -> None:
        """Take over what other processes changed. A missing key is told in the log."""
        stored = await self._database.read(statements.every)
        if stored == self._stored and len(self._values) == len(stored):
            return
        found: Sequence[Key] = ()
        remedy = _ELSEWHERE
        try:
            found = await asyncio.to_thread(self._keyring.read)
        except (SecretError, OSError) as error:
            remedy = str(error)
        keys = {key.id: key for key in found}
        values = {
            each.name: value for each in stored if (value := _unsealed(each, keys)) is not None
        }
        self._tell(values.values())
        # Said once for each change of the store: looking for the key goes on every second.
        if len(values) < len(stored) and stored != self._stored:
            _LOG.error("secrets of this store cannot be read here: %s", remedy)
        self._stored, self._values = stored, values

    def _value(self, name: str) -> str:
        value = self._values.get(name)
        if value is not None:
            return value
        if name in self.names():
            message = f"The key of the secret {name} is not here."
            raise Fault("secret.unreadable", message, Blame.SERVICE)
        raise unknown_secret(name)

    async def _refuse_second_key(self) -> None:
        """A key of this folder's own would divide the store between hosts."""
        await self.refresh()
        for each in self._stored:
            if each.name not in self._values:
                raise _unreadable(each)


def _unsealed(stored: StoredSecret, keys: Mapping[str, Key]) -> str | None:
    key = keys.get(stored.sealed.key_id)
    return None if key is None else unseal(stored.name, stored.sealed, key)


def _unreadable(stored: StoredSecret) -> SecretError:
    return SecretError(
        "secret-key-missing",
        f"the secret `{stored.name}` was sealed with the key {stored.sealed.key_id}, "
        "which is not here or no longer fits",
        f"{_ELSEWHERE}; or remove the secret",
    )


def _check(name: str, value: str) -> None:
    if not is_name(name):
        raise SecretError(
            "secret-name",
            f"a secret's name is of letters, digits, `_`, `.` and `-`, at most "
            f"{MAX_NAME_CHARACTERS} of them, and begins with a letter or digit",
        )
    if not value or len(value.encode()) > _MAX_VALUE_BYTES:
        raise SecretError(
            "secret-value", f"the value of a secret has 1 to {_MAX_VALUE_BYTES} bytes"
        )
