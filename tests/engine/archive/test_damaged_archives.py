"""An archive that is not as it was written is told so, and nothing was changed."""

import contextlib
import json
import random
import struct
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from archives import contents, manifest_of, restore, rewritten
from stores import new_store, rows_of_everything, session_on

from engine.archive.archive_file import ArchiveFile
from engine.archive.errors import ArchiveError
from engine.storage.errors import StoreError, StoreFailure
from engine.storage.migrations import migrate

FLIPS = 600
"""How many bytes are flipped, one at a time, all over an archive."""


@pytest.fixture
def target(tmp_path: Path) -> Path | str:
    """A store in use, which no damaged archive may change."""
    where = new_store(tmp_path)
    with contextlib.closing(session_on(where)) as session:
        migrate(session)
        session.execute("INSERT INTO setting VALUES ('Ours', '1')")
    return where


def assert_refused(file: Path, target: Path | str, folder: Path, told: str) -> None:
    with contextlib.closing(session_on(target)) as session:
        before = rows_of_everything(session)
        with pytest.raises((ArchiveError, StoreError, StoreFailure)) as caught:
            restore(file, target, folder, replace=True)
        assert told in str(caught.value)
        assert rows_of_everything(session) == before
    assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


def with_manifest(archive: Path, target: Path, change: Callable[[Any], object]) -> Path:
    manifest = manifest_of(archive)
    change(manifest)
    return rewritten(archive, target, {"manifest.json": json.dumps(manifest).encode()})


def with_member(archive: Path, target: Path, name: str, content: bytes) -> Path:
    """Exchange a member, and let the manifest agree."""

    def agree(manifest: Any) -> None:
        [entry] = [one for one in manifest["tables"] + manifest["mappings"] if one["name"] == name]
        entry |= {"size": len(content), "sha256": sha256(content).hexdigest()}
        if "rows" in entry:
            entry["rows"] = content.count(b"\n")

    with_manifest(archive, target, agree)
    between = target.with_suffix(".between")
    target.rename(between)
    return rewritten(between, target, {name: content})


def test_a_flipped_byte_is_found_or_does_not_matter(archive: Path, tmp_path: Path) -> None:
    good, expected = archive.read_bytes(), contents(archive)
    draw = random.Random(7)
    places = {*draw.sample(range(len(good)), FLIPS), *range(len(good) - 200, len(good))}
    found = 0
    for place in sorted(places):
        damaged = bytearray(good)
        damaged[place] ^= 1 << draw.randrange(8)
        file = tmp_path / "flipped.zip"
        file.write_bytes(damaged)
        try:
            with ArchiveFile.open(file) as opened:
                opened.check()
        except ArchiveError:
            found += 1
        else:
            assert contents(file) == expected, place
    assert found > FLIPS // 2


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_cut_file_is_found(
    archive: Path, target: Path | str, folder: Path, tmp_path: Path, share: float
) -> None:
    whole = archive.read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: int(len(whole) * share)])

    assert_refused(tmp_path / "cut.zip", target, folder, "this is no archive, or one that was cut")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"tables/ticket.jsonl": None}, "`tables/ticket.jsonl` is missing"),
        ({"tables/ticket.jsonl": b"[]\n"}, "`tables/ticket.jsonl` has 3 bytes, not "),
        ({"further.txt": b"x"}, "`further.txt` is not in its manifest"),
        ({"../../evil": b"x"}, "`../../evil` is not in its manifest"),
        ({"manifest.json": None}, "it holds no `manifest.json`"),
        ({"manifest.json": b"{"}, "`manifest.json`: Input data was truncated"),
        ({"manifest.json": b"[1]"}, "`manifest.json`: Expected `object`"),
        ({"manifest.json": b'{"format": "zip", "version": 1}'}, "says it is a `zip`"),
        ({"manifest.json": b'{"format": "crosstie-archive", "version": 1}'}, "missing required"),
        (
            {"manifest.json": b'{"format": "crosstie-archive", "version": 2, "new": 1}'},
            "the archive has format 2, and this version reads 1; restore it with the version",
        ),
    ],
)
def test_members_that_are_not_those_written_are_found(
    archive: Path, target: Path | str, folder: Path, tmp_path: Path, changed: Any, told: str
) -> None:
    assert_refused(rewritten(archive, tmp_path / "x.zip", changed), target, folder, told)


def test_a_member_of_the_same_length_is_found(
    archive: Path, target: Path | str, folder: Path, tmp_path: Path
) -> None:
    content = contents(archive)["tables/users.jsonl"].replace(b"Mira", b"Myra")
    file = rewritten(archive, tmp_path / "x.zip", {"tables/users.jsonl": content})

    assert_refused(file, target, folder, "`tables/users.jsonl` is not what was written")


def test_two_members_of_one_name_are_found(
    archive: Path, target: Path | str, folder: Path, tmp_path: Path
) -> None:
    file = rewritten(archive, tmp_path / "x.zip", {})
    with zipfile.ZipFile(file, "a") as appended, pytest.warns(UserWarning, match="Duplicate"):
        appended.writestr("tables/users.jsonl", b"")

    assert_refused(file, target, folder, "two of its members have one name")


@pytest.mark.parametrize(
    "name", ["mappings/../../evil", "mappings//etc/evil", "mappings/./a", "mappings/a\\b",
             "mappings/C:a", "mappings/", "evil", "mappings/a\n", "mappings/\udcff"],
)  # fmt: skip
def test_a_mapping_file_stays_in_its_folder(
    archive: Path, target: Path | str, folder: Path, tmp_path: Path, name: str
) -> None:
    entry = {"name": name, "size": 1, "sha256": sha256(b"x").hexdigest()}
    if name.isascii():
        file = with_manifest(archive, tmp_path / "m.zip", lambda m: m["mappings"].append(entry))
        file = rewritten(file, tmp_path / "x.zip", {name: b"x"})
        assert_refused(file, target, folder, "is no name of a mapping file")
    else:
        file = with_manifest(archive, tmp_path / "x.zip", lambda m: m["mappings"].append(entry))
        assert_refused(file, target, folder, "the archive is damaged")
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b'[1, "valid"', "a row does not end"),
        (b'[1, "valid"\n', "a row is not what it should be"),
        (b"{}\n", "a row is not what it should be"),
        (b"[1]\n", "a row does not hold what its columns say"),
        (b"[1, true]\n", "a row does not hold what its columns say"),
        (b'[1, {"base64": "?"}]\n', "a row is not what it should be"),
        (b'[1, {"other": ""}]\n', "a row is not what it should be"),
        (b'[1, "valid"]\n[1, "again"]\n', "a row of the table `valid` is refused"),
        (b"[1, null]\n", "a row of the table `valid` is refused"),
        (b'[2, "invalid"]\n', "ticket"),
    ],
)
def test_rows_that_no_store_wrote_are_refused(
    archive: Path, target: Path | str, folder: Path, tmp_path: Path, line: bytes, told: str
) -> None:
    """A manifest that agrees with them makes them no better."""
    file = with_member(archive, tmp_path / "x.zip", "tables/valid.jsonl", line)
    expected = told if told != "ticket" else ""

    assert_refused(file, target, folder, expected)


def test_tables_and_columns_are_those_of_its_version(
    archive: Path, target: Path | str, folder: Path, tmp_path: Path
) -> None:
    def without_table(manifest: Any) -> None:
        manifest["tables"] = [one for one in manifest["tables"] if one["table"] != "setting"]

    def other_column(manifest: Any) -> None:
        [entry] = [one for one in manifest["tables"] if one["table"] == "setting"]
        entry["columns"] = ["name", 'value") VALUES (1); DROP TABLE ticket; --']

    file = with_manifest(archive, tmp_path / "a.zip", without_table)
    file = rewritten(file, tmp_path / "x.zip", {"tables/setting.jsonl": None})
    assert_refused(file, target, folder, "its tables are not those of the version that wrote it")
    file = with_manifest(archive, tmp_path / "y.zip", other_column)
    assert_refused(file, target, folder, "the columns of `setting` are not those of the version")


def test_an_archive_of_a_newer_version_is_refused(
    archive: Path, target: Path | str, folder: Path, tmp_path: Path
) -> None:
    def newer(manifest: Any) -> None:
        manifest["migrations"].append({"number": 9999, "name": "from_the_future"})
        manifest["crosstie"] = "9.0.0"

    file = with_manifest(archive, tmp_path / "x.zip", newer)

    assert_refused(
        file, target, folder,
        "the archive was written by crosstie 9.0.0: it holds migration 9999_from_the_future, which "
        "is not known here; restore it with that version, or a newer one",
    )  # fmt: skip


def test_sizes_that_lie_cost_nothing(
    archive: Path, target: Path | str, folder: Path, tmp_path: Path
) -> None:
    """The zip's list says that a small member is large, and the manifest agrees."""
    huge = 60_000_000_000
    data = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as opened:
        size = opened.getinfo("tables/valid.jsonl").file_size
    place = data.rindex(b"tables/valid.jsonl")  # in the list at the end: 46 bytes stand before it
    assert struct.unpack_from("<I", data, place - 22) == (size,)
    struct.pack_into("<I", data, place - 22, 0xFFFF_0000)
    (tmp_path / "x.zip").write_bytes(data)
    assert_refused(tmp_path / "x.zip", target, folder, "`tables/valid.jsonl` has 4294901760 bytes")

    def larger(manifest: Any) -> None:
        [entry] = [one for one in manifest["tables"] if one["table"] == "valid"]
        entry["size"] = huge

    file = with_manifest(archive, tmp_path / "y.zip", larger)
    assert_refused(file, target, folder, f"`tables/valid.jsonl` has {size} bytes, not {huge}")
