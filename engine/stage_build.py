"""What building the two halves of a service shares: mappings, setups, and the findings."""

from collections.abc import Callable
from dataclasses import dataclass, field

import dsl
from dsl.source import Source, Span
from engine.configuration.definition import (
    Configured,
    Definition,
    InvokerDefinition,
    OperationDefinition,
)
from engine.configuration.yaml_position import offsets_of
from engine.kinds import Remarking, SetupError, StageSetup
from engine.mapping_files import Load
from engine.model.dependencies import Dependencies
from engine.model.http_out import HttpClients
from engine.model.remote import RemoteSystems
from engine.model.secret import SecretResolver
from engine.model.service import Compatibility
from engine.model.stage import Mapper
from engine.registry import Registry
from engine.runtime.broken import BrokenMapper

MODULE = "Kernel::GenericInterface"
"""What the reference puts before the names of its kinds."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a service is known by."""

    name: str
    id: int = 0
    revision: int = 0


@dataclass(slots=True)
class StageBuild:
    """One compilation: the findings gather while the stages are built."""

    registry: Registry
    dependencies: Callable[[Compatibility], Dependencies] | None
    definition: Definition
    load: Load
    cache: dsl.Cache | None
    remotes: RemoteSystems | None
    clients: HttpClients
    secrets: SecretResolver
    findings: list[dsl.Diagnostic] = field(default_factory=list)

    def mapper(
        self,
        operation: OperationDefinition | InvokerDefinition,
        mapping: Configured | None,
        side: str,
        part: str,
    ) -> Mapper | None:
        """Return a mapping, a broken one where it cannot be built. `part` names it in traces."""
        if mapping is None:
            return None
        kind = self.registry.mappings.get(mapping.type)
        if kind is None:
            named = "Can't load mapping backend module!"
            untyped = "Got no MappingConfig with Type as string with value!"
            return BrokenMapper(part, named if mapping.type else untyped)
        setup = self.setup(mapping, f"{operation.name}.Mapping{side}")
        try:
            mapper = kind.build(setup)
        except SetupError as error:
            return BrokenMapper(part, self.find(error, mapping))
        except dsl.CompileError as error:
            found = [setup.place(finding) for finding in error.diagnostics]
            self.findings += found
            return BrokenMapper(part, found[0].message)
        if isinstance(mapper, Remarking):
            self.findings += [setup.place(each) for each in mapper.remarks]
        return mapper

    def setup(self, configured: Configured, name: str) -> StageSetup:
        """Return what a stage may know of this service."""
        return StageSetup(
            config=configured.config,
            compatibility=self.definition.compatibility,
            load=self.load,
            name=name,
            limits=self.definition.limits,
            place=_placing(configured, self.definition.source, name),
            cache=self.cache,
            secrets=self.secrets,
        )

    def find(self, error: SetupError, configured: Configured) -> str:
        """Add why a stage cannot be built, at its place in `Config`, and return the reason."""
        self.add(error, configured.span_of(error.path))
        return error.message

    def add(self, error: SetupError, span: Span) -> None:
        """Add why a stage cannot be built."""
        helps = (error.help,) if error.help else ()
        message = error.message.removesuffix(".")
        self.findings.append(
            dsl.Diagnostic(error.code, message, self.definition.source, span, helps=helps)
        )


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
