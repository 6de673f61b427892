"""Search for tickets by what they are, what happened to them and what was written in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from dsl.values import Value
from engine.kinds import Example, OperationKind
from engine.model.dependencies import Dependencies
from engine.model.desk import DeskReader
from engine.model.exchange import Exchange
from engine.model.message import Message
from engine.model.people import Principal, PrincipalKind
from engine.model.service import Compatibility
from engine.model.ticket_query import Criterion, IsArchived, TicketQuery
from engine.operations._credentials import parameters_of, principal_of
from engine.operations._refusals import Refusals
from engine.operations._search_fields import field_criteria
from engine.operations._search_input import UnsearchableError, one_text
from engine.operations._search_order import limit_of, order_of
from engine.operations._search_references import reference_criteria
from engine.operations._search_texts import text_criteria
from engine.operations._search_times import time_criteria
from engine.operations._setting import is_on

_REFUSALS = Refusals("TicketSearch")


@dataclass(frozen=True, slots=True)
class TicketSearch:
    """Answers ``{"TicketID": ["85", "84"]}``, and ``{}`` when nothing is found.

    All criteria must hold; parameters that are no criteria are ignored. Texts of articles are
    found as they were written, and as the reference finds them: by words, the small ones left out.
    Source: ticket-operations reference 7.
    """

    dependencies: Dependencies

    async def run(self, message: Message, exchange: Exchange) -> Message:
        """Return the ids in the order asked for, or raise `Refusal`.

        A parameter that cannot be used finds nothing, and is refused by a modern service.
        """
        data = parameters_of(message)
        principal = await principal_of(data, self.dependencies.accounts, exchange)
        if principal is None:
            raise _REFUSALS.because("AuthFail", "Authorization failing!")
        if self.dependencies.compatibility is Compatibility.MODERN:
            data = _without_credentials(data, principal)
        try:
            found = await self.dependencies.tickets.read(partial(_search, data, principal))
        except UnsearchableError as error:
            if self.dependencies.compatibility is Compatibility.MODERN:
                raise _REFUSALS.invalid(str(error)) from error
            found = []
        return Message({"TicketID": found} if found else {})


def _without_credentials(data: Mapping[str, Value], principal: Principal) -> Mapping[str, Value]:
    """Return the parameters without the login that a customer came with.

    It is the name of a criterion as well, and hides the tickets of colleagues from a customer who
    does not come with a session; strict services leave it at that, as the reference does.
    """
    if principal.kind is not PrincipalKind.CUSTOMER or "Password" not in data:
        return data
    return {key: value for key, value in data.items() if key != "CustomerUserLogin"}


def _search(data: Mapping[str, Value], principal: Principal, desk: DeskReader) -> list[Value]:
    query = TicketQuery(
        viewer=principal,
        criteria=tuple(_criteria(data, desk)),
        order=order_of(data, desk),
        limit=limit_of(data, desk),
    )
    return [str(ticket_id) for ticket_id in desk.search(query)]


def _criteria(data: Mapping[str, Value], desk: DeskReader) -> Iterator[Criterion]:
    yield from reference_criteria(data, desk)
    yield from text_criteria(data, desk)
    yield from time_criteria(data, desk)
    yield from field_criteria(data, desk)
    if is_on(desk, "Ticket::ArchiveSystem", default=False):
        wanted = one_text(data, "SearchInArchive")
        if wanted != "AllTickets":
            yield IsArchived(wanted == "ArchivedTickets")


def build(_config: Mapping[str, Value], dependencies: Dependencies) -> TicketSearch:
    """Return the operation; it has nothing to configure."""
    return TicketSearch(dependencies)


OPERATION = OperationKind(
    name="Ticket::TicketSearch",
    summary="Search for tickets; the answer is their ids.",
    build=build,
    faults=("TicketSearch.AuthFail", "TicketSearch.InvalidParameter"),
    examples=(
        Example(
            "no credentials",
            given={"Title": "*printer*"},
            gives={
                "Error": {
                    "ErrorCode": "TicketSearch.AuthFail",
                    "ErrorMessage": "TicketSearch: Authorization failing!",
                }
            },
        ),
    ),
)
