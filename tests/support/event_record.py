"""An event sink that remembers what it was told."""

from collections.abc import Collection

from engine.model.event import Event
from engine.storage.connection import Connection


class EventRecord:
    """Remembers the events it wants: all of them, or those whose names are in `wanted`."""

    def __init__(self, wanted: Collection[str] | None = None) -> None:
        self.wanted = wanted
        self.events: list[Event] = []

    def wants(self, name: str) -> bool:
        return self.wanted is None or name in self.wanted

    def emit(self, connection: Connection, event: Event) -> None:
        assert self.wants(event.name), f"nobody asked for {event.name}"
        self.events.append(event)

    def take(self) -> list[Event]:
        """Return what was told since the last time."""
        told, self.events = self.events, []
        return told
