"""Where mappings kept in files are found: the service's folder first, then `stdlib_mappings/`."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

Load = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class MappingFolder:
    """The mapping files of a data folder."""

    path: Path

    @property
    def load(self) -> Load:
        """A reader of the folder's files, as by `loader_for`."""
        return loader_for(self.path)

    def state(self) -> object:
        """Return what is another value after a file came, went or was written."""
        found = ((path, path.stat()) for path in sorted(self.path.rglob("*")) if path.is_file())
        return [(path, stat.st_mtime_ns, stat.st_ino, stat.st_size) for path, stat in found]


def loader_for(folder: Path | None) -> Load:
    """Return a reader of files by their relative name.

    The name is confined to the folder: it raises `FileNotFoundError` for a name that is absolute,
    climbs out, follows a link out, or is not there.
    """

    def load(name: str) -> bytes:
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or ".." in parts or "\\" in name or "\0" in name:
            raise FileNotFoundError(name)
        if folder is not None:
            path = folder.joinpath(*parts)
            if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
                return path.read_bytes()
        return _shipped(parts, name)

    return load


def _shipped(parts: tuple[str, ...], name: str) -> bytes:
    found: Traversable = files("stdlib_mappings")
    for part in parts:
        found = found.joinpath(part)
    if not found.is_file():
        raise FileNotFoundError(name)
    return found.read_bytes()
