"""Read tickets with their articles, files and dynamic fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from dsl.values import Value
from engine.kinds import Example, OperationKind
from engine.model.dependencies import Dependencies
from engine.model.desk import DeskReader
from engine.model.exchange import Exchange
from engine.model.message import Message
from engine.model.people import Principal, PrincipalKind
from engine.model.perl_scalar import is_true
from engine.model.ticket import Ticket
from engine.model.ticket_view import ticket_view
from engine.operations._article_list import ArticleWish, article_list
from engine.operations._credentials import parameters_of, principal_of
from engine.operations._field_view import field_list
from engine.operations._option import switch
from engine.operations._permission import readable_ticket
from engine.operations._refusals import Refusals
from engine.operations._scalar import id_of, number
from engine.operations._ticket_figures import ticket_figures
from engine.operations._ticket_ids import wanted_ids

_REFUSALS = Refusals("TicketGet")
_NO_DATA = (
    "NotTicketData",
    "Could not get Ticket data in Kernel::GenericInterface::Operation::Ticket::TicketGet::Run()",
)


@dataclass(frozen=True, slots=True)
class _Extras:
    """What is wanted of a ticket beyond its attributes and articles."""

    fields: bool
    figures: bool


@dataclass(frozen=True, slots=True)
class TicketGet:
    """Answers ``{"Ticket": [{"TicketID": 58, …}]}``. Source: ticket-operations reference 6."""

    dependencies: Dependencies
    keeps_order: bool
    """Whether `ArticleOrder` counts without a limit, too (`KeepArticleOrder`, decision 16.9)."""

    async def run(self, message: Message, exchange: Exchange) -> Message:
        """Return the tickets in the order asked for, or raise `Refusal`.

        One ticket that may not be read, or that does not exist, refuses them all.
        """
        data = parameters_of(message)
        principal = await principal_of(data, self.dependencies.accounts, exchange)
        if principal is None:
            raise _REFUSALS.because("AuthFail", "Authorization failing!")
        ids = [
            id_of(item)
            for item in wanted_ids(data.get("TicketID"), "TicketID", _REFUSALS, nothing=_NO_DATA)
        ]
        wish = ArticleWish.of(
            data,
            keeps_order=self.keeps_order,
            only_visible=principal.kind is PrincipalKind.CUSTOMER,
        )
        extras = _Extras(is_true(data.get("DynamicFields")), is_true(data.get("Extended")))
        work = partial(_read, ids=ids, principal=principal, wish=wish, extras=extras)
        return Message({"Ticket": await self.dependencies.tickets.read(work)})


def _read(
    desk: DeskReader,
    *,
    ids: list[int | None],
    principal: Principal,
    wish: ArticleWish,
    extras: _Extras,
) -> list[Value]:
    tickets: list[Ticket] = []
    for ticket_id in ids:
        ticket = readable_ticket(ticket_id, principal, desk)
        if ticket is None:
            raise _REFUSALS.denied("User does not have access to the ticket!")
        tickets.append(ticket)
    return [_shown(ticket, wish, extras, desk) for ticket in tickets]


def _shown(ticket: Ticket, wish: ArticleWish, extras: _Extras, desk: DeskReader) -> Value:
    view = ticket_view(ticket, desk)
    if extras.figures:
        view |= ticket_figures(ticket, desk)
    view["TimeUnit"] = number(desk.ticket_time_units(ticket.id))
    if extras.fields:
        view["DynamicField"] = field_list("Ticket", ticket.id, desk)
    articles = article_list(ticket.id, wish, desk, with_fields=extras.fields)
    if articles:
        view["Article"] = articles
    return view


def build(config: Mapping[str, Value], dependencies: Dependencies) -> TicketGet:
    """Return the operation as its entry in the service file configures it."""
    return TicketGet(dependencies, switch(config, "KeepArticleOrder", dependencies))


OPERATION = OperationKind(
    name="Ticket::TicketGet",
    summary="Read tickets with their articles, files and dynamic fields.",
    build=build,
    faults=(
        "TicketGet.AuthFail",
        "TicketGet.MissingParameter",
        "TicketGet.WrongStructure",
        "TicketGet.AccessDenied",
        "TicketGet.NotTicketData",
    ),
    options={
        "KeepArticleOrder": (
            "`1`: `ArticleOrder` counts always; `0`: only together with `ArticleLimit`, as in the"
            " reference. Usual: `0` in strict services, `1` in modern ones."
        ),
    },
    examples=(
        Example(
            "no credentials",
            given={"TicketID": 1},
            gives={
                "Error": {
                    "ErrorCode": "TicketGet.AuthFail",
                    "ErrorMessage": "TicketGet: Authorization failing!",
                }
            },
        ),
    ),
)
