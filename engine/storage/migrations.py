"""Numbered SQL files that bring a store up to date, each applied once and remembered."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from typing import Final

from engine.storage.errors import StoreError

_FILE_NAME: Final = re.compile(r"(?P<number>\d{4})_(?P<name>[a-z0-9_]+)\.sql", re.ASCII)

_CREATE_TABLE: Final = """
CREATE TABLE IF NOT EXISTS schema_migration (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    applied_time TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
)"""
_SELECT_APPLIED: Final = "SELECT number, name, checksum FROM schema_migration ORDER BY number"
_INSERT_APPLIED: Final = "INSERT INTO schema_migration (number, name, checksum) VALUES (?, ?, ?)"
_SELECT_SCHEMA: Final = """
SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 ELSE 2 END, tbl_name, name"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One file of statements, ``0002_accounts.sql``; never edited once it was released."""

    number: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the text, whatever line ends it was checked out with."""
        return sha256(self.sql.replace("\r\n", "\n").encode()).hexdigest()


def known_migrations() -> Sequence[Migration]:
    """Return the migrations of this installation in the order in which they apply."""
    found = []
    for file in files("engine.storage").joinpath("migrations").iterdir():
        match = _FILE_NAME.fullmatch(file.name)
        if match:
            text = file.read_text(encoding="utf-8")
            found.append(Migration(int(match["number"]), match["name"], text))
    return sorted(found, key=lambda migration: migration.number)


def migrate(
    connection: sqlite3.Connection, migrations: Sequence[Migration] | None = None
) -> Sequence[Migration]:
    """Apply what is missing, all or nothing, and return what was applied.

    `migrations` are the known ones unless given. Raises `StoreError` when the store holds a
    migration that is not known here or was changed since.
    """
    known = known_migrations() if migrations is None else migrations
    connection.execute("BEGIN IMMEDIATE")  # two processes that start at once take turns
    try:
        connection.execute(_CREATE_TABLE)
        missing = _missing(connection, known)
        for migration in missing:
            for statement in _statements(migration.sql):
                connection.execute(statement)
            connection.execute(
                _INSERT_APPLIED, (migration.number, migration.name, migration.checksum)
            )
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return missing


def schema(connection: sqlite3.Connection) -> str:
    """Return the statements that make the tables, indexes and triggers of a store, in order."""
    rows: list[tuple[str]] = connection.execute(_SELECT_SCHEMA).fetchall()
    return "".join(f"{sql.strip()};\n\n" for (sql,) in rows).rstrip("\n") + "\n"


def _missing(connection: sqlite3.Connection, known: Sequence[Migration]) -> Sequence[Migration]:
    by_number = {migration.number: migration for migration in known}
    applied: list[tuple[int, str, str]] = connection.execute(_SELECT_APPLIED).fetchall()
    for number, name, checksum in applied:
        migration = by_number.pop(number, None)
        if migration is None:
            raise StoreError(
                f"the store was written by a newer version: it holds migration "
                f"{number:04}_{name}, which is not known here",
                "use that version, or a store of your own",
            )
        if migration.checksum != checksum:
            raise StoreError(
                f"migration {number:04}_{migration.name} was changed after it was applied "
                f"to this store",
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
