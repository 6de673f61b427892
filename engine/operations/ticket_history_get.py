"""Read what happened to tickets, line by line."""

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
from engine.model.system_time import stamp
from engine.model.ticket import HistoryEntry
from engine.operations._credentials import parameters_of, principal_of
from engine.operations._permission import readable_ticket
from engine.operations._refusals import Refusals
from engine.operations._scalar import id_of, text
from engine.operations._setting import system_zone
from engine.operations._ticket_ids import wanted_ids

_REFUSALS = Refusals("TicketHistoryGet")
_NO_DATA = (
    "NotTicketData",
    "Could not get Ticket history data in"
    " Kernel::GenericInterface::Operation::Ticket::TicketHistoryGet::Run()",
)


@dataclass(frozen=True, slots=True)
class TicketHistoryGet:
    """Answers ``{"TicketHistory": [{"TicketID": "58", "History": [{"Name": "%%…", …}, …]}]}``.

    Ids of tickets come back in the form they were sent in. For agents only.
    Source: ticket-operations reference 8.
    """

    dependencies: Dependencies

    async def run(self, message: Message, exchange: Exchange) -> Message:
        """Return the histories in the order asked for, or raise `Refusal`.

        One ticket that may not be read, or that does not exist, refuses them all.
        """
        data = parameters_of(message)
        principal = await principal_of(data, self.dependencies.accounts, exchange)
        if principal is None:
            raise _REFUSALS.because("AuthFail", "Authorization failing!")
        if principal.kind is not PrincipalKind.AGENT:
            raise _REFUSALS.because("AuthFail", "User needs to an Agent!")
        ids = wanted_ids(data.get("TicketID"), "TicketID", _REFUSALS, nothing=_NO_DATA)
        work = partial(_read, ids=ids, principal=principal)
        return Message({"TicketHistory": await self.dependencies.tickets.read(work)})


def _read(desk: DeskReader, *, ids: list[Value], principal: Principal) -> list[Value]:
    histories: list[Value] = []
    for sent in ids:
        ticket = readable_ticket(id_of(sent), principal, desk)
        if ticket is None:
            raise _REFUSALS.denied(f"User does not have access to the ticket {text(sent)}!")
        lines: list[Value] = [_line(entry, sent, desk) for entry in desk.history(ticket.id)]
        histories.append({"TicketID": sent, "History": lines})
    return histories


def _line(entry: HistoryEntry, sent: Value, desk: DeskReader) -> Value:
    return {
        "TicketID": sent,
        "ArticleID": entry.article_id,
        "Name": entry.name,
        "HistoryType": entry.type.name,
        "HistoryTypeID": entry.type.id,
        "CreateBy": entry.create_by,
        "CreateTime": stamp(entry.create_time, system_zone(desk)),
        "QueueID": entry.queue_id,
        "OwnerID": entry.owner_id,
        "PriorityID": entry.priority_id,
        "StateID": entry.state_id,
        "TypeID": entry.type_id,
    }


def build(_config: Mapping[str, Value], dependencies: Dependencies) -> TicketHistoryGet:
    """Return the operation; it has nothing to configure."""
    return TicketHistoryGet(dependencies)


OPERATION = OperationKind(
    name="Ticket::TicketHistoryGet",
    summary="Read the history of tickets: every change, with who made it and when.",
    build=build,
    faults=(
        "TicketHistoryGet.AuthFail",
        "TicketHistoryGet.MissingParameter",
        "TicketHistoryGet.WrongStructure",
        "TicketHistoryGet.AccessDenied",
        "TicketHistoryGet.NotTicketData",
    ),
    examples=(
        Example(
            "no credentials",
            given={"TicketID": 1},
            gives={
                "Error": {
                    "ErrorCode": "TicketHistoryGet.AuthFail",
                    "ErrorMessage": "TicketHistoryGet: Authorization failing!",
                }
            },
        ),
    ),
)
