"""Ask about a ticket number, and check the answer: an invoker that proves a service.

Source: ticket-operations reference 13.2.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dsl.values import Value
from engine.kinds import Example, InvokerKind
from engine.model.clock import Clock
from engine.model.dependencies import Dependencies
from engine.model.exchange import Exchange
from engine.model.fault import Blame, Fault
from engine.model.level import Level
from engine.model.message import Message
from engine.model.perl_scalar import is_string, is_true, text_of


@dataclass(frozen=True, slots=True)
class TestTest:
    """Sends a ticket number and an action that ends in `Test`, and takes both back."""

    __test__ = False

    clock: Clock

    async def prepare(self, message: Message, exchange: Exchange) -> Message:
        """Return what is asked; raises `Fault` (`invoker.bad-data`) without a ticket number."""
        number, action = _text(message.body, "TicketNumber"), _text(message.body, "Action")
        if not number:
            raise _refused("invoker.bad-data", "Got no TicketNumber", Blame.CALLER, exchange)
        asked: dict[str, Value] = {"TicketNumber": number}
        if action:
            asked["Action"] = f"{action}Test"
        if isinstance(message.body, dict) and is_true(message.body.get("GetSystemTime")):
            asked["SystemTime"] = int(self.clock.now().timestamp())
        return Message(asked, message.headers)

    async def reply(self, answer: Message, exchange: Exchange) -> Message:
        """Return number and action; raises `Fault` (`invoker.bad-answer`) for an odd answer."""
        number, action = _text(answer.body, "TicketNumber"), _text(answer.body, "Action")
        if not number:
            raise _refused("invoker.bad-answer", "Got no TicketNumber!", Blame.PARTNER, exchange)
        told: dict[str, Value] = {"TicketNumber": number}
        if action:
            if not action.endswith("Test"):
                text = "Got Action but it is not in required format!"
                raise _refused("invoker.bad-answer", text, Blame.PARTNER, exchange)
            told["Action"] = action.removesuffix("Test")
        return Message(told, answer.headers)


def build(entry: Mapping[str, Value], dependencies: Dependencies) -> TestTest:
    """Return the invoker; it has no options."""
    return TestTest(dependencies.clock)


def _text(body: Value, key: str) -> str:
    value = body.get(key) if isinstance(body, dict) else None
    return text_of(value) if is_string(value) else ""


def _refused(code: str, message: str, blame: Blame, exchange: Exchange) -> Fault:
    """Record an entry of the invoker's own; the error layer adds the second."""
    exchange.tracer.record(Level.ERROR, message)
    return Fault(code, message, blame)


INVOKER = InvokerKind(
    name="Test::Test",
    summary="Ask about a ticket number, and check that the answer is about one too.",
    build=build,
    faults=("invoker.bad-data", "invoker.bad-answer"),
    examples=(
        Example(
            "an action",
            given={"TicketNumber": "2026", "Action": "Get", "Other": 1},
            gives={"TicketNumber": "2026", "Action": "GetTest"},
        ),
    ),
)
