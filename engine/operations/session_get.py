"""Read what a session knows about its user."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from dsl.values import Value
from engine.kinds import Example, OperationKind
from engine.model.dependencies import Dependencies
from engine.model.exchange import Exchange
from engine.model.message import Message
from engine.operations._credentials import parameters_of, session_id_of
from engine.operations._refusals import Refusals

_REFUSALS = Refusals("SessionGet")
_NESTED = msgspec.json.Encoder(order="sorted", decimal_format="number")
# Secrets of the session, and the definition of the customer backend that upstream lets out
# (decision 16.16).
_KEPT_BACK = frozenset({"UserPw", "UserPassword", "UserChallengeToken", "Config", "CompanyConfig"})


@dataclass(frozen=True, slots=True)
class SessionGet:
    """Answers ``{"SessionData": [{"Key": "UserLogin", "Value": "mira"}, …]}``, sorted by key.

    Whoever knows the id may read. Source: ticket-operations reference 2.5.
    """

    dependencies: Dependencies

    async def run(self, message: Message, exchange: Exchange) -> Message:
        """Return the data of a live session, or raise `Refusal`."""
        data = parameters_of(message)
        if not data and not session_id_of(data, exchange):
            raise _REFUSALS.missing("The request is empty!")
        session_id = session_id_of(data, exchange)
        if not session_id:
            raise _REFUSALS.missing("SessionID is missing!")
        found = await self.dependencies.accounts.session_data(
            session_id, remote_address=exchange.remote_address
        )
        if found is None:
            raise _REFUSALS.because("SessionInvalid", "SessionID is Invalid!")
        entries: list[Value] = [
            _entry(key, found[key]) for key in sorted(found.keys() - _KEPT_BACK)
        ]
        return Message({"SessionData": entries})


def _entry(key: str, value: Value) -> Value:
    if not isinstance(value, dict | list):
        return {"Key": key, "Value": value}
    return {"Key": key, "Value": _NESTED.encode(value).decode(), "Serialized": 1}


def build(_config: Mapping[str, Value], dependencies: Dependencies) -> SessionGet:
    """Return the operation; it has nothing to configure."""
    return SessionGet(dependencies)


OPERATION = OperationKind(
    name="Session::SessionGet",
    summary="Read what a session knows about its user, as a list of keys and values.",
    build=build,
    faults=("SessionGet.MissingParameter", "SessionGet.SessionInvalid"),
    examples=(
        Example(
            "a session that does not exist",
            given={"SessionID": "none"},
            gives={
                "Error": {
                    "ErrorCode": "SessionGet.SessionInvalid",
                    "ErrorMessage": "SessionGet: SessionID is Invalid!",
                }
            },
        ),
    ),
)
