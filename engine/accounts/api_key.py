"""API keys: shown once, kept as hashes, each acting for one agent or customer user."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from engine.accounts.credential import acting_user_id
from engine.accounts.errors import AccountError
from engine.accounts.secret_text import stored_form
from engine.model.people import Principal, PrincipalKind
from engine.storage.connection import Connection
from engine.storage.timestamp import from_text, to_text

_INSERT: Final = """
INSERT INTO api_key (name, key_hash, user_type, user_login, expire_time, create_time, create_by,
    change_time, change_by)
VALUES (?, ?, ?, ?, ?, ?, 1, ?, 1) ON CONFLICT (name) DO NOTHING"""
_SELECT: Final = """
SELECT k.key_hash, k.user_type, k.user_login, k.expire_time, u.id, u.valid_id, c.valid_id
FROM api_key k
LEFT JOIN users u ON k.user_type = 'User' AND u.login = k.user_login
LEFT JOIN customer_user c ON k.user_type = 'Customer' AND c.login = k.user_login
WHERE k.key_hash = ? AND k.valid_id = 1"""
_SELECT_ALL: Final = """
SELECT name, user_type, user_login, create_time, expire_time FROM api_key WHERE valid_id = 1
ORDER BY name"""
_DELETE: Final = "DELETE FROM api_key WHERE name = ?"

_VALID: Final = 1


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key to be made. It opens what `login` may; `expires_at` is None when it never ends."""

    name: str
    kind: PrincipalKind
    login: str
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """A key as lists show it. Without an owner it is from an older store, and opens nothing."""

    name: str
    kind: PrincipalKind | None
    login: str
    created_at: datetime
    expires_at: datetime | None


def insert_key(connection: Connection, key: NewKey, token: str, *, now: datetime) -> None:
    """Keep the hash of a key; raises `AccountError` when the name is taken."""
    stamp = to_text(now)
    expires = None if key.expires_at is None else to_text(key.expires_at)
    values = (key.name, stored_form(token), key.kind.value, key.login, expires, stamp, stamp)
    if connection.execute(_INSERT, values).rowcount != 1:
        raise AccountError("key-exists", f"there is a key `{key.name}` already")


def principal_of_key(connection: Connection, token: str, *, now: datetime) -> Principal | None:
    """Return for whom a key acts; None for a wrong one, when it ended, or its owner is invalid."""
    digest = stored_form(token)
    row = connection.execute(_SELECT, (digest,)).fetchone()
    if row is None:
        return None
    key_hash, user_type, login, expire_time, agent_id, *valid_ids = row
    # The look-up compares hashes, of which an attacker cannot choose the beginning. Once more in
    # constant time, so that no store's own idea of equality decides.
    if not hmac.compare_digest(key_hash, digest) or _VALID not in valid_ids:
        return None
    if expire_time is not None and expire_time <= to_text(now):
        return None
    kind = PrincipalKind(user_type)
    user_id = agent_id if kind is PrincipalKind.AGENT else acting_user_id(connection)
    return Principal(kind, login, user_id)


def read_keys(connection: Connection) -> Sequence[KeyEntry]:
    """Return all keys by name, those included that have ended."""
    return [
        KeyEntry(
            name,
            PrincipalKind(user_type) if user_type else None,
            login or "",
            from_text(created),
            from_text(expires) if expires else None,
        )
        for name, user_type, login, created, expires in connection.execute(_SELECT_ALL)
    ]


def delete_key(connection: Connection, name: str) -> bool:
    """End a key; say whether there was one of that name."""
    return connection.execute(_DELETE, (name,)).rowcount == 1
