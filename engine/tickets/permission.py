"""Who may do what to tickets: the permission checks of the desk.

Source: reference, sections 2.7 and 2.8.
"""

from collections.abc import Iterable
from typing import Final

from engine.model.reference_data import Named, Queue, Reference
from engine.model.ticket import Ticket
from engine.storage.connection import Connection
from engine.storage.setting import is_on
from engine.tickets import people
from engine.tickets.reference_data import ReferenceData

ROOT_ID: Final = 1
"""The administrator, member of every group; acts for customers too (2.2)."""

_EVERYTHING: Final = "rw"
_READ: Final = "ro"
_OWN_COMPANIES: Final = "001-CustomerID-same"
_OTHER_COMPANIES: Final = "100-CustomerID-other"

SAME_COMPANY: Final = "Ticket::CustomerID::Same"
"""The usual name of the permission context for tickets of a customer user's own companies."""
OTHER_COMPANIES: Final = "Ticket::CustomerID::Other"
"""The usual name of the one for tickets of all others, once a setting has put it to use."""


class Permissions:
    """The checks against what one transaction sees."""

    def __init__(self, connection: Connection, reference: ReferenceData) -> None:
        self._connection = connection
        self._reference = reference

    def agent_may(self, user_id: int, permission: str, queue: Queue) -> bool:
        """Say whether an agent has a permission in a queue's group."""
        return self.agent_may_in_group(user_id, permission, queue.group_id)

    def agent_may_in_group(self, user_id: int, permission: str, group_id: int) -> bool:
        """Say whether an agent has a permission in a group."""
        if user_id == ROOT_ID:
            return True
        granted = self._reference.agent_permissions(self._connection, user_id)
        keys = granted.get(group_id, frozenset())
        return permission in keys or _EVERYTHING in keys

    def agent_may_on_ticket(self, user_id: int, permission: str, ticket: Ticket) -> bool:
        """Say whether an agent may do something to a ticket.

        Its owner and its responsible may do everything, who watches it may read it.
        """
        return (
            user_id in (ROOT_ID, ticket.owner_id)
            or (self._is_on("Ticket::Responsible") and user_id == ticket.responsible_id)
            or self.agent_may(user_id, permission, ticket.queue)
            or (
                permission == _READ
                and self._is_on("Ticket::Watcher")
                and people.is_watcher(self._connection, ticket.id, user_id)
            )
        )

    def customer_may(self, login: str, permission: str, queue: Queue) -> bool:
        """Say whether a customer user has a permission in a queue's group.

        Where groups are used: by the groups that every customer has, or every company, by rows of
        the customer user, or by rows of one of the companies.
        """
        group = self._reference.named(self._connection, Reference.GROUP).by_id[queue.group_id]
        if not group.is_valid:
            return False
        if not self._is_on("CustomerGroupSupport"):
            return True
        if self._is_listed("CustomerGroupAlwaysGroups", group.name):
            return True
        if people.has_customer_permission(self._connection, login, group.id, permission):
            return True
        return self._company_may(login, permission, group)

    def customer_may_on_ticket(self, login: str, permission: str, ticket: Ticket) -> bool:
        """Say whether a customer user may do something to a ticket.

        It is an own one, one of the own companies, or the group is open to them for tickets of
        others; and the queue's group is theirs in any case.
        """
        if not self.customer_may(login, permission, ticket.queue):
            return False
        if ticket.customer_user_id and login.lower() == ticket.customer_user_id.lower():
            return True
        if not ticket.customer_id or self._is_on("CustomerDisableCompanyTicketAccess"):
            return False
        companies = people.read_customer_ids(self._connection, login)
        if ticket.customer_id.lower() in (company.lower() for company in companies):
            return True
        return self._is_on("CustomerGroupSupport") and self._has_row(
            companies, permission, ticket.queue.group_id, self._context(_OTHER_COMPANIES)
        )

    def _company_may(self, login: str, permission: str, group: Named) -> bool:
        companies = [each for each in people.read_customer_ids(self._connection, login) if each]
        if companies and self._is_listed("CustomerGroupCompanyAlwaysGroups", group.name):
            return True
        return any(
            self._has_row(companies, permission, group.id, self._context(key))
            for key in (_OWN_COMPANIES, _OTHER_COMPANIES)
        )

    def _has_row(
        self, companies: Iterable[str], permission: str, group_id: int, context: str
    ) -> bool:
        return bool(context) and any(
            people.has_company_permission(self._connection, each, group_id, permission, context)
            for each in companies
        )

    def _context(self, key: str) -> str:
        """Return the name of a permission context, empty for one that is not in use."""
        contexts = self._reference.settings(self._connection)["CustomerGroupPermissionContext"]
        entry = contexts.get(key) if isinstance(contexts, dict) else None
        name = entry.get("Value") if isinstance(entry, dict) else None
        return name if isinstance(name, str) else ""

    def _is_listed(self, setting: str, group: str) -> bool:
        groups = self._reference.settings(self._connection)[setting]
        return isinstance(groups, list) and group in groups

    def _is_on(self, name: str) -> bool:
        return is_on(self._reference.settings(self._connection), name)
