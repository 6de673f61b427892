"""Create a ticket with its first article."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from dsl.values import Value
from engine.kinds import Example, OperationKind
from engine.model.dependencies import Dependencies
from engine.model.desk import DeskWriter
from engine.model.exchange import Exchange
from engine.model.message import Message
from engine.model.people import Principal
from engine.model.perl_scalar import is_true
from engine.model.reference_data import Reference
from engine.model.ticket import NewAttachment, NewTicket
from engine.operations._address import customer_address
from engine.operations._article_input import ArticleDefaults, ArticleInput, read_article
from engine.operations._article_write import (
    Header,
    account_time,
    answered_article_id,
    keep_files,
    write_article,
)
from engine.operations._attachment_input import read_attachments
from engine.operations._credentials import parameters_of, required_principal
from engine.operations._dynamic_field_input import (
    FieldInput,
    FieldRules,
    is_well_formed,
    read_fields,
    write_fields,
)
from engine.operations._included_ticket import included_article, included_ticket
from engine.operations._option import switch
from engine.operations._permission import may_create
from engine.operations._refusals import Refusals
from engine.operations._scalar import is_filled_object
from engine.operations._ticket_input import NewTicketInput, read_new_ticket
from engine.operations._ticket_write import set_lock, set_owner

_REFUSALS = Refusals("TicketCreate", item_gap="  ")
_DEFAULTS = ArticleDefaults(
    history_type="NewTicket",
    history_comment="%%GenericInterface Create",
    auto_response_type="auto reply",
)
_TITLE_LENGTH = 191
_ROOT_ID = 1


@dataclass(frozen=True, slots=True)
class _Request:
    """All of a request, checked."""

    ticket: NewTicketInput
    article: ArticleInput
    fields: list[FieldInput]
    files: list[NewAttachment]


@dataclass(frozen=True, slots=True)
class TicketCreate:
    """Answers ``{"TicketID": "58", "TicketNumber": "2026112310000575", "ArticleID": 68}``.

    Either all of it is written or nothing. Source: ticket-operations reference 4.
    """

    dependencies: Dependencies
    includes_ticket: bool
    """Whether the answer carries the whole ticket (`IncludeTicketData`)."""
    keeps_recipients: bool
    """Whether `To`, `Cc` and `Bcc` are kept (`StoreRecipients`, decision 16.12)."""

    async def run(self, message: Message, exchange: Exchange) -> Message:
        """Return the ids of what was written, or raise `Refusal` or `Fault`."""
        data = parameters_of(message)
        principal = await required_principal(data, self.dependencies.accounts, exchange, _REFUSALS)
        _check_structure(data)
        work = partial(self._create, data, principal)
        return Message(await self.dependencies.tickets.write(work))

    def _create(
        self, data: Mapping[str, Value], principal: Principal, desk: DeskWriter
    ) -> dict[str, Value]:
        request = self._read(data, principal, desk)
        by = principal.user_id
        ticket_id, number = _write_ticket(request.ticket, desk, by=by)
        write_fields(request.fields, "Ticket", ticket_id, desk, by=by)
        article_id = write_article(request.article, self._header(request), ticket_id, desk, by=by)
        _set_people(request.ticket, ticket_id, desk, by=by)
        account_time(request.article, ticket_id, article_id, desk, by=by)
        write_fields(request.fields, "Article", article_id, desk, by=by)
        keep_files(request.files, article_id, desk, by=by)
        answer: dict[str, Value] = {
            "TicketID": str(ticket_id),
            "TicketNumber": number,
            "ArticleID": answered_article_id(request.article, article_id),
        }
        if self.includes_ticket:
            article = included_article(ticket_id, article_id, desk, with_files=bool(request.files))
            answer["Ticket"] = included_ticket(ticket_id, desk) | {"Article": article}
        return answer

    def _read(self, data: Mapping[str, Value], principal: Principal, desk: DeskWriter) -> _Request:
        compatibility = self.dependencies.compatibility
        ticket = read_new_ticket(_object(data, "Ticket"), desk, _REFUSALS)
        if not may_create(principal, ticket.queue, desk):
            raise _REFUSALS.denied("Can not create tickets in given Queue or QueueID!")
        article = read_article(_object(data, "Article"), principal, desk, _REFUSALS, _DEFAULTS)
        if ticket.rest.owner:  # who hears of being the owner need not hear of the article (4.1)
            article = replace(article, notifies_agents=False)
        rules = FieldRules(_REFUSALS, compatibility, has_article=True)
        fields = read_fields(data.get("DynamicField"), desk, rules)
        files = read_attachments(data.get("Attachment"), _REFUSALS, compatibility)
        return _Request(ticket, article, fields, files)

    def _header(self, request: _Request) -> Header:
        """Return sender and addressees; without a wish the article goes to the queue."""
        customer, article = request.ticket.customer, request.article
        default = customer_address(customer.user) if customer.user else customer.login
        sender, to = article.sender or default, request.ticket.queue.name
        if not self.keeps_recipients:
            return Header(sender=sender, to=to)
        return Header(sender=sender, to=article.to or to, cc=article.cc, bcc=article.bcc)


def _check_structure(data: Mapping[str, Value]) -> None:
    for key in ("Ticket", "Article"):
        if not is_filled_object(data.get(key)):
            raise _REFUSALS.missing(f"{key} parameter is missing or not valid!")
    for key in ("DynamicField", "Attachment"):
        if data.get(key) is not None and not is_well_formed(data[key]):
            raise _REFUSALS.missing(f"{key} parameter is missing or not valid!")


def _object(data: Mapping[str, Value], key: str) -> Mapping[str, Value]:
    value = data[key]
    return value if isinstance(value, dict) else {}


def _write_ticket(sent: NewTicketInput, desk: DeskWriter, *, by: int) -> tuple[int, str]:
    """Write the ticket, unlocked and root's, then what its state and lock ask for (4.4)."""
    rest = sent.rest
    unlock = desk.named(Reference.LOCK, name="unlock")
    ticket_id, number = desk.create_ticket(
        NewTicket(
            title=rest.title[:_TITLE_LENGTH],
            queue_id=sent.queue.id,
            lock_id=unlock.id if unlock else 1,
            type_id=sent.type.id,
            state_id=sent.state.id,
            priority_id=sent.priority.id,
            owner_id=_ROOT_ID,
            responsible_id=_ROOT_ID,
            customer_id=rest.customer_id or sent.customer.customer_id,
            customer_user_id=sent.customer.login,
            service_id=rest.service.id if rest.service else None,
            sla_id=rest.sla.id if rest.sla else None,
        ),
        by=by,
    )
    if rest.lock:
        desk.set_lock(ticket_id, rest.lock.id, by=by)
    if sent.state.type.startswith("close"):
        set_lock("unlock", ticket_id, desk, by=by)
    elif sent.state.type.startswith("pending") and rest.pending_epoch is not None:
        desk.set_pending_time(ticket_id, rest.pending_epoch, by=by)
    return ticket_id, number


def _set_people(sent: NewTicketInput, ticket_id: int, desk: DeskWriter, *, by: int) -> None:
    """Set owner and responsible; a ticket that was given an owner is locked for him."""
    rest = sent.rest
    set_owner(ticket_id, rest.owner.id if rest.owner else by, _ROOT_ID, desk, by=by)
    if rest.owner and not rest.lock:
        set_lock("lock", ticket_id, desk, by=by)
    if rest.responsible:
        desk.set_responsible(ticket_id, rest.responsible.id, by=by)


def build(config: Mapping[str, Value], dependencies: Dependencies) -> TicketCreate:
    """Return the operation as its entry in the service file configures it."""
    return TicketCreate(
        dependencies,
        includes_ticket=is_true(config.get("IncludeTicketData")),
        keeps_recipients=switch(config, "StoreRecipients", dependencies),
    )


OPERATION = OperationKind(
    name="Ticket::TicketCreate",
    summary="Create a ticket with its first article.",
    build=build,
    faults=(
        "TicketCreate.MissingParameter",
        "TicketCreate.InvalidParameter",
        "TicketCreate.AuthFail",
        "TicketCreate.AccessDenied",
        "operation.malformed-item",
        "ticket.dynamic-field-not-set",
    ),
    options={
        "IncludeTicketData": "`1`: the answer carries the whole ticket with its article.",
        "StoreRecipients": (
            "`1`: `To`, `Cc` and `Bcc` of the article are kept; `0`: they are ignored, as in the"
            " reference. Usual: `0` in strict services, `1` in modern ones."
        ),
    },
    examples=(
        Example(
            "no credentials",
            given={"Ticket": {"Title": "Printer jam"}},
            gives={
                "Error": {
                    "ErrorCode": "TicketCreate.MissingParameter",
                    "ErrorMessage": (
                        "TicketCreate: UserLogin, CustomerUserLogin or SessionID is required!"
                    ),
                }
            },
        ),
    ),
)
