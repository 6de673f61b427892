"""From a definition to a service: every stage is built once, before the first request."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import dsl
from dsl.source import Source, Span
from engine.configuration.check import read_definition
from engine.configuration.definition import (
    Configured,
    Definition,
    InvokerDefinition,
    OperationDefinition,
)
from engine.configuration.known_kinds import KnownKinds
from engine.configuration.yaml_position import offsets_of
from engine.forwarding import backend_findings, forwarding, forwarding_findings
from engine.kinds import OperationKind, Remarking, SetupError, StageSetup
from engine.mapping_files import Load
from engine.mappings.tie import TieMapper
from engine.model.dependencies import Dependencies
from engine.model.http_out import HttpClients
from engine.model.level import Level
from engine.model.remote import RemoteSystems
from engine.model.service import (
    Compatibility,
    ProviderRoute,
    Requester,
    RequesterRoute,
    Service,
)
from engine.model.stage import ClientTransport, Invoker, Mapper, Operation, ServerTransport
from engine.registry import Registry, discover
from engine.runtime.broken import (
    BrokenClient,
    BrokenInvoker,
    BrokenMapper,
    BrokenOperation,
    BrokenTransport,
    UntypedOperation,
)
from transports.http_clients import HttpxClients

_MODULE = "Kernel::GenericInterface"


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


@dataclass(frozen=True, slots=True)
class Identity:
    """What a service is known by."""

    name: str
    id: int = 0
    revision: int = 0


class Compiler:
    """Builds services out of the kinds of a registry."""

    def __init__(
        self,
        registry: Registry,
        dependencies: Callable[[Compatibility], Dependencies] | None,
        cache: dsl.Cache | None = None,
        remotes: RemoteSystems | None = None,
        clients: HttpClients | None = None,
    ) -> None:
        """Without `dependencies` operations are checked and not built: enough for findings.

        `cache` keeps compiled mappings from one start to the next. `remotes` are the systems that
        services may name as their backend; without it nobody looks whether they are there.
        `clients` are the sockets of those that ask.
        """
        self._registry = registry
        self._cache = cache
        self._dependencies = dependencies
        self._remotes = remotes
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
        build = _Build(
            self._registry,
            self._dependencies,
            definition,
            load,
            self._cache,
            self._remotes,
            self._clients,
        )
        service, requester = build.service(identity), build.requester(identity)
        return Compiled(service, requester, (*definition.warnings, *build.findings))


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


@dataclass(slots=True)
class _Build:
    """One compilation: the findings gather while the stages are built."""

    registry: Registry
    dependencies: Callable[[Compatibility], Dependencies] | None
    definition: Definition
    load: Load
    cache: dsl.Cache | None
    remotes: RemoteSystems | None
    clients: HttpClients
    findings: list[dsl.Diagnostic] = field(default_factory=list)

    def service(self, identity: Identity) -> Service | None:
        provider = self.definition.provider
        if provider is None or not provider.transport.type:
            return None
        if self.definition.backend and self.remotes is not None:
            self.findings += backend_findings(self.definition, self.remotes)
        routes = {name: self._route(entry) for name, entry in provider.operations.items()}
        return Service(
            name=identity.name,
            id=identity.id,
            revision=identity.revision,
            threshold=self.definition.threshold or Level.ERROR,
            compatibility=self.definition.compatibility,
            transport=self._transport(provider.transport),
            routes=MappingProxyType(routes),
            unconfigured=UntypedOperation(),
            is_test_mode=self.definition.is_test_mode,
            credentials=self.definition.credentials,
        )

    def requester(self, identity: Identity) -> Requester | None:
        """Return the half that asks, None where there is none or its transport is not chosen."""
        half = self.definition.requester
        if half is None or not half.transport.type:
            return None
        routes = {name: self._asking(entry) for name, entry in half.invokers.items()}
        return Requester(
            name=identity.name,
            id=identity.id,
            revision=identity.revision,
            threshold=self.definition.threshold or Level.ERROR,
            compatibility=self.definition.compatibility,
            transport=self._client(half.transport),
            routes=MappingProxyType(routes),
            unconfigured=BrokenInvoker("Got no InvokerType!"),
            is_test_mode=self.definition.is_test_mode,
        )

    def _asking(self, invoker: InvokerDefinition) -> RequesterRoute:
        return RequesterRoute(
            action=invoker.name,
            invoker=self._invoker(invoker),
            outbound=_told(self._mapper(invoker, invoker.outbound, "Outbound", "MappingOut")),
            inbound=_told(self._mapper(invoker, invoker.inbound, "Inbound", "MappingIn")),
        )

    def _client(self, transport: Configured) -> ClientTransport:
        kind = self.registry.transports.get(transport.type)
        if kind is None or kind.client is None:
            return BrokenClient(f"Backend {_MODULE}::Transport::{transport.type} not found.")
        try:
            return kind.client(self._setup(transport, "Transport"), self.clients)
        except SetupError as error:
            return BrokenClient(self._find(error, transport))

    def _invoker(self, invoker: InvokerDefinition) -> Invoker:
        if not invoker.type:
            return BrokenInvoker("Got no InvokerType!")
        kind = self.registry.invokers.get(invoker.type)
        if kind is None:
            return BrokenInvoker("Can't load invoker backend module!")
        if self.dependencies is None:
            return BrokenInvoker("compiled without a ticket store")
        try:
            return kind.build(invoker.entry, self.dependencies(self.definition.compatibility))
        except SetupError as error:
            self._add(
                error, self.definition.span_of("Requester", "Invoker", invoker.name, *error.path)
            )
            return BrokenInvoker(error.message)

    def _transport(self, transport: Configured) -> ServerTransport:
        kind = self.registry.transports.get(transport.type)
        if kind is None:
            return BrokenTransport(f"Backend {_MODULE}::Transport::{transport.type} not found.")
        try:
            return kind.server(self._setup(transport, "Transport"))
        except SetupError as error:
            return BrokenTransport(self._find(error, transport))

    def _route(self, operation: OperationDefinition) -> ProviderRoute:
        return ProviderRoute(
            action=operation.name,
            inbound=self._mapper(operation, operation.inbound, "Inbound", "MappingIn"),
            operation=self._operation(operation),
            outbound=self._mapper(operation, operation.outbound, "Outbound", "MappingOut"),
        )

    def _mapper(
        self,
        operation: OperationDefinition | InvokerDefinition,
        mapping: Configured | None,
        side: str,
        part: str,
    ) -> Mapper | None:
        if mapping is None:
            return None
        kind = self.registry.mappings.get(mapping.type)
        if kind is None:
            named = "Can't load mapping backend module!"
            untyped = "Got no MappingConfig with Type as string with value!"
            return BrokenMapper(part, named if mapping.type else untyped)
        setup = self._setup(mapping, f"{operation.name}.Mapping{side}")
        try:
            mapper = kind.build(setup)
        except SetupError as error:
            return BrokenMapper(part, self._find(error, mapping))
        except dsl.CompileError as error:
            found = [setup.place(finding) for finding in error.diagnostics]
            self.findings += found
            return BrokenMapper(part, found[0].message)
        if isinstance(mapper, Remarking):
            self.findings += [setup.place(each) for each in mapper.remarks]
        return mapper

    def _operation(self, operation: OperationDefinition) -> Operation:
        if not operation.type:
            return UntypedOperation()
        kind = self.registry.operations.get(operation.type)
        if kind is None:
            module = f"{_MODULE}::Operation::{operation.type}"
            return BrokenOperation(f"Can't load operation backend module {module}!")
        if self.definition.backend and kind.is_of_desk:
            return self._forwarding(operation, kind)
        if self.dependencies is None:
            return BrokenOperation("compiled without a ticket store")
        try:
            return kind.build(operation.entry, self.dependencies(self.definition.compatibility))
        except SetupError as error:
            span = self.definition.span_of("Provider", "Operation", operation.name, *error.path)
            self._add(error, span)
            return BrokenOperation(error.message)

    def _forwarding(self, operation: OperationDefinition, kind: OperationKind) -> Operation:
        if self.remotes is None:
            return BrokenOperation("compiled without remote systems")
        self.findings += forwarding_findings(self.definition, operation, kind, self.remotes)
        return forwarding(self.definition, operation, self.remotes)

    def _setup(self, configured: Configured, name: str) -> StageSetup:
        return StageSetup(
            config=configured.config,
            compatibility=self.definition.compatibility,
            load=self.load,
            name=name,
            limits=self.definition.limits,
            place=_placing(configured, self.definition.source, name),
            cache=self.cache,
        )

    def _find(self, error: SetupError, configured: Configured) -> str:
        self._add(error, configured.span_of(error.path))
        return error.message

    def _add(self, error: SetupError, span: Span) -> None:
        helps = (error.help,) if error.help else ()
        message = error.message.removesuffix(".")
        self.findings.append(
            dsl.Diagnostic(error.code, message, self.definition.source, span, helps=helps)
        )


def _told(mapper: Mapper | None) -> Mapper | None:
    """Return a mapping of the side that asks: who asks is told that it could not be built."""
    if isinstance(mapper, BrokenMapper):
        return replace(mapper, told=f"{mapper.part} could not be initialized")
    return mapper


def _placing(
    mapping: Configured, source: Source, name: str
) -> Callable[[dsl.Diagnostic], dsl.Diagnostic]:
    """Return what moves findings about embedded text to their place in the service file.

    A mapper keeps it for as long as it lives: it may hold the text, not the definition.
    """
    text = mapping.text("Source") or mapping.text("Template")

    def place(finding: dsl.Diagnostic) -> dsl.Diagnostic:
        if text is None or finding.source.name != name:
            return finding
        return finding.moved(source, offsets_of(text, source))

    return place
