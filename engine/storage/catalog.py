"""The tables whose rows are a store: what has to be copied for it to be there a second time.

They are those that the migrations make on SQLite, whatever database a store is kept in. Left out is
what a database derives by itself from the rows beside it: virtual tables with what stands behind
them, and generated columns. A table or column that PostgreSQL alone has is derived too.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Final

from engine.storage.connection import Connection
from engine.storage.migrations import Migration, migrate
from engine.storage.sqlite import MEMORY, SqliteSession, connect_writer

COUNTERS: Final = {"desk_revision": "revision", "web_service_change": "counter"}
"""Numbers that tell running servers of changes in this very store: counted up, never copied."""

_OF_THIS_STORE: Final = frozenset({"schema_migration", *COUNTERS})
_SELECT_TABLES: Final = """
SELECT l.name, m.sql LIKE '%AUTOINCREMENT%' FROM pragma_table_list l
JOIN sqlite_master m ON m.type = 'table' AND m.name = l.name
WHERE l.schema = 'main' AND l.type = 'table' AND l.name NOT LIKE 'sqlite%' ORDER BY l.name"""
_SELECT_COLUMNS: Final = """
SELECT name, type, pk FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid"""
_SELECT_COUNTED: Final = """
SELECT tgrelid::regclass::text FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
WHERE tgname = 'desk_revision_counted' AND c.relnamespace = current_schema()::regnamespace"""
_SELECT_POINTERS: Final = 'SELECT "from" FROM pragma_foreign_key_list(?)'
_SELECT_PARENTS: Final = 'SELECT DISTINCT "table" FROM pragma_foreign_key_list(?)'


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the store. `key` are the columns by which its rows stand in one order."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    has_lasting_ids: bool
    """Whether the id of a deleted row never returns."""
    has_files: bool
    """Whether rows may be large."""
    extends: bool
    """Whether each row belongs to one row of another table and has its key: what else it holds may
    be the databases' own way to say the same."""


@contextmanager
def new_store(migrations: Sequence[Migration]) -> Iterator[SqliteSession]:
    """Open a store in memory as these migrations leave it: with their rows and nothing else.

    They are in the words of SQLite.
    """
    with closing(connect_writer(MEMORY)) as session:
        migrate(session, migrations)
        yield session


def tables_of(session: Connection) -> Sequence[Table]:
    """Return the tables of a SQLite store, each behind those that its rows point to."""
    found = {
        name: _table(session, name, has_lasting_ids=bool(is_lasting))
        for name, is_lasting in session.execute(_SELECT_TABLES)
        if name not in _OF_THIS_STORE
    }
    parents = {
        name: sorted({parent for (parent,) in session.execute(_SELECT_PARENTS, (name,))} - {name})
        for name in found
    }
    return [found[name] for name in TopologicalSorter(parents).static_order()]


def count_up(connection: Connection) -> None:
    """Tell servers that run on this store that everything changed."""
    for table, column in COUNTERS.items():
        connection.execute(f"UPDATE {table} SET {column} = {column} + 1")  # noqa: S608 - our names


@contextmanager
def uncounted(connection: Connection) -> Iterator[None]:
    """Let changes of the block be counted by nobody but `count_up`.

    On PostgreSQL every count leaves a dead row behind until the transaction ends, and each further
    one passes all of them: the cost would grow with the square of the rows.
    """
    tables = []
    if connection.dialect == "postgresql":
        tables = [table for (table,) in connection.execute(_SELECT_COUNTED).fetchall()]
    for table in tables:
        connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER desk_revision_counted")
    yield
    # What raises ends the transaction, and undoes this with it.
    for table in tables:
        connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER desk_revision_counted")


def listed(names: Iterable[str]) -> str:
    """Return names as SQL lists them."""
    return ", ".join(f'"{name}"' for name in names)


def _table(session: Connection, name: str, *, has_lasting_ids: bool) -> Table:
    rows = session.execute(_SELECT_COLUMNS, (name,)).fetchall()
    columns = tuple(column for column, _, _ in rows)
    key = tuple(column for column, _, place in sorted(rows, key=lambda row: row[2]) if place)
    pointers = {pointer for (pointer,) in session.execute(_SELECT_POINTERS, (name,))}
    return Table(
        name=name,
        columns=columns,
        key=key or columns,
        has_lasting_ids=has_lasting_ids,
        has_files=any(kind == "BLOB" for _, kind, _ in rows),
        extends=len(key) == 1 and key[0] in pointers,
    )
