"""Who may act: log-ins, sessions and keys, as operations see them."""

from collections.abc import Mapping
from typing import Protocol

from dsl.values import Value
from engine.model.people import Principal


class Accounts(Protocol):
    """Who may act, and their sessions."""

    async def check_agent(
        self, login: str, password: str, *, remote_address: str = ""
    ) -> Principal | None:
        """Return the agent, or None; takes the same time for a login that does not exist.

        After several failures of the login, or from the address, the answer is None for a while.
        """

    async def check_customer(
        self, login: str, password: str, *, remote_address: str = ""
    ) -> Principal | None:
        """Return the customer, or None, as `check_agent` does."""

    async def check_login(
        self, login: str, password: str, *, remote_address: str = ""
    ) -> Principal | None:
        """Return the agent of a login, the customer where no agent has it, or None."""

    async def check_key(self, token: str) -> Principal | None:
        """Return for whom an API key acts; None for any other text."""

    async def check_session(self, session_id: str, *, remote_address: str) -> Principal | None:
        """Return who a live session belongs to, or None; an expired one is removed (2.3)."""

    async def create_session(
        self, principal: Principal, *, remote_address: str, user_agent: str
    ) -> str:
        """Write a session with all data of the principal and return its id, 32 characters."""

    async def session_data(
        self, session_id: str, *, remote_address: str
    ) -> Mapping[str, Value] | None:
        """Return the keys and values of a live session (2.5), or None."""

    async def remove_session(self, session_id: str) -> bool:
        """End a session, whoever asks; say whether there was one."""
