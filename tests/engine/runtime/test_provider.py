"""The provider runs its stages in order, and every way to fail becomes a response."""

import ast
import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from dsl.values import Value
from engine.model.exchange import Exchange, Role
from engine.model.fault import Blame, Fault, Refusal
from engine.model.level import Level
from engine.model.message import Message
from engine.model.service import Compatibility, ProviderRoute, Service
from engine.model.stage import Call
from engine.model.tracer import Outcome, Tracer
from engine.model.wire import WireRequest, WireResponse
from engine.runtime.provider import serve
from engine.storage.errors import StoreUnavailable


@dataclass
class Kept:
    """Keeps every entry."""

    debug: bool = True
    action: str | None = None
    outcome: Outcome | None = None
    entries: list[tuple[Level, str, object]] = field(default_factory=list)

    def note(self, summary: str, data: object = None) -> None:
        self.record(Level.DEBUG, summary, data)

    def record(self, level: Level, summary: str, data: object = None) -> None:
        self.entries.append((level, summary, data))


class Plain:
    """A transport whose wire is a word."""

    max_body_bytes = 100

    def decode(self, request: WireRequest, tracer: Tracer) -> Call:
        if request.body == b"garbage":
            raise Fault("transport.bad-word", "not a word", Blame.CALLER)
        return Call("Do", Message({"word": request.body.decode()}))

    def encode(self, action: str, message: Message, tracer: Tracer) -> WireResponse:
        return WireResponse(403 if message.refusal else 200, (), repr(message.body).encode())

    def encode_fault(self, fault: Fault, action: str | None, tracer: Tracer) -> WireResponse:
        return WireResponse(500, (), f"{action} {fault}".encode())


@dataclass
class Adding:
    """A mapping that adds the names of what it was given to include."""

    name: str

    def apply(
        self, message: Message, include: Mapping[str, Value], exchange: Exchange
    ) -> Message | None:
        body = dict(message.body) if isinstance(message.body, dict) else {}
        return Message({**body, self.name: sorted(include)})


@dataclass
class Doing:
    """An operation that does what it is told."""

    work: Callable[[Message], Awaitable[Message]]

    async def run(self, message: Message, exchange: Exchange) -> Message:
        return await self.work(message)


async def _same(message: Message) -> Message:
    return message


def _run(
    work: Callable[[Message], Awaitable[Message]] = _same,
    body: bytes = b"hello",
    *,
    mapped: bool = False,
    seconds: float = 5.0,
) -> tuple[WireResponse, Kept]:
    tracer = Kept()
    route = ProviderRoute(
        "Do",
        Adding("in") if mapped else None,
        Doing(work),
        Adding("out") if mapped else None,
    )
    service = Service(
        "s", 1, 1, Level.DEBUG, Compatibility.MODERN, Plain(), {"Do": route}, Doing(_same)
    )  # fmt: skip
    exchange = Exchange(
        "0" * 32, "s", Role.PROVIDER, datetime(2026, 1, 1, tzinfo=UTC),
        time.monotonic() + seconds, tracer,
    )  # fmt: skip
    request = WireRequest("POST", "/w", "", (), body)
    return asyncio.run(serve(service, request, exchange)), tracer


def test_the_answer_passes_both_mappings_with_the_data_of_earlier_stages() -> None:
    response, _ = _run(mapped=True)

    assert response.status == 200
    assert ast.literal_eval(response.body.decode()) == {
        "word": "hello",
        "in": ["ProviderRequestInput"],
        "out": ["ProviderRequestInput", "ProviderRequestMapOutput", "ProviderResponseInput"],
    }


def test_entries_come_in_the_order_of_the_stages() -> None:
    _, tracer = _run(mapped=True)

    assert [summary for _, summary, _ in tracer.entries] == [
        "Communication sequence started",
        "Detected operation 'Do'",
        "Incoming data before mapping",
        "Incoming data after mapping",
        "Outgoing data before mapping",
        "Outgoing data after mapping",
    ]


def test_a_refusal_is_an_answer_and_an_error_entry() -> None:
    async def refuse(_: Message) -> Message:
        raise Refusal("Do.AccessDenied", "Do: no")

    response, tracer = _run(refuse, mapped=True)

    assert response.status == 403
    body = ast.literal_eval(response.body.decode())
    assert body["Error"] == {"ErrorCode": "Do.AccessDenied", "ErrorMessage": "Do: no"}
    assert (Level.ERROR, "Do.AccessDenied", "Do: no") in tracer.entries


def test_a_fault_of_an_operation_is_recorded_once_with_its_data() -> None:
    async def fail(_: Message) -> Message:
        raise Fault("do.broke", "it broke", Blame.SERVICE, data={"a": 1})

    response, tracer = _run(fail)

    assert response.body == b"Do do.broke: it broke"
    assert tracer.entries[-1] == (Level.ERROR, "it broke", {"a": 1})


def test_a_fault_before_the_operation_is_known_has_no_action() -> None:
    response, tracer = _run(body=b"garbage")

    assert response.body == b"None transport.bad-word: not a word"
    assert tracer.entries[-1] == (Level.ERROR, "not a word", "not a word")


def test_a_bug_is_answered_without_a_word_about_itself(caplog: pytest.LogCaptureFixture) -> None:
    async def bug(_: Message) -> Message:
        raise KeyError("secret detail")

    response, tracer = _run(bug)

    assert response.body == b"Do engine.bug: Internal Server Error"
    assert "secret detail" not in repr(tracer.entries)
    assert "secret detail" in caplog.text


def test_a_store_that_refuses_is_no_bug(caplog: pytest.LogCaptureFixture) -> None:
    async def full(_: Message) -> Message:
        raise StoreUnavailable("database or disk is full")

    response, tracer = _run(full)

    assert response.body == b"Do store.unavailable: The store cannot be used now"
    last = tracer.entries[-1]
    assert last == (Level.ERROR, "The store cannot be used now", "database or disk is full")
    assert caplog.records == []


def test_an_operation_that_outlives_its_deadline_is_ended() -> None:
    async def wait(message: Message) -> Message:
        await asyncio.Event().wait()
        return message

    response, _ = _run(wait, seconds=0.02)

    assert response.body == b"Do operation.timeout: Operation 'Do' did not end in time"
