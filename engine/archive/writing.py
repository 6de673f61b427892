"""Writes an archive: one consistent view of the store, while others read and write it."""

import os
import secrets
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from engine.archive.errors import ArchiveError
from engine.archive.manifest import (
    FORMAT,
    MEMBER,
    VERSION,
    AppliedMigration,
    Manifest,
    Member,
    TableMember,
)
from engine.archive.mapping_files import mapping_files
from engine.archive.progress import Progress
from engine.archive.row_line import line_of
from engine.archive.store_rows import StoreRows
from engine.storage.catalog import Table, new_store, tables_of
from engine.storage.connection import Connection
from engine.storage.migrations import Migration, applied_migrations, known_migrations
from engine.storage.whole_store import view_of

_MODE: Final = 0o600
"""An archive holds the hashes of passwords, sessions and keys."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """When an archive is made, in UTC, and by which version of this program."""

    made_at: datetime
    version: str


def write_archive(
    where: Path | str,
    mappings: Path,
    path: Path,
    *,
    stamp: Stamp,
    may_overwrite: bool,
    progress: Progress,
) -> Manifest:
    """Write the store at `where`, as it is at one moment, and the files of a folder to `path`.

    The file is there when it is whole, or not at all. Raises `ArchiveError` where there is a file
    already, `StoreError` for a store that is not there or not known here, `StoreFailure` and
    `OSError`.
    """
    with (
        view_of(where) as connection,
        _whole_file(path, may_overwrite=may_overwrite) as file,
    ):
        return _written(connection, mappings, file, stamp, progress)


def _written(
    connection: Connection, mappings: Path, file: BinaryIO, stamp: Stamp, progress: Progress
) -> Manifest:
    migrations = applied_migrations(connection)
    if not migrations:
        raise ArchiveError("there is no store yet", "`crosstie serve` makes one")
    tables = _tables_after(migrations)
    rows = StoreRows(connection, tables)
    progress.begin("writing", rows.row_count)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zip_file:
        archive = _Archive(zip_file, stamp.made_at)
        manifest = Manifest(
            format=FORMAT,
            version=VERSION,
            crosstie=stamp.version,
            made_at=f"{stamp.made_at:%Y-%m-%dT%H:%M:%SZ}",
            store=connection.dialect,
            migrations=tuple(AppliedMigration(m.number, m.name) for m in migrations),
            tables=tuple(archive.add_table(table, rows, progress) for table in tables),
            last_ids=dict(rows.last_ids),
            mappings=tuple(archive.add_file(*each) for each in mapping_files(mappings)),
        )
        archive.add_manifest(manifest)
    return manifest


def _tables_after(migrations: Sequence[Migration]) -> Sequence[Table]:
    """Return the tables of a store, whichever database it is kept in."""
    numbers = {migration.number for migration in migrations}
    with new_store([each for each in known_migrations() if each.number in numbers]) as session:
        return tables_of(session)


class _Archive:
    """A zip file under way."""

    def __init__(self, zip_file: zipfile.ZipFile, made_at: datetime) -> None:
        self._zip = zip_file
        self._time = made_at.timetuple()[:6]

    def add_table(self, table: Table, rows: StoreRows, progress: Progress) -> TableMember:
        """Write the rows of a table."""
        name, count = f"tables/{table.name}.jsonl", 0

        def lines() -> Iterator[bytes]:
            nonlocal count
            for row in rows.rows_of(table):
                yield line_of(row)
                count += 1
                progress.advance(1)

        size, digest = self._add(name, lines())
        return TableMember(name, size, digest, table.name, table.columns, count)

    def add_file(self, name: str, path: Path) -> Member:
        """Write a mapping file."""
        return Member(name, *self._add(name, [path.read_bytes()]))

    def add_manifest(self, manifest: Manifest) -> None:
        """Write what the archive says of itself."""
        self._add(MEMBER, [msgspec.json.format(msgspec.json.encode(manifest), indent=1)])

    def _add(self, name: str, pieces: Iterable[bytes]) -> tuple[int, str]:
        """Write a member; return its length and the SHA-256 of what it holds."""
        info = zipfile.ZipInfo(name, self._time)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = _MODE << 16
        digest, size = sha256(), 0
        with self._zip.open(info, "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
                digest.update(piece)
                size += len(piece)
        return size, digest.hexdigest()


@contextmanager
def _whole_file(path: Path, *, may_overwrite: bool) -> Iterator[BinaryIO]:
    """Open a file that gets its name when the block is done and all of it is on the disk."""
    if not may_overwrite and path.exists():
        raise _taken(path)
    if not path.parent.is_dir():
        raise ArchiveError(f"there is no folder `{path.parent}`")
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    opened = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
    try:
        with os.fdopen(opened, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _name(partial, path, may_overwrite=may_overwrite)
    finally:
        with suppress(FileNotFoundError):
            partial.unlink()
    _keep_names(path.parent)


def _name(partial: Path, path: Path, *, may_overwrite: bool) -> None:
    if may_overwrite:
        partial.replace(path)
        return
    try:
        path.hardlink_to(partial)  # unlike a rename, this refuses a name that is taken
    except FileExistsError as error:
        raise _taken(path) from error


def _taken(path: Path) -> ArchiveError:
    return ArchiveError(f"there is a file `{path}` already", "--force overwrites it")


def _keep_names(folder: Path) -> None:
    """Let the name of a new file survive a power failure."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
