"""The service of a ticket and the SLA that goes with it.

Source: reference, sections 5.4 and 11.7.
"""

from typing import Final

from engine.model.desk import Reference
from engine.tickets import history as names
from engine.tickets.changing_desk import ChangingDesk

# Every statement ends alike: who changed the ticket, when, and which one.
_SET_SERVICE: Final = (
    "UPDATE ticket SET service_id = ?, change_time = ?, change_by = ? WHERE id = ?"
)
_SET_SLA: Final = "UPDATE ticket SET sla_id = ?, change_time = ?, change_by = ? WHERE id = ?"


class ServiceSetters(ChangingDesk):
    """Setters of service and SLA."""

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
