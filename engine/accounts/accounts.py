"""The embedded `Accounts`: who may act, by password, session or key."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from argon2 import PasswordHasher

from dsl.values import Value
from engine.accounts import session
from engine.accounts.administration import AccountAdministration
from engine.accounts.api_key import principal_of_key
from engine.accounts.log_in import LogIn, Try
from engine.accounts.log_in_failure import forget_old_failures
from engine.accounts.password import Passwords
from engine.accounts.secret_text import KEY_PREFIX, NewSecret, draw_text
from engine.accounts.session import Session
from engine.accounts.session_data import Visit
from engine.model.clock import Clock
from engine.model.people import Principal, PrincipalKind
from engine.storage.connection import Connection
from engine.storage.database import Database
from engine.storage.emitter import NOBODY, Sink
from engine.storage.timestamp import to_epoch

_KEY_BYTES: Final = 32
_EITHER: Final = (PrincipalKind.AGENT, PrincipalKind.CUSTOMER)


class EmbeddedAccounts(AccountAdministration):
    """An `Accounts` on a `Database`; one per process, for what it keeps in memory."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        new_secret: NewSecret = secrets.token_bytes,
        hasher: PasswordHasher | None = None,
        events: Sink = NOBODY,
    ) -> None:
        passwords = Passwords(hasher or PasswordHasher(), clock, new_secret(_KEY_BYTES))
        super().__init__(database, clock, passwords, new_secret, events)
        self._log_in = LogIn(database, passwords, clock)

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
