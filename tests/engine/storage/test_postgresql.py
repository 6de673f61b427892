"""What only a server can do: be somewhere else, go away, come back."""

import asyncio
import contextlib
from collections.abc import Iterator

import pytest
from stores import is_postgresql, new_database, session_on

from engine.storage.connection import Connection, Session
from engine.storage.database import Database
from engine.storage.errors import StoreUnavailable
from engine.storage.migrations import migrate
from engine.storage.postgresql import PostgresSession
from engine.storage.sqlite import connect_writer

pytestmark = pytest.mark.skipif(not is_postgresql(), reason="runs with --store postgresql")

SELECT_COLUMNS = """
SELECT table_name, column_name, is_nullable FROM information_schema.columns
WHERE table_schema = 'public' AND is_generated = 'NEVER'"""
SELECT_OTHERS = """
SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"""


@pytest.fixture
def session() -> Iterator[Session]:
    opened = session_on(new_database())
    yield opened
    opened.close()


def put(name: str, value: str) -> object:
    return lambda c: c.execute("INSERT INTO setting VALUES (?, ?)", (name, value)).rowcount


def kept(connection: Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT name, value FROM setting").fetchall())


def end_all_others(url: str) -> None:
    """Do to the server's connections what a restart of the server would."""
    with contextlib.closing(PostgresSession(url)) as session:
        for (pid,) in session.execute(SELECT_OTHERS).fetchall():
            session.execute("SELECT pg_terminate_backend(?)", (pid,))


def test_both_stores_have_the_same_columns(session: Session) -> None:
    with contextlib.closing(connect_writer(":memory:")) as sqlite:
        migrate(sqlite)
        tables = sqlite.execute(
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main'"
        ).fetchall()
        expected = {
            (table, row[1], not row[3] and not row[5])
            for (table,) in tables
            if not table.startswith("sqlite_")
            for row in sqlite.execute(f"PRAGMA table_info({table})")
        }
    found = {(t, c, null == "YES") for t, c, null in session.execute(SELECT_COLUMNS)}

    assert found == expected


def test_ids_go_on_behind_those_that_migrations_wrote(session: Session) -> None:
    statement = """
INSERT INTO queue (name, group_id, create_time, create_by, change_time, change_by)
VALUES ('Hardware', 1, '', 1, '', 1) RETURNING id"""

    assert session.execute(statement).fetchone() == (5,)


def test_nul_in_text_leaves_a_mark(session: Session) -> None:
    session.execute("INSERT INTO setting VALUES (?, ?)", ("a", "b\x00c"))

    assert kept(session) == {"a": "b\N{REPLACEMENT CHARACTER}c"}


def test_truth_is_kept_as_a_number(session: Session) -> None:
    found = session.execute("SELECT ?1 + 1, ?2", (True, "x")).fetchone()

    assert found == (2, "x")


def test_a_lost_server_is_told_and_found_again() -> None:
    url = new_database()

    async def main() -> None:
        async with Database.open(url) as database:
            await database.write(put("a", "1"))
            await asyncio.to_thread(end_all_others, url)
            # Nothing was under way, so nobody has to notice.
            await database.write(put("b", "2"))
            assert await database.read(kept) == {"a": "1", "b": "2"}

            with pytest.raises(StoreUnavailable):
                await database.write(lambda c: (put("c", "3")(c), end_all_others(url)))
            assert await database.read(kept) == {"a": "1", "b": "2"}

    asyncio.run(main())


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    with pytest.raises(StoreUnavailable) as caught:
        Database.open("postgresql://mira:s3cret@127.0.0.1:1/desk")

    assert "127.0.0.1" in str(caught.value)
    assert "s3cret" not in str(caught.value)
