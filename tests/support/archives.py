"""Backups and restores for tests, without a terminal."""

import json
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine.archive.archive_file import ArchiveFile
from engine.archive.manifest import Manifest
from engine.archive.restoring import Restored, restore_archive
from engine.archive.writing import Stamp, write_archive

STAMP = Stamp(datetime(2026, 3, 1, 12, tzinfo=UTC), "0.1.0")


@dataclass
class Watched:
    """A `Progress` that keeps what it hears: each step with its parts, said and done."""

    steps: list[list[Any]] = field(default_factory=list)

    def begin(self, what: str, total: int) -> None:
        """Keep the step."""
        self.steps.append([what, total, 0])

    def advance(self, parts: int) -> None:
        """Count the parts."""
        self.steps[-1][2] += parts


def back_up(where: Path | str, path: Path, mappings: Path | None = None) -> Manifest:
    """Write an archive over whatever is at `path`."""
    return write_archive(
        where, mappings or path.parent / "no mappings", path,
        stamp=STAMP, may_overwrite=True, progress=Watched(),
    )  # fmt: skip


def restore(path: Path, where: Path | str, folder: Path, *, replace: bool = False) -> Restored:
    """Fill a store and a data folder from an archive."""
    with ArchiveFile.open(path) as archive:
        return restore_archive(archive, where, folder, replace=replace, progress=Watched())


def contents(path: Path) -> dict[str, bytes]:
    """Return the members of an archive but for its manifest."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "manifest.json"}


def manifest_of(path: Path) -> Any:
    """Return the manifest of an archive as plain data."""
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("manifest.json"))


def rewritten(path: Path, target: Path, changed: dict[str, bytes | None]) -> Path:
    """Copy an archive with other members: bytes replace or add one, None takes it away."""
    with zipfile.ZipFile(path) as archive:
        members: dict[str, bytes | None] = {n: archive.read(n) for n in archive.namelist()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (members | changed).items():
            if content is not None:
                archive.writestr(name, content)
    return target
