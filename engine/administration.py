"""Administers web services: checks before storing, and makes what is stored answer at once."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

import dsl
from dsl.source import Source
from engine.compiler import Compiled, Compiler
from engine.configuration.secret_move import moved_secrets
from engine.deployment import Deployment
from engine.mapping_files import Load, MappingFolder
from engine.model.clock import Clock
from engine.model.service import Compatibility, Requester, Validity
from engine.secret_store.secret_store import SecretStore
from engine.services.services import Services
from engine.services.stored import ExportedFile, ServiceVersion, StoredService
from engine.stage_build import Identity

_LOG = logging.getLogger("crosstie.services")

_NEW = """\
---
Crosstie:
  Compatibility: modern
Debugger:
  DebugThreshold: debug
Description: ''
Provider:
  Operation:
    Echo:
      Description: Answers with what it was sent; replace it
      Type: Test::Test
  Transport:
    Type: HTTP::REST
    Config:
      RouteOperationMapping:
        Echo:
          RequestMethod:
          - POST
          Route: /echo
"""


@dataclass(frozen=True, slots=True)
class Stored:
    """What storing a file led to: the service, and remarks about the file."""

    service: StoredService
    findings: tuple[dsl.Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import led to, and the names of the secrets that were moved out of the file."""

    stored: Stored
    secrets: tuple[str, ...]


class Administration:
    """Every change of a web service goes through here, from whatever side it comes.

    Names are those of services; texts are service files. A name or version that is not there
    raises `ServiceError`, a file with errors `dsl.CompileError`, and then nothing was changed.
    """

    def __init__(
        self,
        services: Services,
        compiler: Compiler,
        mappings: MappingFolder,
        *,
        secrets: SecretStore,
        author: str,
        clock: Clock,
        forget: Callable[[int], Awaitable[int]],
    ) -> None:
        """`forget` removes the recorded exchanges of a service id."""
        self._services = services
        self._compiler = compiler
        self._mappings = mappings
        self._load = mappings.load
        self._secrets = secrets
        self._mappings_state: object = None
        self._author = author
        self._clock = clock
        self._forget = forget
        self._changes = -1
        self.deployment = Deployment(self._deployed)

    async def list(self) -> Sequence[StoredService]:
        """Return all services, invalid ones too, by name."""
        return await self._services.list()

    async def get(self, name: str) -> StoredService:
        """Return one service."""
        return await self._services.get(name)

    async def has(self, name: str) -> bool:
        """Say whether there is a service of that name, valid or not."""
        return await self._services.find(name) is not None

    async def new(self, name: str) -> Stored:
        """Add a modern service with one operation that echoes."""
        return await self.add(name, _NEW)

    async def add(
        self,
        name: str,
        text: str,
        *,
        file: str = "",
        validity: Validity = Validity.VALID,
        by: str | None = None,
    ) -> Stored:
        """Add a service. `file` is how diagnostics call the text."""
        compiled = self._checked(name, text, file)
        stored = await self._services.add(
            name, text, by=by or self._author, validity=validity, changed_at=self._clock.now()
        )
        return await self._done(stored, compiled)

    async def update(
        self,
        name: str,
        text: str,
        *,
        file: str = "",
        expected_revision: int | None = None,
        by: str | None = None,
    ) -> Stored:
        """Replace a service's file; the same text again changes nothing.

        With `expected_revision` a service that somebody else changed meanwhile is left alone.
        """
        compiled = self._checked(name, text, file)
        stored = await self._services.update(
            name,
            text,
            by=by or self._author,
            changed_at=self._clock.now(),
            expected_revision=expected_revision,
        )
        return await self._done(stored, compiled)

    async def import_(
        self,
        file_name: str,
        text: str,
        name: str | None = None,
        *,
        file: str = "",
        by: str | None = None,
    ) -> Stored:
        """Import an export; without `name` the file's name is taken."""
        return await self._import(file_name, text, name, file=file, by=by)

    async def import_with_secrets(
        self,
        file_name: str,
        text: str,
        name: str | None = None,
        *,
        file: str = "",
        by: str | None = None,
    ) -> Imported:
        """Import an export as `import_` does, its passwords moved into the secret store.

        Where the import is refused, the store is as it was.
        """
        prefix = name or PurePath(file_name).stem
        moved = moved_secrets(text, prefix, taken=self._secrets.names())
        if not moved.values:
            return Imported(await self._import(file_name, moved.text, name, file=file, by=by), ())
        await self._secrets.put(moved.values, by=by or self._author)
        try:
            stored = await self._import(file_name, moved.text, name, file=file, by=by)
        except BaseException:
            for each in moved.values:
                await self._secrets.remove(each)
            raise
        return Imported(stored, tuple(moved.values))

    async def rename(self, name: str, new_name: str, *, by: str | None = None) -> StoredService:
        """Give a service another name."""
        stored = await self._services.rename(
            name, new_name, by=by or self._author, changed_at=self._clock.now()
        )
        await self.refresh()
        return stored

    async def clone(self, name: str, new_name: str, *, by: str | None = None) -> StoredService:
        """Copy a service's file and validity under a new name, with a history of its own."""
        stored = await self._services.clone(
            name, new_name, by=by or self._author, changed_at=self._clock.now()
        )
        await self.refresh()
        return stored

    async def delete(self, name: str, *, by: str | None = None) -> None:
        """Delete a service with its history and its recorded exchanges."""
        stored = await self._services.get(name)
        await self._services.delete(name, by=by or self._author)
        await self.refresh()
        await self._forget(stored.id)

    async def set_validity(
        self, name: str, validity: Validity, *, by: str | None = None
    ) -> StoredService:
        """Say whether a service answers."""
        stored = await self._services.set_validity(
            name, validity, by=by or self._author, changed_at=self._clock.now()
        )
        await self.refresh()
        return stored

    async def export(self, name: str, *, secrets: str = "include") -> ExportedFile:
        """Return a service as a file; `secrets` is `include` or `mask`."""
        return await self._services.export(name, secrets=secrets)

    async def history(self, name: str) -> Sequence[ServiceVersion]:
        """Return the versions of a service, newest first."""
        return await self._services.history(name)

    async def diff(self, name: str, first: int, second: int) -> str:
        """Return what changed between two versions, passwords masked; empty when nothing did."""
        return await self._services.diff(name, first, second)

    async def restore(self, name: str, version: int, *, by: str | None = None) -> StoredService:
        """Bring an old version back, as a new one."""
        stored = await self._services.restore(
            name, version, by=by or self._author, changed_at=self._clock.now()
        )
        await self.refresh()
        return stored

    async def refresh(self) -> None:
        """Make exactly the valid services that are stored now answer, with the files there now."""
        self._changes = await self._services.changes()
        state = self._mappings.state()
        stored = await self._services.list()
        self.deployment.load(stored, anew=state != self._mappings_state)
        self._mappings_state = state

    async def refresh_if_changed(self) -> None:
        """Refresh when somebody, perhaps in another process, changed a service."""
        if await self._services.changes() != self._changes:
            await self.refresh()

    async def _import(
        self, file_name: str, text: str, name: str | None, *, file: str, by: str | None
    ) -> Stored:
        compiled = self._checked(name or PurePath(file_name).stem, text, file or file_name)
        stored = await self._services.import_(
            file_name, text, name, by=by or self._author, changed_at=self._clock.now()
        )
        return await self._done(stored, compiled)

    def requester_of(self, text: str, *, name: str, file: str, load: Load) -> Requester | None:
        """Return the half that asks of a service file, without storing anything.

        `load` reads the files that its mappings name. Raises `CompileError`.
        """
        definition = self._compiler.read(Source(file, text))
        compiled = self._compiler.compile(definition, Identity(name), load)
        if compiled.has_errors and definition.compatibility is Compatibility.MODERN:
            raise dsl.CompileError(compiled.findings)
        return compiled.requester

    def _checked(self, name: str, text: str, file: str) -> Compiled:
        """Return the findings of a text that may be stored, or raise `CompileError`.

        A strict service is stored with parts that cannot be built, as the reference does.
        """
        source = Source(file or f"{name}.yml", text)
        definition = self._compiler.read(source)
        compiled = self._compiler.compile(definition, Identity(name), self._load)
        if compiled.has_errors and definition.compatibility is Compatibility.MODERN:
            raise dsl.CompileError(compiled.findings)
        return compiled

    async def _done(self, stored: StoredService, compiled: Compiled) -> Stored:
        await self.refresh()
        return Stored(stored, compiled.findings)

    def _deployed(self, stored: StoredService) -> Compiled | None:
        """Compile what is stored; a text that once passed and no longer does stops only itself."""
        identity = Identity(stored.name, stored.id, stored.revision)
        try:
            definition = self._compiler.read(Source(f"{stored.name}.yml", stored.text))
        except dsl.CompileError as error:
            _LOG.error("service %s does not answer:\n%s", stored.name, error)
            return None
        return self._compiler.compile(definition, identity, self._load)
