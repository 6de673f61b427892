"""An operation that a remote ticket system runs in our place."""

from collections.abc import Mapping
from dataclasses import dataclass

from dsl.values import Value
from engine.accounts.secret_text import KEY_PREFIX
from engine.model.exchange import Exchange
from engine.model.message import Message
from engine.model.remote import RemoteSystem
from engine.operations._credentials import (
    Login,
    Token,
    has_login,
    header_credentials,
    parameters_of,
    session_id_in,
)


@dataclass(frozen=True, slots=True)
class Forwarding:
    """Sends the parameters of a request on, and answers what the remote answered.

    Nothing is checked here: who may do what, and what is complete, is the remote's to say.
    """

    type: str
    """The type of the operation, which is that of the remote's: `Ticket::TicketCreate`."""
    remote: RemoteSystem

    async def run(self, message: Message, exchange: Exchange) -> Message:
        """Return the remote's answer, or raise its `Refusal` or a `Fault`."""
        return Message(await self.remote.ask(self.type, _spelled_out(message, exchange), exchange))


def _spelled_out(message: Message, exchange: Exchange) -> Mapping[str, Value]:
    """Return the parameters with the credentials of the headers among them.

    The remote reads no other. A login of `Authorization: Basic` is taken for an agent's, for the
    remote alone knows whether there is one; an API key means nothing to it, and stays here.
    """
    data = _without_key(parameters_of(message))
    if has_login(data) or session_id_in(data):
        return data
    match header_credentials(exchange):
        case Login(login, password):
            return {**data, "UserLogin": login, "Password": password}
        case Token(session_id, may_be_session=True) if not session_id.startswith(KEY_PREFIX):
            return {**data, "SessionID": session_id}
    return data


def _without_key(data: Mapping[str, Value]) -> Mapping[str, Value]:
    """Return parameters without an API key of ours in a session's place: it opens this system."""
    if not session_id_in(data).startswith(KEY_PREFIX):
        return data
    return {name: value for name, value in data.items() if name not in ("SessionID", "AccessToken")}
