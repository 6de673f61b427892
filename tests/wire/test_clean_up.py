"""A running app removes what is over by itself."""

import asyncio
from pathlib import Path

import pytest
from stores import is_postgresql, new_database

from engine import app as app_module
from engine.app import App
from engine.storage.connection import Connection

EXPIRED = """
INSERT INTO sessions (session_id, user_type, user_login, user_id, user_session_start,
    user_last_request, user_remote_addr, data)
VALUES ('x', 'User', 'root@localhost', 1, 1000, 1000, '', '{}')"""
PATIENCE_SECONDS = 20.0


def count(connection: Connection) -> int:
    (found,) = connection.execute("SELECT count(*) FROM sessions").fetchone()
    return int(found)


def test_sessions_that_are_over_are_removed_while_nobody_logs_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_module, "_CLEAN_UP_SECONDS", 0.0)
    monkeypatch.setattr(app_module, "_CHANGES_SECONDS", 0.01)

    async def main() -> int:
        store = new_database() if is_postgresql() else ""
        async with App.open(store, data=tmp_path) as app:
            await app._database.write(lambda connection: connection.execute(EXPIRED).rowcount)
            async with asyncio.timeout(PATIENCE_SECONDS):
                while found := await app._database.read(count):
                    await asyncio.sleep(0.01)
            return found

    assert asyncio.run(main()) == 0
