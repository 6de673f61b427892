"""Who asks: the credentials of a request, and which of them counts.

The order, the same for all operations:

1. `SessionID`, or `AccessToken` which is its newer name: a session, or an API key in its place.
2. `UserLogin` with `Password`: an agent.
3. `CustomerUserLogin` with `Password`: a customer user.
4. the header `Authorization`, `Bearer` with an API key or a session id, or `Basic` with a login
   and a password.
5. the header `X-API-Key`.

1 to 3 stand in the payload: body, query or route. A member that is not there, or empty, is taken
from the header `X-OTRS-Header-<Name>`; where both are there, the payload wins. 4 and 5 count in
services that accept them (`Crosstie.Credentials`), and only where nothing of 1 to 3 was sent. The
first that is there decides: a wrong session is not made good by a login beside it.

Source: ticket-operations reference 2.1; generic-interface reference 12.2 for the headers.
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from dsl.values import Value
from engine.model.accounts import Accounts
from engine.model.credentials import HeaderCredentials
from engine.model.exchange import Exchange
from engine.model.message import Message
from engine.model.people import Principal
from engine.model.perl_scalar import is_true
from engine.operations._refusals import Refusals
from engine.operations._scalar import text

_PREFIX: Final = "x-otrs-header-"
# ImpersonateAsUser is left out: it would let an agent act as another, and the version of the
# add-on that names it does not act on it either.
_FROM_HEADERS: Final = (
    ("x-otrs-header-userlogin", "UserLogin"),
    ("x-otrs-header-customeruserlogin", "CustomerUserLogin"),
    ("x-otrs-header-sessionid", "SessionID"),
    ("x-otrs-header-password", "Password"),
    ("x-otrs-header-twofactortoken", "TwoFactorToken"),
)


@dataclass(frozen=True, slots=True)
class Login:
    """What `Authorization: Basic` holds."""

    login: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Token:
    """What `Authorization: Bearer` or `X-API-Key` holds. Only a bearer may be a session's id."""

    text: str = field(repr=False)
    may_be_session: bool


def parameters_of(message: Message) -> Mapping[str, Value]:
    """Return the parameters of a request, those in `X-OTRS-Header-…` headers included.

    A body that is no object has none of its own.
    """
    data = message.body if isinstance(message.body, dict) else {}
    headers = message.headers
    if not any(name.startswith(_PREFIX) for name in headers):
        return data
    found: dict[str, Value] = dict(data)
    for header, name in _FROM_HEADERS:
        if headers.get(header) and not is_true(data.get(name)):
            found[name] = _decoded(headers[header])
    return found


async def principal_of(
    data: Mapping[str, Value], accounts: Accounts, exchange: Exchange
) -> Principal | None:
    """Return who the credentials belong to, or None."""
    address = exchange.remote_address
    session_id = session_id_in(data)
    if session_id:
        return await _of_token(Token(session_id, may_be_session=True), accounts, address)
    if has_login(data):
        return await principal_of_login(data, accounts, exchange)
    match header_credentials(exchange):
        case Token() as token:
            return await _of_token(token, accounts, address)
        case Login() as given:
            return await accounts.check_login(given.login, given.password, remote_address=address)
    return None


async def principal_of_login(
    data: Mapping[str, Value], accounts: Accounts, exchange: Exchange
) -> Principal | None:
    """Return whose login and password the parameters hold; an agent's wins over a customer's."""
    password, address = text(data.get("Password")), exchange.remote_address
    if is_true(data.get("UserLogin")):
        login = text(data["UserLogin"])
        return await accounts.check_agent(login, password, remote_address=address)
    if is_true(data.get("CustomerUserLogin")):
        login = text(data["CustomerUserLogin"])
        return await accounts.check_customer(login, password, remote_address=address)
    return None


async def required_principal(
    data: Mapping[str, Value], accounts: Accounts, exchange: Exchange, refusals: Refusals
) -> Principal:
    """Return who asks to change a ticket, or raise the refusal of rows 1 to 3 in table 4.2."""
    if not has_login(data) and not session_id_in(data) and header_credentials(exchange) is None:
        raise refusals.missing("UserLogin, CustomerUserLogin or SessionID is required!")
    if has_login(data) and not is_true(data.get("Password")):
        raise refusals.missing("Password or SessionID is required!")
    principal = await principal_of(data, accounts, exchange)
    if principal is None:
        raise refusals.because("AuthFail", "User could not be authenticated!")
    return principal


def session_id_in(data: Mapping[str, Value]) -> str:
    """Return the session id that the parameters hold, under either name; empty without one."""
    for name in ("SessionID", "AccessToken"):
        if is_true(data.get(name)):
            return text(data[name]) or "-"  # an object is no id, and no reason to ask a login
    return ""


def session_id_of(data: Mapping[str, Value], exchange: Exchange) -> str:
    """Return the session id of the parameters, else that of a bearer; empty without either."""
    token = None if session_id_in(data) else header_credentials(exchange)
    if isinstance(token, Token) and token.may_be_session:
        return token.text
    return session_id_in(data)


def has_login(data: Mapping[str, Value]) -> bool:
    """Say whether the parameters name an agent or a customer user."""
    return is_true(data.get("UserLogin")) or is_true(data.get("CustomerUserLogin"))


def header_credentials(exchange: Exchange) -> Login | Token | None:
    """Return what the headers of a request say of who asks, as far as the service listens."""
    accepted = exchange.credentials
    if not accepted:
        return None
    key: Token | None = None
    for name, value in exchange.headers:
        if name == "authorization" and (found := _authorization(value, accepted)) is not None:
            return found
        if name == "x-api-key" and HeaderCredentials.API_KEY in accepted and value:
            key = key or Token(value.strip(), may_be_session=False)
    return key


async def _of_token(token: Token, accounts: Accounts, address: str) -> Principal | None:
    found = await accounts.check_key(token.text)
    if found is not None or not token.may_be_session:
        return found
    return await accounts.check_session(token.text, remote_address=address)


def _authorization(value: str, accepted: frozenset[HeaderCredentials]) -> Login | Token | None:
    scheme, _, rest = value.strip().partition(" ")
    match scheme.lower():
        case "bearer" if HeaderCredentials.BEARER in accepted:
            return Token(rest.strip(), may_be_session=True)
        case "basic" if HeaderCredentials.BASIC in accepted:
            return _basic(rest.strip())
    return None


def _basic(encoded: str) -> Login:
    """Return login and password; what cannot be read is a login that nobody has (RFC 7617 §2)."""
    try:
        decoded = base64.b64decode(encoded, validate=True).decode("latin-1")
    except (binascii.Error, ValueError):
        return Login("", "")
    login, _, password = decoded.partition(":")
    return Login(_decoded(login), _decoded(password))


def _decoded(value: str) -> str:
    """Return the text of a header, whose octets are UTF-8 where they can be, else Latin-1."""
    try:
        return value.encode("latin-1").decode()
    except UnicodeError:
        return value
