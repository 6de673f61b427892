"""What comes out of an archive is what went in, whichever stores stand at its ends."""

import contextlib
import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from archives import back_up, contents, manifest_of, restore
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stores import is_postgresql, new_database, session_on

from engine.storage.catalog import listed, tables_of
from engine.storage.catalog import new_store as new_catalog
from engine.storage.connection import Session
from engine.storage.migrations import known_migrations, migrate
from engine.storage.sqlite import connect_writer

STORES = ("sqlite", "postgresql")
PAIRS = [(one, other) for one in STORES for other in STORES]
BIGGEST = 2**63 - 1

TEXTS = st.none() | st.text(max_size=30).map(lambda text: text.replace("\0", ""))
NUMBERS = st.none() | st.integers(-BIGGEST - 1, BIGGEST)
ROWS = st.lists(st.tuples(TEXTS, TEXTS, NUMBERS, NUMBERS), max_size=8)
FILES = st.lists(st.tuples(TEXTS, st.binary(max_size=300)), max_size=4)


def place(kind: str, folder: Path, name: str) -> Path | str:
    """Return where a store of a kind may be that is not there yet."""
    if kind == "sqlite":
        return folder / f"{name}.db"
    if not is_postgresql():
        pytest.skip("runs with --store postgresql")
    return new_database()


@pytest.fixture(params=PAIRS, ids="-".join)
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path | str, Path | str]:
    first, second = request.param
    places = place(first, tmp_path, "first"), place(second, tmp_path, "second")
    for each in places:
        with contextlib.closing(session_on(each)) as session:
            migrate(session)
    return places


def write_drawn(session: Session, rows: list[Any], files: list[Any]) -> None:
    """Put drawn values into every kind of column, in place of those of the last draw."""
    session.begin_write()
    for table in ("dynamic_field_value", "article_data_mime_attachment", "setting"):
        session.execute(f"DELETE FROM {table}")
    for title, text, number, other in rows:
        session.execute(
            "INSERT INTO dynamic_field_value (field_id, object_id, value_text, value_date,"
            " value_int, index_value) VALUES (1, 1, ?, ?, ?, ?)",
            (title, text, number, other),
        )
    for name, content in files:
        session.execute(
            "INSERT INTO article_data_mime_attachment (article_id, filename, content, create_time,"
            " create_by, change_time, change_by) VALUES (1, ?, ?, '', 1, '', 1)",
            (name, content),
        )
    value = json.dumps([row[0] for row in rows], ensure_ascii=False)
    session.execute("INSERT INTO setting VALUES ('Drawn', ?)", (value,))
    session.execute("COMMIT")


def kept(connection: Session, table: str) -> list[Any]:
    return sorted(map(repr, connection.execute(f"SELECT * FROM {table}")))


def test_a_second_archive_holds_the_same_members(
    pair: tuple[Path | str, Path | str], tmp_path: Path
) -> None:
    first, second = pair
    source, target = session_on(first), session_on(second)

    @settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(ROWS, FILES)
    def check(rows: list[Any], files: list[Any]) -> None:
        write_drawn(source, rows, files)
        back_up(first, tmp_path / "first.zip")
        restore(tmp_path / "first.zip", second, tmp_path / "data", replace=True)
        back_up(second, tmp_path / "second.zip")

        assert contents(tmp_path / "second.zip") == contents(tmp_path / "first.zip")
        for table in ("dynamic_field_value", "article_data_mime_attachment", "setting"):
            assert kept(target, table) == kept(source, table)

    check()
    source.close()
    target.close()


def test_a_whole_desk_survives(archive: Path, where: Path | str, tmp_path: Path, kind: str) -> None:
    target = place(kind, tmp_path, "target")

    restore(archive, target, tmp_path / "data")

    back_up(target, tmp_path / "again.zip", tmp_path / "data" / "mappings")
    assert contents(tmp_path / "again.zip") == contents(archive)
    assert manifest_of(tmp_path / "again.zip")["last_ids"] == manifest_of(archive)["last_ids"]
    assert rows_on(target) == rows_on(where)


def rows_on(where: Path | str) -> dict[str, list[str]]:
    """Return the rows of every table that a store consists of."""
    with new_catalog(known_migrations()) as fresh:
        tables = tables_of(fresh)
    with contextlib.closing(session_on(where)) as session:
        return {
            table.name: sorted(
                map(repr, session.execute(f"SELECT {listed(table.columns)} FROM {table.name}"))
            )
            for table in tables
        }


@pytest.fixture(params=STORES)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_ids_go_on_behind_those_that_were_deleted(archive: Path, tmp_path: Path, kind: str) -> None:
    target = place(kind, tmp_path, "target")
    restore(archive, target, tmp_path / "data")

    with contextlib.closing(session_on(target)) as session:
        highest, last = manifest_of(archive)["last_ids"]["ticket"], "SELECT max(id) FROM ticket"
        assert session.execute(last).fetchone() == (highest - 1,)
        insert = """
INSERT INTO ticket (tn, queue_id, ticket_lock_id, user_id, responsible_user_id, ticket_priority_id,
    ticket_state_id, create_time, create_by, change_time, change_by)
VALUES ('1', 1, 1, 1, 1, 1, 1, '', 1, '', 1) RETURNING id"""
        assert session.execute(insert).fetchone() == (highest + 1,)
        setting = "INSERT INTO queue (name, group_id, create_time, create_by, change_time, "
        setting += "change_by) VALUES ('Next', 1, '', 1, '', 1) RETURNING id"
        highest_queue = session.execute("SELECT max(id) FROM queue").fetchone()[0]
        assert session.execute(setting).fetchone() == (highest_queue + 1,)


def test_an_archive_says_what_is_in_it(archive: Path, where: Path | str) -> None:
    manifest = manifest_of(archive)

    assert manifest["made_at"] == "2026-03-01T12:00:00Z"
    assert manifest["store"] == ("postgresql" if isinstance(where, str) else "sqlite")
    assert manifest["migrations"] == [
        {"number": each.number, "name": each.name} for each in known_migrations()
    ]
    rows = {table["table"]: table["rows"] for table in manifest["tables"]}
    assert (rows["ticket"], rows["article"], rows["article_data_mime_attachment"]) == (3, 4, 2)
    assert not {"desk_revision", "web_service_change", "schema_migration"} & rows.keys()
    assert [each["name"] for each in manifest["mappings"]] == ["mappings/jira/issue.tie"]
    assert archive.stat().st_mode & 0o777 == 0o600


def test_rows_are_lines_of_json_and_bytes_base64(archive: Path) -> None:
    members = contents(archive)

    [valid, *_] = members["tables/valid.jsonl"].splitlines()
    assert json.loads(valid) == [1, "valid"]
    [file, _] = members["tables/article_data_mime_attachment.jsonl"].splitlines()
    assert {"base64": b64encode(bytes(range(256))).decode()} in json.loads(file)


def test_nul_is_kept_by_sqlite_and_leaves_a_mark_on_postgresql(tmp_path: Path, kind: str) -> None:
    source = tmp_path / "source.db"
    target = place(kind, tmp_path, "target")
    with contextlib.closing(session_on(source)) as session:
        migrate(session)
        session.execute("INSERT INTO setting VALUES ('a', ?)", ("b\0c",))
    back_up(source, tmp_path / "nul.zip")
    restore(tmp_path / "nul.zip", target, tmp_path / "data")

    with contextlib.closing(session_on(target)) as session:
        [(found,)] = session.execute("SELECT value FROM setting").fetchall()
    assert found == ("b\0c" if kind == "sqlite" else "b\N{REPLACEMENT CHARACTER}c")


def test_every_table_stands_behind_those_it_points_to() -> None:
    with contextlib.closing(connect_writer(":memory:")) as session:
        migrate(session)
        session.execute("CREATE TABLE zero (ticket_id INTEGER REFERENCES ticket (id))")
        session.execute("CREATE VIRTUAL TABLE found USING fts5 (title)")
        names = [table.name for table in tables_of(session)]
        for table in names:
            for row in session.execute(f"PRAGMA foreign_key_list({table})"):
                assert names.index(row[2]) < names.index(table)
    assert "zero" in names
    # What SQLite makes of rows that stand elsewhere is not copied.
    assert [name for name in names if name.startswith("found")] == []
