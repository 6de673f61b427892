"""An operation that a remote ticket system runs in our place."""

from dataclasses import dataclass

from engine.model.exchange import Exchange
from engine.model.message import Message
from engine.model.remote import RemoteSystem
from engine.operations._credentials import parameters_of


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
        return Message(await self.remote.ask(self.type, parameters_of(message), exchange))
