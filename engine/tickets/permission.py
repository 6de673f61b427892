"""Who may do what to tickets: the permission checks of the desk.

Source: reference, sections 2.7 and 2.8.
"""

from typing import Final

from engine.model.desk import Queue, Reference, Ticket
from engine.storage.connection import Connection
from engine.storage.setting import is_on
from engine.tickets import people
from engine.tickets.reference_data import ReferenceData

ROOT_ID: Final = 1
"""The administrator, member of every group; acts for customers too (2.2)."""

_EVERYTHING: Final = "rw"


class Permissions:
    """The checks against what one transaction sees."""

    def __init__(self, connection: Connection, reference: ReferenceData) -> None:
        self._connection = connection
        self._reference = reference

    def agent_may(self, user_id: int, permission: str, queue: Queue) -> bool:
        """Say whether an agent has a permission in a queue's group."""
        if user_id == ROOT_ID:
            return True
        granted = self._reference.agent_permissions(self._connection, user_id)
        keys = granted.get(queue.group_id, frozenset())
        return permission in keys or _EVERYTHING in keys

    def agent_may_on_ticket(self, user_id: int, permission: str, ticket: Ticket) -> bool:
        """Say whether an agent may do something to a ticket; its owner may do everything."""
        return (
            user_id in (ROOT_ID, ticket.owner_id)
            or (self._is_on("Ticket::Responsible") and user_id == ticket.responsible_id)
            or self.agent_may(user_id, permission, ticket.queue)
        )

    def customer_may(self, login: str, permission: str, queue: Queue) -> bool:
        """Say whether a customer user has a permission in a queue's group."""
        group = self._reference.named(self._connection, Reference.GROUP).by_id[queue.group_id]
        if not group.is_valid:
            return False
        if not self._is_on("CustomerGroupSupport"):
            return True
        always = self._reference.settings(self._connection)["CustomerGroupAlwaysGroups"]
        if isinstance(always, list) and group.name in always:
            return True
        return people.has_customer_permission(self._connection, login, group.id, permission)

    def customer_may_on_ticket(self, login: str, permission: str, ticket: Ticket) -> bool:
        """Say whether a customer user may do something to an own ticket or one of the company."""
        if not self.customer_may(login, permission, ticket.queue):
            return False
        if ticket.customer_user_id and login.lower() == ticket.customer_user_id.lower():
            return True
        if not ticket.customer_id or self._is_on("CustomerDisableCompanyTicketAccess"):
            return False
        companies = people.read_customer_ids(self._connection, login)
        return ticket.customer_id.lower() in (company.lower() for company in companies)

    def _is_on(self, name: str) -> bool:
        return is_on(self._reference.settings(self._connection), name)
