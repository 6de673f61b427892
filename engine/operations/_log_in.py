"""A login and a password for a session, under the name that an operation gives it.

Source: ticket-operations reference 2.4.
"""

from collections.abc import Mapping

from dsl.values import Value
from engine.model.accounts import Accounts
from engine.model.exchange import Exchange
from engine.model.message import Message
from engine.model.people import Principal
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


async def new_session(
    message: Message, accounts: Accounts, exchange: Exchange, refusals: Refusals
) -> str:
    """Return the id of a new session for the credentials of a request, or raise `Refusal`."""
    data = parameters_of(message)
    basic = None if has_login(data) else header_credentials(exchange)
    if isinstance(basic, Login):
        data = {**data, "Password": basic.password}
    if not data:
        raise refusals.missing("The request is empty!")
    if not is_true(data.get("Password")):
        raise refusals.missing("Password parameter is missing!")
    principal = await _principal(data, basic, accounts, exchange)
    if principal is None:
        raise refusals.because("AuthFail", "Authorization failing!")
    return await accounts.create_session(
        principal, remote_address=exchange.remote_address, user_agent=exchange.user_agent
    )


async def _principal(
    data: Mapping[str, Value], basic: Login | Token | None, accounts: Accounts, exchange: Exchange
) -> Principal | None:
    if isinstance(basic, Login):
        address = exchange.remote_address
        return await accounts.check_login(basic.login, basic.password, remote_address=address)
    return await principal_of_login(data, accounts, exchange)
