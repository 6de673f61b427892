"""API keys: shown once, kept as hashes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, cast

from engine.accounts.errors import AccountError
from engine.accounts.secret_text import stored_form
from engine.storage.connection import Connection
from engine.storage.timestamp import to_text

_INSERT: Final = """
INSERT INTO api_key (name, key_hash, create_time, create_by, change_time, change_by)
VALUES (?, ?, ?, 1, ?, 1) ON CONFLICT (name) DO NOTHING"""
_SELECT_NAME: Final = "SELECT name FROM api_key WHERE key_hash = ? AND valid_id = 1"
_SELECT_NAMES: Final = "SELECT name FROM api_key WHERE valid_id = 1 ORDER BY name"


def insert_key(connection: Connection, name: str, token: str, *, now: datetime) -> None:
    """Keep the hash of a key; raises `AccountError` when the name is taken."""
    stamp = to_text(now)
    if connection.execute(_INSERT, (name, stored_form(token), stamp, stamp)).rowcount != 1:
        raise AccountError("key-exists", f"there is a key `{name}` already")


def key_name(connection: Connection, token: str) -> str | None:
    """Return the name of the valid key with that text."""
    row = connection.execute(_SELECT_NAME, (stored_form(token),)).fetchone()
    return None if row is None else cast("str", row[0])


def read_keys(connection: Connection) -> Sequence[str]:
    """Return the names of the valid keys."""
    return [name for (name,) in connection.execute(_SELECT_NAMES)]
