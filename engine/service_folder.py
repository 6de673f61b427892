"""A folder of service files that is loaded and watched: its files decide what its services are."""

import asyncio
import logging
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import dsl
from engine.administration import Administration
from engine.model.service import Validity
from engine.services.errors import ServiceError
from engine.tracing.plain_text import visible

_LOG = logging.getLogger("crosstie.services")
_SUFFIXES = (".yml", ".yaml")
_Stamp = tuple[int, int, int]


@dataclass(slots=True)
class ServiceFolder:
    """Keeps services in step with files. A file that is removed makes its service invalid.

    A file with errors changes nothing: what ran before goes on, and the log draws what is wrong.
    """

    folder: Path
    services: Administration
    _seen: dict[Path, _Stamp] = field(default_factory=dict)

    async def load(self) -> None:
        """Bring in every file that is new or changed since the last call.

        Raises `OSError` and `StoreFailure`; what is left then comes in with the next call.
        """
        present = await asyncio.to_thread(self._files)
        for path, stamp in present.items():
            if self._seen.get(path) != stamp:
                await self._bring(path)
                self._seen[path] = stamp
        kept = {path.stem for path in present}
        for path in [path for path in self._seen if path not in present]:
            if path.stem not in kept:
                await self._retire(path.stem)
            del self._seen[path]

    def _files(self) -> dict[Path, _Stamp]:
        found = {}
        for path in sorted(self.folder.iterdir()):
            # Editors and file systems keep files of their own beside others, with a dot in front.
            if path.suffix not in _SUFFIXES or path.name.startswith("."):
                continue
            with suppress(FileNotFoundError):  # removed a moment ago
                status = path.stat()
                if stat.S_ISREG(status.st_mode):
                    found[path] = (status.st_mtime_ns, status.st_ctime_ns, status.st_size)
        return found

    async def _bring(self, path: Path) -> None:
        try:
            text = await asyncio.to_thread(path.read_text, encoding="utf-8-sig")
            await self._store(path.stem, text, str(path))
        except dsl.CompileError as error:
            _LOG.error("%s was not loaded:\n%s", visible(str(path)), error)
        except (ServiceError, OSError, UnicodeDecodeError) as error:
            _LOG.error("%s was not loaded: %s", visible(str(path)), error)

    async def _store(self, name: str, text: str, file: str) -> None:
        try:
            await self.services.add(name, text, file=file)
        except ServiceError as error:
            # Other processes may watch the same folder: asking first would not help.
            if error.code != "service-name-taken":
                raise
            await self.services.update(name, text, file=file)
            await self.services.set_validity(name, Validity.VALID)

    async def _retire(self, name: str) -> None:
        with suppress(ServiceError):  # deleted, perhaps by another process
            await self.services.set_validity(name, Validity.INVALID)
