"""What is stored for a log-in: ids and password hashes, read and replaced."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from engine.model.people import Principal, PrincipalKind
from engine.storage.connection import Connection
from engine.storage.setting import read_settings
from engine.storage.timestamp import to_text

_SELECT_AGENT: Final = "SELECT id, login, pw FROM users WHERE login = ? AND valid_id = 1"
_SELECT_CUSTOMER: Final = "SELECT login, pw FROM customer_user WHERE login = ? AND valid_id = 1"
_SELECT_AGENT_LOGIN: Final = "SELECT login FROM users WHERE login = ?"
_SELECT_CUSTOMER_LOGIN: Final = "SELECT login FROM customer_user WHERE login = ?"
_UPDATE_AGENT: Final = """
UPDATE users SET pw = ?, change_time = ?, change_by = ? WHERE login = ?"""
_UPDATE_CUSTOMER: Final = """
UPDATE customer_user SET pw = ?, change_time = ?, change_by = ? WHERE login = ?"""

_ROOT_ID: Final = 1


@dataclass(frozen=True, slots=True)
class Credential:
    """A valid account; `hash` is None when it has no password."""

    principal: Principal
    hash: str | None = field(repr=False)


def read_credential(connection: Connection, kind: PrincipalKind, login: str) -> Credential | None:
    """Return the valid account of a login."""
    if kind is PrincipalKind.AGENT:
        row = connection.execute(_SELECT_AGENT, (login,)).fetchone()
        return None if row is None else Credential(Principal(kind, row[1], row[0]), row[2])
    row = connection.execute(_SELECT_CUSTOMER, (login,)).fetchone()
    if row is None:
        return None
    return Credential(Principal(kind, row[0], acting_user_id(connection)), row[1])


def canonical_login(connection: Connection, kind: PrincipalKind, login: str) -> str | None:
    """Return a login as the store writes it, of a valid account or not; None without one."""
    statement = _SELECT_AGENT_LOGIN if kind is PrincipalKind.AGENT else _SELECT_CUSTOMER_LOGIN
    row = connection.execute(statement, (login,)).fetchone()
    return None if row is None else str(row[0])


def write_hash(
    connection: Connection, kind: PrincipalKind, login: str, hash: str, *, now: datetime
) -> bool:
    """Replace the password hash of a login; say whether there is one of that name."""
    statement = _UPDATE_AGENT if kind is PrincipalKind.AGENT else _UPDATE_CUSTOMER
    return connection.execute(statement, (hash, to_text(now), _ROOT_ID, login)).rowcount == 1


def acting_user_id(connection: Connection) -> int:
    """Return the agent in whose name customers act (reference, 2.2)."""
    return int(str(read_settings(connection)["CustomerPanelUserID"]))
