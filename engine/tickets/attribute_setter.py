"""What a ticket says of itself: its title, queue, type, state, pending time and priority.

Source: reference, sections 5.4, 11.7 and 12.3.
"""

from typing import Final

from engine.model.reference_data import Reference
from engine.storage.search_text import key
from engine.tickets import history as names
from engine.tickets.people_setter import PeopleSetters
from engine.tickets.permission import ROOT_ID
from engine.tickets.ticket_row import TITLE_LENGTH

# Every statement ends alike: who changed the ticket, when, and which one.
_SET_TITLE: Final = """
UPDATE ticket SET title = ?, title_key = ?, change_time = ?, change_by = ? WHERE id = ?"""
_SET_QUEUE: Final = "UPDATE ticket SET queue_id = ?, change_time = ?, change_by = ? WHERE id = ?"
_SET_TYPE: Final = "UPDATE ticket SET type_id = ?, change_time = ?, change_by = ? WHERE id = ?"
_SET_STATE: Final = """
UPDATE ticket SET ticket_state_id = ?, change_time = ?, change_by = ? WHERE id = ?"""
_SET_PENDING: Final = (
    "UPDATE ticket SET until_time = ?, change_time = ?, change_by = ? WHERE id = ?"
)
_SET_PRIORITY: Final = """
UPDATE ticket SET ticket_priority_id = ?, change_time = ?, change_by = ? WHERE id = ?"""


class AttributeSetters(PeopleSetters):
    """Setters of title, queue, type, state, pending time and priority."""

    def set_title(self, ticket_id: int, title: str, *, by: int) -> None:
        """Change the title, cut to what the column holds."""
        ticket, title = self._existing(ticket_id), title[:TITLE_LENGTH]
        if title != ticket.title:
            self._update(_SET_TITLE, title, key(title), ticket_id=ticket_id, by=by)
            self._remember(ticket_id, "TitleUpdate", names.retitled(ticket.title, title), by=by)
            self._tell("TicketTitleUpdate", ticket_id, by=by)

    def set_queue(self, ticket_id: int, queue_id: int, *, by: int) -> None:
        """Move the ticket, and unlock it in the name of the administrator."""
        ticket, new = self._existing(ticket_id), self.queue(id=queue_id)
        if new is None:
            raise LookupError(f"no queue {queue_id}")
        old = ticket.queue
        if new.id == old.id:
            return
        self._stir(ticket, by=by)
        self._update(_SET_QUEUE, new.id, ticket_id=ticket_id, by=by)
        name = names.joined(new.name, new.id, old.name, old.id)
        self._remember(ticket_id, "Move", name, by=by)
        self._notify("NotificationMove", ticket_id, {"Queue": new.name}, by=by)
        self._tell_change("TicketQueueUpdate", ticket, by=by)
        unlock = self._named(Reference.LOCK, name="unlock")
        self.set_lock(ticket_id, unlock.id, by=ROOT_ID)

    def set_type(self, ticket_id: int, type_id: int, *, by: int) -> None:
        """Change the type."""
        old, new = self._existing(ticket_id).type, self._named(Reference.TYPE, id=type_id)
        if new != old:
            self._update(_SET_TYPE, new.id, ticket_id=ticket_id, by=by)
            self._remember(ticket_id, "TypeUpdate", names.exchanged(new, old), by=by)
            self._tell("TicketTypeUpdate", ticket_id, by=by)

    def set_state(self, ticket_id: int, state_id: int, *, by: int) -> None:
        """Change the state; leaving a pending state resets the pending time."""
        ticket, new = self._existing(ticket_id), self.state(id=state_id)
        if new is None:
            raise LookupError(f"no state {state_id}")
        if new.id == ticket.state.id:
            return
        self._stir(ticket, by=by)
        self._update(_SET_STATE, new.id, ticket_id=ticket_id, by=by)
        name = f"{names.joined(ticket.state.name, new.name)}%%"
        self._remember(ticket_id, "StateUpdate", name, by=by)
        self._tell_change("TicketStateUpdate", ticket, by=by)
        if not new.type.startswith("pending"):
            self.set_pending_time(ticket_id, 0, by=by)

    def set_pending_time(self, ticket_id: int, epoch: int, *, by: int) -> None:
        """Set the pending time in epoch seconds; 0 unsets it."""
        if epoch != self._existing(ticket_id).pending_epoch:
            self._update(_SET_PENDING, epoch, ticket_id=ticket_id, by=by)
            self._remember(ticket_id, "SetPendingTime", names.pending(epoch), by=by)
            self._tell("TicketPendingTimeUpdate", ticket_id, by=by)

    def set_priority(self, ticket_id: int, priority_id: int, *, by: int) -> None:
        """Change the priority."""
        old = self._existing(ticket_id).priority
        new = self._named(Reference.PRIORITY, id=priority_id)
        if new.id != old.id:
            self._update(_SET_PRIORITY, new.id, ticket_id=ticket_id, by=by)
            name = names.joined(old.name, old.id, new.name, new.id)
            self._remember(ticket_id, "PriorityUpdate", name, by=by)
            self._tell("TicketPriorityUpdate", ticket_id, by=by)
