"""Keeps what mappings were compiled to, so that a start does not compile them again."""

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Final, Protocol


class Cache(Protocol):
    """Keeps bytes under a key. Whoever can write to it can run code, as with Python's own."""

    def get(self, key: str) -> bytes | None:
        """Return what is kept under a key, None if there is nothing."""

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key; a cache that cannot is no error."""


class FolderCache:
    """A folder with one file for each mapping, readable by its owner alone.

    A file is written beside its place and moved there, so that no reader sees half of one. When
    there are more than `most` files, those that were written first go.
    """

    def __init__(self, folder: Path, *, most: int = 5_000) -> None:
        self._folder: Final = folder
        self._most: Final = most

    def get(self, key: str) -> bytes | None:
        """Return what is kept under a key, None if there is nothing."""
        try:
            return self._file(key).read_bytes()
        except OSError:
            return None

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key; a folder that cannot be written to keeps nothing."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                Path(name).replace(self._file(key))
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise
            self._prune()

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}{_ENDING}"

    def _prune(self) -> None:
        files = list(self._folder.glob(f"*{_ENDING}"))
        if len(files) <= self._most:
            return
        files.sort(key=lambda file: file.stat().st_mtime)
        for file in files[: len(files) - self._most * 9 // 10]:
            file.unlink(missing_ok=True)


_ENDING: Final = ".tiec"
