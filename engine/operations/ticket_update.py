"""Change a ticket: its attributes, its dynamic fields, a new article with files."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from dsl.values import Value
from engine.kinds import Example, OperationKind
from engine.model.dependencies import Dependencies
from engine.model.desk import DeskReader, DeskWriter
from engine.model.exchange import Exchange
from engine.model.message import Message
from engine.model.people import Principal
from engine.model.perl_scalar import is_true
from engine.model.ticket import NewAttachment
from engine.operations._article_input import ArticleDefaults, ArticleInput, read_article
from engine.operations._article_write import answered_article_id, keep_files
from engine.operations._attachment_input import read_attachments
from engine.operations._credentials import parameters_of, required_principal
from engine.operations._dynamic_field_input import (
    FieldInput,
    FieldRules,
    is_well_formed,
    read_fields,
    write_fields,
)
from engine.operations._included_ticket import (
    included_article,
    included_ticket,
    last_article_facts,
)
from engine.operations._option import switch
from engine.operations._permission import readable_ticket
from engine.operations._refusals import Refusals
from engine.operations._scalar import is_filled_object, trimmed
from engine.operations._ticket_changes import Change, check_permissions, write_changes
from engine.operations._ticket_ids import sent_ticket_id
from engine.operations._ticket_input import read_ticket_changes
from engine.operations._update_article import add_article
from engine.operations._update_rights import OPTION, Asked, UpdateRights, rights_of

_REFUSALS = Refusals("TicketUpdate")
_DEFAULTS = ArticleDefaults(
    history_type="AddNote",
    history_comment="%%GenericInterface Note",
    auto_response_type="auto follow up",
)


@dataclass(frozen=True, slots=True)
class _Request:
    """All of a request, checked. `article` is None when the request adds none."""

    change: Change
    article: ArticleInput | None
    fields: list[FieldInput]
    files: list[NewAttachment]


@dataclass(frozen=True, slots=True)
class TicketUpdate:
    """Answers ``{"TicketID": "80", "TicketNumber": "2026112310000799", "ArticleID": 90}``.

    Either all of it is written or nothing. Source: ticket-operations reference 5.
    """

    dependencies: Dependencies
    includes_ticket: bool
    """Whether the answer carries the whole ticket (`IncludeTicketData`)."""
    rights: UpdateRights | None
    """What is asked beyond the reference's permissions; None for nothing."""

    async def run(self, message: Message, exchange: Exchange) -> Message:
        """Return the ids of what was changed, or raise `Refusal` or `Fault`."""
        data = parameters_of(message)
        if not data:
            raise _REFUSALS.because("EmptyRequest", "The request data is invalid!")
        if not is_true(data.get("TicketID")) and not is_true(data.get("TicketNumber")):
            raise _REFUSALS.missing("TicketID or TicketNumber is required!")
        principal = await required_principal(data, self.dependencies.accounts, exchange, _REFUSALS)
        work = partial(self._update, data, principal)
        return Message(await self.dependencies.tickets.write(work))

    def _update(
        self, data: Mapping[str, Value], principal: Principal, desk: DeskWriter
    ) -> dict[str, Value]:
        request = self._read(data, principal, desk)
        check_permissions(
            request.change,
            desk,
            _REFUSALS,
            adds_article=request.article is not None,
            sets_fields=bool(request.fields),
        )
        if self.rights is not None:
            asked = Asked.of(request.change, request.article, request.fields)
            self.rights.check(asked, principal, desk, _REFUSALS)
        write_changes(request.change, desk, _REFUSALS)
        article_id = None
        if request.article is not None:
            article_id = add_article(request.article, request.change, principal, desk)
        by, ticket_id = principal.user_id, request.change.before.id
        write_fields(request.fields, "Ticket", ticket_id, desk, by=by)
        if article_id is not None:
            write_fields(request.fields, "Article", article_id, desk, by=by)
            keep_files(request.files, article_id, desk, by=by)
        return self._answer(data, request, article_id, desk)

    def _read(self, data: Mapping[str, Value], principal: Principal, desk: DeskReader) -> _Request:
        ticket = readable_ticket(sent_ticket_id(data, desk), principal, desk)
        if ticket is None:
            raise _REFUSALS.denied("User does not have access to the ticket!")
        _check_structure(data)
        sent = read_ticket_changes(_object(data, "Ticket"), ticket, desk, _REFUSALS)
        article = None
        if data.get("Article") is not None:
            members = _object(data, "Article")
            article = read_article(members, principal, desk, _REFUSALS, _DEFAULTS)
        compatibility = self.dependencies.compatibility
        rules = FieldRules(_REFUSALS, compatibility, has_article=article is not None)
        fields = read_fields(data.get("DynamicField"), desk, rules)
        if data.get("Attachment") is not None and article is None:
            raise _REFUSALS.missing("To create an attachment an article is needed!")
        files = read_attachments(data.get("Attachment"), _REFUSALS, compatibility)
        change = Change(ticket, sent, principal.user_id)
        return _Request(change, article, fields, files)

    def _answer(
        self,
        data: Mapping[str, Value],
        request: _Request,
        article_id: int | None,
        desk: DeskReader,
    ) -> dict[str, Value]:
        ticket = request.change.before
        # The id comes back as it was sent; the number wins over an id beside it.
        by_number = is_true(data.get("TicketNumber"))
        answer: dict[str, Value] = {
            "TicketID": str(ticket.id) if by_number else data.get("TicketID"),
            "TicketNumber": ticket.number,
        }
        if request.article is not None and article_id is not None:
            answer["ArticleID"] = answered_article_id(request.article, article_id)
        if self.includes_ticket:
            answer |= _included(request, article_id, desk)
        return answer


def _check_structure(data: Mapping[str, Value]) -> None:
    for key in ("Ticket", "Article"):
        if data.get(key) is not None and not is_filled_object(data[key]):
            raise _REFUSALS.invalid(f"{key} parameter is not valid!")
    for key in ("DynamicField", "Attachment"):
        if data.get(key) is not None and not is_well_formed(data[key]):
            raise _REFUSALS.missing(f"{key} parameter is missing or not valid!")


def _object(data: Mapping[str, Value], key: str) -> Mapping[str, Value]:
    value = data.get(key)
    return trimmed(value) if isinstance(value, dict) else {}


def _included(request: _Request, article_id: int | None, desk: DeskReader) -> dict[str, Value]:
    """Return the whole ticket with the new article, else with the facts of the last one."""
    ticket_id = request.change.before.id
    ticket = included_ticket(ticket_id, desk)
    if article_id is not None:
        with_files = bool(request.files)
        ticket["Article"] = included_article(ticket_id, article_id, desk, with_files=with_files)
        return {"Ticket": ticket}
    articles = desk.articles(ticket_id)
    if not articles:
        return {"Ticket": ticket}
    ticket["Article"] = last_article_facts(articles[-1], desk)
    return {"Ticket": ticket, "ArticleID": articles[-1].id}


def build(config: Mapping[str, Value], dependencies: Dependencies) -> TicketUpdate:
    """Return the operation as its entry in the service file configures it; raises `SetupError`."""
    is_strict = switch(config, "StrictPermissions", dependencies)
    return TicketUpdate(
        dependencies,
        includes_ticket=is_true(config.get("IncludeTicketData")),
        rights=rights_of(config, is_strict=is_strict),
    )


OPERATION = OperationKind(
    name="Ticket::TicketUpdate",
    summary="Change a ticket's attributes and dynamic fields, and add an article to it.",
    build=build,
    faults=(
        "TicketUpdate.EmptyRequest",
        "TicketUpdate.MissingParameter",
        "TicketUpdate.InvalidParameter",
        "TicketUpdate.AuthFail",
        "TicketUpdate.AccessDenied",
        "operation.malformed-item",
        "ticket.dynamic-field-not-set",
        "ticket.queue-not-set",
    ),
    options={
        "IncludeTicketData": "`1`: the answer carries the whole ticket with its last article.",
        "StrictPermissions": (
            "`1`: an agent needs `rw` for every change, and a customer may make those alone that"
            " `CustomerMayUpdate` lists; `0`: as in the reference, who may read a ticket may change"
            " most of it. Usual: `0` in strict services, `1` in modern ones."
        ),
        OPTION: (
            "What customers may do under `StrictPermissions`, a list of `Article` (visible for"
            " customers), `Close`, `State`, `Title`, `Queue`, `Lock`, `Type`, `Service`, `SLA`,"
            " `Customer`, `Priority`, `Owner`, `Responsible`, `DynamicField`."
            " Usual: `[Article, Close]`."
        ),
    },
    examples=(
        Example(
            "no ticket named",
            given={"SessionID": "none", "Ticket": {"Title": "Printer jam"}},
            gives={
                "Error": {
                    "ErrorCode": "TicketUpdate.MissingParameter",
                    "ErrorMessage": "TicketUpdate: TicketID or TicketNumber is required!",
                }
            },
        ),
    ),
)
