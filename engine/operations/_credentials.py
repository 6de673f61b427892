"""Who asks: the credentials that travel inside the payload.

Source: ticket-operations reference 2.1.
"""

from collections.abc import Mapping

from dsl.values import Value
from engine.model.desk import Accounts, Principal
from engine.model.exchange import Exchange
from engine.model.message import Message
from engine.model.perl_scalar import is_true
from engine.operations._refusals import Refusals
from engine.operations._scalar import text


def parameters_of(message: Message) -> Mapping[str, Value]:
    """Return the parameters of a request; none for a body that is no object."""
    return message.body if isinstance(message.body, dict) else {}


async def principal_of(
    data: Mapping[str, Value], accounts: Accounts, exchange: Exchange
) -> Principal | None:
    """Return who the credentials belong to, or None.

    The first kind of credential that is there decides; a session that is not valid is not made
    good by a login beside it. An access token is a session under its newer name.
    """
    session_id = _session_id(data)
    if is_true(session_id):
        return await accounts.check_session(
            text(session_id), remote_address=exchange.remote_address
        )
    password = text(data.get("Password"))
    if is_true(data.get("UserLogin")):
        return await accounts.check_agent(text(data["UserLogin"]), password)
    if is_true(data.get("CustomerUserLogin")):
        return await accounts.check_customer(text(data["CustomerUserLogin"]), password)
    return None


async def required_principal(
    data: Mapping[str, Value], accounts: Accounts, exchange: Exchange, refusals: Refusals
) -> Principal:
    """Return who asks to change a ticket, or raise the refusal of rows 1 to 3 in table 4.2."""
    has_login = is_true(data.get("UserLogin")) or is_true(data.get("CustomerUserLogin"))
    if not has_login and not is_true(_session_id(data)):
        raise refusals.missing("UserLogin, CustomerUserLogin or SessionID is required!")
    if has_login and not is_true(data.get("Password")):
        raise refusals.missing("Password or SessionID is required!")
    principal = await principal_of(data, accounts, exchange)
    if principal is None:
        raise refusals.because("AuthFail", "User could not be authenticated!")
    return principal


def _session_id(data: Mapping[str, Value]) -> Value:
    session_id = data.get("SessionID")
    return session_id if is_true(session_id) else data.get("AccessToken")
