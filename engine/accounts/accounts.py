"""The embedded `Accounts`: who may act, their sessions and keys, and their administration."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from argon2 import PasswordHasher

from dsl.values import Value
from engine.accounts import credential, roll, session
from engine.accounts.api_key import (
    KeyEntry,
    NewKey,
    delete_key,
    insert_key,
    principal_of_key,
    read_keys,
)
from engine.accounts.entry import AgentEntry, CustomerEntry
from engine.accounts.errors import AccountError
from engine.accounts.log_in import LogIn, Try, who_of
from engine.accounts.log_in_failure import forget_old_failures
from engine.accounts.password import Passwords
from engine.accounts.people import PeopleWriter
from engine.accounts.roll import Person
from engine.accounts.secret_text import KEY_PREFIX, NewSecret, draw_text
from engine.accounts.session import Session
from engine.accounts.session_data import Visit
from engine.model.clock import Clock
from engine.model.desk import Principal, PrincipalKind
from engine.storage.connection import Connection
from engine.storage.database import Database
from engine.storage.timestamp import to_epoch

ADMINISTRATOR: Final = "root@localhost"

_KEY_BYTES: Final = 32
_KEY_CHARACTERS: Final = 40
_EITHER: Final = (PrincipalKind.AGENT, PrincipalKind.CUSTOMER)


@dataclass(frozen=True, slots=True)
class NewHashes:
    """Password hashes to be stored, by login; who is not here keeps the password."""

    agents: Mapping[str, str]
    customers: Mapping[str, str]


class EmbeddedAccounts:
    """An `Accounts` on a `Database`; one per process, for what it keeps in memory."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        new_secret: NewSecret = secrets.token_bytes,
        hasher: PasswordHasher | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._new_secret = new_secret
        self._passwords = Passwords(hasher or PasswordHasher(), clock, new_secret(_KEY_BYTES))
        self._log_in = LogIn(database, self._passwords, clock)

    async def check_agent(
        self, login: str, password: str, *, remote_address: str = ""
    ) -> Principal | None:
        """Return the agent, or None after the same time."""
        return await self._log_in.check(
            Try((PrincipalKind.AGENT,), login, password, remote_address)
        )

    async def check_customer(
        self, login: str, password: str, *, remote_address: str = ""
    ) -> Principal | None:
        """Return the customer, or None after the same time."""
        return await self._log_in.check(
            Try((PrincipalKind.CUSTOMER,), login, password, remote_address)
        )

    async def check_login(
        self, login: str, password: str, *, remote_address: str = ""
    ) -> Principal | None:
        """Return the agent of a login, the customer where no agent has it, or None."""
        return await self._log_in.check(Try(_EITHER, login, password, remote_address))

    async def check_session(self, session_id: str, *, remote_address: str) -> Principal | None:
        """Return who a live session belongs to, or None; an expired one is removed."""
        found = await self._live_session(session_id, remote_address)
        return None if found is None else found.principal

    async def check_key(self, token: str) -> Principal | None:
        """Return for whom an API key acts, or None."""
        if not token.startswith(KEY_PREFIX):
            return None
        now = self._clock.now()
        return await self._database.read(
            lambda connection: principal_of_key(connection, token, now=now)
        )

    async def create_session(
        self, principal: Principal, *, remote_address: str, user_agent: str
    ) -> str:
        """Write a session with all data of the principal and return its id, 32 characters."""
        session_id = draw_text(session.ID_LENGTH, self._new_secret)
        visit = Visit(remote_address, user_agent, self._clock.now())
        await self._database.write(
            lambda connection: session.insert_session(connection, session_id, principal, visit)
        )
        return session_id

    async def session_data(
        self, session_id: str, *, remote_address: str
    ) -> Mapping[str, Value] | None:
        """Return the keys and values of a live session, or None."""
        found = await self._live_session(session_id, remote_address)
        return None if found is None else found.values()

    async def remove_session(self, session_id: str) -> bool:
        """End a session; say whether there was one."""
        return await self._database.write(
            lambda connection: session.delete_session(connection, session_id)
        )

    async def revoke_sessions(self, kind: PrincipalKind, login: str) -> int:
        """End all sessions of a login and return how many there were.

        Sessions of the console end too. Raises `AccountError` when there is no such account.
        """
        now = self._clock.now()

        def revoke(connection: Connection) -> int:
            canonical = _existing(connection, kind, login)
            return session.revoke_sessions(connection, kind, canonical, now=now)

        return await self._database.write(revoke)

    async def is_console_session_good(self, login: str, began_at: datetime) -> bool:
        """Say whether an agent's sessions of that age were not ended since they began."""
        return not await self._database.read(
            lambda connection: session.are_revoked(
                connection, PrincipalKind.AGENT, login, since=began_at
            )
        )

    async def clean_up(self) -> int:
        """Remove sessions that are over and failures that no longer count; return how many.

        To be called now and then: nothing else removes what nobody comes back for.
        """
        now = self._clock.now()

        def clean(connection: Connection) -> int:
            forgotten = forget_old_failures(connection, epoch=to_epoch(now))
            return forgotten + session.delete_expired(connection, now=now)

        return await self._database.write(clean)

    async def is_administrator(self, user_id: int) -> bool:
        """Say whether a valid agent has `rw` in the group `admin`."""
        return await self._database.read(
            lambda connection: roll.is_administrator(connection, user_id)
        )

    async def agents(self) -> Sequence[Person]:
        """Return all agents by login."""
        return await self._database.read(roll.read_agents)

    async def customers(self) -> Sequence[Person]:
        """Return all customer users by login."""
        return await self._database.read(roll.read_customers)

    async def add_agent(self, entry: AgentEntry) -> None:
        """Add an agent; raises `AccountError` when the login is taken or a group is not there."""
        _check_name("agent", entry.login)
        hashes = await self.new_hashes([entry], [])

        def add(connection: Connection) -> None:
            if roll.has_agent(connection, entry.login):
                raise _taken("agent", entry.login)
            writer = PeopleWriter(connection, self._clock.now())
            writer.put_agent(entry, hashes.agents.get(entry.login))

        await self._database.write(add)

    async def add_customer(self, entry: CustomerEntry) -> None:
        """Add a customer user; raises `AccountError` when the login is taken."""
        _check_name("customer user", entry.login)
        hashes = await self.new_hashes([], [entry])

        def add(connection: Connection) -> None:
            if roll.has_customer(connection, entry.login):
                raise _taken("customer user", entry.login)
            writer = PeopleWriter(connection, self._clock.now())
            writer.put_customer(entry, hashes.customers.get(entry.login))

        await self._database.write(add)

    async def set_password(self, kind: PrincipalKind, login: str, password: str) -> None:
        """Give an account a password and end its sessions.

        Raises `AccountError` when there is no such account.
        """
        hashed, now = await self._passwords.hash(password), self._clock.now()

        def put(connection: Connection) -> None:
            canonical = _existing(connection, kind, login)
            credential.write_hash(connection, kind, canonical, hashed, now=now)
            session.revoke_sessions(connection, kind, canonical, now=now)

        await self._database.write(put)

    async def has_administrator_password(self) -> bool:
        """Say whether the administrator can log in already."""
        found = await self._credential(PrincipalKind.AGENT, ADMINISTRATOR)
        return found is not None and found.hash is not None

    async def ensure_admin(self, password: str) -> bool:
        """Give the administrator a password unless there is one; say whether this was it."""
        if await self.has_administrator_password():
            return False
        await self.set_password(PrincipalKind.AGENT, ADMINISTRATOR, password)
        return True

    async def add_key(self, key: NewKey) -> str:
        """Make an API key and return its text, which is shown this once and kept as a hash.

        Raises `AccountError` when there is a key of that name, or no such account.
        """
        _check_name("key", key.name)
        token = f"{KEY_PREFIX}{draw_text(_KEY_CHARACTERS, self._new_secret)}"
        now = self._clock.now()

        def add(connection: Connection) -> None:
            owner = _existing(connection, key.kind, key.login)
            insert_key(connection, replace(key, login=owner), token, now=now)

        await self._database.write(add)
        return token

    async def keys(self) -> Sequence[KeyEntry]:
        """Return all API keys by name."""
        return await self._database.read(read_keys)

    async def revoke_key(self, name: str) -> None:
        """End an API key; raises `AccountError` when there is none of that name."""
        if not await self._database.write(lambda connection: delete_key(connection, name)):
            raise AccountError("key-unknown", f"there is no key `{name}`")

    async def new_hashes(
        self, agents: Iterable[AgentEntry], customers: Iterable[CustomerEntry]
    ) -> NewHashes:
        """Return the hashes of those declared passwords that are not the stored ones already.

        Hashing takes long and happens here, before the transaction that stores them.
        """
        return NewHashes(
            await self._changed(PrincipalKind.AGENT, agents),
            await self._changed(PrincipalKind.CUSTOMER, customers),
        )

    async def _changed(
        self, kind: PrincipalKind, entries: Iterable[AgentEntry | CustomerEntry]
    ) -> Mapping[str, str]:
        hashes: dict[str, str] = {}
        for entry in entries:
            if entry.password is None:
                continue
            found = await self._credential(kind, entry.login)
            # Only a stored hash is verified: for a new account there is nothing to hide.
            is_same = (
                found is not None
                and found.hash is not None
                and await self._passwords.verify(
                    who_of(found.principal), entry.password, found.hash
                )
            )
            if not is_same:
                hashes[entry.login] = await self._passwords.hash(entry.password)
        return hashes

    async def _credential(self, kind: PrincipalKind, login: str) -> credential.Credential | None:
        return await self._database.read(
            lambda connection: credential.read_credential(connection, kind, login)
        )

    async def _live_session(self, session_id: str, remote_address: str) -> Session | None:
        now = self._clock.now()
        found = await self._database.read(
            lambda connection: session.read_session(
                connection, session_id, now=now, remote_address=remote_address
            )
        )
        if found is None:
            return None
        if found.is_expired:
            await self.remove_session(session_id)
            return None
        if found.is_to_be_touched:
            await self._database.write(
                lambda connection: session.touch_session(connection, session_id, now=now)
            )
        return found


def _existing(connection: Connection, kind: PrincipalKind, login: str) -> str:
    canonical = credential.canonical_login(connection, kind, login)
    if canonical is None:
        raise AccountError("account-unknown", f"there is no account `{login}`")
    return canonical


def _check_name(kind: str, name: str) -> None:
    """Refuse a name that nobody could type at a log-in, or tell from another."""
    if not name or name != name.strip() or not name.isprintable():
        raise AccountError(
            "name-unusable",
            f"the name of a new {kind} is visible text without blanks at its ends",
        )


def _taken(kind: str, login: str) -> AccountError:
    return AccountError("account-exists", f"the login of {kind} `{login}` is taken")
