"""Hands the events of one transaction to the sink, together with the transaction's connection."""

from collections.abc import Mapping
from typing import Final

from dsl.values import Value
from engine.model.event import Event, EventSink, ObjectType
from engine.storage.connection import Connection

Sink = EventSink[Connection]
"""An `EventSink` of this store."""


class NobodyListens:
    """A sink that wants nothing."""

    def wants(self, name: str) -> bool:
        """Say no."""
        return False

    def emit(self, connection: Connection, event: Event) -> None:
        """Forget the event."""


NOBODY: Final = NobodyListens()


class Emitter:
    """What the writers of one transaction tell their events to.

    They reach the sink at the end, when the work is known to be good: whoever looks at a ticket
    then sees it as it will be, and work that was refused has told nothing (reference, 12.4).
    """

    def __init__(self, sink: Sink, connection: Connection) -> None:
        self.wants: Final = sink.wants
        self._sink = sink
        self._connection = connection
        self._events: list[Event] = []

    def emit(
        self, name: str, object_type: ObjectType, data: Mapping[str, Value], *, by: int
    ) -> None:
        """Tell of an event, if anybody wants to know."""
        if self.wants(name):
            self._events.append(Event(name, object_type, data, by))

    def deliver(self) -> None:
        """Hand over what was told, in order."""
        events, self._events = self._events, []
        for event in events:
            self._sink.emit(self._connection, event)
