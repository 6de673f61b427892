"""The examples that invokers declare, and what they make of answers."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from fake_clock import FakeClock
from rest_driver import ListTracer, exchange

from engine.kinds import Example, InvokerKind
from engine.model.dependencies import Dependencies
from engine.model.fault import Fault
from engine.model.message import Message
from engine.model.service import Compatibility
from engine.model.stage import Invoker
from engine.registry import discover

KINDS = discover().invokers
_EXAMPLES = [
    pytest.param(kind, example, id=f"{kind.name} {example.title}")
    for kind in KINDS.values()
    for example in kind.examples
]


def invoker(name: str) -> Invoker:
    nothing: Any = None
    clock = FakeClock()
    dependencies = Dependencies(nothing, nothing, clock, nothing, Compatibility.STRICT)
    return KINDS[name].build({}, dependencies)


def reply(name: str, body: Any, tracer: ListTracer | None = None) -> Any:
    return asyncio.run(invoker(name).reply(Message(body), exchange(tracer))).body


@pytest.mark.parametrize(("kind", "example"), _EXAMPLES)
def test_an_example_gives_what_it_says(kind: InvokerKind, example: Example) -> None:
    prepared = asyncio.run(invoker(kind.name).prepare(Message(example.given), exchange()))

    assert prepared is not None
    assert prepared.body == example.gives


def test_every_invoker_has_a_summary_and_an_example() -> None:
    assert [kind.name for kind in KINDS.values() if not kind.summary or not kind.examples] == []


@pytest.mark.parametrize("name", ["Generic::PassThrough", "Test::TestSimple"])
@pytest.mark.parametrize(("body", "result"), [(None, {}), ([], []), ({"a": 1}, {"a": 1})])
def test_an_answer_passes(name: str, body: Any, result: Any) -> None:
    assert reply(name, body) == result


def test_an_answer_may_ask_for_another_call() -> None:
    wish = "ReSchedule=1&ExecutionTime=2026-03-01+10%3A00%3A00&Note=a%20b+c"

    with pytest.raises(Fault) as fault:
        reply("Test::TestSimple", {"ResponseContent": wish})

    assert (fault.value.message, fault.value.retryable) == ("Re-Scheduling...", True)
    assert fault.value.reschedule == {
        "ReSchedule": "1",
        "ExecutionTime": "2026-03-01 10:00:00",
        "Note": "a b+c",
    }


@pytest.mark.parametrize(
    ("body", "result"),
    [
        (
            {"TicketNumber": "9", "Action": "DoneTest", "x": 1},
            {"TicketNumber": "9", "Action": "Done"},
        ),
        ({"TicketNumber": 9}, {"TicketNumber": "9"}),
    ],
)
def test_a_test_answer_gives_number_and_action(body: Any, result: Any) -> None:
    assert reply("Test::Test", body) == result


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (None, "Got no TicketNumber!"),
        ({"TicketNumber": ""}, "Got no TicketNumber!"),
        (
            {"TicketNumber": "9", "Action": "Done"},
            "Got Action but it is not in required format!",
        ),
    ],
)
def test_an_odd_test_answer_is_a_fault(body: Any, told: str) -> None:
    tracer = ListTracer()

    with pytest.raises(Fault) as fault:
        reply("Test::Test", body, tracer)

    assert (fault.value.code, fault.value.message) == ("invoker.bad-answer", told)
    assert tracer.lines() == [["error", told]]


def test_a_test_call_may_carry_the_time() -> None:
    asked = {"TicketNumber": "1", "GetSystemTime": 1}

    prepared = asyncio.run(invoker("Test::Test").prepare(Message(asked), exchange()))

    assert prepared is not None
    now = int(FakeClock().now().timestamp())
    assert now > datetime(2000, 1, 1, tzinfo=UTC).timestamp()
    assert prepared.body == {"TicketNumber": "1", "SystemTime": now}
