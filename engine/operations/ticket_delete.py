"""Delete a ticket with everything that belongs to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from dsl.values import Value
from engine.kinds import Example, OperationKind
from engine.model.dependencies import Dependencies
from engine.model.desk import DeskWriter
from engine.model.exchange import Exchange
from engine.model.message import Message
from engine.model.people import Principal
from engine.model.perl_scalar import is_true
from engine.operations._agent_only import required_agent
from engine.operations._credentials import parameters_of
from engine.operations._permission import readable_ticket
from engine.operations._refusals import Refusals
from engine.operations._ticket_ids import sent_ticket_id

_REFUSALS = Refusals("TicketDelete")


@dataclass(frozen=True, slots=True)
class TicketDelete:
    """Answers ``{"TicketID": "80", "TicketNumber": "2026112310000799"}``, as TicketUpdate does.

    An agent with `rw` in the group of the ticket's queue may delete it; to own it is not enough.
    An operation of our own, with the conventions of ticket-operations reference 10.
    """

    dependencies: Dependencies

    async def run(self, message: Message, exchange: Exchange) -> Message:
        """Return id and number of what was deleted, or raise `Refusal`."""
        data = parameters_of(message)
        agent = await required_agent(data, self.dependencies.accounts, exchange, _REFUSALS)
        if not is_true(data.get("TicketID")) and not is_true(data.get("TicketNumber")):
            raise _REFUSALS.missing("TicketID or TicketNumber is required!")
        work = partial(_delete, data, agent)
        return Message(await self.dependencies.tickets.write(work))


def _delete(data: Mapping[str, Value], agent: Principal, desk: DeskWriter) -> dict[str, Value]:
    ticket = readable_ticket(sent_ticket_id(data, desk), agent, desk)
    if ticket is None:
        raise _REFUSALS.denied("User does not have access to the ticket!")
    if not desk.agent_may(agent.user_id, "rw", queue=ticket.queue):
        raise _REFUSALS.denied("Does not have permissions to delete the ticket!")
    desk.delete_ticket(ticket.id, by=agent.user_id)
    by_number = is_true(data.get("TicketNumber"))
    return {
        "TicketID": str(ticket.id) if by_number else data.get("TicketID"),
        "TicketNumber": ticket.number,
    }


def build(_config: Mapping[str, Value], dependencies: Dependencies) -> TicketDelete:
    """Return the operation; it has nothing to configure."""
    return TicketDelete(dependencies)


OPERATION = OperationKind(
    name="Ticket::TicketDelete",
    summary="Delete a ticket with its articles, files, accounted time, fields and history.",
    build=build,
    faults=(
        "TicketDelete.MissingParameter",
        "TicketDelete.AuthFail",
        "TicketDelete.AccessDenied",
    ),
    examples=(
        Example(
            "no credentials",
            given={"TicketID": 1},
            gives={
                "Error": {
                    "ErrorCode": "TicketDelete.MissingParameter",
                    "ErrorMessage": (
                        "TicketDelete: UserLogin, CustomerUserLogin or SessionID is required!"
                    ),
                }
            },
        ),
    ),
)
