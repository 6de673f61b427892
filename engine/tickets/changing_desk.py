"""What every change of a ticket needs: the rows it names, its own row, history and events.

Source: reference, sections 11.7 and 12.
"""

from datetime import datetime
from typing import Final

from dsl.values import Value
from engine.model.event import ObjectType
from engine.model.reference_data import Named, Reference
from engine.model.ticket import Ticket
from engine.model.ticket_view import ticket_view
from engine.storage.connection import Connection
from engine.storage.emitter import NOBODY, Emitter, Sink
from engine.storage.timestamp import to_text
from engine.tickets import article as articles
from engine.tickets.history import History
from engine.tickets.reader import EmbeddedDeskReader
from engine.tickets.reference_data import ReferenceData

_TOUCH: Final = "UPDATE ticket SET change_time = ?, change_by = ? WHERE id = ?"


class ChangingDesk(EmbeddedDeskReader):
    """The desk inside a transaction that writes; the setters of a family build on it.

    `sink` takes the events of the transaction.
    """

    def __init__(
        self,
        connection: Connection,
        reference: ReferenceData,
        now: datetime,
        sink: Sink = NOBODY,
    ) -> None:
        super().__init__(connection, reference, now)
        self._history = History(connection, self.now)
        self._events = Emitter(sink, connection)
        self._stirred: dict[int, tuple[Ticket, int]] = {}

    def _existing(self, ticket_id: int) -> Ticket:
        ticket = self.ticket(ticket_id)
        if ticket is None:
            raise LookupError(f"no ticket {ticket_id}")
        return ticket

    def _named(self, kind: Reference, *, name: str | None = None, id: int | None = None) -> Named:
        found = self.named(kind, name=name, id=id)
        if found is None:
            raise LookupError(f"no {kind.value} {name or id}")
        return found

    def _login(self, user_id: int) -> str:
        agent = self.agent(id=user_id)
        if agent is None:
            raise LookupError(f"no agent {user_id}")
        return agent.login

    def _ticket_of(self, article_id: int) -> int:
        ticket_id = articles.ticket_of_article(self._connection, article_id)
        if ticket_id is None:
            raise LookupError(f"no article {article_id}")
        return ticket_id

    def _update(self, statement: str, *values: str | int | None, ticket_id: int, by: int) -> None:
        self._connection.execute(statement, (*values, to_text(self.now), by, ticket_id))

    def _touch(self, ticket_id: int, *, by: int) -> None:
        self._update(_TOUCH, ticket_id=ticket_id, by=by)

    def _stir(self, before: Ticket, *, by: int) -> None:
        """Note that a ticket changes in a way that promises about it depend on."""
        first, _ = self._stirred.get(before.id, (before, by))
        self._stirred[before.id] = (first, by)

    def _remember(
        self, ticket_id: int, history_type: str, name: str, *, by: int, article_id: int = 0
    ) -> None:
        """Write a row of history and tell of it."""
        self._history.add(ticket_id, history_type, name, by=by, article_id=article_id or None)
        self._tell("HistoryAdd", ticket_id, by=by)

    def _tell(self, name: str, ticket_id: int, *, by: int, **data: Value) -> None:
        """Tell of an event of a ticket; `data` is what it has beside the id."""
        if self._events.wants(name):
            self._events.emit(name, ObjectType.TICKET, {"TicketID": ticket_id, **data}, by=by)

    def _tell_change(self, name: str, before: Ticket, *, by: int) -> None:
        """Tell of an event that shows the whole ticket as it was."""
        if self._events.wants(name):
            self._tell(name, before.id, by=by, OldTicketData=ticket_view(before, self))
