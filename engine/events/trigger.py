"""Which invokers an event concerns.

Source: generic-interface reference 10.1 and 10.2.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dsl.values import Value
from engine.events.event_condition import BrokenCondition, EventCondition
from engine.events.flattening import flattened
from engine.model.event import Event

_LOG = logging.getLogger("crosstie.events")

Load = Callable[[Event], Mapping[str, Value]]
"""Returns the data of the object an event is about, empty when it is not there (10.2)."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """An entry of an invoker's `Events`. Without a condition every such event concerns it."""

    service_id: int
    service: str
    invoker: str
    event: str
    is_asynchronous: bool
    condition: EventCondition | BrokenCondition | None = None


class TriggerTable:
    """The triggers of all valid services, by event."""

    def __init__(self, triggers: Iterable[Trigger]) -> None:
        """Services count by id and invokers by name; the entries of one keep their order."""
        table: dict[str, list[Trigger]] = {}
        for trigger in sorted(triggers, key=lambda each: (each.service_id, each.invoker)):
            table.setdefault(trigger.event, []).append(trigger)
        self._table: Mapping[str, tuple[Trigger, ...]] = MappingProxyType(
            {name: tuple(found) for name, found in table.items()}
        )

    def wants(self, name: str) -> bool:
        """Say whether any invoker listens to events of that name."""
        return name in self._table

    def fired(self, event: Event, load: Load) -> Iterator[Trigger]:
        """Yield the triggers that an event fires, in order; an entry that stands twice, twice.

        `load` is called once at most, and only for a condition. Data that are not there fulfil
        none, unlike in the reference (12.4, 30).
        """
        data: Mapping[str, Value] | None = None
        for trigger in self._table.get(event.name, ()):
            if trigger.condition is None:
                yield trigger
                continue
            if data is None:
                data = flattened(load(event))
            decision = trigger.condition.decide(data)
            if decision.reason:
                place = f"{trigger.service}, invoker {trigger.invoker}, event {event.name}"
                _LOG.error("condition of service %s: %s", place, decision.reason)
            if decision.fires:
                yield trigger


def invoker_input(event: Event) -> dict[str, Value]:
    """Return what an invoker receives: ``{"TicketID": 58, "Event": "TicketTitleUpdate"}``."""
    return {**event.data, "Event": event.name}
