"""The mapping files of a data folder: what of it cannot be made again, besides the store."""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp
from typing import Final

from engine.archive.errors import ArchiveError, damaged

PREFIX: Final = "mappings/"

_STAGED: Final = ".mappings-restored-"
_REPLACED: Final = ".mappings-replaced"


def mapping_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the name in an archive and the path of each file, in the order of the names.

    As for services, links that lead out of the folder are not followed. Raises `ArchiveError` for
    a name that could not be restored everywhere.
    """
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.resolve().is_relative_to(root):
            name = f"{PREFIX}{path.relative_to(folder).as_posix()}"
            if not _is_plain(name):
                raise ArchiveError(
                    f"the mapping file `{_shown(name)}` has a name that no archive can hold",
                    "give it a name without control signs, colons and backslashes",
                )
            yield name, path


def checked_name(name: str) -> PurePosixPath:
    """Return the path below the folder of a name in an archive.

    Raises `ArchiveError` for a name that leads anywhere else.
    """
    if not _is_plain(name):
        raise damaged(f"`{_shown(name)}` is no name of a mapping file")
    return PurePosixPath(name.removeprefix(PREFIX))


def _is_plain(name: str) -> bool:
    parts = name.removeprefix(PREFIX).split("/")
    return (
        name.startswith(PREFIX)
        and name.isprintable()
        and not {"\\", ":"} & {*name}
        and not {"", ".", ".."} & {*parts}
    )


def _shown(name: str) -> str:
    return ascii(name)[1:-1]


class StagedMappings:
    """Mapping files written beside their folder, which they become in one step."""

    def __init__(self, folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
        self._folder = folder
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._forget_earlier()
        self._staged = Path(mkdtemp(prefix=_STAGED, dir=folder.parent))
        for name, content in files:
            path = self._staged.joinpath(checked_name(name))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def put_in_place(self) -> None:
        """Let them be the folder's files, and no others."""
        if not self._folder.exists() and not any(self._staged.iterdir()):
            return
        replaced = self._folder.with_name(_REPLACED)
        if self._folder.exists():
            self._folder.rename(replaced)
        self._staged.rename(self._folder)
        shutil.rmtree(replaced, ignore_errors=True)

    def drop(self) -> None:
        """Forget them where they were not put in place."""
        shutil.rmtree(self._staged, ignore_errors=True)

    def _forget_earlier(self) -> None:
        """Remove what a restore that was killed left behind."""
        for path in self._folder.parent.glob(f"{_STAGED}*"):
            shutil.rmtree(path, ignore_errors=True)
        shutil.rmtree(self._folder.with_name(_REPLACED), ignore_errors=True)
