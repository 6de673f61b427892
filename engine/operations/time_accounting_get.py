"""Read what time an agent accounted, ticket by ticket."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from dsl.values import Value
from engine.kinds import Example, OperationKind
from engine.model.dependencies import Dependencies
from engine.model.desk import DeskReader
from engine.model.exchange import Exchange
from engine.model.message import Message
from engine.model.people import Principal, PrincipalKind
from engine.model.perl_scalar import is_true
from engine.model.service import Compatibility
from engine.model.system_time import stamp
from engine.model.ticket import AccountedTime
from engine.operations._credentials import parameters_of, principal_of
from engine.operations._refusals import Refusals
from engine.operations._scalar import text
from engine.operations._setting import system_zone

_REFUSALS = Refusals("TimeAccountingGet")
_GROUP = "timeaccounting_webservice"
_NEEDED = ("TimeAccountingUserLogin", "TimeAccountingStart", "TimeAccountingEnd")


@dataclass(frozen=True, slots=True)
class TimeAccountingGet:
    """Answers ``{"TimeAccountingResult": [{"TicketNumber": …, "TimeUnit": "10.55"}, …]}``.

    ``{}`` when nothing was accounted. `Queue` is where the ticket was at that time. Asked by an
    agent with `rw` in the group `timeaccounting_webservice`.
    Source: ticket-operations reference 10; the keys of an entry are those of Znuny 6.4 and later.
    """

    dependencies: Dependencies

    async def run(self, message: Message, exchange: Exchange) -> Message:
        """Return the accounted times, oldest first, or raise `Refusal`."""
        data = parameters_of(message)
        principal = await principal_of(data, self.dependencies.accounts, exchange)
        if principal is None:
            raise _REFUSALS.because("AuthFail", "Authentication failed!")
        is_modern = self.dependencies.compatibility is Compatibility.MODERN
        work = partial(_read, data=data, principal=principal, is_modern=is_modern)
        entries = await self.dependencies.tickets.read(work)
        return Message({"TimeAccountingResult": entries} if entries else {})


def _read(
    desk: DeskReader, *, data: Mapping[str, Value], principal: Principal, is_modern: bool
) -> list[Value]:
    is_agent = principal.kind is PrincipalKind.AGENT
    if not is_agent or not desk.agent_may_in_group(principal.user_id, "rw", group=_GROUP):
        raise _REFUSALS.because("NoPermission", "No permission!")
    for key in _NEEDED:
        if not is_true(data.get(key)):
            raise _REFUSALS.missing(f"{key} parameter is missing!")
    start, end = (_moment(data, key, desk) for key in _NEEDED[1:])
    agent = desk.agent(login=text(data["TimeAccountingUserLogin"]))
    if agent is None:
        if is_modern:
            raise _REFUSALS.invalid("TimeAccountingUserLogin parameter is invalid!")
        return []
    return [_shown(entry, desk) for entry in desk.accounted_times(agent.id, start=start, end=end)]


def _moment(data: Mapping[str, Value], key: str, desk: DeskReader) -> datetime:
    """Return a point in time of the system's zone, in UTC."""
    try:
        local = datetime.strptime(text(data[key]), "%Y-%m-%d %H:%M:%S")
        return local.replace(tzinfo=system_zone(desk)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _REFUSALS.invalid(f"{key} parameter is invalid!") from None


def _shown(entry: AccountedTime, desk: DeskReader) -> Value:
    return {
        "TicketNumber": entry.ticket_number,
        "TicketTitle": entry.ticket_title,
        "TicketCustomerID": entry.customer_id or "",
        "Queue": entry.queue.name,
        "Created": stamp(entry.create_time, system_zone(desk)),
        "TimeUnit": f"{entry.units:.2f}",
    }


def build(_config: Mapping[str, Value], dependencies: Dependencies) -> TimeAccountingGet:
    """Return the operation; it has nothing to configure."""
    return TimeAccountingGet(dependencies)


OPERATION = OperationKind(
    name="Ticket::TimeAccountingGet",
    summary="Read what time an agent accounted between two points in time.",
    build=build,
    faults=(
        "TimeAccountingGet.AuthFail",
        "TimeAccountingGet.NoPermission",
        "TimeAccountingGet.MissingParameter",
        "TimeAccountingGet.InvalidParameter",
    ),
    examples=(
        Example(
            "no credentials",
            given={"TimeAccountingUserLogin": "mira"},
            gives={
                "Error": {
                    "ErrorCode": "TimeAccountingGet.AuthFail",
                    "ErrorMessage": "TimeAccountingGet: Authentication failed!",
                }
            },
        ),
    ),
)
