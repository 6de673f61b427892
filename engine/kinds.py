"""What a kind of operation, mapping or transport declares about itself.

The declaration is the documentation: reference page, configuration check and tests come from it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from dsl.caching import Cache
from dsl.diagnostics import Diagnostic
from dsl.values import Value
from engine.model.dependencies import Dependencies
from engine.model.error_handling import ErrorHandler
from engine.model.http_out import HttpClients
from engine.model.secret import NoSecrets, SecretResolver
from engine.model.service import Compatibility
from engine.model.stage import ClientTransport, Invoker, Mapper, Operation, ServerTransport


@dataclass(frozen=True, slots=True)
class Example:
    """An input and the output it gives, run as a test."""

    title: str
    given: Value
    gives: Value
    config: Value = None


@dataclass(eq=False)
class SetupError(Exception):
    """A kind cannot be built from its configuration.

    `message` is the reference's own text where it has one. `path` leads to the place inside the
    configuration: ``("KeyMapDefault", "MapType")``; `help` is what to type, or empty.
    """

    message: str
    path: tuple[str, ...] = ()
    help: str = ""
    code: str = "stage-setup"

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class StageSetup:
    """What a stage may know of the service it is built for.

    `config` is the YAML value under `Config`, or None where the key is absent.
    `load` reads a file of the service's mapping folder or of `stdlib_mappings/`; it raises
    `FileNotFoundError` for a name that is not there.
    """

    config: Value
    compatibility: Compatibility
    load: Callable[[str], bytes]
    name: str = ""
    """How diagnostics name the stage: ``TicketFromIssue.MappingInbound``."""
    limits: Mapping[str, Value] = field(default_factory=dict)
    """`Crosstie.Limits` of the service."""
    place: Callable[[Diagnostic], Diagnostic] = field(default=lambda finding: finding)
    """Moves a finding about text inside `Config` to its place in the service file."""
    cache: Cache | None = None
    """Keeps what text was compiled to."""
    secrets: SecretResolver = field(default_factory=NoSecrets)
    """Gives the values of ``secret:NAME`` in `config`, when they are about to be used."""


@runtime_checkable
class Remarking(Protocol):
    """A stage that was built, and has something to say about the file it was built from."""

    @property
    def remarks(self) -> tuple[Diagnostic, ...]:
        """The remarks, in file order."""


@dataclass(frozen=True, slots=True)
class OperationKind:
    """A type of operation."""

    name: str
    summary: str
    build: Callable[[Mapping[str, Value], Dependencies], Operation]
    """Takes the operation's own YAML entry; raises `SetupError`."""
    faults: tuple[str, ...]
    examples: tuple[Example, ...]
    options: Mapping[str, str] = field(default_factory=dict)
    """The keys that an operation may carry beside the common ones, and what each of them does."""
    is_of_desk: bool = True
    """False for one that speaks of no ticket, customer or session: it is never forwarded."""


@dataclass(frozen=True, slots=True)
class InvokerKind:
    """A type of invoker. Its examples show what data become before they are mapped and sent."""

    name: str
    summary: str
    build: Callable[[Mapping[str, Value], Dependencies], Invoker]
    """Takes the invoker's own YAML entry; raises `SetupError`."""
    faults: tuple[str, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class MappingKind:
    """A type of mapping."""

    name: str
    summary: str
    build: Callable[[StageSetup], Mapper]
    """Raises `SetupError`, or `dsl.CompileError` for text that is a program."""
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class TransportKind:
    """A type of transport."""

    name: str
    summary: str
    server: Callable[[StageSetup], ServerTransport]
    """Raises `SetupError`."""
    client: Callable[[StageSetup, HttpClients], ClientTransport] | None = None
    """Raises `SetupError`. None for a transport that only answers."""


@dataclass(frozen=True, slots=True)
class ErrorHandlingKind:
    """A type of error handling. Its examples happen at ``2026-03-01 12:00:00`` UTC.

    What an example is given is what earlier attempts left; what it gives is its decision, as
    `Reschedule.data` tells it.
    """

    name: str
    summary: str
    build: Callable[[Mapping[str, Value]], ErrorHandler]
    """Takes the module's own YAML entry; raises `SetupError`."""
    options: Mapping[str, str]
    """The keys that a module may carry beside the common ones, and what each of them does."""
    examples: tuple[Example, ...]


Kind = OperationKind | InvokerKind | MappingKind | TransportKind | ErrorHandlingKind
