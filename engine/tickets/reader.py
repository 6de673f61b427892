"""The desk as one transaction sees it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from dsl.values import Value
from engine.model.escalation import NO_TERMS, Terms
from engine.model.people import Agent, CustomerCompany, CustomerSearch, CustomerUser
from engine.model.reference_data import DynamicField, Named, Queue, Reference, State
from engine.model.ticket import AccountedTime, Article, Attachment, HistoryEntry, Ticket
from engine.model.ticket_query import TicketQuery
from engine.storage.connection import Connection
from engine.storage.setting import is_on
from engine.tickets import (
    accounted_time,
    article,
    attachment,
    customer_search,
    field_value,
    history,
    people,
    ticket_row,
)
from engine.tickets.permission import Permissions
from engine.tickets.reference_data import ReferenceData
from engine.tickets.search.search import search_tickets
from engine.tickets.search.searched_desk import SearchedDesk


class EmbeddedDeskReader:
    """A `DeskReader` on a connection inside a transaction."""

    def __init__(self, connection: Connection, reference: ReferenceData, now: datetime) -> None:
        self.now = now.replace(microsecond=0)
        self.settings: Mapping[str, Value] = reference.settings(connection)
        self._connection = connection
        self._reference = reference
        self._permissions = Permissions(connection, reference)

    def named(
        self, kind: Reference, *, name: str | None = None, id: int | None = None
    ) -> Named | None:
        """Return a row by id if that is given, else by name; of channels in any case of letters."""
        rows = self._reference.named(self._connection, kind)
        found = rows.find(name=name, id=id)
        if found is None and kind is Reference.CHANNEL and name is not None:
            # The reference asks its database for channels, which compares so (section 3).
            wanted = name.lower()
            return next((row for row in rows.by_id.values() if row.name.lower() == wanted), None)
        return found

    def all_named(self, kind: Reference) -> Sequence[Named]:
        """Return all rows of a kind by id, valid or not."""
        rows = self._reference.named(self._connection, kind).by_id
        return [rows[row_id] for row_id in sorted(rows)]

    def queues(self) -> Sequence[Queue]:
        """Return all queues by name, valid or not."""
        rows = self._reference.queues(self._connection).by_name
        return [rows[name] for name in sorted(rows)]

    def states(self) -> Sequence[State]:
        """Return all states by id, valid or not."""
        rows = self._reference.states(self._connection).by_id
        return [rows[row_id] for row_id in sorted(rows)]

    def queue(self, *, name: str | None = None, id: int | None = None) -> Queue | None:
        """Return a queue by id if that is given, else by name."""
        return self._reference.queues(self._connection).find(name=name, id=id)

    def state(self, *, name: str | None = None, id: int | None = None) -> State | None:
        """Return a state by id if that is given, else by name."""
        return self._reference.states(self._connection).find(name=name, id=id)

    def agent(self, *, login: str | None = None, id: int | None = None) -> Agent | None:
        """Return an agent by id if that is given, else by login."""
        return self._reference.agent(self._connection, login=login, id=id)

    def valid_agents(self) -> Sequence[Agent]:
        """Return all valid agents by login."""
        return people.read_valid_agents(self._connection)

    def customer_user(self, login: str) -> CustomerUser | None:
        """Return a customer user by login."""
        return people.read_customer(self._connection, login)

    def customer_user_by_email(self, email: str) -> CustomerUser | None:
        """Return the first valid customer user with that address."""
        return people.read_customer_by_email(self._connection, email)

    def customer_logins(self, search: CustomerSearch) -> Sequence[str]:
        """Return the logins of the customer users that are wanted, in their order."""
        return customer_search.find_logins(self._connection, search)

    def customer_company(self, customer_id: str) -> CustomerCompany | None:
        """Return a company by its id."""
        return people.read_company(self._connection, customer_id)

    def customer_ids(self, login: str) -> Sequence[str]:
        """Return all companies of a customer user, the own one first."""
        return people.read_customer_ids(self._connection, login)

    def customer_services(self, login: str) -> Sequence[int]:
        """Return the service ids open to a customer user."""
        return people.read_customer_services(self._connection, login)

    def sla_services(self, sla_id: int) -> Sequence[int]:
        """Return the service ids that an SLA is linked to."""
        return self._reference.sla_services(self._connection).get(sla_id, ())

    def escalation_terms(self, ticket: Ticket) -> Terms:
        """Return what the SLA promises, if services are used and there is one, else the queue."""
        if ticket.sla is not None and is_on(self.settings, "Ticket::Service"):
            return self._reference.terms(self._connection).of_slas.get(ticket.sla.id, NO_TERMS)
        return self._reference.terms(self._connection).of_queues.get(ticket.queue.id, NO_TERMS)

    def agent_may(self, user_id: int, permission: str, *, queue: Queue) -> bool:
        """Say whether an agent has a permission in a queue's group."""
        return self._permissions.agent_may(user_id, permission, queue)

    def agent_may_in_group(self, user_id: int, permission: str, *, group: str) -> bool:
        """Say whether an agent has a permission in a valid group of that name."""
        found = self.named(Reference.GROUP, name=group)
        if found is None or not found.is_valid:
            return False
        return self._permissions.agent_may_in_group(user_id, permission, found.id)

    def agent_may_on_ticket(self, user_id: int, permission: str, ticket: Ticket) -> bool:
        """Say whether an agent may do something to a ticket."""
        return self._permissions.agent_may_on_ticket(user_id, permission, ticket)

    def customer_may(self, login: str, permission: str, *, queue: Queue) -> bool:
        """Say whether a customer user has a permission in a queue's group."""
        return self._permissions.customer_may(login, permission, queue)

    def customer_may_on_ticket(self, login: str, permission: str, ticket: Ticket) -> bool:
        """Say whether a customer user may do something to a ticket."""
        return self._permissions.customer_may_on_ticket(login, permission, ticket)

    def dynamic_fields(self, object_type: str) -> Sequence[DynamicField]:
        """Return the active fields of `Ticket` or `Article`, by name."""
        fields = self._reference.fields(self._connection).by_id.values()
        return [field for field in fields if field.object_type == object_type]

    def dynamic_field(self, name: str) -> DynamicField | None:
        """Return an active field by name."""
        return self._reference.fields(self._connection).by_name.get(name)

    def field_values(self, object_type: str, object_id: int) -> Mapping[str, Value]:
        """Return the set fields of an object, by name."""
        fields = self.dynamic_fields(object_type)
        return field_value.read_values(self._connection, fields, object_id)

    def ticket(self, id: int) -> Ticket | None:
        """Return a ticket."""
        return ticket_row.read_ticket(self._connection, self._reference, id)

    def ticket_id(self, number: str) -> int | None:
        """Return the id of a ticket number."""
        return ticket_row.read_ticket_id(self._connection, number)

    def search(self, query: TicketQuery) -> Sequence[int]:
        """Return the ids of the tickets that a query asks for, in its order."""
        desk = SearchedDesk(self._connection, self._reference, self._permissions)
        return search_tickets(desk, query)

    def history(self, ticket_id: int) -> Sequence[HistoryEntry]:
        """Return the history of a ticket, oldest first."""
        types = self._reference.named(self._connection, Reference.HISTORY_TYPE).by_id
        return history.read_history(self._connection, ticket_id, types.__getitem__)

    def articles(self, ticket_id: int) -> Sequence[Article]:
        """Return all articles of a ticket, oldest first."""
        return article.read_articles(self._connection, self._reference, ticket_id)

    def article(self, id: int) -> Article | None:
        """Return an article."""
        return article.read_article(self._connection, self._reference, id)

    def attachments(self, article_id: int, *, with_content: bool) -> Sequence[Attachment]:
        """Return the files of an article by file name."""
        return attachment.read_attachments(self._connection, article_id, with_content=with_content)

    def ticket_time_units(self, ticket_id: int) -> Decimal:
        """Return the accounted time of a ticket."""
        return article.read_ticket_time(self._connection, ticket_id)

    def article_time_units(self, article_id: int) -> Decimal:
        """Return the accounted time of an article."""
        return article.read_article_time(self._connection, article_id)

    def accounted_times(
        self, user_id: int, *, start: datetime, end: datetime
    ) -> Sequence[AccountedTime]:
        """Return what an agent accounted between two points in time, inclusive, oldest first."""
        queues = self._reference.queues(self._connection).by_id
        return accounted_time.read_times(self._connection, queues, user_id, start=start, end=end)
