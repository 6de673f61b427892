"""Both databases have one schema, and every way to it leads there."""

import contextlib
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from stores import is_postgresql, new_database, session_on

from engine.storage.connection import Connection, Session
from engine.storage.migrations import continue_ids, known_migrations, migrate, schema
from engine.storage.sqlite import connect_writer

RELEASED = {"0.1.0": 4}
"""How many migrations a release had: stores of its age are out there."""
ROWS = """
INSERT INTO ticket (tn, title, queue_id, ticket_lock_id, user_id, responsible_user_id,
    ticket_priority_id, ticket_state_id, create_time, create_by, change_time, change_by)
VALUES ('1', 'A', 1, 1, 1, 1, 3, 1, '2026-01-01 00:00:00', 1, '2026-01-01 00:00:00', 1)"""

SELECT_INDEXES = """
SELECT t.relname, i.indisunique,
    ARRAY(SELECT pg_get_indexdef(i.indexrelid, place, true)
          FROM generate_series(1, i.indnkeyatts) place),
    pg_get_expr(i.indpred, i.indrelid), m.amname
FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
JOIN pg_am m ON m.oid = x.relam
WHERE t.relnamespace = 'public'::regnamespace"""
SELECT_REFERENCES = """
SELECT conrelid::regclass::text, a.attname, confrelid::regclass::text, confdeltype
FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = conkey[1]
WHERE contype = 'f' AND connamespace = 'public'::regnamespace"""
DELETES = {"a": "NO ACTION", "c": "CASCADE", "n": "SET NULL", "r": "RESTRICT"}

Index = tuple[str, bool, tuple[str, ...], str]


@pytest.fixture
def sqlite() -> Iterator[Session]:
    with contextlib.closing(connect_writer(":memory:")) as session:
        migrate(session)
        yield session


@pytest.fixture
def postgresql() -> Iterator[Session]:
    if not is_postgresql():
        pytest.skip("runs with --store postgresql")
    with contextlib.closing(session_on(new_database())) as session:
        yield session


def tables_of(connection: Connection) -> list[str]:
    rows = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    )
    return sorted(name for (name,) in rows if not name.startswith("sqlite_"))


def plain(text: str | None) -> str:
    """Return an expression as both databases write it."""
    return re.sub(r"[\s\"()]|::\w+|substring|substr", "", (text or "").lower())


def sqlite_indexes(connection: Connection) -> set[Index]:
    found: set[Index] = set()
    for table in tables_of(connection):
        for _, name, is_unique, *_ in connection.execute(f"PRAGMA index_list({table})").fetchall():
            columns = [
                row[2] for row in connection.execute(f"PRAGMA index_xinfo({name})") if row[5]
            ]
            (sql,) = connection.execute(
                "SELECT sql FROM sqlite_master WHERE name = ?", (name,)
            ).fetchone() or (None,)
            where = re.search(r"\bWHERE\b(.*)", sql or "", re.DOTALL)
            if sql and None in columns:  # an expression: it stands in the statement alone
                columns = split(listed_in(sql))
            found.add(
                (table, bool(is_unique), tuple(map(plain, columns)), plain(where and where[1]))
            )
        key = [row for row in connection.execute(f"PRAGMA table_info({table})") if row[5]]
        if key:  # the key of a table is its rowid, and no index of SQLite's
            names = [row[1] for row in sorted(key, key=lambda row: row[5])]
            found.add((table, True, tuple(map(plain, names)), ""))
    return found


def listed_in(sql: str) -> str:
    """Return what a statement lists to be indexed."""
    found = re.search(r"\bON\s+\w+\s*\((.*)\)", sql.partition("WHERE")[0], re.DOTALL)
    assert found is not None, sql
    return found[1]


def split(text: str) -> list[str]:
    """Return the parts of a list whose parts may have brackets."""
    parts, depth = [""], 0
    for sign in text:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def test_both_stores_have_the_same_indexes(sqlite: Session, postgresql: Session) -> None:
    """Those of what PostgreSQL derives (`gin`, and columns that it alone has) are its own."""
    known = {
        (table, plain(row[1]))
        for table in tables_of(sqlite)
        for row in sqlite.execute(f"PRAGMA table_info({table})")
    }
    found: set[Index] = set()
    for table, is_unique, columns, where, kind in postgresql.execute(SELECT_INDEXES).fetchall():
        condition = plain(where)
        names = set(re.findall(r"[a-z_]+", where or "")) - {"is", "not", "null", "and", "or"}
        is_shared = all((table, name) in known for name in names)
        if kind != "gin" and is_shared:
            found.add((table, is_unique, tuple(map(plain, columns)), condition))

    assert found == sqlite_indexes(sqlite)


def test_both_stores_have_the_same_references(sqlite: Session, postgresql: Session) -> None:
    expected = {
        (table, row[3], row[2], row[6])
        for table in tables_of(sqlite)
        for row in sqlite.execute(f"PRAGMA foreign_key_list({table})")
    }
    found = {
        (table, column, parent, DELETES[delete])
        for table, column, parent, delete in postgresql.execute(SELECT_REFERENCES).fetchall()
    }

    assert found == expected
    assert len(found) > 40


def steps() -> list[tuple[str, Sequence[int]]]:
    """Return ways to the schema: the numbers of migrations at which somebody stopped."""
    every = range(1, len(known_migrations()) + 1)
    return [("one by one", every), *((name, [count]) for name, count in RELEASED.items())]


@pytest.mark.parametrize(("name", "stops"), steps())
def test_every_way_leads_to_the_same_schema(
    sqlite: Session, name: str, stops: Sequence[int]
) -> None:
    """From a store of a release that holds rows too: they are there afterwards."""
    with contextlib.closing(connect_writer(":memory:")) as stepped:
        known = known_migrations()
        for count in stops:
            migrate(stepped, known[:count])
            if count == RELEASED["0.1.0"]:
                stepped.execute(ROWS)
        migrate(stepped)

        assert schema(stepped) == schema(sqlite)
        assert stepped.execute("SELECT title FROM ticket WHERE tn = '1'").fetchall() == [("A",)]
        assert stepped.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize(("name", "stops"), steps())
def test_every_way_leads_to_the_same_postgresql_schema(
    postgresql: Session, name: str, stops: Sequence[int]
) -> None:
    with contextlib.closing(session_on(new_database(is_empty=True))) as stepped:
        known = known_migrations("postgresql")
        for count in stops:
            migrate(stepped, known[:count])
            if count == RELEASED["0.1.0"]:
                stepped.execute(ROWS)
        migrate(stepped)

        assert described(stepped) == described(postgresql)
        assert stepped.execute("SELECT title FROM ticket WHERE tn = '1'").fetchall() == [("A",)]


def described(connection: Connection) -> list[Any]:
    """Return columns with types and defaults, constraints, indexes, triggers and functions."""
    statements = (
        "SELECT table_name, column_name, data_type, udt_name, is_nullable, column_default,"
        " is_identity, is_generated, collation_name FROM information_schema.columns"
        " WHERE table_schema = 'public'",
        "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace",
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
        "SELECT sequencename, start_value, increment_by FROM pg_sequences",
    )
    return [sorted(map(repr, connection.execute(each))) for each in statements]


def test_a_migration_does_not_bring_back_ids_of_deleted_rows(postgresql: Session) -> None:
    insert = f"{ROWS} RETURNING id"
    (first,) = postgresql.execute(insert).fetchone()
    postgresql.execute("DELETE FROM ticket WHERE id = ?", (first,))

    continue_ids(postgresql)

    assert postgresql.execute(insert).fetchone() == (first + 1,)
