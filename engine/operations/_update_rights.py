"""Who may change what with a TicketUpdate, where the service is stricter than the reference.

In the reference an agent who may only read changes title, lock, type, service, SLA, customer and
most states, and a customer everything about an own ticket (ticket-operations reference 5.3,
decision 16.7).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dsl.values import Value
from engine.kinds import SetupError
from engine.model.desk import DeskReader
from engine.model.people import Principal, PrincipalKind
from engine.model.ticket import Ticket
from engine.operations._article_input import ArticleInput
from engine.operations._dynamic_field_input import FieldInput
from engine.operations._refusals import Refusals
from engine.operations._scalar import as_items, text
from engine.operations._ticket_changes import Change

OPTION = "CustomerMayUpdate"

_USUAL = frozenset({"Article", "Close"})
# What a change is called in the option, and in the reference's texts, its slip included.
_WORDS = {
    "Title": "title",
    "Queue": "queue",
    "Lock": "lock",
    "Type": "type",
    "Close": "state",
    "State": "state",
    "Service": "service",
    "SLA": "SLA",
    "Customer": "customer",
    "Priority": "priority",
    "Owner": "owner",
    "Responsible": "responsibe",
    "DynamicField": "dynamic fields",
}
_KNOWN = (*_WORDS, "Article")
# The reference asks for a permission of its own for the other changes of an agent.
_UNGUARDED = frozenset({"Title", "Lock", "Type", "State", "Service", "SLA", "Customer"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for: changes by their names in the option, and an article."""

    before: Ticket
    changes: tuple[str, ...]
    article: ArticleInput | None

    @classmethod
    def of(cls, change: Change, article: ArticleInput | None, fields: list[FieldInput]) -> "Asked":
        """Return what a checked request asks for; fields of articles go with the article."""
        sets_fields = any(item.field.object_type == "Ticket" for item in fields)
        changes = (*_attributes(change), *(("DynamicField",) if sets_fields else ()))
        return cls(change.before, changes, article)


@dataclass(frozen=True, slots=True)
class UpdateRights:
    """The stricter rules: agents need `rw` for every change, customers may do what is listed."""

    for_customers: frozenset[str]

    def check(
        self, asked: Asked, principal: Principal, desk: DeskReader, refusals: Refusals
    ) -> None:
        """Raise the refusal of the first change that the principal may not make."""
        if principal.kind is PrincipalKind.CUSTOMER:
            self._check_customer(asked, refusals)
        elif not desk.agent_may_on_ticket(principal.user_id, "rw", asked.before):
            for name in asked.changes:
                if name in _UNGUARDED:
                    raise _denied(name, refusals)

    def _check_customer(self, asked: Asked, refusals: Refusals) -> None:
        article = asked.article
        if article and ("Article" not in self.for_customers or not article.is_visible_for_customer):
            raise refusals.denied("Does not have permissions to create new articles!")
        for name in asked.changes:
            # To close is to change the state, too.
            is_listed = name in self.for_customers or (
                name == "Close" and "State" in self.for_customers
            )
            if not is_listed:
                raise _denied(name, refusals)


def rights_of(config: Mapping[str, Value], *, is_strict: bool) -> UpdateRights | None:
    """Return the stricter rules as the service file has them, None where it follows the reference.

    Raises `SetupError` for a change that has no such name.
    """
    sent = config.get(OPTION)
    names = [text(item) for item in as_items(sent) if text(item)]
    for name in names:
        if name not in _KNOWN:
            raise SetupError(
                f"`{OPTION}` lists changes of a ticket, and `{name}` is none",
                path=(OPTION,),
                help=f"use some of: {', '.join(sorted(_KNOWN))}",
            )
    if not is_strict:
        return None
    return UpdateRights(_USUAL if sent is None else frozenset(names))


def _attributes(change: Change) -> Iterator[str]:
    """Yield the names of the changes of attributes that a request asks for."""
    sent = change.sent
    if sent.title:
        yield "Title"
    if sent.state:
        yield "Close" if sent.state.type.startswith("close") else "State"
    if sent.customer or sent.customer_id:
        yield "Customer"
    for name, value in (
        ("Queue", sent.queue),
        ("Lock", sent.lock),
        ("Type", sent.type),
        ("Service", sent.service),
        ("SLA", sent.sla),
        ("Priority", sent.priority),
        ("Owner", sent.owner),
        ("Responsible", sent.responsible),
    ):
        if value is not None:
            yield name


def _denied(name: str, refusals: Refusals) -> Exception:
    return refusals.denied(f"Does not have permissions to update {_WORDS[name]}!")
