"""The compiled services that answer now, found by name or id."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engine.compiler import Compiled
from engine.model.service import Requester, Service, Validity
from engine.services.stored import StoredService

Compile = Callable[[StoredService], Compiled | None]
"""Returns both halves of a service, or None for a text that no longer passes its checks."""


@dataclass(frozen=True, slots=True)
class _Entry:
    stored: StoredService
    compiled: Compiled | None


class Deployment:
    """Holds one compiled service per valid stored one.

    A reload compiles what changed beside what runs and swaps both tables in one assignment:
    an exchange under way keeps the service it began with, so no call is dropped.
    """

    def __init__(self, compile_service: Compile) -> None:
        self._compile = compile_service
        self._entries: Mapping[int, _Entry] = {}
        self._tables: tuple[Mapping[str, Service], Mapping[int, Service]] = ({}, {})
        self._requesters: Mapping[str, Requester] = {}

    def by_name(self, name: str) -> Service | None:
        """Return the service that answers under a name."""
        return self._tables[0].get(name)

    def by_id(self, id: int) -> Service | None:
        """Return the service that answers under an id."""
        return self._tables[1].get(id)

    def requester(self, name: str) -> Requester | None:
        """Return the half that asks of the service of a name."""
        return self._requesters.get(name)

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
        compiled = [entry.compiled for entry in entries.values() if entry.compiled is not None]
        running = [each.service for each in compiled if each.service is not None]
        asking = [each.requester for each in compiled if each.requester is not None]
        self._entries = entries
        self._requesters = MappingProxyType({each.name: each for each in asking})
        self._tables = (
            MappingProxyType({service.name: service for service in running}),
            MappingProxyType({service.id: service for service in running}),
        )

    def _entry(self, stored: StoredService, known: _Entry | None) -> _Entry:
        if known is not None and known.stored == stored:
            return known
        return _Entry(stored, self._compile(stored))
