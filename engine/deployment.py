"""The compiled services that answer now, found by name or id."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engine.model.service import Service, Validity
from engine.services.stored import StoredService

Compile = Callable[[StoredService], Service | None]
"""Returns the service, or None for one without a provider."""


@dataclass(frozen=True, slots=True)
class _Entry:
    stored: StoredService
    service: Service | None


class Deployment:
    """Holds one compiled service per valid stored one.

    A reload compiles what changed beside what runs and swaps both tables in one assignment:
    an exchange under way keeps the service it began with, so no call is dropped.
    """

    def __init__(self, compile_service: Compile) -> None:
        self._compile = compile_service
        self._entries: Mapping[int, _Entry] = {}
        self._tables: tuple[Mapping[str, Service], Mapping[int, Service]] = ({}, {})

    def by_name(self, name: str) -> Service | None:
        """Return the service that answers under a name."""
        return self._tables[0].get(name)

    def by_id(self, id: int) -> Service | None:
        """Return the service that answers under an id."""
        return self._tables[1].get(id)

    def load(self, stored: Iterable[StoredService], *, anew: bool = False) -> None:
        """Make exactly the valid ones among these answer.

        Compiles only those that changed, or with `anew` all.
        """
        known = {} if anew else self._entries
        entries = {
            each.id: self._entry(each, known.get(each.id))
            for each in stored
            if each.validity is Validity.VALID
        }
        running = [entry.service for entry in entries.values() if entry.service is not None]
        self._entries = entries
        self._tables = (
            MappingProxyType({service.name: service for service in running}),
            MappingProxyType({service.id: service for service in running}),
        )

    def _entry(self, stored: StoredService, known: _Entry | None) -> _Entry:
        if known is not None and known.stored == stored:
            return known
        return _Entry(stored, self._compile(stored))
