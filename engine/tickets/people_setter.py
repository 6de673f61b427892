"""Who a ticket belongs to: its lock, owner, responsible agent and customer.

Source: reference, sections 5.4, 11.7 and 12.3.
"""

from collections.abc import Mapping
from typing import Final

from dsl.values import Value
from engine.model.reference_data import Reference
from engine.model.ticket import Ticket
from engine.storage.search_text import key
from engine.storage.setting import is_on
from engine.storage.timestamp import to_epoch
from engine.tickets import history as names
from engine.tickets.changing_desk import ChangingDesk
from engine.tickets.permission import ROOT_ID

# Every statement ends alike: who changed the ticket, when, and which one.
_SET_LOCK: Final = """
UPDATE ticket SET ticket_lock_id = ?, change_time = ?, change_by = ? WHERE id = ?"""
_SET_TIMEOUT: Final = "UPDATE ticket SET timeout = ?, change_time = ?, change_by = ? WHERE id = ?"
_SET_OWNER: Final = "UPDATE ticket SET user_id = ?, change_time = ?, change_by = ? WHERE id = ?"
_SET_RESPONSIBLE: Final = """
UPDATE ticket SET responsible_user_id = ?, change_time = ?, change_by = ? WHERE id = ?"""
_SET_CUSTOMER: Final = """
UPDATE ticket SET customer_id = ?, customer_user_id = ?, customer_id_key = ?,
    customer_user_key = ?, change_time = ?, change_by = ?
WHERE id = ?"""
_OWNER_RESET: Final = "Reset owner to root@localhost."
_TIMEOUT_RESET: Final = "Reset of unlock time."


class PeopleSetters(ChangingDesk):
    """Setters of lock, owner, responsible agent and customer."""

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
        self._remember(ticket_id, history_type, names.joined(lock.name), by=by)
        if not is_unlocked:
            self._reset_unlock_timeout(ticket, by=by)
        self._tell("TicketLockUpdate", ticket_id, by=by)

    def set_owner(self, ticket_id: int, owner_id: int, *, by: int) -> None:
        """Change the owner, who hears of it unless he did it."""
        if owner_id != self._existing(ticket_id).owner_id:
            login = self._login(owner_id)
            self._update(_SET_OWNER, owner_id, ticket_id=ticket_id, by=by)
            self._remember(ticket_id, "OwnerUpdate", names.joined(login, owner_id), by=by)
            if owner_id != by:
                params = _named_user(ticket_id, owner_id, login, by=by)
                self._notify("NotificationOwnerUpdate", ticket_id, params, by=by)
            self._tell("TicketOwnerUpdate", ticket_id, by=by)

    def set_responsible(self, ticket_id: int, responsible_id: int, *, by: int) -> None:
        """Change the responsible agent, who hears of it unless he did it."""
        if responsible_id != self._existing(ticket_id).responsible_id:
            login = self._login(responsible_id)
            self._update(_SET_RESPONSIBLE, responsible_id, ticket_id=ticket_id, by=by)
            name = names.joined(login, responsible_id)
            self._remember(ticket_id, "ResponsibleUpdate", name, by=by)
            if responsible_id != by:
                params = _named_user(ticket_id, responsible_id, login, by=by)
                self._notify("NotificationResponsibleUpdate", ticket_id, params, by=by)
            self._tell("TicketResponsibleUpdate", ticket_id, by=by)

    def set_customer(
        self, ticket_id: int, *, customer_id: str, customer_user_id: str, by: int
    ) -> None:
        """Write both customer ids."""
        ticket, ids = self._existing(ticket_id), (customer_id, customer_user_id)
        if ids != (ticket.customer_id or "", ticket.customer_user_id or ""):
            self._update(_SET_CUSTOMER, *ids, *map(key, ids), ticket_id=ticket_id, by=by)
            self._remember(ticket_id, "CustomerUpdate", names.customer(*ids), by=by)
            self._tell("TicketCustomerUpdate", ticket_id, by=by, TicketCreated=0)

    def _notify(self, name: str, ticket_id: int, params: Mapping[str, Value], *, by: int) -> None:
        """Tell that agents are to be notified; `params` are what a text may speak of.

        Nothing is sent, and nobody is left out or added by name (decision 16.12).
        """
        told: dict[str, Value] = {"Recipients": [], "SkipRecipients": []}
        self._tell(name, ticket_id, by=by, CustomerMessageParams=dict(params), **told)

    def _reset_owner(self, ticket: Ticket, *, by: int) -> None:
        if ticket.owner_id != ROOT_ID:
            self._update(_SET_OWNER, ROOT_ID, ticket_id=ticket.id, by=by)
            self._remember(ticket.id, "OwnerUpdate", _OWNER_RESET, by=by)
            self._tell("TicketOwnerUpdate", ticket.id, by=by)

    def _reset_unlock_timeout(self, ticket: Ticket, *, by: int) -> None:
        """Start the unlock time anew; twice in one second is once.

        That a new ticket starts with the time of its creation does not count: recorded histories
        have this line even where lock or article followed in the same second.
        """
        epoch = to_epoch(self.now)
        if ticket.unlock_timeout_epoch != epoch or not self._history.has(ticket.id, _TIMEOUT_RESET):
            self._update(_SET_TIMEOUT, epoch, ticket_id=ticket.id, by=by)
            self._remember(ticket.id, "Misc", _TIMEOUT_RESET, by=by)
            self._tell("TicketUnlockTimeoutUpdate", ticket.id, by=by)


def _named_user(ticket_id: int, user_id: int, login: str, *, by: int) -> Mapping[str, Value]:
    return {
        "TicketID": ticket_id,
        "NewUserID": user_id,
        "NewUser": login,
        "UserID": by,
        "Body": "",
    }
