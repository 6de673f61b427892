"""Restores: into new stores only, unless asked to replace; whole, or not at all."""

import contextlib
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from archives import Watched, back_up, contents, restore, rewritten
from shared_cases import ROOT
from stores import new_store, rows_of_everything, session_on

from engine.archive.archive_file import ArchiveFile
from engine.archive.errors import ArchiveError
from engine.archive.restoring import restore_archive
from engine.storage.errors import StoreError
from engine.storage.migrations import known_migrations, migrate

KILLED_AFTER = (1, 3, 12, 30, 50, 70, 85, 10_000)
"""A restore runs some ninety statements on a store of SQLite, and more on PostgreSQL."""


def everything(where: Path | str) -> list[str]:
    with contextlib.closing(session_on(where)) as session:
        return rows_of_everything(session)


def counters(where: Path | str) -> list[int]:
    with contextlib.closing(session_on(where)) as session:
        return [
            session.execute(f"SELECT {column} FROM {table}").fetchone()[0]
            for table, column in (("desk_revision", "revision"), ("web_service_change", "counter"))
        ]


@pytest.fixture
def used(tmp_path: Path) -> Path | str:
    """A store with one row of its own."""
    where = new_store(tmp_path)
    with contextlib.closing(session_on(where)) as session:
        migrate(session)
        session.execute("INSERT INTO setting VALUES ('Ours', '1')")
    return where


def test_a_store_in_use_is_left_alone(archive: Path, used: Path | str, tmp_path: Path) -> None:
    before = everything(used)

    with pytest.raises(ArchiveError, match="in use: its table `setting`") as caught:
        restore(archive, used, tmp_path / "data")

    assert "--replace" in caught.value.help
    assert everything(used) == before
    assert not (tmp_path / "data" / "mappings").exists()


def test_replacing_leaves_nothing_of_before(
    archive: Path, used: Path | str, tmp_path: Path
) -> None:
    old = counters(used)
    folder = tmp_path / "data"
    (folder / "mappings").mkdir(parents=True)
    (folder / "mappings" / "old.tie").write_text("")
    (folder / "console.db").touch()

    restore(archive, used, folder, replace=True)

    back_up(used, tmp_path / "again.zip", folder / "mappings")
    assert contents(tmp_path / "again.zip") == contents(archive)
    # Whoever keeps something in memory looks at these.
    assert all(new > before for new, before in zip(counters(used), old, strict=True))
    assert [path.name for path in folder.iterdir()] == ["mappings"]


def test_mapping_files_are_not_taken_away_unasked(archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "mappings").mkdir(parents=True)
    (folder / "mappings" / "ours.tie").write_text("A = 1\n")

    with pytest.raises(ArchiveError, match="holds mapping files already"):
        restore(archive, new_store(tmp_path), folder)

    assert (folder / "mappings" / "ours.tie").read_text() == "A = 1\n"


def test_links_out_of_the_mapping_folder_are_not_followed(
    where: Path | str, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("secret")
    mappings = tmp_path / "mappings"
    mappings.mkdir()
    (mappings / "out.tie").symlink_to(tmp_path / "secret")
    (mappings / "in.tie").write_text("A = 1\n")

    manifest = back_up(where, tmp_path / "x.zip", mappings)

    assert [each.name for each in manifest.mappings] == ["mappings/in.tie"]


def test_a_store_of_an_older_version_is_brought_up_to_date_with_it(
    archive: Path, tmp_path: Path, used: Path | str
) -> None:
    """All in one transaction: without the archive it stays the old one."""
    where = new_store(tmp_path / "old") if isinstance(used, str) else tmp_path / "old.db"
    if isinstance(where, str):
        pytest.skip("new databases are migrated")
    with contextlib.closing(session_on(where)) as session:
        migrate(session, known_migrations()[:3])
    before = everything(where)
    bad = rewritten(archive, tmp_path / "bad.zip", {"tables/valid.jsonl": b"[]\n"})

    with pytest.raises(ArchiveError):
        restore(bad, where, tmp_path / "data", replace=True)
    assert everything(where) == before
    restore(archive, where, tmp_path / "data", replace=True)

    back_up(where, tmp_path / "again.zip", tmp_path / "data" / "mappings")
    assert contents(tmp_path / "again.zip") == contents(archive)


def test_a_store_of_a_newer_version_is_left_alone(
    archive: Path, used: Path | str, tmp_path: Path
) -> None:
    with contextlib.closing(session_on(used)) as session:
        session.execute(
            "INSERT INTO schema_migration (number, name, checksum) VALUES (9999, 'future', '')"
        )
    before = everything(used)

    with pytest.raises(StoreError, match="9999_future, which is not known here"):
        restore(archive, used, tmp_path / "data", replace=True)
    with pytest.raises(StoreError, match="9999_future, which is not known here"):
        back_up(used, tmp_path / "x.zip")

    assert everything(used) == before
    assert not (tmp_path / "x.zip").exists()


def test_progress_is_told(archive: Path, where: Path | str, tmp_path: Path) -> None:
    watched = Watched()

    with ArchiveFile.open(archive) as opened:
        restore_archive(
            opened, new_store(tmp_path), tmp_path / "data", replace=False, progress=watched
        )

    assert [step[0] for step in watched.steps] == ["checking", "restoring"]
    assert all(said == done > 0 for _, said, done in watched.steps)


def test_a_killed_restore_leaves_the_store_as_it_was(
    archive: Path, used: Path | str, tmp_path: Path
) -> None:
    before = everything(used)
    ends: list[Any] = []
    for statements in KILLED_AFTER:
        program = ROOT / "tests" / "support" / "killed_restore.py"
        words = [str(archive), str(used), str(tmp_path / "data"), str(statements)]
        done = subprocess.run([sys.executable, program, *words], capture_output=True, check=False)
        ends.append(done.returncode)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
        assert everything(used) == before, statements

    assert ends == [-signal.SIGKILL] * (len(KILLED_AFTER) - 1) + [0]
    back_up(used, tmp_path / "again.zip", tmp_path / "data" / "mappings")
    assert contents(tmp_path / "again.zip") == contents(archive)
    # What the killed ones had begun was cleared away.
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["mappings"]
