"""Stored services: adding, changing, exporting, and every version there ever was."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from dsl.source import Source
from engine.configuration.check import read_definition
from engine.configuration.definition import Definition
from engine.configuration.dump import dump
from engine.configuration.secret_mask import holds_secrets, masked_text
from engine.configuration.upgrade import is_old_format, upgraded
from engine.model.service import Validity
from engine.services import statements
from engine.services.errors import ServiceError
from engine.services.service_name import checked_name, file_name_of, name_of_file
from engine.services.stored import ExportedFile, ServiceVersion, StoredService
from engine.services.text_diff import text_diff
from engine.storage.connection import Connection
from engine.storage.database import Database

_LOG = logging.getLogger("crosstie.services")

Read = Callable[[Source], Definition]
"""Returns what a service file says; raises `dsl.CompileError`."""


class Services:
    """The services of one store.

    Texts are stored as they are given, comments and unknown keys included; only what OTRS 6 wrote
    is brought up to date first. `by` is who makes a change, `changed_at` when, in UTC. Every
    method may raise `ServiceError`; those that take a text also `dsl.CompileError`, and then
    nothing is stored.
    """

    def __init__(self, database: Database, read: Read = read_definition) -> None:
        self._database = database
        self._read = read

    async def get(self, name: str) -> StoredService:
        """Return the service of a name."""
        return await self._database.read(lambda connection: statements.get(connection, name))

    async def find(self, name: str) -> StoredService | None:
        """Return the service of a name, None without one."""
        return await self._database.read(lambda connection: statements.find(connection, name))

    async def by_id(self, id: int) -> StoredService:
        """Return the service of an id."""
        found = await self._database.read(lambda connection: statements.find_by_id(connection, id))
        if found is None:
            raise ServiceError("service-unknown", f"there is no service with the id {id}")
        return found

    async def list(self, *, include_invalid: bool = True) -> tuple[StoredService, ...]:
        """Return the services by name."""
        found = await self._database.read(lambda connection: [*statements.every(connection)])
        return tuple(each for each in found if include_invalid or each.validity is Validity.VALID)

    async def changes(self) -> int:
        """Return a number that grows with every change, also with those of other processes."""
        return await self._database.read(statements.changes)

    async def add(
        self,
        name: str,
        text: str,
        *,
        by: str,
        changed_at: datetime,
        validity: Validity = Validity.VALID,
        file: str = "",
        change: str = "added",
    ) -> StoredService:
        """Store a new service. Diagnostics name the text `file`, without one the service's file."""
        name = checked_name(name)
        service = StoredService(
            id=0,
            name=name,
            text=self._prepared(text, file or file_name_of(name)),
            validity=validity,
            revision=1,
            created_at=changed_at,
            created_by=by,
            changed_at=changed_at,
            changed_by=by,
        )
        return await self._database.write(
            lambda connection: statements.insert(connection, service, change)
        )

    async def update(
        self,
        name: str,
        text: str,
        *,
        by: str,
        changed_at: datetime,
        expected_revision: int | None = None,
        file: str = "",
    ) -> StoredService:
        """Replace a service's text; the text it has already writes nothing.

        With `expected_revision` the change is refused when someone else was faster
        (``service-conflict``).
        """
        prepared = self._prepared(text, file or file_name_of(name))

        def change(before: StoredService) -> tuple[StoredService, str]:
            _refuse_conflict(before, expected_revision)
            return replace(before, text=prepared), "changed"

        return await self._change(name, by, changed_at, change)

    async def rename(self, name: str, new: str, *, by: str, changed_at: datetime) -> StoredService:
        """Give a service another name. Its id and history stay."""
        new_name = checked_name(new)
        return await self._change(
            name,
            by,
            changed_at,
            lambda before: (replace(before, name=new_name), f"renamed from `{before.name}`"),
        )

    async def set_validity(
        self, name: str, validity: Validity, *, by: str, changed_at: datetime
    ) -> StoredService:
        """Say whether a service answers."""
        return await self._change(
            name,
            by,
            changed_at,
            lambda before: (replace(before, validity=validity), f"made {validity.word}"),
        )

    async def delete(self, name: str, *, by: str) -> StoredService:
        """Remove a service and its history; returns what was removed. Its id never returns."""

        def work(connection: Connection) -> StoredService:
            service = statements.get(connection, name)
            statements.delete(connection, service)
            return service

        deleted = await self._database.write(work)
        # The history went with it: this line is all that tells who it was.
        _LOG.info("service %s (id %d) was deleted by %s", deleted.name, deleted.id, by)
        return deleted

    async def clone(self, name: str, new: str, *, by: str, changed_at: datetime) -> StoredService:
        """Store a service's text and validity a second time, with a history of its own."""
        new_name = checked_name(new)

        def work(connection: Connection) -> StoredService:
            copy = replace(
                statements.get(connection, name),
                name=new_name,
                revision=1,
                created_at=changed_at,
                created_by=by,
                changed_at=changed_at,
                changed_by=by,
            )
            return statements.insert(connection, copy, f"cloned from `{name}`")

        return await self._database.write(work)

    async def export(self, name: str, *, secrets: str = "include") -> ExportedFile:
        """Return the file of a service: `include` its passwords, or `mask` them."""
        if secrets not in ("include", "mask"):
            raise ServiceError(
                "export-secrets", f"secrets are `include` or `mask`, not `{secrets}`"
            )
        service = await self.get(name)
        if secrets == "mask":
            return ExportedFile(file_name_of(service.name), masked_text(service.text), "")
        warning = (
            "the file holds passwords in plain text; `--secrets mask` blots them out"
            if holds_secrets(service.text)
            else ""
        )
        return ExportedFile(file_name_of(service.name), service.text, warning)

    async def import_(
        self,
        file_name: str,
        text: str,
        name: str | None = None,
        *,
        by: str,
        changed_at: datetime,
        file: str = "",
    ) -> StoredService:
        """Store a file as a new, valid service, named after the file unless a name is given."""
        chosen = name_of_file(file_name) if name is None else name
        return await self.add(
            chosen, text, by=by, changed_at=changed_at, file=file or file_name, change="imported"
        )

    async def history(self, name: str) -> tuple[ServiceVersion, ...]:
        """Return the versions of a service, newest first."""

        def work(connection: Connection) -> tuple[ServiceVersion, ...]:
            return tuple(statements.versions(connection, statements.get(connection, name)))

        return await self._database.read(work)

    async def version(self, name: str, number: int) -> str:
        """Return the text of a version, secrets included."""

        def work(connection: Connection) -> str:
            return statements.version_text(connection, statements.get(connection, name), number)

        return await self._database.read(work)

    async def diff(self, name: str, first: int, second: int) -> str:
        """Return what changed in the text from one version to another, secrets blotted out.

        A unified diff; empty when the texts are equal.
        """
        before, after = await self.version(name, first), await self.version(name, second)
        return text_diff(before, after, f"{name} {first}", f"{name} {second}")

    async def restore(
        self, name: str, number: int, *, by: str, changed_at: datetime
    ) -> StoredService:
        """Bring a version's text back as a new version, under today's name and validity."""
        text = self._prepared(await self.version(name, number), f"version {number} of {name}")
        return await self._change(
            name,
            by,
            changed_at,
            lambda before: (replace(before, text=text), f"restored version {number}"),
        )

    async def _change(
        self,
        name: str,
        by: str,
        changed_at: datetime,
        change: Callable[[StoredService], tuple[StoredService, str]],
    ) -> StoredService:

        def work(connection: Connection) -> StoredService:
            before = statements.get(connection, name)
            after, words = change(before)
            after = replace(after, changed_at=changed_at, changed_by=by)
            return statements.update(connection, before, after, words)

        return await self._database.write(work)

    def _prepared(self, text: str, file: str) -> str:
        """Return the text to be stored, brought up to date; raises `dsl.CompileError`."""
        value = self._read(Source(file, text)).value
        return dump(upgraded(value)) if is_old_format(value) else text


def _refuse_conflict(service: StoredService, expected_revision: int | None) -> None:
    if expected_revision is not None and service.revision != expected_revision:
        raise ServiceError(
            "service-conflict",
            f"`{service.name}` was changed by {service.changed_by} meanwhile:"
            f" it is at revision {service.revision}, not {expected_revision}",
            "look at what changed, and make your change again on top of it",
        )
