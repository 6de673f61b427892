"""Numbered SQL files that bring a store up to date, each applied once and remembered."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from typing import Final

from engine.storage.connection import Connection, Dialect, Session
from engine.storage.errors import StoreError
from engine.storage.portable_sql import postgresql_schema

_FILE_NAME: Final = re.compile(
    r"(?P<number>\d{4})_(?P<name>[a-z0-9_]+)(?:\.(?P<dialect>postgresql))?\.sql", re.ASCII
)

_CREATE_TABLE: Final = """
CREATE TABLE IF NOT EXISTS schema_migration (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    applied_time {time} NOT NULL DEFAULT CURRENT_TIMESTAMP
)"""
_TIME: Final = {"sqlite": "TEXT", "postgresql": "TIMESTAMPTZ"}
_SELECT_APPLIED: Final = "SELECT number, name, checksum FROM schema_migration ORDER BY number"
_INSERT_APPLIED: Final = "INSERT INTO schema_migration (number, name, checksum) VALUES (?, ?, ?)"
_SELECT_SCHEMA: Final = """
SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 ELSE 2 END, tbl_name, name"""
_SELECT_IDENTITIES: Final = """
SELECT table_name FROM information_schema.columns
WHERE table_schema = current_schema() AND column_name = 'id' AND is_identity = 'YES'"""
# Never back: the ids of what was deleted do not return.
_CONTINUE_IDENTITY: Final = """
SELECT setval(pg_get_serial_sequence('{table}', 'id'),
    greatest(max(id), pg_sequence_last_value(pg_get_serial_sequence('{table}', 'id')::regclass)))
FROM {table} HAVING max(id) > 0"""
_HAS_TABLE: Final = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE name = 'schema_migration'",
    "postgresql": "SELECT count(to_regclass('schema_migration'))",
}


@dataclass(frozen=True, slots=True)
class Migration:
    """One file of statements, ``0002_accounts.sql``; never edited once it was released."""

    number: int
    name: str
    sql: str

    def __str__(self) -> str:
        return f"{self.number:04}_{self.name}"

    @property
    def checksum(self) -> str:
        """SHA-256 of the text, whatever line ends it was checked out with."""
        return sha256(self.sql.replace("\r\n", "\n").encode()).hexdigest()


def known_migrations(dialect: Dialect = "sqlite") -> Sequence[Migration]:
    """Return the migrations of this installation in the order in which they apply.

    ``NNNN_name.sql`` is for every database, unless ``NNNN_name.postgresql.sql`` stands beside it.
    """
    common: list[Migration] = []
    special: dict[int, Migration] = {}
    for file in files("engine.storage").joinpath("migrations").iterdir():
        match = _FILE_NAME.fullmatch(file.name)
        if not match:
            continue
        migration = Migration(int(match["number"]), match["name"], file.read_text("utf-8"))
        if match["dialect"] is None:
            common.append(migration)
        elif match["dialect"] == dialect:
            special[migration.number] = migration
    if dialect == "postgresql":
        common = [Migration(m.number, m.name, postgresql_schema(m.sql)) for m in common]
    found = [special.get(migration.number, migration) for migration in common]
    return sorted(found, key=lambda migration: migration.number)


def migrate(session: Session, migrations: Sequence[Migration] | None = None) -> Sequence[Migration]:
    """Apply what is missing, all or nothing, and return what was applied.

    `migrations` are the known ones unless given. Raises `StoreError` when the store holds a
    migration that is not known here or was changed since.
    """
    known = known_migrations(session.dialect) if migrations is None else migrations
    with rebuilding(session):
        return _apply_missing(session, known)


def missing_migrations(connection: Connection) -> Sequence[Migration]:
    """Return what `migrate` would apply, all of them for a store that is not there yet.

    Writes nothing. Raises `StoreError` as `migrate` does.
    """
    known = known_migrations(connection.dialect)
    (is_there,) = connection.execute(_HAS_TABLE[connection.dialect]).fetchone()
    return _missing(connection, known) if is_there else known


def applied_migrations(connection: Connection) -> Sequence[Migration]:
    """Return what was applied to a store, nothing for one that is not there yet.

    Raises `StoreError` as `migrate` does.
    """
    missing = missing_migrations(connection)
    return [each for each in known_migrations(connection.dialect) if each not in missing]


@contextmanager
def rebuilding(session: Session) -> Iterator[None]:
    """Run a block in one transaction that may build tables anew; what it raises undoes it all."""
    with _loose_references(session):
        session.begin_write()  # two processes that start at once take turns
        try:
            yield
            session.execute("COMMIT")
        except BaseException:
            if session.in_transaction:
                session.execute("ROLLBACK")
            raise


def migrate_inside(session: Session) -> Sequence[Migration]:
    """Do what `migrate` does inside a transaction of `rebuilding`."""
    return _apply_missing(session, known_migrations(session.dialect))


def continue_ids(session: Session) -> None:
    """Let ids go on behind those that were written with them; SQLite does so by itself."""
    if session.dialect == "postgresql":
        for (table,) in session.execute(_SELECT_IDENTITIES).fetchall():
            session.execute(_CONTINUE_IDENTITY.format(table=table))


def check_references(session: Session) -> None:
    """Raise `StoreError` where a row points to nothing; PostgreSQL refuses such rows by itself."""
    if session.dialect == "sqlite":
        broken = session.execute("PRAGMA foreign_key_check").fetchone()
        if broken is not None:
            raise StoreError(f"a row of the table {broken[0]} points to a row that is not there")


def schema(connection: Connection) -> str:
    """Return the statements that make the tables, indexes and triggers of a SQLite store."""
    rows: list[tuple[str]] = connection.execute(_SELECT_SCHEMA).fetchall()
    return "".join(f"{sql.strip()};\n\n" for (sql,) in rows).rstrip("\n") + "\n"


def _apply_missing(session: Session, known: Sequence[Migration]) -> Sequence[Migration]:
    session.execute(_CREATE_TABLE.format(time=_TIME[session.dialect]))
    missing = _missing(session, known)
    for migration in missing:
        if session.dialect == "sqlite":
            for statement in _statements(migration.sql):
                session.execute(statement)
        else:
            session.execute(migration.sql)
        session.execute(_INSERT_APPLIED, (migration.number, migration.name, migration.checksum))
    if missing:
        check_references(session)
        continue_ids(session)
    return missing


@contextmanager
def _loose_references(session: Session) -> Iterator[None]:
    """Let tables be built anew: SQLite checks references only at the end, by `check_references`.

    Source: https://www.sqlite.org/lang_altertable.html, section 7; the switch has no effect inside
    a transaction.
    """
    if session.dialect != "sqlite":
        yield
        return
    (was_on,) = session.execute("PRAGMA foreign_keys").fetchone()
    session.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        session.execute(f"PRAGMA foreign_keys = {was_on}")


def _missing(connection: Connection, known: Sequence[Migration]) -> Sequence[Migration]:
    by_number = {migration.number: migration for migration in known}
    applied: list[tuple[int, str, str]] = connection.execute(_SELECT_APPLIED).fetchall()
    for number, name, checksum in applied:
        migration = by_number.pop(number, None)
        if migration is None:
            raise StoreError(
                f"the store was written by a newer version: it holds migration "
                f"{number:04}_{name}, which is not known here",
                "use that version or a newer one; what it backs up can be restored only there",
            )
        if migration.checksum != checksum:
            raise StoreError(
                f"migration {migration} was changed after it was applied to this store",
                "put the released file back; a change of the store is a new migration",
            )
    return [migration for migration in known if migration.number in by_number]


def _statements(sql: str) -> Iterator[str]:
    """Return the statements of a file one by one: `executescript` would commit on its own."""
    pending = ""
    for line in sql.splitlines(keepends=True):
        if not pending and (not line.strip() or line.startswith("--")):
            continue
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
    if pending.strip():
        raise StoreError("a migration ends inside a statement")
