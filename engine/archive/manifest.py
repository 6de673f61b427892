"""The first thing to read of an archive: what is in it, and how to know that it is all there.

An archive is a zip file. ``manifest.json`` is this; ``tables/NAME.jsonl`` are the rows of a table,
each a JSON list in the order of `columns`, bytes as ``{"base64": "…"}``; ``mappings/…`` are the
mapping files of the data folder.
"""

from typing import Final, Literal

import msgspec

from engine.archive.errors import ArchiveError, damaged

MEMBER: Final = "manifest.json"
FORMAT: Final = "crosstie-archive"
VERSION: Final = 1
MAX_BYTES: Final = 64_000_000


class AppliedMigration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A migration that the store had when it was written."""

    number: int
    name: str

    def __str__(self) -> str:
        return f"{self.number:04}_{self.name}"


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file in the archive: its name there, its length, and the SHA-256 of what it holds."""

    name: str
    size: int
    sha256: str


class TableMember(Member, frozen=True, forbid_unknown_fields=True):
    """The rows of a table."""

    table: str
    columns: tuple[str, ...]
    rows: int


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an archive says of itself. `made_at` is in UTC, ``2026-03-01T12:00:00Z``.

    `last_ids` are the highest ids ever given in tables where those of deleted rows never return.
    """

    format: Literal["crosstie-archive"]
    version: int
    crosstie: str
    made_at: str
    store: Literal["sqlite", "postgresql"]
    migrations: tuple[AppliedMigration, ...]
    tables: tuple[TableMember, ...]
    last_ids: dict[str, int]
    mappings: tuple[Member, ...]

    @property
    def members(self) -> tuple[Member, ...]:
        """Every file that the archive holds besides this one."""
        return (*self.tables, *self.mappings)


class _Head(msgspec.Struct):
    """What every version of the manifest has."""

    format: str
    version: int


def read_manifest(text: bytes) -> Manifest:
    """Return the manifest; raises `ArchiveError` where it is none, or that of a newer version."""
    try:
        head = msgspec.json.decode(text, type=_Head)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise damaged(f"`{MEMBER}`: {error}") from error
    if head.format != FORMAT:
        raise damaged(f"`{MEMBER}` says it is a `{head.format}`")
    if head.version > VERSION:
        raise ArchiveError(
            f"the archive has format {head.version}, and this version reads {VERSION}",
            "restore it with the version that wrote it, or a newer one",
        )
    try:
        return msgspec.json.decode(text, type=Manifest)
    except msgspec.ValidationError as error:
        raise damaged(f"`{MEMBER}`: {error}") from error
