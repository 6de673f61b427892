"""Builds the half of a service that asks."""

from dataclasses import dataclass, replace
from types import MappingProxyType

from engine.configuration.definition import Configured, InvokerDefinition
from engine.kinds import SetupError
from engine.model.level import Level
from engine.model.service import Requester, RequesterRoute
from engine.model.stage import ClientTransport, Invoker, Mapper
from engine.runtime.broken import BrokenClient, BrokenInvoker, BrokenMapper
from engine.stage_build import MODULE, Identity, StageBuild


def build_requester(stages: StageBuild, identity: Identity) -> Requester | None:
    """Return the half that asks, None where there is none or its transport is not chosen."""
    return _RequesterBuild(stages).build(identity)


@dataclass(frozen=True, slots=True)
class _RequesterBuild:
    stages: StageBuild

    def build(self, identity: Identity) -> Requester | None:
        half = self.stages.definition.requester
        if half is None or not half.transport.type:
            return None
        routes = {name: self._asking(entry) for name, entry in half.invokers.items()}
        return Requester(
            name=identity.name,
            id=identity.id,
            revision=identity.revision,
            threshold=self.stages.definition.threshold or Level.ERROR,
            compatibility=self.stages.definition.compatibility,
            transport=self._client(half.transport),
            routes=MappingProxyType(routes),
            unconfigured=BrokenInvoker("Got no InvokerType!"),
            is_test_mode=self.stages.definition.is_test_mode,
        )

    def _asking(self, invoker: InvokerDefinition) -> RequesterRoute:
        return RequesterRoute(
            action=invoker.name,
            invoker=self._invoker(invoker),
            outbound=_told(self.stages.mapper(invoker, invoker.outbound, "Outbound", "MappingOut")),
            inbound=_told(self.stages.mapper(invoker, invoker.inbound, "Inbound", "MappingIn")),
        )

    def _client(self, transport: Configured) -> ClientTransport:
        kind = self.stages.registry.transports.get(transport.type)
        if kind is None or kind.client is None:
            return BrokenClient(f"Backend {MODULE}::Transport::{transport.type} not found.")
        try:
            return kind.client(self.stages.setup(transport, "Transport"), self.stages.clients)
        except SetupError as error:
            return BrokenClient(self.stages.find(error, transport))

    def _invoker(self, invoker: InvokerDefinition) -> Invoker:
        if not invoker.type:
            return BrokenInvoker("Got no InvokerType!")
        kind = self.stages.registry.invokers.get(invoker.type)
        if kind is None:
            return BrokenInvoker("Can't load invoker backend module!")
        if self.stages.dependencies is None:
            return BrokenInvoker("compiled without a ticket store")
        try:
            return kind.build(
                invoker.entry, self.stages.dependencies(self.stages.definition.compatibility)
            )
        except SetupError as error:
            self.stages.add(
                error,
                self.stages.definition.span_of("Requester", "Invoker", invoker.name, *error.path),
            )
            return BrokenInvoker(error.message)


def _told(mapper: Mapper | None) -> Mapper | None:
    """Return a mapping of the side that asks: who asks is told that it could not be built."""
    if isinstance(mapper, BrokenMapper):
        return replace(mapper, told=f"{mapper.part} could not be initialized")
    return mapper
