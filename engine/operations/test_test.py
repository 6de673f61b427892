"""Echo what was asked: an operation that proves a service without touching tickets.

Source: ticket-operations reference 9.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dsl.values import Value, encode_json
from engine.kinds import Example, OperationKind
from engine.model.dependencies import Dependencies
from engine.model.exchange import Exchange
from engine.model.fault import Blame, Fault
from engine.model.message import Message
from engine.model.perl_scalar import is_string, is_true, text_of


@dataclass(frozen=True, slots=True)
class TestTest:
    """Answers with the message itself, or fails when the message asks for it."""

    __test__ = False

    async def run(self, message: Message, exchange: Exchange) -> Message:
        """Return the message; raises `Fault` for a true `TestError` and for what is no object."""
        body = message.body
        if body is None:
            return message
        if not isinstance(body, dict):
            # The bracket is the reference's.
            text = "Got Data but it is not a hash ref in Operation Test backend)!"
            raise Fault("operation.not-an-object", text, Blame.CALLER)
        if is_true(error := body.get("TestError")):
            raise Fault(
                "operation.test-error",
                f"Error message for error code: {_shown(error)}",
                Blame.SERVICE,
                data={"ErrorData": body.get("ErrorData")},
            )
        return Message(body, refusal=message.refusal)


def build(entry: Mapping[str, Value], dependencies: Dependencies) -> TestTest:
    """Return the operation; it has no options."""
    return TestTest()


def _shown(value: Value) -> str:
    return text_of(value) if is_string(value) else encode_json(value).decode()


OPERATION = OperationKind(
    name="Test::Test",
    summary="Echo the data of a request, or fail on demand.",
    build=build,
    faults=("operation.not-an-object", "operation.test-error"),
    examples=(Example("an echo", given={"a": 1}, gives={"a": 1}),),
    is_of_desk=False,
)
