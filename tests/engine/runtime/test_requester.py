"""The pipeline that asks: its order, its early ends, and what becomes of faults and bugs."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from rest_driver import ListTracer, exchange

from dsl.values import Value
from engine.model.call_result import CallResult
from engine.model.exchange import Exchange
from engine.model.fault import Blame, Fault, Stage
from engine.model.level import Level
from engine.model.message import Message
from engine.model.service import Compatibility, Requester, RequesterRoute
from engine.model.stage import Pending
from engine.model.tracer import Outcome
from engine.runtime.broken import BrokenInvoker
from engine.runtime.requester import call


@dataclass
class Stages:
    """Every stage of a call: each adds its name to the data, or does what it was told to."""

    does: dict[str, Any] = field(default_factory=dict)
    included: dict[str, Mapping[str, Value]] = field(default_factory=dict)
    timeout_seconds: float = 1.0
    is_long: bool = False

    def step(self, name: str, message: Message) -> Any:
        done = self.does.get(name, f"{message.body['way']} {name}")  # type: ignore[index,call-overload]
        if isinstance(done, Exception):
            raise done
        return None if done is None else Message({"way": done}, is_long=self.is_long)

    async def prepare(self, message: Message, exchange: Exchange) -> Any:
        return self.step("prepare", message)

    async def reply(self, answer: Message, exchange: Exchange) -> Any:
        return self.step("reply", answer)

    async def send(self, action: str, message: Message, exchange: Exchange) -> Any:
        return self.step("send", message)


@dataclass
class StageMapper:
    stages: Stages
    name: str

    def apply(self, message: Message, include: Mapping[str, Value], exchange: Exchange) -> Any:
        self.stages.included[self.name] = include

        async def work() -> Any:
            return self.stages.step(self.name, message)

        return Pending(work) if self.name == "in" else self.stages.step(self.name, message)


def run(stages: Stages, tracer: ListTracer | None = None) -> CallResult:
    route = RequesterRoute("Inv", stages, StageMapper(stages, "out"), StageMapper(stages, "in"))
    requester = Requester(
        name="W",
        id=1,
        revision=1,
        threshold=Level.DEBUG,
        compatibility=Compatibility.MODERN,
        transport=stages,
        routes={"Inv": route},
        unconfigured=BrokenInvoker("Got no InvokerType!"),
    )
    return asyncio.run(call(requester, "Inv", {"way": "data"}, exchange(tracer)))


def test_a_call_goes_through_every_stage_in_order() -> None:
    stages, tracer = Stages(), ListTracer()

    result = run(stages, tracer)

    assert result == CallResult({"way": "data prepare out send in reply"})
    assert (tracer.action, tracer.outcome) == ("Inv", Outcome.OK)
    request: dict[str, Value] = {
        "RequesterRequestInput": {"way": "data"},
        "RequesterRequestPrepareOutput": {"way": "data prepare"},
    }
    answer: dict[str, Value] = {
        "RequesterRequestMapOutput": {"way": "data prepare out"},
        "RequesterResponseInput": {"way": "data prepare out send"},
    }
    assert stages.included == {"out": request, "in": request | answer}


@pytest.mark.parametrize("stage", ["prepare", "out", "in"])
def test_a_stage_that_skips_ends_the_call_as_a_success(stage: str) -> None:
    tracer = ListTracer()

    assert run(Stages({stage: None}), tracer) == CallResult(None)
    assert tracer.outcome is Outcome.OK


@pytest.mark.parametrize(
    ("step", "stage"),
    [
        ("prepare", Stage.REQUESTER_REQUEST_PREPARE),
        ("out", Stage.REQUESTER_REQUEST_MAP),
        ("in", Stage.REQUESTER_RESPONSE_MAP),
        ("reply", Stage.REQUESTER_RESPONSE_PROCESS),
    ],
)
def test_a_fault_is_the_result_and_knows_its_stage(step: str, stage: Stage) -> None:
    tracer, fault = ListTracer(), Fault("a.b", "no", Blame.PARTNER)

    result = run(Stages({step: fault}), tracer)

    assert (result.data, result.fault, fault.stage) == (None, fault, stage)
    assert result.as_value() == {"Success": 0, "Data": None, "ErrorMessage": "no"}
    assert tracer.entries[-1] == (Level.ERROR, "no", "no")
    assert tracer.outcome is Outcome.FAULT


def test_a_bug_is_logged_and_told_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "crosstie.runtime"):
        result = run(Stages({"send": ValueError("inner")}))

    assert result.fault is not None
    assert (result.fault.code, result.fault.message) == ("engine.bug", "Internal error")
    assert "met a bug" in caplog.text


def test_a_long_answer_is_not_traced() -> None:
    tracer = ListTracer()

    run(Stages(is_long=True), tracer)

    assert [(summary, data) for _, summary, data in tracer.entries][-2:] == [
        ("Incoming data before mapping was too large for logging", None),
        ("Incoming data after mapping was too large for logging", None),
    ]
