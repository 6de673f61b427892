"""Log out: end a session."""

from collections.abc import Mapping
from dataclasses import dataclass

from dsl.values import Value
from engine.kinds import Example, OperationKind
from engine.model.dependencies import Dependencies
from engine.model.exchange import Exchange
from engine.model.message import Message
from engine.model.service import Compatibility
from engine.operations._credentials import parameters_of, session_id_of
from engine.operations._refusals import Refusals

_REFUSALS = Refusals("SessionRemove")
# The reference refuses an empty request in the name of the operation it copied the check from.
_EMPTY_REFUSALS = Refusals("SessionCreate")


@dataclass(frozen=True, slots=True)
class SessionRemove:
    """Answers ``{"Success": 1}``. Whoever knows the id may end the session.

    Source: ticket-operations reference 2.6.
    """

    dependencies: Dependencies

    async def run(self, message: Message, exchange: Exchange) -> Message:
        """End the session, or raise `Refusal`.

        An id that no session has is a success in a strict service, as in the reference, which
        looks at nothing before it removes; a modern one says that there was nothing to end.
        """
        data = parameters_of(message)
        is_modern = self.dependencies.compatibility is Compatibility.MODERN
        session_id = session_id_of(data, exchange)
        if not data and not session_id:
            refusals = _REFUSALS if is_modern else _EMPTY_REFUSALS
            raise refusals.missing("The request is empty!")
        if not session_id:
            raise _REFUSALS.missing("SessionID parameter is missing!")
        is_removed = await self.dependencies.accounts.remove_session(session_id)
        if is_modern and not is_removed:
            raise _REFUSALS.because("Fail", "Could not remove SessionID!")
        return Message({"Success": 1})


def build(_config: Mapping[str, Value], dependencies: Dependencies) -> SessionRemove:
    """Return the operation; it has nothing to configure."""
    return SessionRemove(dependencies)


OPERATION = OperationKind(
    name="Session::SessionRemove",
    summary="Log out: end the session of an id.",
    build=build,
    faults=(
        "SessionCreate.MissingParameter",
        "SessionRemove.MissingParameter",
        "SessionRemove.Fail",
    ),
    examples=(
        Example(
            "a session that is over already",
            given={"SessionID": "none"},
            gives={"Success": 1},
        ),
        Example(
            "no session named",
            given={"UserLogin": "mira"},
            gives={
                "Error": {
                    "ErrorCode": "SessionRemove.MissingParameter",
                    "ErrorMessage": "SessionRemove: SessionID parameter is missing!",
                }
            },
        ),
    ),
)
