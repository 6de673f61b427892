"""The rows of the secret store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from engine.secret_store.envelope import Sealed
from engine.storage.connection import Connection
from engine.storage.timestamp import from_text, to_text

_SELECT: Final = """
SELECT name, key_id, wrapped_key, sealed_value, change_time, change_by FROM secret ORDER BY name"""
_UPSERT: Final = """
INSERT INTO secret (name, key_id, wrapped_key, sealed_value, change_time, change_by)
VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (name) DO UPDATE SET key_id = excluded.key_id, wrapped_key = excluded.wrapped_key,
    sealed_value = excluded.sealed_value, change_time = excluded.change_time,
    change_by = excluded.change_by"""
_RESEAL: Final = """
UPDATE secret SET key_id = ?, wrapped_key = ?, sealed_value = ? WHERE name = ?"""
_DELETE: Final = "DELETE FROM secret WHERE name = ?"


@dataclass(frozen=True, slots=True)
class StoredSecret:
    """A secret as the store keeps it, and who changed it when, in UTC."""

    name: str
    sealed: Sealed
    changed_at: datetime
    changed_by: str


def every(connection: Connection) -> Sequence[StoredSecret]:
    """Return all secrets by name."""
    return [
        StoredSecret(
            name, Sealed(key_id, bytes(wrapped), bytes(value)), from_text(changed), changed_by
        )
        for name, key_id, wrapped, value, changed, changed_by in connection.execute(_SELECT)
    ]


def put(connection: Connection, sealed: Mapping[str, Sealed], *, at: datetime, by: str) -> None:
    """Store secrets, in place of those that have their names."""
    for name, each in sealed.items():
        values = (name, each.key_id, each.wrapped_key, each.sealed_value, to_text(at), by)
        connection.execute(_UPSERT, values)


def reseal(connection: Connection, name: str, sealed: Sealed) -> None:
    """Store the same value, sealed anew: nobody changed it."""
    values = (sealed.key_id, sealed.wrapped_key, sealed.sealed_value, name)
    connection.execute(_RESEAL, values)


def delete(connection: Connection, name: str) -> bool:
    """Remove a secret; say whether there was one of that name."""
    return connection.execute(_DELETE, (name,)).rowcount == 1
