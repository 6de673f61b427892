"""All that a search reads: the connection, reference data, permissions, the index of trigrams."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.model.reference_data import Reference, State
from engine.storage.connection import Connection
from engine.tickets.permission import Permissions
from engine.tickets.reference_data import ReferenceData
from engine.tickets.search import trigram_postgresql, trigram_sqlite
from engine.tickets.search.trigram import TrigramIndex


@dataclass(frozen=True, slots=True)
class SearchedDesk:
    """The desk as one transaction sees it, for the length of a search."""

    connection: Connection
    reference: ReferenceData
    permissions: Permissions

    @property
    def trigrams(self) -> TrigramIndex:
        """The index of trigrams in the dialect of the store."""
        if self.connection.dialect == "postgresql":
            return trigram_postgresql.INDEX
        return trigram_sqlite.INDEX

    def state_ids(self, wanted: Callable[[State], bool]) -> tuple[int, ...]:
        """Return the ids of the states that are wanted."""
        states = self.reference.states(self.connection).by_id.values()
        return tuple(state.id for state in states if wanted(state))

    def history_type_ids(self, *names: str) -> tuple[int, ...]:
        """Return the ids of history types."""
        types = self.reference.named(self.connection, Reference.HISTORY_TYPE).by_name
        return tuple(types[name].id for name in names)
