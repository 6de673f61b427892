"""Changes to the desk inside one transaction, each with its history and its consequences.

Source: reference, sections 5.4, 8 and 11.7.
"""

from datetime import datetime
from decimal import Decimal
from typing import Final

from dsl.values import Value
from engine.model.desk import (
    DynamicField,
    Named,
    NewArticle,
    NewAttachment,
    NewTicket,
    Reference,
    Ticket,
)
from engine.storage.connection import Connection
from engine.storage.setting import is_on
from engine.storage.timestamp import to_epoch, to_text
from engine.tickets import article as articles
from engine.tickets import history as names
from engine.tickets.attachment import insert_attachment
from engine.tickets.field_value import cells_of, current_cells, write_value
from engine.tickets.history import History
from engine.tickets.number import draw_number
from engine.tickets.permission import ROOT_ID
from engine.tickets.reader import EmbeddedDeskReader
from engine.tickets.reference_data import ReferenceData
from engine.tickets.ticket_row import TITLE_LENGTH, insert_ticket

# Every statement ends alike: who changed the ticket, when, and which one.
_SET_TITLE: Final = "UPDATE ticket SET title = ?, change_time = ?, change_by = ? WHERE id = ?"
_SET_QUEUE: Final = "UPDATE ticket SET queue_id = ?, change_time = ?, change_by = ? WHERE id = ?"
_SET_LOCK: Final = """
UPDATE ticket SET ticket_lock_id = ?, change_time = ?, change_by = ? WHERE id = ?"""
_SET_TYPE: Final = "UPDATE ticket SET type_id = ?, change_time = ?, change_by = ? WHERE id = ?"
_SET_STATE: Final = """
UPDATE ticket SET ticket_state_id = ?, change_time = ?, change_by = ? WHERE id = ?"""
_SET_PENDING: Final = (
    "UPDATE ticket SET until_time = ?, change_time = ?, change_by = ? WHERE id = ?"
)
_SET_TIMEOUT: Final = "UPDATE ticket SET timeout = ?, change_time = ?, change_by = ? WHERE id = ?"
_SET_SERVICE: Final = (
    "UPDATE ticket SET service_id = ?, change_time = ?, change_by = ? WHERE id = ?"
)
_SET_SLA: Final = "UPDATE ticket SET sla_id = ?, change_time = ?, change_by = ? WHERE id = ?"
_SET_CUSTOMER: Final = """
UPDATE ticket SET customer_id = ?, customer_user_id = ?, change_time = ?, change_by = ?
WHERE id = ?"""
_SET_PRIORITY: Final = """
UPDATE ticket SET ticket_priority_id = ?, change_time = ?, change_by = ? WHERE id = ?"""
_SET_OWNER: Final = "UPDATE ticket SET user_id = ?, change_time = ?, change_by = ? WHERE id = ?"
_SET_RESPONSIBLE: Final = """
UPDATE ticket SET responsible_user_id = ?, change_time = ?, change_by = ? WHERE id = ?"""
_TOUCH: Final = "UPDATE ticket SET change_time = ?, change_by = ? WHERE id = ?"

_OWNER_RESET: Final = "Reset owner to root@localhost."
_TIMEOUT_RESET: Final = "Reset of unlock time."


class EmbeddedDeskWriter(EmbeddedDeskReader):
    """A `DeskWriter` on a connection inside a transaction."""

    def __init__(self, connection: Connection, reference: ReferenceData, now: datetime) -> None:
        super().__init__(connection, reference, now)
        self._history = History(connection, self.now)

    def create_ticket(self, ticket: NewTicket, *, by: int) -> tuple[int, str]:
        """Write a ticket with its first history; return id and number."""
        number = draw_number(
            self._connection, now=self.now, system_id=str(self.settings["SystemID"])
        )
        ticket_id = insert_ticket(self._connection, ticket, number, now=self.now, by=by)
        created = self._existing(ticket_id)
        name = names.joined(
            number, created.queue.name, created.priority.name, created.state.name, ticket_id
        )
        self._history.add(ticket_id, "NewTicket", name, by=by)
        if is_on(self.settings, "Ticket::Service"):
            service, sla = (
                names.exchanged(created.service, None),
                names.exchanged(created.sla, None),
            )
            self._history.add(ticket_id, "ServiceUpdate", service, by=by)
            self._history.add(ticket_id, "SLAUpdate", sla, by=by)
        customer = names.customer(ticket.customer_id, ticket.customer_user_id)
        self._history.add(ticket_id, "CustomerUpdate", customer, by=by)
        return ticket_id, number

    def set_title(self, ticket_id: int, title: str, *, by: int) -> None:
        """Change the title, cut to what the column holds."""
        ticket, title = self._existing(ticket_id), title[:TITLE_LENGTH]
        if title != ticket.title:
            self._update(_SET_TITLE, title, ticket_id=ticket_id, by=by)
            self._history.add(ticket_id, "TitleUpdate", names.retitled(ticket.title, title), by=by)

    def set_queue(self, ticket_id: int, queue_id: int, *, by: int) -> None:
        """Move the ticket, and unlock it in the name of the administrator."""
        old, new = self._existing(ticket_id).queue, self.queue(id=queue_id)
        if new is None:
            raise LookupError(f"no queue {queue_id}")
        if new.id == old.id:
            return
        self._update(_SET_QUEUE, new.id, ticket_id=ticket_id, by=by)
        name = names.joined(new.name, new.id, old.name, old.id)
        self._history.add(ticket_id, "Move", name, by=by)
        unlock = self._named(Reference.LOCK, name="unlock")
        self.set_lock(ticket_id, unlock.id, by=ROOT_ID)

    def set_lock(self, ticket_id: int, lock_id: int, *, by: int) -> None:
        """Lock or unlock; locking starts the unlock time anew, unlocking may reset the owner."""
        ticket, lock = self._existing(ticket_id), self._named(Reference.LOCK, id=lock_id)
        if lock.id == ticket.lock.id:
            return
        is_unlocked = lock.name == "unlock"
        if is_unlocked and is_on(self.settings, "Ticket::OwnerResetOnUnlock"):
            self._reset_owner(ticket, by=by)
        self._update(_SET_LOCK, lock.id, ticket_id=ticket_id, by=by)
        history_type = "Unlock" if is_unlocked else "Lock"
        self._history.add(ticket_id, history_type, names.joined(lock.name), by=by)
        if not is_unlocked:
            self._reset_unlock_timeout(ticket, by=by)

    def set_type(self, ticket_id: int, type_id: int, *, by: int) -> None:
        """Change the type."""
        old, new = self._existing(ticket_id).type, self._named(Reference.TYPE, id=type_id)
        if new != old:
            self._update(_SET_TYPE, new.id, ticket_id=ticket_id, by=by)
            self._history.add(ticket_id, "TypeUpdate", names.exchanged(new, old), by=by)

    def set_state(self, ticket_id: int, state_id: int, *, by: int) -> None:
        """Change the state; leaving a pending state resets the pending time."""
        ticket, new = self._existing(ticket_id), self.state(id=state_id)
        if new is None:
            raise LookupError(f"no state {state_id}")
        if new.id == ticket.state.id:
            return
        self._update(_SET_STATE, new.id, ticket_id=ticket_id, by=by)
        name = f"{names.joined(ticket.state.name, new.name)}%%"
        self._history.add(ticket_id, "StateUpdate", name, by=by)
        if not new.type.startswith("pending"):
            self.set_pending_time(ticket_id, 0, by=by)

    def set_pending_time(self, ticket_id: int, epoch: int, *, by: int) -> None:
        """Set the pending time in epoch seconds; 0 unsets it."""
        if epoch != self._existing(ticket_id).pending_epoch:
            self._update(_SET_PENDING, epoch, ticket_id=ticket_id, by=by)
            self._history.add(ticket_id, "SetPendingTime", names.pending(epoch), by=by)

    def set_service(self, ticket_id: int, service_id: int, *, by: int) -> None:
        """Set the service, and drop an SLA that does not fit it."""
        ticket, new = self._existing(ticket_id), self._named(Reference.SERVICE, id=service_id)
        if new == ticket.service:
            return
        self._update(_SET_SERVICE, new.id, ticket_id=ticket_id, by=by)
        self._history.add(ticket_id, "ServiceUpdate", names.exchanged(new, ticket.service), by=by)
        if ticket.sla and new.id not in self.sla_services(ticket.sla.id):
            self._update(_SET_SLA, None, ticket_id=ticket_id, by=by)
            self._history.add(ticket_id, "SLAUpdate", names.exchanged(None, ticket.sla), by=by)

    def set_sla(self, ticket_id: int, sla_id: int, *, by: int) -> None:
        """Set the SLA."""
        old, new = self._existing(ticket_id).sla, self._named(Reference.SLA, id=sla_id)
        if new != old:
            self._update(_SET_SLA, new.id, ticket_id=ticket_id, by=by)
            self._history.add(ticket_id, "SLAUpdate", names.exchanged(new, old), by=by)

    def set_customer(
        self, ticket_id: int, *, customer_id: str, customer_user_id: str, by: int
    ) -> None:
        """Write both customer ids."""
        ticket, ids = self._existing(ticket_id), (customer_id, customer_user_id)
        if ids != (ticket.customer_id or "", ticket.customer_user_id or ""):
            self._update(_SET_CUSTOMER, *ids, ticket_id=ticket_id, by=by)
            self._history.add(ticket_id, "CustomerUpdate", names.customer(*ids), by=by)

    def set_priority(self, ticket_id: int, priority_id: int, *, by: int) -> None:
        """Change the priority."""
        old = self._existing(ticket_id).priority
        new = self._named(Reference.PRIORITY, id=priority_id)
        if new.id != old.id:
            self._update(_SET_PRIORITY, new.id, ticket_id=ticket_id, by=by)
            name = names.joined(old.name, old.id, new.name, new.id)
            self._history.add(ticket_id, "PriorityUpdate", name, by=by)

    def set_owner(self, ticket_id: int, owner_id: int, *, by: int) -> None:
        """Change the owner."""
        if owner_id != self._existing(ticket_id).owner_id:
            self._update(_SET_OWNER, owner_id, ticket_id=ticket_id, by=by)
            name = names.joined(self._login(owner_id), owner_id)
            self._history.add(ticket_id, "OwnerUpdate", name, by=by)

    def set_responsible(self, ticket_id: int, responsible_id: int, *, by: int) -> None:
        """Change the responsible agent."""
        if responsible_id != self._existing(ticket_id).responsible_id:
            self._update(_SET_RESPONSIBLE, responsible_id, ticket_id=ticket_id, by=by)
            name = names.joined(self._login(responsible_id), responsible_id)
            self._history.add(ticket_id, "ResponsibleUpdate", name, by=by)

    def set_field(self, field: DynamicField, object_id: int, value: Value, *, by: int) -> None:
        """Store a dynamic field's value of a ticket or an article."""
        new = cells_of(field, value)
        old = current_cells(field, self.field_values(field.object_type, object_id).get(field.name))
        if new is None or new == old:
            return
        write_value(self._connection, object_id, new)
        is_article = field.object_type == "Article"
        ticket_id = self._ticket_of(object_id) if is_article else object_id
        self._history.add(
            ticket_id,
            f"{field.object_type}DynamicFieldUpdate",
            names.field_changed(field.name, new.shown, old.shown),
            by=by,
            article_id=object_id if is_article else None,
        )
        self._update(_TOUCH, ticket_id=ticket_id, by=by)

    def create_article(self, article: NewArticle, *, by: int) -> int:
        """Write an article with its history; return its id.

        What an agent writes starts the unlock time anew, and so does a customer's answer to it.
        """
        ticket = self._existing(article.ticket_id)
        agent = self._named(Reference.SENDER_TYPE, name="agent").id
        customer = self._named(Reference.SENDER_TYPE, name="customer").id
        is_contact = article.sender_type_id == agent or (
            article.sender_type_id == customer
            and articles.last_sender_type_id(self._connection, ticket.id) == agent
        )
        article_id = articles.insert_article(self._connection, article, now=self.now, by=by)
        self._history.add(
            ticket.id, article.history_type, article.history_comment, by=by, article_id=article_id
        )
        self._update(_TOUCH, ticket_id=ticket.id, by=by)
        if is_contact:
            self._reset_unlock_timeout(ticket, by=by)
        return article_id

    def add_attachment(self, article_id: int, attachment: NewAttachment, *, by: int) -> None:
        """Keep a file with an article, its name made safe and unique."""
        insert_attachment(self._connection, article_id, attachment, now=self.now, by=by)

    def account_time(self, ticket_id: int, article_id: int, units: Decimal, *, by: int) -> None:
        """Account time on an article."""
        kept = articles.insert_time(
            self._connection, ticket_id, article_id, units, now=self.now, by=by
        )
        name = names.joined(f"{kept:f}", f"{self.ticket_time_units(ticket_id):f}")
        self._history.add(ticket_id, "TimeAccounting", name, by=by)
        self._update(_TOUCH, ticket_id=ticket_id, by=by)

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

    def _reset_owner(self, ticket: Ticket, *, by: int) -> None:
        if ticket.owner_id != ROOT_ID:
            self._update(_SET_OWNER, ROOT_ID, ticket_id=ticket.id, by=by)
            self._history.add(ticket.id, "OwnerUpdate", _OWNER_RESET, by=by)

    def _reset_unlock_timeout(self, ticket: Ticket, *, by: int) -> None:
        epoch = to_epoch(self.now)
        if ticket.unlock_timeout_epoch != epoch:
            self._update(_SET_TIMEOUT, epoch, ticket_id=ticket.id, by=by)
            self._history.add(ticket.id, "Misc", _TIMEOUT_RESET, by=by)
