"""`crosstie backup`, `restore` and `upgrade`, as a person types them."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from shared_cases import ROOT
from stores import is_postgresql, new_database, session_on
from typer.testing import CliRunner, Result

from engine.cli.main import build
from engine.storage.migrations import known_migrations

Crosstie = Callable[..., Result]
DESK = ROOT / "examples/desk.yml"
STOCK = ROOT / "examples/services/GenericTicketConnectorREST.yml"


class Place:
    """A data folder and its store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = new_database(is_empty=True) if is_postgresql() else ""

    @property
    def where(self) -> Path | str:
        return self.store or self.folder / "core.db"

    def run(self, *words: str, form: str = "table") -> Result:
        store = ["--store", self.store] if self.store else []
        options = ["--data", str(self.folder), "--format", form, *store]
        return CliRunner().invoke(build(), [*options, *words], catch_exceptions=False)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "data")


def test_a_desk_moves_from_one_folder_to_another(place: Place, tmp_path: Path) -> None:
    place.run("desk", "apply", str(DESK))
    place.run("service", "add", str(STOCK))
    file = tmp_path / "desk.zip"

    written = place.run("backup", str(file))

    assert written.exit_code == 0
    pattern = r"wrote `.*desk\.zip`: (\d+) rows of \d+ tables, 0 mapping files\n"
    [count] = re.fullmatch(pattern, written.stderr).groups()  # type: ignore[union-attr]
    other = Place(tmp_path / "other")
    restored = other.run("restore", str(file))
    assert restored.exit_code == 0
    assert re.fullmatch(rf"restored {count} rows, as they were at \S+Z\n", restored.stderr)
    assert other.run("service", "show", STOCK.stem).stdout == STOCK.read_text()
    assert other.run("desk", "apply", str(DESK)).stderr.endswith("nothing to change\n")


def test_what_cannot_be_done_is_told_with_its_remedy(place: Place, tmp_path: Path) -> None:
    file, cut = tmp_path / "desk.zip", tmp_path / "cut.zip"
    nothing = place.run("backup", str(file))
    assert (nothing.exit_code, file.exists()) == (1, False)
    assert nothing.stderr.startswith("error: there is no store")
    assert "crosstie serve" in nothing.stderr
    place.run("service", "new", "Echo")
    place.run("backup", str(file))
    cut.write_bytes(file.read_bytes()[:-100])

    for words, message, remedy in (
        (("backup", str(file)), "there is a file", "--force"),
        (("backup", str(tmp_path / "none" / "x.zip")), "there is no folder", ""),
        (("restore", str(file)), "the store is in use", "--replace"),
        (("restore", str(cut)), "this is no archive, or one that was cut off", "crosstie backup"),
        (("restore", str(DESK)), "this is no archive", "crosstie backup"),
        (("restore", str(tmp_path / "none.zip")), "No such file", ""),
    ):
        result = place.run(*words)
        assert result.exit_code == 1, words
        assert result.stderr.startswith("error: "), words
        assert message in result.stderr
        assert remedy in result.stderr
    assert place.run("backup", str(file), "--force").exit_code == 0
    assert place.run("restore", str(file), "--replace").exit_code == 0


def test_nothing_is_made_by_an_archive_that_is_none(place: Place) -> None:
    assert place.run("restore", str(DESK)).exit_code == 1
    assert not place.folder.exists()


def test_an_upgrade_makes_a_store_and_says_how(place: Place) -> None:
    everything = [str(migration) for migration in known_migrations()]

    checked = place.run("upgrade", "--check", form="json")

    assert checked.exit_code == 1
    assert json.loads(checked.stdout) == [
        {"migration": name, "state": "missing"} for name in everything
    ]
    assert not place.folder.exists()
    upgraded = place.run("upgrade", form="json")
    assert upgraded.exit_code == 0
    assert [row["migration"] for row in json.loads(upgraded.stdout)] == everything
    again = place.run("upgrade", "--check")
    assert (again.exit_code, again.stderr) == (0, "the store is up to date\n")


def test_a_store_of_a_newer_version_is_told_with_its_remedy(place: Place, tmp_path: Path) -> None:
    place.run("upgrade")
    session = session_on(place.where)
    session.execute(
        "INSERT INTO schema_migration (number, name, checksum) VALUES (9999, 'future', '')"
    )
    session.close()

    for words in (
        ("upgrade",),
        ("upgrade", "--check"),
        ("backup", str(tmp_path / "x.zip")),
        ("service", "list"),
    ):
        refused = place.run(*words)
        assert refused.exit_code == 1
        assert "it holds migration 9999_future, which is not known here" in refused.stderr
        assert "use that version or a newer one" in refused.stderr


def test_the_help_says_what_is_left_out(place: Place) -> None:
    said = " ".join(place.run("backup", "--help").stdout.split())

    assert "Traces, log-ins to the console and compiled mappings are left out." in said
