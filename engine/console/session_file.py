"""Sessions in a file, for several processes that serve one console."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from engine.console.session import ABSOLUTE_END, Session
from engine.storage.sqlite import make_private

BUSY_SECONDS = 5.0

_SCHEMA = """
CREATE TABLE IF NOT EXISTS session (
    key TEXT PRIMARY KEY,
    user_id INTEGER NOT NULL,
    login TEXT NOT NULL,
    began_at TEXT NOT NULL,
    used_at TEXT NOT NULL
) WITHOUT ROWID
"""
_PUT = "INSERT OR REPLACE INTO session (key, user_id, login, began_at, used_at) VALUES (?,?,?,?,?)"
_GET = "SELECT user_id, login, began_at, used_at FROM session WHERE key = ?"
_REMOVE = "DELETE FROM session WHERE key = ?"
_REMOVE_ENDED = "DELETE FROM session WHERE began_at < ?"


class SessionFile:
    """A `SessionStore` in an SQLite file, which is made when it is not there.

    A connection lives for one statement or two: pages of the console are few, and nothing stays
    open that a process would inherit.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    async def put(self, key: str, session: Session) -> None:
        """Write a session, new or changed, and forget those that are too old."""
        await asyncio.to_thread(self._put, key, session)

    async def get(self, key: str) -> Session | None:
        """Return a session, whether it has ended or not."""
        return await asyncio.to_thread(self._get, key)

    async def remove(self, key: str) -> None:
        """Forget a session; nothing happens when there is none."""
        await asyncio.to_thread(self._remove, key)

    def _put(self, key: str, session: Session) -> None:
        values = (
            key,
            session.user_id,
            session.login,
            _text(session.began_at),
            _text(session.used_at),
        )
        with self._opened() as connection:
            connection.execute(_REMOVE_ENDED, (_text(session.used_at - ABSOLUTE_END),))
            connection.execute(_PUT, values)

    def _get(self, key: str) -> Session | None:
        with self._opened() as connection:
            row = connection.execute(_GET, (key,)).fetchone()
        if row is None:
            return None
        user_id, login, began_at, used_at = row
        return Session(
            user_id, login, datetime.fromisoformat(began_at), datetime.fromisoformat(used_at)
        )

    def _remove(self, key: str) -> None:
        with self._opened() as connection:
            connection.execute(_REMOVE, (key,))

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        make_private(self._path)
        with closing(sqlite3.connect(self._path, timeout=BUSY_SECONDS)) as connection, connection:
            connection.execute(_SCHEMA)
            yield connection


def _text(moment: datetime) -> str:
    """One form for all, so that texts compare as times do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
