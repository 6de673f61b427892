"""The service of a ticket and the SLA that goes with it.

Source: reference, sections 5.4, 11.7 and 12.3.
"""

from typing import Final

from engine.model.reference_data import Named, Reference
from engine.model.ticket import Ticket
from engine.tickets import history as names
from engine.tickets.people_setter import PeopleSetters

_SET_SERVICE: Final = (
    "UPDATE ticket SET service_id = ?, change_time = ?, change_by = ? WHERE id = ?"
)
_SET_SLA: Final = "UPDATE ticket SET sla_id = ?, change_time = ?, change_by = ? WHERE id = ?"


class ServiceSetters(PeopleSetters):
    """Setters of service and SLA."""

    def set_service(self, ticket_id: int, service_id: int, *, by: int) -> None:
        """Set the service, and drop an SLA that does not fit it."""
        ticket, new = self._existing(ticket_id), self._named(Reference.SERVICE, id=service_id)
        if new == ticket.service:
            return
        self._update(_SET_SERVICE, new.id, ticket_id=ticket_id, by=by)
        self._remember(ticket_id, "ServiceUpdate", names.exchanged(new, ticket.service), by=by)
        self._notify("NotificationServiceUpdate", ticket_id, {}, by=by)
        self._tell("TicketServiceUpdate", ticket_id, by=by)
        if ticket.sla and new.id not in self.sla_services(ticket.sla.id):
            self._write_sla(self._existing(ticket_id), None, by=by)

    def set_sla(self, ticket_id: int, sla_id: int, *, by: int) -> None:
        """Set the SLA."""
        ticket, new = self._existing(ticket_id), self._named(Reference.SLA, id=sla_id)
        if new != ticket.sla:
            self._write_sla(ticket, new, by=by)

    def _write_sla(self, ticket: Ticket, new: Named | None, *, by: int) -> None:
        self._stir(ticket, by=by)
        self._update(_SET_SLA, new.id if new else None, ticket_id=ticket.id, by=by)
        self._remember(ticket.id, "SLAUpdate", names.exchanged(new, ticket.sla), by=by)
        self._tell_change("TicketSLAUpdate", ticket, by=by)
