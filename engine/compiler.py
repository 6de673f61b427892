"""From a definition to a service: every stage is built once, before the first request."""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import dsl
from dsl.source import Source
from engine.configuration.check import read_definition
from engine.configuration.definition import (
    Configured,
    Definition,
    OperationDefinition,
)
from engine.configuration.known_kinds import KnownKinds
from engine.configuration.secret_check import secret_findings
from engine.forwarding import backend_findings, forwarding, forwarding_findings
from engine.kinds import OperationKind, SetupError
from engine.mapping_files import Load
from engine.mappings.tie import TieMapper
from engine.model.dependencies import Dependencies
from engine.model.http_out import HttpClients
from engine.model.level import Level
from engine.model.remote import RemoteSystems
from engine.model.secret import NoSecrets, SecretResolver
from engine.model.service import (
    Compatibility,
    ProviderRoute,
    Requester,
    Service,
)
from engine.model.stage import Operation, ServerTransport
from engine.registry import Registry, discover
from engine.requester_build import build_requester
from engine.runtime.broken import (
    BrokenOperation,
    BrokenTransport,
    UntypedOperation,
)
from engine.stage_build import MODULE, Identity, StageBuild
from transports.http_clients import HttpxClients


@dataclass(frozen=True, slots=True)
class Compiled:
    """A service and what there is to say about its file.

    `service` is None without a provider, `requester` without a half that asks.
    """

    service: Service | None
    requester: Requester | None
    findings: tuple[dsl.Diagnostic, ...]

    @property
    def has_errors(self) -> bool:
        """Say whether a finding is more than a remark."""
        return any(finding.severity is dsl.Severity.ERROR for finding in self.findings)


class Compiler:
    """Builds services out of the kinds of a registry."""

    def __init__(
        self,
        registry: Registry,
        dependencies: Callable[[Compatibility], Dependencies] | None,
        cache: dsl.Cache | None = None,
        remotes: RemoteSystems | None = None,
        secrets: SecretResolver | None = None,
        clients: HttpClients | None = None,
    ) -> None:
        """Without `dependencies` operations are checked and not built: enough for findings.

        `cache` keeps compiled mappings from one start to the next. `remotes` are the systems that
        services may name as their backend, `secrets` those that they may name in any text; without
        them nobody looks whether they are there. `clients` are the sockets of those that ask.
        """
        self._registry = registry
        self._cache = cache
        self._dependencies = dependencies
        self._remotes = remotes
        self._secrets = secrets
        self._clients = clients or HttpxClients()
        self._known = KnownKinds(
            operations=frozenset(registry.operations),
            mappings=frozenset(registry.mappings),
            transports=frozenset(registry.transports),
            options=frozenset().union(*(kind.options for kind in registry.operations.values())),
        )

    def read(self, source: Source) -> Definition:
        """Return the definition of a service file; raises `CompileError`."""
        return read_definition(source, self._known)

    def compile(self, definition: Definition, identity: Identity, load: Load) -> Compiled:
        """Return the service of a definition, with broken stages where one cannot be built."""
        stages = StageBuild(
            self._registry,
            self._dependencies,
            definition,
            load,
            self._cache,
            self._remotes,
            self._clients,
            self._secrets or NoSecrets(),
        )
        if self._secrets is not None:
            stages.findings += secret_findings(definition, self._secrets.names())
        service = _ProviderBuild(stages).service(identity)
        requester = build_requester(stages, identity)
        return Compiled(service, requester, (*definition.warnings, *stages.findings))


def check_service(text: str, *, name: str, load: Load) -> tuple[dsl.Diagnostic, ...]:
    """Return every finding about a service file, its mappings included."""
    compiler = Compiler(discover(), None)
    try:
        definition = compiler.read(Source(name, text))
    except dsl.CompileError as error:
        return error.diagnostics
    return compiler.compile(definition, Identity(name), load).findings


def mappings_of(text: str, *, name: str, load: Load) -> list[tuple[str, dsl.Program]]:
    """Return the Tie programs of a service file by the stage they belong to.

    Raises `CompileError` when the file or one of its mappings has errors.
    """
    compiler = Compiler(discover(), None)
    compiled = compiler.compile(compiler.read(Source(name, text)), Identity(name), load)
    if compiled.has_errors:
        raise dsl.CompileError(compiled.findings)
    routes = [
        *(compiled.service.routes.values() if compiled.service else ()),
        *(compiled.requester.routes.values() if compiled.requester else ()),
    ]
    stages = [
        (f"{name}: {route.action}.{part}", mapper)
        for route in routes
        for part, mapper in (("MappingInbound", route.inbound), ("MappingOutbound", route.outbound))
    ]
    return [(stage, mapper.program) for stage, mapper in stages if isinstance(mapper, TieMapper)]


@dataclass(frozen=True, slots=True)
class _ProviderBuild:
    """Builds the half that answers."""

    stages: StageBuild

    def service(self, identity: Identity) -> Service | None:
        provider = self.stages.definition.provider
        if provider is None or not provider.transport.type:
            return None
        if self.stages.definition.backend and self.stages.remotes is not None:
            self.stages.findings += backend_findings(self.stages.definition, self.stages.remotes)
        routes = {name: self._route(entry) for name, entry in provider.operations.items()}
        return Service(
            name=identity.name,
            id=identity.id,
            revision=identity.revision,
            threshold=self.stages.definition.threshold or Level.ERROR,
            compatibility=self.stages.definition.compatibility,
            transport=self._transport(provider.transport),
            routes=MappingProxyType(routes),
            unconfigured=UntypedOperation(),
            is_test_mode=self.stages.definition.is_test_mode,
            credentials=self.stages.definition.credentials,
        )

    def _transport(self, transport: Configured) -> ServerTransport:
        kind = self.stages.registry.transports.get(transport.type)
        if kind is None:
            return BrokenTransport(f"Backend {MODULE}::Transport::{transport.type} not found.")
        try:
            return kind.server(self.stages.setup(transport, "Transport"))
        except SetupError as error:
            return BrokenTransport(self.stages.find(error, transport))

    def _route(self, operation: OperationDefinition) -> ProviderRoute:
        return ProviderRoute(
            action=operation.name,
            inbound=self.stages.mapper(operation, operation.inbound, "Inbound", "MappingIn"),
            operation=self._operation(operation),
            outbound=self.stages.mapper(operation, operation.outbound, "Outbound", "MappingOut"),
        )

    def _operation(self, operation: OperationDefinition) -> Operation:
        if not operation.type:
            return UntypedOperation()
        kind = self.stages.registry.operations.get(operation.type)
        if kind is None:
            module = f"{MODULE}::Operation::{operation.type}"
            return BrokenOperation(f"Can't load operation backend module {module}!")
        if self.stages.definition.backend and kind.is_of_desk:
            return self._forwarding(operation, kind)
        if self.stages.dependencies is None:
            return BrokenOperation("compiled without a ticket store")
        try:
            return kind.build(
                operation.entry, self.stages.dependencies(self.stages.definition.compatibility)
            )
        except SetupError as error:
            span = self.stages.definition.span_of(
                "Provider", "Operation", operation.name, *error.path
            )
            self.stages.add(error, span)
            return BrokenOperation(error.message)

    def _forwarding(self, operation: OperationDefinition, kind: OperationKind) -> Operation:
        if self.stages.remotes is None:
            return BrokenOperation("compiled without remote systems")
        self.stages.findings += forwarding_findings(
            self.stages.definition, operation, kind, self.stages.remotes
        )
        return forwarding(self.stages.definition, operation, self.stages.remotes)
