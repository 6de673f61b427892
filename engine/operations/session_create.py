"""Log in: a login and a password give a session."""

from collections.abc import Mapping
from dataclasses import dataclass

from dsl.values import Value
from engine.kinds import Example, OperationKind
from engine.model.dependencies import Dependencies
from engine.model.exchange import Exchange
from engine.model.message import Message
from engine.operations._log_in import new_session
from engine.operations._refusals import Refusals

_REFUSALS = Refusals("SessionCreate")


@dataclass(frozen=True, slots=True)
class SessionCreate:
    """Answers ``{"SessionID": "h4ZQ…"}``. Source: ticket-operations reference 2.4."""

    dependencies: Dependencies

    async def run(self, message: Message, exchange: Exchange) -> Message:
        """Return the id of a new session, or raise `Refusal`."""
        accounts = self.dependencies.accounts
        return Message({"SessionID": await new_session(message, accounts, exchange, _REFUSALS)})


def build(_config: Mapping[str, Value], dependencies: Dependencies) -> SessionCreate:
    """Return the operation; it has nothing to configure."""
    return SessionCreate(dependencies)


OPERATION = OperationKind(
    name="Session::SessionCreate",
    summary="Log in with a login and a password and get a session id for further requests.",
    build=build,
    faults=("SessionCreate.MissingParameter", "SessionCreate.AuthFail"),
    examples=(
        Example(
            "a login without its password",
            given={"UserLogin": "mira"},
            gives={
                "Error": {
                    "ErrorCode": "SessionCreate.MissingParameter",
                    "ErrorMessage": "SessionCreate: Password parameter is missing!",
                }
            },
        ),
        Example(
            "a login that nobody has",
            given={"UserLogin": "nobody", "Password": "s3cret"},
            gives={
                "Error": {
                    "ErrorCode": "SessionCreate.AuthFail",
                    "ErrorMessage": "SessionCreate: Authorization failing!",
                }
            },
        ),
    ),
)
