"""Send data as they are; an answer may ask for the call to be made again later.

Source: ticket-operations reference 13.3.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from dsl.values import Value
from engine.kinds import Example, InvokerKind
from engine.model.dependencies import Dependencies
from engine.model.exchange import Exchange
from engine.model.fault import Blame, Fault
from engine.model.message import Message

_PLUS = re.compile(r"(?<=\d)\+(?=\d)")


@dataclass(frozen=True, slots=True)
class TestTestSimple:
    """Passes everything on, but for the wish ``{"ResponseContent": "ReSchedule=1&…"}``."""

    __test__ = False

    async def prepare(self, message: Message, exchange: Exchange) -> Message:
        """Return the message."""
        return message

    async def reply(self, answer: Message, exchange: Exchange) -> Message:
        """Return the answer; raises `Fault` (`invoker.reschedule`) for a wish to be asked again."""
        body = answer.body
        if body is None:
            return Message({}, answer.headers)
        content = body.get("ResponseContent") if isinstance(body, dict) else None
        if isinstance(content, str) and "ReSchedule=1" in content:
            raise Fault(
                "invoker.reschedule",
                "Re-Scheduling...",
                Blame.PARTNER,
                retryable=True,
                reschedule=_wish(content),
            )
        return answer


def build(entry: Mapping[str, Value], dependencies: Dependencies) -> TestTestSimple:
    """Return the invoker; it has no options."""
    return TestTestSimple()


def _wish(content: str) -> dict[str, Value]:
    wish: dict[str, Value] = {}
    for name, value in parse_qsl(content.replace("+", "%2B"), keep_blank_values=True):
        wish[name] = _PLUS.sub(" ", value) if name == "ExecutionTime" else value
    return wish


INVOKER = InvokerKind(
    name="Test::TestSimple",
    summary="Send data as they are; an answer may ask for the call to be made again.",
    build=build,
    faults=("invoker.reschedule",),
    examples=(Example("data", given={"a": 1}, gives={"a": 1}),),
)
