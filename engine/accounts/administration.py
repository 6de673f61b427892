"""Administration of accounts: people, passwords, sessions of others, API keys."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from engine.accounts import credential, roll, session
from engine.accounts.api_key import KeyEntry, NewKey, delete_key, insert_key, read_keys
from engine.accounts.entry import AgentEntry, CustomerEntry
from engine.accounts.errors import AccountError
from engine.accounts.log_in import who_of
from engine.accounts.password import Passwords
from engine.accounts.people import PeopleWriter
from engine.accounts.roll import Person
from engine.accounts.secret_text import KEY_PREFIX, NewSecret, draw_text
from engine.model.clock import Clock
from engine.model.people import PrincipalKind
from engine.storage.connection import Connection
from engine.storage.database import Database
from engine.storage.emitter import Emitter, Sink

ADMINISTRATOR: Final = "root@localhost"

_KEY_CHARACTERS: Final = 40


@dataclass(frozen=True, slots=True)
class NewHashes:
    """Password hashes to be stored, by login; who is not here keeps the password."""

    agents: Mapping[str, str]
    customers: Mapping[str, str]


class AccountAdministration:
    """What administrators do to accounts. `EmbeddedAccounts` adds what everybody else asks."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        passwords: Passwords,
        new_secret: NewSecret,
        events: Sink,
    ) -> None:
        self._database = database
        self._clock = clock
        self._passwords = passwords
        self._new_secret = new_secret
        self._events = events

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
            events = Emitter(self._events, connection)
            writer = PeopleWriter(connection, self._clock.now(), events)
            writer.put_customer(entry, hashes.customers.get(entry.login))
            events.deliver()

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

    async def revoke_sessions(self, kind: PrincipalKind, login: str) -> int:
        """End all sessions of a login and return how many there were.

        Sessions of the console end too. Raises `AccountError` when there is no such account.
        """
        now = self._clock.now()

        def revoke(connection: Connection) -> int:
            canonical = _existing(connection, kind, login)
            return session.revoke_sessions(connection, kind, canonical, now=now)

        return await self._database.write(revoke)

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
