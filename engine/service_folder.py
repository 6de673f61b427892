"""A folder of service files that is loaded and watched: its files decide what its services are."""

import asyncio
import logging
from dataclasses import dataclass, field
from pathlib import Path

import dsl
from engine.administration import Administration
from engine.model.service import Validity
from engine.services.errors import ServiceError

_LOG = logging.getLogger("crosstie.services")
_SUFFIXES = (".yml", ".yaml")


@dataclass(slots=True)
class ServiceFolder:
    """Keeps services in step with files. A file that is removed makes its service invalid.

    A file with errors changes nothing: what ran before goes on, and the log draws what is wrong.
    """

    folder: Path
    services: Administration
    _seen: dict[Path, tuple[int, int]] = field(default_factory=dict)

    async def load(self) -> None:
        """Bring in every file that is new or changed since the last call."""
        present = self._files()
        for path, stamp in present.items():
            if self._seen.get(path) != stamp:
                self._seen[path] = stamp
                await self._bring(path)
        for path in [path for path in self._seen if path not in present]:
            del self._seen[path]
            await self._retire(path.stem)

    def _files(self) -> dict[Path, tuple[int, int]]:
        found = {}
        for path in sorted(self.folder.iterdir()):
            if path.suffix in _SUFFIXES and path.is_file():
                status = path.stat()
                found[path] = (status.st_mtime_ns, status.st_size)
        return found

    async def _bring(self, path: Path) -> None:
        try:
            text = await asyncio.to_thread(path.read_text, encoding="utf-8-sig")
            if await self.services.has(path.stem):
                await self.services.update(path.stem, text, file=str(path))
                await self.services.set_validity(path.stem, Validity.VALID)
            else:
                await self.services.add(path.stem, text, file=str(path))
        except dsl.CompileError as error:
            _LOG.error("%s was not loaded:\n%s", path, error)
        except (ServiceError, OSError, UnicodeDecodeError) as error:
            _LOG.error("%s was not loaded: %s", path, error)

    async def _retire(self, name: str) -> None:
        if await self.services.has(name):
            await self.services.set_validity(name, Validity.INVALID)
