"""What the reference does around every mapping of its own kinds. Tie has its own rules.

Source: generic-interface reference 2.6.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from dsl.values import Value
from engine.kinds import SetupError, StageSetup
from engine.model.exchange import Exchange
from engine.model.fault import Blame, Fault
from engine.model.level import Level
from engine.model.message import Message
from engine.model.stage import Pending

Data = dict[str, Value]


class MapData(Protocol):
    """The part of a mapping that knows its configuration."""

    def __call__(
        self, data: Data, include: Mapping[str, Value], exchange: Exchange
    ) -> Value | Pending[Value]:
        """Return the mapped data, or raise `Fault`. Must not change `data`."""


@dataclass(frozen=True, slots=True)
class WrappedMapper:
    """Hands objects to `map_data`; everything else is decided here."""

    map_data: MapData
    blame: Blame
    """Who sends what is no object: the caller on the way in, the service on the way out."""
    maps_empty: bool = False
    """True when an empty object is mapped too, instead of answered with itself."""

    def apply(
        self, message: Message, include: Mapping[str, Value], exchange: Exchange
    ) -> Message | Pending[Message]:
        """Return the mapped message; no data and empty data give an empty object."""
        body = message.body
        if body is None:
            body = {}
        elif not isinstance(body, dict):
            text = "Got Data but it is not a hash ref in Mapping handler!"
            raise failed(exchange, Fault("mapping.not-an-object", text, self.blame))
        if not body and not self.maps_empty:
            return Message({}, message.headers, message.refusal)
        mapped = self.map_data(body, include, exchange)
        if isinstance(mapped, Pending):
            return _pending(mapped, message)
        return Message(mapped, message.headers, message.refusal)


def wrapped(
    setup: StageSetup,
    start: Callable[[Mapping[str, Value]], MapData],
    *,
    maps_empty: bool = False,
) -> WrappedMapper:
    """Return the mapper of a stage; `start` reads a `Config` that is an object with content.

    Without `Config` data pass unchanged. Raises `SetupError`, also what `start` raises.
    """
    config = setup.config
    if config is None:
        map_data: MapData = _unchanged
    elif isinstance(config, dict) and config:
        map_data = start(config)
    else:
        raise SetupError(
            "Got MappingConfig with Data, but Data is no hash ref with content!",
            help="leave Config out, or say there what the mapping does",
        )
    inbound = setup.name.endswith("MappingInbound")
    return WrappedMapper(map_data, Blame.CALLER if inbound else Blame.SERVICE, maps_empty)


def failed(exchange: Exchange, fault: Fault, data: object = None) -> Fault:
    """Record a fault the way a mapping of the reference does before it fails, and return it.

    The error layer adds an entry of its own afterwards, so `traced` stays False.
    """
    exchange.tracer.record(Level.ERROR, fault.message, data)
    return fault


def _pending(mapped: Pending[Value], message: Message) -> Pending[Message]:
    async def work() -> Message:
        return Message(await mapped.work(), message.headers, message.refusal)

    return Pending(work)


def _unchanged(data: Data, include: Mapping[str, Value], exchange: Exchange) -> Value:
    return data
