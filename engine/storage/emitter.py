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
    """What the writers of one transaction tell their events to."""

    def __init__(self, sink: Sink, connection: Connection) -> None:
        self.wants: Final = sink.wants
        self._sink = sink
        self._connection = connection

    def emit(
        self, name: str, object_type: ObjectType, data: Mapping[str, Value], *, by: int
    ) -> None:
        """Tell of an event, if anybody wants to know."""
        if self.wants(name):
            self._sink.emit(self._connection, Event(name, object_type, data, by))
