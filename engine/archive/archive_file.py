"""An archive that is there: opened, checked to the last byte, and read row by row."""

import errno
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Final

from engine.archive.errors import ArchiveError, damaged
from engine.archive.manifest import MAX_BYTES, MEMBER, Manifest, Member, TableMember, read_manifest
from engine.archive.mapping_files import checked_name
from engine.archive.progress import Progress
from engine.archive.row_line import row_of
from engine.storage.catalog import Table

_CHUNK_BYTES: Final = 1 << 20
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MAX_LINE_BYTES: Final = 1_400_000_000
"""A row of SQLite has a billion bytes at most (https://www.sqlite.org/limits.html), and base64
makes them a third more."""
# All that zipfile raises for a file that is not as one was written.
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError,
    ValueError, OverflowError,
)  # fmt: skip


class ArchiveFile:
    """An archive whose list of contents is that of its manifest; `check` looks at every byte."""

    def __init__(self, zip_file: zipfile.ZipFile, manifest: Manifest) -> None:
        self.manifest = manifest
        self._zip = zip_file
        self._members = {member.table: member for member in manifest.tables}

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator["ArchiveFile"]:
        """Open an archive; raises `ArchiveError` where it is none, and `OSError`."""
        with path.open("rb") as file:
            with _translated():
                zip_file = _zip_of(file)
                manifest = read_manifest(_manifest_text(zip_file))
                _check_list(zip_file, manifest)
            yield cls(zip_file, manifest)

    @property
    def last_ids(self) -> Mapping[str, int]:
        """The highest ids ever given, by table."""
        return self.manifest.last_ids

    @property
    def row_count(self) -> int:
        """How many rows there are in all tables together."""
        return sum(member.rows for member in self.manifest.tables)

    @property
    def byte_count(self) -> int:
        """How many bytes `check` will read."""
        return sum(member.size for member in self.manifest.members)

    def check(self, progress: Progress | None = None) -> None:
        """Read everything once; raises `ArchiveError` where it is not what was written."""
        for member in self.manifest.members:
            found, size, lines = sha256(), 0, 0
            with _translated(), self._zip.open(member.name) as file:
                while chunk := file.read(_CHUNK_BYTES):
                    found.update(chunk)
                    size += len(chunk)
                    lines += chunk.count(b"\n")
                    if progress is not None:
                        progress.advance(len(chunk))
            summed = found.hexdigest()
            if size != member.size or summed != member.sha256:
                raise damaged(f"`{member.name}` is not what was written")
            if isinstance(member, TableMember) and lines != member.rows:
                raise damaged(f"`{member.name}` has {lines} rows, not {member.rows}")

    def check_tables(self, tables: Sequence[Table]) -> None:
        """Raise `ArchiveError` where the archive does not hold the rows of exactly these tables."""
        expected = {table.name: table for table in tables}
        if len(self.manifest.tables) != len(self._members) or self._members.keys() != set(expected):
            raise damaged("its tables are not those of the version that wrote it")
        for name, table in expected.items():
            if sorted(self._members[name].columns) != sorted(table.columns):
                raise damaged(f"the columns of `{name}` are not those of the version that wrote it")

    def columns_of(self, table: Table) -> Sequence[str]:
        """Return the columns that rows have values for."""
        return self._members[table.name].columns

    def rows_of(self, table: Table) -> Iterator[Sequence[Any]]:
        """Yield the rows of a table."""
        member = self._members[table.name]
        with self._zip.open(member.name) as file:
            while line := _next_line(file):
                yield row_of(line, len(member.columns))

    def content_of(self, member: Member) -> bytes:
        """Return a mapping file."""
        return self._zip.read(member.name)


def _next_line(file: Any) -> bytes:
    with _translated():
        line: bytes = file.readline(_MAX_LINE_BYTES)
    if line and not line.endswith(b"\n"):
        raise damaged("a row does not end")
    return line


def _zip_of(file: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        raise ArchiveError(
            "this is no archive, or one that was cut off",
            "`crosstie backup FILE` writes them",
        ) from error


def _manifest_text(zip_file: zipfile.ZipFile) -> bytes:
    try:
        info = zip_file.getinfo(MEMBER)
    except KeyError as error:
        raise ArchiveError(
            f"this is no archive: it holds no `{MEMBER}`", "`crosstie backup FILE` writes them"
        ) from error
    _check_member(info, info.file_size)
    if info.file_size > MAX_BYTES:
        raise damaged(f"`{MEMBER}` has {info.file_size} bytes")
    return zip_file.read(info)


def _check_list(zip_file: zipfile.ZipFile, manifest: Manifest) -> None:
    """What is there is what the manifest says, in names and sizes."""
    infos = {info.filename: info for info in zip_file.infolist()}
    named = [MEMBER, *(member.name for member in manifest.members)]
    if len(infos) != len(zip_file.infolist()) or len(set(named)) != len(named):
        raise damaged("two of its members have one name")
    if missing := set(named) - infos.keys():
        raise damaged(f"`{min(missing)}` is missing")
    if further := infos.keys() - set(named):
        raise damaged(f"`{min(further)}` is not in its manifest")
    for member in manifest.members:
        _check_member(infos[member.name], member.size)
    for member in manifest.mappings:
        checked_name(member.name)


def _check_member(info: zipfile.ZipInfo, size: int) -> None:
    if info.compress_type not in _METHODS or info.flag_bits & 1:
        raise damaged(f"`{info.filename}` is packed in an unknown way")
    if info.file_size != size:
        raise damaged(f"`{info.filename}` has {info.file_size} bytes, not {size}")


@contextmanager
def _translated() -> Iterator[None]:
    """Let callers see an archive that is damaged, not how zipfile found out."""
    try:
        yield
    except _BROKEN as error:
        raise damaged(str(error)) from error
    except OSError as error:
        if error.errno == errno.EINVAL:  # a place in the file that no file has
            raise damaged("its list leads out of it") from error
        raise
