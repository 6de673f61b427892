"""What a service file says, typed, with the places that later stages point at.

Values stay as they were written, keys that nobody knows included. Nothing is checked here:
`engine.configuration.check` does, and what it lets pass reads as empty where it has the wrong kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dsl.diagnostics import Diagnostic
from dsl.source import Source, Span
from dsl.values import Value
from engine.configuration.yaml_nodes import YamlMap, YamlNode, YamlText, find, nearest_span
from engine.model.credentials import HeaderCredentials
from engine.model.level import Level
from engine.model.service import Compatibility


@dataclass(frozen=True, slots=True)
class Configured:
    """Something with a `Type` and a `Config`: a transport or a mapping."""

    type: str
    type_span: Span
    config: Value
    """The value under `Config`, None where there is no such key."""
    node: YamlMap
    span: Span
    """The key it stands behind."""

    def text(self, *path: str) -> YamlText | None:
        """Return the text at a path below `Config`, None where there is none."""
        found = find(self.node, ("Config", *path))
        return found if isinstance(found, YamlText) else None

    def span_of(self, path: tuple[str, ...]) -> Span:
        """Return where a finding about a path below `Config` belongs."""
        return nearest_span(self.node, ("Config", *path), self.span)


@dataclass(frozen=True, slots=True)
class OperationDefinition:
    """An operation of the provider half. A mapping is None where the data pass unchanged."""

    name: str
    span: Span
    type: str
    type_span: Span
    description: str
    inbound: Configured | None
    outbound: Configured | None
    entry: Mapping[str, Value]
    """All keys of the operation, its options among them."""
    node: YamlMap


@dataclass(frozen=True, slots=True)
class EventDefinition:
    """An event that triggers an invoker. `condition` is the value as it stands in the file."""

    event: str
    is_asynchronous: bool
    condition: Value
    span: Span


@dataclass(frozen=True, slots=True)
class InvokerDefinition:
    """An invoker of the requester half. A mapping is None where the data pass unchanged."""

    name: str
    span: Span
    type: str
    type_span: Span
    description: str
    inbound: Configured | None
    outbound: Configured | None
    events: tuple[EventDefinition, ...]
    entry: Mapping[str, Value]
    node: YamlMap


@dataclass(frozen=True, slots=True)
class ErrorHandlerDefinition:
    """An error-handling module of one half."""

    name: str
    span: Span
    type: str
    entry: Mapping[str, Value]
    node: YamlMap


@dataclass(frozen=True, slots=True)
class ErrorHandling:
    """The error-handling modules of one half, and the order in which they run."""

    handlers: Mapping[str, ErrorHandlerDefinition]
    priority: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Provider:
    """The half that answers. `transport.type` is empty where none was chosen yet."""

    transport: Configured
    operations: Mapping[str, OperationDefinition]
    error_handling: ErrorHandling


@dataclass(frozen=True, slots=True)
class Requester:
    """The half that asks. `transport.type` is empty where none was chosen yet."""

    transport: Configured
    invokers: Mapping[str, InvokerDefinition]
    error_handling: ErrorHandling


@dataclass(frozen=True, slots=True)
class Definition:
    """A service file that passed its checks."""

    source: Source
    root: YamlMap
    description: str
    remote_system: str
    threshold: Level | None
    """None for a word that is no level: only a strict service can carry one."""
    threshold_span: Span
    is_test_mode: bool
    provider: Provider | None
    requester: Requester | None
    compatibility: Compatibility
    limits: Mapping[str, Value]
    """`Crosstie.Limits`, the values as they are written."""
    schemas: Mapping[str, str]
    """`Crosstie.Schemas`: names of schemas and the files that hold them."""
    credentials: frozenset[HeaderCredentials]
    """`Crosstie.Credentials`; without it all in a modern service, none in a strict one."""
    backend: str = ""
    """`Crosstie.Backend`: the remote system that holds the tickets, empty for the embedded desk."""
    warnings: tuple[Diagnostic, ...] = ()

    def span_of(self, *path: str) -> Span:
        """Return where a finding about a path from the top of the file belongs."""
        return nearest_span(self.root, path, self.root.span)

    @property
    def value(self) -> dict[str, Value]:
        """The whole file as data."""
        return self.root.value


def scalar(node: YamlNode | None) -> str:
    """Return the text of a node, empty where it is none."""
    return node.value or "" if isinstance(node, YamlText) else ""
