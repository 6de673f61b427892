"""Changes to the desk inside one transaction, each with its history and its consequences.

The setters lie in one module for each family: `attribute_setter`, `people_setter`,
`service_setter`, `field_setter`, `article_writer`. Source: reference, sections 5.4, 8, 11.7 and
12.3.
"""

from typing import Final

from engine.model.ticket import NewTicket
from engine.storage.setting import is_on
from engine.tickets import history as names
from engine.tickets.article_writer import ArticleWriter
from engine.tickets.attribute_setter import AttributeSetters
from engine.tickets.deletion import delete_ticket_rows
from engine.tickets.escalation_keeper import EscalationKeeper
from engine.tickets.field_setter import FieldSetter
from engine.tickets.number import draw_number
from engine.tickets.service_setter import ServiceSetters
from engine.tickets.ticket_row import insert_ticket

_SET_PREFERENCE: Final = """
INSERT INTO user_preferences (user_id, preferences_key, preferences_value) VALUES (?, ?, ?)
ON CONFLICT (user_id, preferences_key) DO UPDATE
SET preferences_value = excluded.preferences_value"""


class EmbeddedDeskWriter(
    AttributeSetters, ServiceSetters, FieldSetter, ArticleWriter, EscalationKeeper
):
    """A `DeskWriter` on a connection inside a transaction."""

    def finish(self) -> None:
        """Do what follows from all changes together; called once, at the end of the work."""
        if self._stirred:
            self._settle_escalations()
        self._events.deliver()

    def create_ticket(self, ticket: NewTicket, *, by: int) -> tuple[int, str]:
        """Write a ticket with its first history; return id and number."""
        number = draw_number(
            self._connection, now=self.now, system_id=str(self.settings["SystemID"])
        )
        ticket_id = insert_ticket(self._connection, ticket, number, now=self.now, by=by)
        created = self._existing(ticket_id)
        self._stir(created, by=by)
        name = names.joined(
            number, created.queue.name, created.priority.name, created.state.name, ticket_id
        )
        self._remember(ticket_id, "NewTicket", name, by=by)
        if is_on(self.settings, "Ticket::Service"):
            service, sla = (
                names.exchanged(created.service, None),
                names.exchanged(created.sla, None),
            )
            self._remember(ticket_id, "ServiceUpdate", service, by=by)
            self._remember(ticket_id, "SLAUpdate", sla, by=by)
        customer = names.customer(ticket.customer_id, ticket.customer_user_id)
        self._remember(ticket_id, "CustomerUpdate", customer, by=by)
        self._tell("TicketCustomerUpdate", ticket_id, by=by, TicketCreated=1)
        self._tell("TicketCreate", ticket_id, by=by)
        return ticket_id, number

    def delete_ticket(self, ticket_id: int, *, by: int) -> None:
        """Remove a ticket with its articles, files, times, field values and history."""
        delete_ticket_rows(self._connection, self._existing(ticket_id).id)
        self._tell("HistoryDelete", ticket_id, by=by)
        self._tell("TicketDelete", ticket_id, by=by)

    def set_preference(self, user_id: int, key: str, value: str) -> None:
        """Set a preference of an agent."""
        self._connection.execute(_SET_PREFERENCE, (user_id, key, value))
