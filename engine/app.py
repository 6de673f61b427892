"""The composition root: the only place that wires."""

import asyncio
import logging
import os
import secrets
import string
import traceback
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

import msgspec

import dsl
from dsl.source import Source
from dsl.values import Value
from engine.accounts.accounts import EmbeddedAccounts
from engine.administration import Administration
from engine.compiler import Compiler
from engine.desk.desk import apply_desk
from engine.machine import SystemClock, new_exchange_id, new_id
from engine.mapping_files import MappingFolder
from engine.model.call_result import CallResult
from engine.model.dependencies import Dependencies
from engine.model.exchange import Exchange, Role
from engine.model.remote import Connect, RemoteSystem, RemoteSystems
from engine.model.service import Compatibility, Requester, Service
from engine.model.wire import WireRequest, WireResponse
from engine.places import open_database, places
from engine.registry import discover
from engine.runtime.provider import serve
from engine.runtime.requester import call
from engine.secret_store.keyring import FILE_NAME, VARIABLE, Keyring
from engine.secret_store.secret_store import SecretStore
from engine.service_folder import ServiceFolder
from engine.services.errors import ServiceError
from engine.services.services import Services
from engine.storage.database import Database
from engine.storage.emitter import NOBODY, Sink
from engine.storage.errors import StoreFailure
from engine.ticket_backends.backends import open_backends
from engine.tickets.store import EmbeddedTicketStore
from engine.tracing.known_secret import KnownSecrets
from engine.tracing.masked_log import masked_logs
from engine.tracing.redaction import Redaction
from engine.tracing.tracing import Tracing
from transports.http_clients import HttpxClients

_LOG = logging.getLogger("crosstie.app")
_CHANGES_SECONDS = 1.0
"""How often a running app looks for services changed by another process or in its folder."""
_CLEAN_UP_SECONDS = 300.0
"""How often a running app removes sessions that are over."""
_EXCHANGE_SECONDS = 60.0
"""How long an operation may take before its exchange ends as a fault."""


class App:
    """Everything at work: services, tickets, accounts and traces of one data folder.

    Use `open`. `services` administers web services, `secrets` what they may name; `provide` and
    `send` run them.
    """

    def __init__(
        self,
        database: Database,
        tracing: Tracing,
        data: Path,
        author: str,
        events: Sink = NOBODY,
        remotes: RemoteSystems | None = None,
        known: KnownSecrets | None = None,
    ) -> None:
        """`known` is what the redaction of `tracing` masks: it is told the values of secrets."""
        self.clock = SystemClock()
        self.data = data
        self._database = database
        self.tracing = tracing
        self._events = events
        self._clients = HttpxClients()
        self.tickets = EmbeddedTicketStore(database, self.clock, events)
        self.accounts = EmbeddedAccounts(database, self.clock, events=events)
        self.secrets = SecretStore(
            database,
            Keyring(data / FILE_NAME, os.environ.get(VARIABLE, ""), secrets.token_bytes),
            self.clock,
            secrets.token_bytes,
            (known or KnownSecrets()).add,
        )
        self.services = Administration(
            Services(database),
            Compiler(
                discover(),
                self._dependencies,
                dsl.FolderCache(data / "compiled"),
                remotes or RemoteSystems(),
                self.secrets,
                self._clients,
            ),
            MappingFolder(data / "mappings"),
            secrets=self.secrets,
            author=author,
            clock=self.clock,
            forget=tracing.reader.delete_service_async,
        )

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        store: str = "",
        *,
        data: Path | None = None,
        author: str = "app",
        services_folder: Path | None = None,
        events: Sink = NOBODY,
        backends: Mapping[str, RemoteSystem] | None = None,
        connect: Connect | None = None,
    ) -> AsyncIterator["App"]:
        """Open the app on a data folder, made when it is not there, and close it behind you.

        `store` is ``sqlite:///FOLDER``, or ``postgresql://…`` with `data` as the folder for what
        is this machine's own: traces and compiled mappings; or empty for SQLite in `data`.
        Service files in `services_folder` are loaded and watched. `events` takes what happens at
        the desk, each event inside the transaction of its change; without one nobody is told.
        `backends` are systems that services may forward to, by name, beside those in the folder's
        `backends.yml`, to whose addresses `connect` gives the senders.
        Raises `ServiceError` for a store that cannot be opened, `CompileError` for a `backends.yml`
        with mistakes.
        """
        folder, where = places(store, data)
        remotes = await asyncio.to_thread(open_backends, folder, backends or {}, connect)
        database = await asyncio.to_thread(open_database, folder, where)
        known = KnownSecrets()
        redaction = Redaction(known=known)
        with masked_logs(known):
            tracing = Tracing.open(folder / "traces", SystemClock(), redaction=redaction)
            try:
                app = cls(database, tracing, folder, author, events, remotes, known)
                await app.secrets.refresh()
                await app.services.refresh()
                # No TaskGroup: it would wrap whatever the caller's block raises in its own group.
                watching = asyncio.create_task(app._watch(services_folder))
                try:
                    yield app
                finally:
                    watching.cancel()
                    await asyncio.gather(watching, return_exceptions=True)
                    await app._clients.close()
            finally:
                await tracing.close()
                await database.close()

    def service(self, name: str) -> Service | None:
        """Return the service that answers under a name."""
        return self.services.deployment.by_name(name)

    def service_by_id(self, id: int) -> Service | None:
        """Return the service that answers under an id."""
        return self.services.deployment.by_id(id)

    async def provide(self, service: Service, request: WireRequest) -> WireResponse:
        """Run one request through a provider, traced. A long body is gone from it afterwards."""
        request_bytes = len(request.body)
        exchange_id = new_exchange_id()
        tracer = self.tracing.begin(
            exchange_id,
            service.name,
            service.id,
            Role.PROVIDER,
            service.threshold,
            request.remote_address,
            test_mode=service.is_test_mode,
        )
        exchange = Exchange(
            id=exchange_id,
            service=service.name,
            role=Role.PROVIDER,
            started_at=tracer.subject.started_at,
            deadline_seconds=tracer.started_seconds + _EXCHANGE_SECONDS,
            tracer=tracer,
            remote_address=request.remote_address,
            headers=request.headers,
            credentials=service.credentials,
        )
        response = await serve(service, request, exchange)
        if tracer.entries:
            self.tracing.finish(
                tracer,
                status=response.status,
                method=request.method,
                path=f"{request.path}?{request.query}" if request.query else request.path,
                request_headers=request.headers,
                body_bytes=request_bytes + len(response.body),
            )
        return response

    async def send(
        self,
        service: str,
        method: str,
        path: str,
        body: bytes | str = b"",
        headers: Mapping[str, str] | None = None,
    ) -> WireResponse:
        """Send a request through a provider in-process. `path` is the route with its query.

        Raises `ServiceError` when no valid service with a provider has that name.
        """
        found = self.service(service)
        if found is None:
            await self.services.get(service)
            raise ServiceError(
                "not-answering",
                f"`{service}` has no provider or is not valid",
                "crosstie service validity NAME valid",
            )
        route, _, query = path.partition("?")
        given = {"content-type": "application/json", **(headers or {})}
        request = WireRequest(
            method=method,
            path=f"/Webservice/{quote(service, safe='')}/{_as_sent(route.removeprefix('/'))}",
            query=_as_sent(query),
            headers=tuple((name.lower(), value) for name, value in given.items()),
            body=body.encode() if isinstance(body, str) else body,
            remote_address="127.0.0.1",
        )
        return await self._provide_within_limit(found, request)

    async def call(self, service: str, invoker: str, data: Value) -> CallResult:
        """Ask a partner through an invoker, traced, and return how it ended.

        Raises `ServiceError` when no valid service with a requester has that name.
        """
        found = self.services.deployment.requester(service)
        if found is None:
            await self.services.get(service)
            raise ServiceError(
                "not-asking",
                f"`{service}` has no requester or is not valid",
                "crosstie service validity NAME valid",
            )
        return await self.ask(found, invoker, data)

    async def ask(self, requester: Requester, invoker: str, data: Value) -> CallResult:
        """Run an invoker of a compiled requester, traced."""
        exchange_id = new_exchange_id()
        tracer = self.tracing.begin(
            exchange_id,
            requester.name,
            requester.id,
            Role.REQUESTER,
            requester.threshold,
            "",
            test_mode=requester.is_test_mode,
        )
        exchange = Exchange(
            id=exchange_id,
            service=requester.name,
            role=Role.REQUESTER,
            started_at=tracer.subject.started_at,
            deadline_seconds=tracer.started_seconds + requester.transport.timeout_seconds,
            tracer=tracer,
        )
        result = await call(requester, invoker, data, exchange)
        self.tracing.finish(tracer)
        return result

    async def answer(self, service: str, request: WireRequest) -> WireResponse:
        """Answer a request of the same process, whose path is a route, percent-encoded.

        Raises `LookupError` when no service answers under that name.
        """
        found = self.service(service)
        if found is None:
            raise LookupError(service)
        path = f"/Webservice/{quote(service, safe='')}{request.path}"
        return await self._provide_within_limit(found, msgspec.structs.replace(request, path=path))

    async def load_folder(self, folder: Path) -> None:
        """Load every service file of a folder once; a bad file is told in the log."""
        await ServiceFolder(folder, self.services).load()

    async def apply_desk(self, text: str, *, name: str) -> tuple[str, ...]:
        """Make sure that everything a desk file names exists; return what changed.

        Raises `CompileError`, and then nothing was applied.
        """
        source = Source(name, text)
        return await apply_desk(source, self._database, self.accounts, self.clock, self._events)

    async def ensure_administrator(self, password: str | None) -> str | None:
        """Give the administrator a first password; return it when it was drawn here.

        Does nothing when there is one already.
        """
        drawn = None if password else secrets.token_urlsafe(15)
        was_set = await self.accounts.ensure_admin(password or drawn or "")
        return drawn if was_set else None

    async def trouble(self) -> str:
        """Return why the app cannot serve, empty when it can."""
        try:
            await self._database.read(lambda connection: connection.execute("SELECT 1").fetchone())
        except StoreFailure as error:
            return f"the store does not answer: {error}\n"
        return ""

    async def _provide_within_limit(self, service: Service, request: WireRequest) -> WireResponse:
        if len(request.body) > service.transport.max_body_bytes:
            request = msgspec.structs.replace(request, body=b"", is_too_long=True)
        return await self.provide(service, request)

    def _dependencies(self, compatibility: Compatibility) -> Dependencies:
        return Dependencies(
            tickets=self.tickets,
            accounts=self.accounts,
            clock=self.clock,
            new_id=new_id,
            compatibility=compatibility,
        )

    async def _watch(self, services_folder: Path | None) -> None:
        """Follow changes made by other processes, and the files of the services' folder."""
        folder = ServiceFolder(services_folder, self.services) if services_folder else None
        said = ""
        next_clean_up = self.clock.monotonic_seconds() + _CLEAN_UP_SECONDS
        while True:
            trouble = ""
            try:
                if self.clock.monotonic_seconds() >= next_clean_up:
                    next_clean_up += _CLEAN_UP_SECONDS
                    await self.accounts.clean_up()
                if folder is not None:
                    await folder.load()
                await self.secrets.refresh()
                await self.services.refresh_if_changed()
            except (StoreFailure, OSError) as error:
                trouble = str(error)
            except Exception:  # noqa: BLE001 - a job: a bug in one look must not be the last look
                trouble = traceback.format_exc()
            if trouble and trouble != said:
                _LOG.error("changes of services cannot be followed: %s", trouble)
            said = trouble
            await asyncio.sleep(_CHANGES_SECONDS)


def _as_sent(address: str) -> str:
    """Return a part of an address as clients send it: percent-encoded beyond ASCII."""
    return quote(address, safe=string.punctuation)
