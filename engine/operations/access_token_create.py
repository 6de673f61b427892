"""Log in the way clients of OTRS 8 do: a login and a password give an access token.

PyOTRS is the public source of the names: it calls the type ``AccessToken::Create`` and the
operation `AccessTokenCreate`. The token is the id of an ordinary session and is taken wherever a
`SessionID` is. A service offers this beside `Session::SessionCreate` on a route of its own, or in
its place: what `SessionCreate` answers stays a `SessionID` alone, by which clients tell older
systems.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dsl.values import Value
from engine.kinds import Example, OperationKind
from engine.model.dependencies import Dependencies
from engine.model.exchange import Exchange
from engine.model.message import Message
from engine.operations._log_in import new_session
from engine.operations._refusals import Refusals

_REFUSALS = Refusals("AccessTokenCreate")


@dataclass(frozen=True, slots=True)
class AccessTokenCreate:
    """Answers ``{"AccessToken": "h4ZQ…"}``. Source: ticket-operations reference 2.1 and 14.1."""

    dependencies: Dependencies

    async def run(self, message: Message, exchange: Exchange) -> Message:
        """Return a new access token, or raise `Refusal`."""
        accounts = self.dependencies.accounts
        return Message({"AccessToken": await new_session(message, accounts, exchange, _REFUSALS)})


def build(_config: Mapping[str, Value], dependencies: Dependencies) -> AccessTokenCreate:
    """Return the operation; it has nothing to configure."""
    return AccessTokenCreate(dependencies)


OPERATION = OperationKind(
    name="AccessToken::Create",
    summary="Log in with a login and a password and get an access token, as clients of OTRS 8 do.",
    build=build,
    faults=("AccessTokenCreate.MissingParameter", "AccessTokenCreate.AuthFail"),
    examples=(
        Example(
            "a login that nobody has",
            given={"UserLogin": "nobody", "Password": "s3cret"},
            gives={
                "Error": {
                    "ErrorCode": "AccessTokenCreate.AuthFail",
                    "ErrorMessage": "AccessTokenCreate: Authorization failing!",
                }
            },
        ),
    ),
)
