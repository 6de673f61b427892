"""Say when agents are out of office."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from dsl.values import Value
from engine.kinds import Example, OperationKind
from engine.model.dependencies import Dependencies
from engine.model.desk import DeskWriter
from engine.model.exchange import Exchange
from engine.model.fault import Blame, Fault
from engine.model.message import Message
from engine.model.people import Agent, Principal, PrincipalKind
from engine.model.perl_scalar import is_true
from engine.model.service import Compatibility
from engine.operations._credentials import parameters_of, principal_of
from engine.operations._refusals import Refusals
from engine.operations._scalar import as_items, is_filled_object, text

_REFUSALS = Refusals("OutOfOffice")
_NO_ENTRIES = "Payload does not contain out-of-office entries or they could not be parsed."
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class OutOfOffice:
    """Answers ``{"Success": 1}``. Asked by an agent with `rw` in the group `admin`.

    ``{"OutOfOfficeEntries": [{"UserLogin": "mira", "StartDate": "2026-12-24",
    "EndDate": "2027-01-02", "OutOfOffice": 1}, …]}``; in place of `UserLogin` an entry may have
    `UserEmail`, or `UserSearch`: words that are all found in login and name of one agent alone.
    An entry without dates leaves those that are there.
    Source: ticket-operations reference 10.
    """

    dependencies: Dependencies

    async def run(self, message: Message, exchange: Exchange) -> Message:
        """Return the success, or raise `Refusal`.

        An entry that means nobody, or several, is passed over in a strict service, as in the
        reference; a modern one refuses the request, and nothing is written.
        """
        data = parameters_of(message)
        principal = await principal_of(data, self.dependencies.accounts, exchange)
        if principal is None:
            raise _REFUSALS.because("AuthFail", "Authentication failed.")
        if principal.kind is not PrincipalKind.AGENT:
            raise _REFUSALS.because("AuthFail", "User needs to be an agent.")
        is_modern = self.dependencies.compatibility is Compatibility.MODERN
        work = partial(_write, data=data, principal=principal, is_modern=is_modern)
        await self.dependencies.tickets.write(work)
        return Message({"Success": 1})


def _write(
    desk: DeskWriter, *, data: Mapping[str, Value], principal: Principal, is_modern: bool
) -> None:
    if not desk.agent_may_in_group(principal.user_id, "rw", group="admin"):
        raise _REFUSALS.because("AuthFail", "User needs to be in group admin.")
    entries = data.get("OutOfOfficeEntries")
    if is_modern and is_filled_object(entries):
        entries = as_items(entries)
    if not isinstance(entries, list) or not entries:
        if is_modern:
            raise _REFUSALS.because("WrongInputStructure", _NO_ENTRIES)
        raise Fault("operation.no-entries", _NO_ENTRIES, Blame.CALLER)
    agents = desk.valid_agents()
    for place, entry in enumerate(entries, 1):
        agent = _agent_of(entry, agents) if is_filled_object(entry) else None
        if agent is not None and isinstance(entry, dict):
            for key, value in _preferences(entry, place, is_modern=is_modern).items():
                desk.set_preference(agent.id, key, value)
        elif is_modern:
            raise _REFUSALS.invalid(f"OutOfOfficeEntries entry {place} names no single agent!")


def _agent_of(entry: Mapping[str, Value], agents: Sequence[Agent]) -> Agent | None:
    """Return the one agent that an entry means, None when it means none or several."""
    email, login = text(entry.get("UserEmail")).lower(), text(entry.get("UserLogin")).lower()
    words = text(entry.get("UserSearch")).lower().split()
    if email:
        found = [one for one in agents if one.preferences.get("UserEmail", "").lower() == email]
    elif words:
        found = [one for one in agents if all(word in _searched(one) for word in words)]
    else:
        found = [one for one in agents if one.login.lower() == login]
    return found[0] if len(found) == 1 else None


def _searched(agent: Agent) -> str:
    return f"{agent.login}\n{agent.first_name}\n{agent.last_name}".lower()


def _preferences(entry: Mapping[str, Value], place: int, *, is_modern: bool) -> dict[str, str]:
    """Return what an entry sets, by the names of preferences (11.5)."""
    found = {"OutOfOffice": "1" if is_true(entry.get("OutOfOffice")) else "0"}
    for edge in ("Start", "End"):
        sent = text(entry.get(f"{edge}Date"))
        day = _DAY.search(sent)
        if is_modern and sent and not _is_day(sent):
            raise _REFUSALS.invalid(f"OutOfOfficeEntries {edge}Date of entry {place} is invalid!")
        if day is None:
            # The reference stops at the first date that is not there.
            break
        parts = zip(("Year", "Month", "Day"), day.groups(), strict=True)
        found |= {f"OutOfOffice{edge}{part}": digits for part, digits in parts}
    return found


def _is_day(sent: str) -> bool:
    try:
        date.fromisoformat(sent)
    except ValueError:
        return False
    return _DAY.fullmatch(sent) is not None


def build(_config: Mapping[str, Value], dependencies: Dependencies) -> OutOfOffice:
    """Return the operation; it has nothing to configure."""
    return OutOfOffice(dependencies)


OPERATION = OperationKind(
    name="User::OutOfOffice",
    summary="Say from when to when agents are out of office.",
    build=build,
    faults=(
        "OutOfOffice.AuthFail",
        "OutOfOffice.WrongInputStructure",
        "OutOfOffice.InvalidParameter",
        "operation.no-entries",
    ),
    examples=(
        Example(
            "no credentials",
            given={"OutOfOfficeEntries": [{"UserLogin": "mira", "OutOfOffice": 1}]},
            gives={
                "Error": {
                    "ErrorCode": "OutOfOffice.AuthFail",
                    "ErrorMessage": "OutOfOffice: Authentication failed.",
                }
            },
        ),
    ),
)
