"""The `Ticket` object of a request: checked in the reference's order, names turned into rows.

Source: ticket-operations reference 4.2 rows 8 to 24, and 5.2 row 9.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dsl.values import Value
from engine.model.desk import DeskReader
from engine.model.fault import Refusal
from engine.model.people import Agent, CustomerUser
from engine.model.perl_scalar import is_true
from engine.model.reference_data import Named, Queue, Reference, State
from engine.model.ticket import Ticket
from engine.operations._address import has_only_acceptable_addresses
from engine.operations._moment import pending_epoch
from engine.operations._reference_input import agent_of, named_of, queue_of, state_of
from engine.operations._refusals import Refusals
from engine.operations._scalar import text, trimmed
from engine.operations._setting import is_on, setting_text, system_zone


@dataclass(frozen=True, slots=True)
class Customer:
    """Whom a ticket is for. `user` is None for an address that no customer user has."""

    login: str
    customer_id: str
    user: CustomerUser | None


@dataclass(frozen=True, slots=True)
class TicketInput:
    """What a request says about a ticket; None and the empty text mean that it says nothing."""

    title: str
    customer: Customer | None
    customer_id: str
    queue: Queue | None
    lock: Named | None
    type: Named | None
    service: Named | None
    sla: Named | None
    state: State | None
    priority: Named | None
    owner: Agent | None
    responsible: Agent | None
    pending_epoch: int | None


@dataclass(frozen=True, slots=True)
class NewTicketInput:
    """What a request says about a new ticket, with all that a ticket cannot be without."""

    customer: Customer
    queue: Queue
    type: Named
    state: State
    priority: Named
    rest: TicketInput


def read_new_ticket(
    sent: Mapping[str, Value], desk: DeskReader, refusals: Refusals
) -> NewTicketInput:
    """Return what a TicketCreate asks for, or raise the refusal of the first rule it breaks."""
    reader = _Reader(trimmed(sent), desk, refusals)
    title = reader.title()
    if not title:
        raise refusals.missing("Ticket->Title parameter is missing!")
    customer = reader.customer()
    if customer is None:
        raise refusals.missing("Ticket->CustomerUser parameter is missing!")
    queue = reader.queue()
    if queue is None:
        raise refusals.missing("Ticket->QueueID or Ticket->Queue parameter is required!")
    lock = reader.lock()
    ticket_type = reader.type() or _default_type(desk, refusals)
    service = reader.service(customer.login)
    sla = reader.sla(service)
    state = reader.state()
    if state is None:
        raise refusals.missing("Ticket->StateID or Ticket->State parameter is required!")
    priority = reader.priority()
    if priority is None:
        raise refusals.missing("Ticket->PriorityID or Ticket->Priority parameter is required!")
    rest = TicketInput(
        title=title,
        customer=customer,
        customer_id=reader.customer_id(),
        queue=queue,
        lock=lock,
        type=ticket_type,
        service=service,
        sla=sla,
        state=state,
        priority=priority,
        owner=reader.agent("Owner"),
        responsible=reader.agent("Responsible"),
        pending_epoch=reader.pending_epoch(),
    )
    return NewTicketInput(customer, queue, ticket_type, state, priority, rest)


def read_ticket_changes(
    sent: Mapping[str, Value], ticket: Ticket, desk: DeskReader, refusals: Refusals
) -> TicketInput:
    """Return what a TicketUpdate asks for, or raise the refusal of the first rule it breaks."""
    reader = _Reader(trimmed(sent), desk, refusals)
    customer = reader.customer()
    queue, lock, ticket_type = reader.queue(), reader.lock(), reader.type()
    service = reader.service(customer.login if customer else ticket.customer_user_id or "")
    return TicketInput(
        title=reader.title(),
        customer=customer,
        customer_id=reader.customer_id(),
        queue=queue,
        lock=lock,
        type=ticket_type,
        service=service,
        sla=reader.sla(service or ticket.service),
        state=reader.state(),
        priority=reader.priority(),
        owner=reader.agent("Owner"),
        responsible=reader.agent("Responsible"),
        pending_epoch=reader.pending_epoch(),
    )


def _default_type(desk: DeskReader, refusals: Refusals) -> Named:
    if is_on(desk, "Ticket::Type", default=False):
        raise refusals.missing(
            "Ticket->TypeID or Ticket->Type parameter is required by sysconfig option!"
        )
    name = setting_text(desk, "Ticket::Type::Default", default="Unclassified")
    found = desk.named(Reference.TYPE, name=name)
    if found is None:
        raise refusals.invalid("Ticket->TypeID or Ticket->Type parameter is invalid!")
    return found


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one attribute after the other and raises at the first that cannot be used."""

    data: Mapping[str, Value]
    desk: DeskReader
    refusals: Refusals

    def title(self) -> str:
        title = self.data.get("Title")
        return text(title) if is_true(title) else ""

    def customer_id(self) -> str:
        customer_id = self.data.get("CustomerID")
        return text(customer_id) if is_true(customer_id) else ""

    def customer(self) -> Customer | None:
        sent = self.data.get("CustomerUser")
        if not is_true(sent):
            return None
        name = text(sent)
        user = self.desk.customer_user(name)
        if user is None:
            if not name or not has_only_acceptable_addresses(name, self.desk):
                raise self.refusals.invalid("Ticket->CustomerUser parameter is invalid!")
            user = self.desk.customer_user_by_email(name)
        elif not user.is_valid:
            raise self.refusals.invalid("Ticket->CustomerUser parameter is invalid!")
        return Customer(name, "", None) if user is None else _known(user)

    def queue(self) -> Queue | None:
        return queue_of(self.data, self.desk, self._invalid("Queue"))

    def lock(self) -> Named | None:
        return self._named("Lock", Reference.LOCK)

    def type(self) -> Named | None:
        return self._named("Type", Reference.TYPE)

    def service(self, customer_login: str) -> Named | None:
        """Only services that are open to the customer user can be asked for."""
        service = self._named("Service", Reference.SERVICE)
        if service and service.id not in self.desk.customer_services(customer_login):
            raise self._invalid("Service")
        return service

    def sla(self, service: Named | None) -> Named | None:
        """Only an SLA that is linked to the service can be asked for."""
        sla = self._named("SLA", Reference.SLA)
        if sla and (service is None or service.id not in self.desk.sla_services(sla.id)):
            raise self._invalid("SLA")
        return sla

    def state(self) -> State | None:
        return state_of(self.data, self.desk, self._invalid("State"))

    def priority(self) -> Named | None:
        return self._named("Priority", Reference.PRIORITY)

    def agent(self, key: str) -> Agent | None:
        return agent_of(self.data, key, self.desk, self._invalid(key))

    def pending_epoch(self) -> int | None:
        sent = self.data.get("PendingTime")
        if not is_true(sent):
            return None
        parts: Value = trimmed(sent) if isinstance(sent, dict) else sent
        epoch = pending_epoch(parts, now=self.desk.now, zone=system_zone(self.desk))
        if epoch is None:
            raise self.refusals.invalid("Ticket->PendingTime parameter is invalid!")
        return epoch

    def _named(self, key: str, kind: Reference) -> Named | None:
        return named_of(self.data, key, kind, self.desk, self._invalid(key))

    def _invalid(self, key: str) -> Refusal:
        return self.refusals.invalid(f"Ticket->{key}ID or Ticket->{key} parameter is invalid!")


def _known(user: CustomerUser) -> Customer:
    return Customer(user.login, user.customer_id, user)
