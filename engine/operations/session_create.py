"""Log in: a login and a password give a session."""

from collections.abc import Mapping
from dataclasses import dataclass

from dsl.values import Value
from engine.kinds import Example, OperationKind
from engine.model.dependencies import Dependencies
from engine.model.desk import Principal
from engine.model.exchange import Exchange
from engine.model.message import Message
from engine.model.perl_scalar import is_true
from engine.operations._credentials import (
    Login,
    Token,
    has_login,
    header_credentials,
    parameters_of,
    principal_of_login,
)
from engine.operations._refusals import Refusals

_REFUSALS = Refusals("SessionCreate")


@dataclass(frozen=True, slots=True)
class SessionCreate:
    """Answers ``{"SessionID": "h4ZQ…"}``. Source: ticket-operations reference 2.4."""

    dependencies: Dependencies

    async def run(self, message: Message, exchange: Exchange) -> Message:
        """Return the id of a new session, or raise `Refusal`."""
        data = parameters_of(message)
        basic = None if has_login(data) else header_credentials(exchange)
        if isinstance(basic, Login):
            data = {**data, "Password": basic.password}
        if not data:
            raise _REFUSALS.missing("The request is empty!")
        if not is_true(data.get("Password")):
            raise _REFUSALS.missing("Password parameter is missing!")
        principal = await self._principal(data, basic, exchange)
        if principal is None:
            raise _REFUSALS.because("AuthFail", "Authorization failing!")
        session_id = await self.dependencies.accounts.create_session(
            principal, remote_address=exchange.remote_address, user_agent=exchange.user_agent
        )
        return Message({"SessionID": session_id})

    async def _principal(
        self, data: Mapping[str, Value], basic: Login | Token | None, exchange: Exchange
    ) -> Principal | None:
        accounts, address = self.dependencies.accounts, exchange.remote_address
        if isinstance(basic, Login):
            return await accounts.check_login(basic.login, basic.password, remote_address=address)
        return await principal_of_login(data, accounts, exchange)


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
