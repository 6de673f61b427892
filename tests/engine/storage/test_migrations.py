"""Migrations: applied once and in order, and together they give `schema.sql`."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.storage.errors import StoreError
from engine.storage.migrations import Migration, known_migrations, migrate, schema
from engine.storage.sqlite import SqliteSession, connect_writer

SCHEMA = Path(__file__).resolve().parents[3] / "engine" / "storage" / "schema.sql"
FIRST = Migration(1, "first", "CREATE TABLE a (x TEXT);\n")
SECOND = Migration(2, "second", "-- Adds y.\n\nALTER TABLE a ADD COLUMN y TEXT;\n")


@pytest.fixture
def connection() -> Iterator[SqliteSession]:
    opened = connect_writer(":memory:")
    yield opened
    opened.close()


def columns(connection: SqliteSession) -> list[str]:
    return [row[1] for row in connection.execute("PRAGMA table_info(a)")]


def test_all_migrations_together_give_the_schema(
    connection: SqliteSession, update_golden: bool
) -> None:
    migrate(connection)

    if update_golden:
        SCHEMA.write_text(schema(connection), encoding="utf-8")
    assert schema(connection) == SCHEMA.read_text(encoding="utf-8")


def test_no_row_of_a_new_store_points_to_nothing(connection: SqliteSession) -> None:
    migrate(connection)

    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_every_number_is_used_once() -> None:
    numbers = [migration.number for migration in known_migrations()]

    assert numbers == sorted(set(numbers))


def test_migrations_apply_in_order_and_once(connection: SqliteSession) -> None:
    assert migrate(connection, [FIRST]) == [FIRST]
    assert migrate(connection, [FIRST, SECOND]) == [SECOND]
    assert migrate(connection, [FIRST, SECOND]) == []
    assert columns(connection) == ["x", "y"]


def test_a_changed_migration_is_refused(connection: SqliteSession) -> None:
    migrate(connection, [FIRST])

    with pytest.raises(StoreError, match="0001_first was changed after it was applied"):
        migrate(connection, [replace(FIRST, sql="CREATE TABLE a (z TEXT);\n")])


def test_a_migration_that_is_not_known_here_is_refused(connection: SqliteSession) -> None:
    migrate(connection, [FIRST, SECOND])

    with pytest.raises(StoreError, match="0002_second, which is not known here"):
        migrate(connection, [FIRST])


def test_a_failing_migration_leaves_nothing_behind(connection: SqliteSession) -> None:
    broken = Migration(2, "broken", "ALTER TABLE a ADD COLUMN y TEXT;\nINSERT INTO b VALUES (1);\n")

    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, [FIRST, broken])

    assert columns(connection) == []
    assert migrate(connection, [FIRST, SECOND]) == [FIRST, SECOND]


def test_an_unfinished_statement_is_an_error(connection: SqliteSession) -> None:
    with pytest.raises(StoreError, match="inside a statement"):
        migrate(connection, [Migration(1, "cut", "CREATE TABLE a (x TEXT)")])


def test_line_ends_do_not_change_a_migration() -> None:
    assert replace(SECOND, sql=SECOND.sql.replace("\n", "\r\n")).checksum == SECOND.checksum
