"""A compiled web service."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from engine.model.credentials import NO_HEADER, HeaderCredentials
from engine.model.level import Level
from engine.model.stage import ClientTransport, Invoker, Mapper, Operation, ServerTransport


class Compatibility(Enum):
    """How closely a service follows the reference: to the letter, or with the sane choice."""

    STRICT = "strict"
    MODERN = "modern"


class Validity(Enum):
    """Whether a service answers. The values are the reference's `ValidID`."""

    VALID = 1
    INVALID = 2
    INVALID_TEMPORARILY = 3

    @property
    def word(self) -> str:
        """The validity as commands write it: `valid`, `invalid`, `invalid-temporarily`."""
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True, slots=True)
class ProviderRoute:
    """An operation and its stages, in running order, all resolved."""

    action: str
    inbound: Mapper | None
    operation: Operation
    outbound: Mapper | None


@dataclass(frozen=True, slots=True)
class Service:
    """A web service, ready to run. Frozen: a reload builds a new one and swaps it whole."""

    name: str
    id: int
    revision: int
    threshold: Level
    compatibility: Compatibility
    transport: ServerTransport
    routes: Mapping[str, ProviderRoute]
    unconfigured: Operation
    """Runs for an action that the transport knows and the service does not."""
    is_test_mode: bool = False
    """True when entries go to standard error and nothing is stored."""
    credentials: frozenset[HeaderCredentials] = NO_HEADER
    """The headers that may say who asks."""

    def route(self, action: str) -> ProviderRoute:
        """Return the stages of an action."""
        found = self.routes.get(action)
        return found or ProviderRoute(action, None, self.unconfigured, None)


@dataclass(frozen=True, slots=True)
class RequesterRoute:
    """An invoker and its mappings, all resolved."""

    action: str
    invoker: Invoker
    outbound: Mapper | None
    inbound: Mapper | None


@dataclass(frozen=True, slots=True)
class Requester:
    """The half of a web service that asks, ready to run. Frozen like the half that answers."""

    name: str
    id: int
    revision: int
    threshold: Level
    compatibility: Compatibility
    transport: ClientTransport
    routes: Mapping[str, RequesterRoute]
    unconfigured: Invoker
    """Stands for an invoker that the service does not have."""
    is_test_mode: bool = False

    def route(self, action: str) -> RequesterRoute:
        """Return the stages of an invoker."""
        found = self.routes.get(action)
        return found or RequesterRoute(action, self.unconfigured, None, None)
