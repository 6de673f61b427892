"""The embedded `TicketStore`: the desk in the store of this installation."""

from collections.abc import Callable
from typing import TypeVar

from engine.model.clock import Clock
from engine.model.desk import DeskReader, DeskWriter
from engine.storage.connection import Connection
from engine.storage.database import Database
from engine.storage.emitter import NOBODY, Sink
from engine.tickets.reader import EmbeddedDeskReader
from engine.tickets.reference_data import ReferenceCache
from engine.tickets.writer import EmbeddedDeskWriter

T = TypeVar("T")


class EmbeddedTicketStore:
    """A `TicketStore` on a `Database`; one per process, for what it keeps in memory.

    `events` takes what happens, inside the transaction in which it happens.
    """

    def __init__(self, database: Database, clock: Clock, events: Sink = NOBODY) -> None:
        self._database = database
        self._clock = clock
        self._events = events
        self._cache = ReferenceCache()

    async def read(self, work: Callable[[DeskReader], T]) -> T:
        """Run `work` on one consistent view and return what it returns."""

        def run(connection: Connection) -> T:
            reference = self._cache.committed(connection)
            return work(EmbeddedDeskReader(connection, reference, self._clock.now()))

        return await self._database.read(run)

    async def write(self, work: Callable[[DeskWriter], T]) -> T:
        """Run `work` in one transaction; whatever it raises undoes all it wrote."""

        def run(connection: Connection) -> T:
            reference = self._cache.of_writer(connection)
            desk = EmbeddedDeskWriter(connection, reference, self._clock.now(), self._events)
            result = work(desk)
            desk.finish()
            return result

        return await self._database.write(run)
