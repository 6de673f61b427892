"""Keeps the escalation columns of tickets right, once for each at the end of the work.

Source: reference, section 11.11.
"""

from datetime import datetime
from typing import Final

from engine.model.escalation import FINAL_STATE_TYPES, Destinations
from engine.model.reference_data import Reference
from engine.model.ticket import Ticket
from engine.storage.timestamp import from_text, to_epoch
from engine.tickets.changing_desk import ChangingDesk
from engine.tickets.destination import Contact, Course, Pause, destinations

_UPDATE: Final = """
UPDATE ticket SET escalation_time = ?, escalation_response_time = ?, escalation_update_time = ?,
    escalation_solution_time = ?
WHERE id = ?"""
_SELECT_CONTACTS: Final = """
SELECT article_sender_type_id, is_visible_for_customer, create_time FROM article
WHERE ticket_id = ? ORDER BY id"""
_SELECT_STATES: Final = """
SELECT h.state_id, h.create_time FROM ticket_history h
JOIN ticket_history_type t ON t.id = h.history_type_id
WHERE h.ticket_id = ? AND t.name IN ('NewTicket', 'StateUpdate') ORDER BY h.id"""
_SUSPENDING: Final = "EscalationSuspendStates"


class EscalationKeeper(ChangingDesk):
    """Recomputes what was stirred up."""

    def _settle_escalations(self) -> None:
        """Write the columns of every ticket that changed in a way that matters to a promise.

        A desk without any promise pays for a look at what is in memory.
        """
        stirred, self._stirred = self._stirred, {}
        may_escalate = self._reference.terms(self._connection).promise_anything
        for before, by in stirred.values():
            # Where the last promise was taken back, what it left behind is cleared.
            if may_escalate or before.escalation_epoch:
                self._settle(before, by=by)

    def _settle(self, before: Ticket, *, by: int) -> None:
        ticket = self.ticket(before.id)
        if ticket is None:  # created or changed, and then deleted
            return
        due = self._destinations(ticket)
        if due != ticket.destinations or due.earliest != ticket.escalation_epoch:
            columns = (due.earliest, due.first_response, due.update, due.solution)
            self._connection.execute(_UPDATE, (*columns, ticket.id))
        self._tell_of_stops(self._overdue(before, before.destinations), ticket, due, by=by)

    def _destinations(self, ticket: Ticket) -> Destinations:
        terms = self.escalation_terms(ticket)
        if not terms.promises_anything or ticket.state.type in FINAL_STATE_TYPES:
            return Destinations()
        calendar = self._reference.calendar(self._connection, terms.calendar_name)
        return destinations(ticket, self._course(ticket.id), terms, calendar)

    def _course(self, ticket_id: int) -> Course:
        senders = self._reference.named(self._connection, Reference.SENDER_TYPE).by_id
        contacts = [
            Contact(senders[sender_id].name, bool(is_visible), from_text(at))
            for sender_id, is_visible, at in self._connection.execute(
                _SELECT_CONTACTS, (ticket_id,)
            )
        ]
        by_id = self._reference.states(self._connection).by_id
        states = [
            (by_id[state_id], from_text(at))
            for state_id, at in self._connection.execute(_SELECT_STATES, (ticket_id,))
        ]
        suspending = self.settings.get(_SUSPENDING)
        names = suspending if isinstance(suspending, list) else []
        pauses = _pauses([(state.name in names, at) for state, at in states]) if names else []
        return Course(contacts, any(state.type == "closed" for state, _ in states), pauses)

    def _overdue(self, ticket: Ticket, due: Destinations) -> frozenset[str]:
        """Return the promises that are broken: that have escalated."""
        if ticket.state.type in FINAL_STATE_TYPES:
            return frozenset()
        now = to_epoch(self.now)
        epochs = (("Response", due.first_response), ("Update", due.update))
        return frozenset(
            name for name, epoch in (*epochs, ("Solution", due.solution)) if 0 < epoch <= now
        )

    def _tell_of_stops(
        self, overdue: frozenset[str], ticket: Ticket, due: Destinations, *, by: int
    ) -> None:
        """Tell of escalations that have ended, and write it into the history."""
        for name in sorted(overdue - self._overdue(ticket, due)):
            event = f"Escalation{name}TimeStop"
            self._tell(event, ticket.id, by=by)
            self._remember(ticket.id, event, f"%%{event}%%triggered", by=by)


def _pauses(states: list[tuple[bool, datetime]]) -> list[Pause]:
    """Return the times between a state that suspends and the next one that does not."""
    pauses: list[Pause] = []
    start = None
    for suspends, at in states:
        if suspends and start is None:
            start = at
        elif not suspends and start is not None:
            pauses.append(Pause(start, at))
            start = None
    if start is not None:
        pauses.append(Pause(start, None))
    return pauses
