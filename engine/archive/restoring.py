"""Fills a store from an archive: all of it, or nothing."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.archive.archive_file import ArchiveFile
from engine.archive.errors import ArchiveError
from engine.archive.manifest import Manifest
from engine.archive.mapping_files import StagedMappings, mapping_files
from engine.archive.progress import Progress
from engine.archive.store_rows import Rows, StoreRows, fill, refuse_unless_new
from engine.storage.catalog import count_up, new_store, tables_of, uncounted
from engine.storage.connection import Session
from engine.storage.migrations import (
    Migration,
    check_references,
    continue_ids,
    known_migrations,
    migrate,
    migrate_inside,
    rebuilding,
)
from engine.storage.whole_store import opened


@dataclass(frozen=True, slots=True)
class Restored:
    """What an archive was, and which migrations its rows went through."""

    manifest: Manifest
    applied: Sequence[Migration]


def restore_archive(
    archive: ArchiveFile, where: Path | str, folder: Path, *, replace: bool, progress: Progress
) -> Restored:
    """Fill the store at `where`, and the mapping files of a data folder, from an archive.

    The store has to be new, unless `replace` says that what it holds shall go. Servers that run on
    it answer from what was restored within a second or so. Raises `ArchiveError` for an archive
    that is damaged or newer and for a store in use, `StoreError`, `StoreFailure` and `OSError`;
    then nothing was changed.
    """
    with_archive, later = _divided(archive.manifest)
    mappings = folder / "mappings"
    if not replace and any(mapping_files(mappings)):
        raise ArchiveError(
            f"`{mappings}` holds mapping files already",
            "restore into a new data folder, or --replace takes them away",
        )
    progress.begin("checking", archive.byte_count)
    archive.check(progress)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (
        _brought_up(archive, with_archive, later, folder, progress) as rows,
        opened(where) as session,
    ):
        staged = StagedMappings(
            mappings, ((each.name, archive.content_of(each)) for each in archive.manifest.mappings)
        )
        try:
            _fill(session, rows, replace=replace, progress=progress)
            staged.put_in_place()
        finally:
            staged.drop()
        with rebuilding(session):  # a server that was quicker read services with earlier files
            count_up(session)
    (folder / "console.db").unlink(missing_ok=True)  # those logged in may be other people here
    return Restored(archive.manifest, later)


def _fill(session: Session, rows: Rows, *, replace: bool, progress: Progress) -> None:
    with new_store(known_migrations()) as fresh:
        tables = tables_of(fresh)
    with rebuilding(session):
        migrate_inside(session)
        if not replace:
            refuse_unless_new(session, tables)
        progress.begin("restoring", rows.row_count)
        with uncounted(session):
            fill(session, tables, rows, progress)
        check_references(session)
        continue_ids(session)
        count_up(session)


def _divided(manifest: Manifest) -> tuple[Sequence[Migration], Sequence[Migration]]:
    """Return the migrations that the archive's rows have been through, and those to come.

    Both in the words of SQLite. Raises `ArchiveError` for one that is not known here.
    """
    known = {str(migration): migration for migration in known_migrations()}
    for applied in manifest.migrations:
        if str(applied) not in known:
            raise ArchiveError(
                f"the archive was written by crosstie {manifest.crosstie}: it holds migration "
                f"{applied}, which is not known here",
                "restore it with that version, or a newer one",
            )
    names = {str(applied) for applied in manifest.migrations}
    return (
        [migration for name, migration in known.items() if name in names],
        [migration for name, migration in known.items() if name not in names],
    )


@contextmanager
def _brought_up(
    archive: ArchiveFile,
    with_archive: Sequence[Migration],
    later: Sequence[Migration],
    folder: Path,
    progress: Progress,
) -> Iterator[Rows]:
    """Give the rows of an archive as stores of today have them.

    Those of an older one go through the migrations that came since in a store of their own, so
    that this happens in one way, whatever database they are meant for.
    """
    with new_store(with_archive) as then:
        tables = tables_of(then)
    archive.check_tables(tables)
    if not later:
        yield archive
        return
    with (
        TemporaryDirectory(prefix=".restore-", dir=folder) as place,
        opened(Path(place) / "older.db") as session,
    ):
        session.execute("PRAGMA synchronous = OFF")  # it need not outlive this process
        migrate(session, with_archive)
        progress.begin("upgrading", archive.row_count)
        with rebuilding(session):
            fill(session, tables, archive, progress)
            check_references(session)
        migrate(session)
        yield StoreRows(session, tables_of(session))
