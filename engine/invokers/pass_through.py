"""Send data as they are, and hand back the answer as it is.

Source: ticket-operations reference 13.4.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dsl.values import Value
from engine.kinds import Example, InvokerKind
from engine.model.dependencies import Dependencies
from engine.model.exchange import Exchange
from engine.model.message import Message


@dataclass(frozen=True, slots=True)
class PassThrough:
    """Leaves everything to the mappings."""

    async def prepare(self, message: Message, exchange: Exchange) -> Message:
        """Return the message."""
        return message

    async def reply(self, answer: Message, exchange: Exchange) -> Message:
        """Return the answer; one without content is an empty object."""
        return Message({}, answer.headers) if answer.body is None else answer


def build(entry: Mapping[str, Value], dependencies: Dependencies) -> PassThrough:
    """Return the invoker; it has no options."""
    return PassThrough()


INVOKER = InvokerKind(
    name="Generic::PassThrough",
    summary="Send data as they are, and hand back the answer as it is.",
    build=build,
    faults=(),
    examples=(Example("an event", given={"TicketID": "58"}, gives={"TicketID": "58"}),),
)
