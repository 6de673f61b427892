"""The error handling of a service file on a failure, beside what the reference does."""

import json
import logging
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from rest_driver import ListTracer
from shared_cases import cases

from dsl.source import Source
from engine.configuration.check import check_definition
from engine.configuration.definition import Definition
from engine.error_handling_build import BuiltErrorLayer, build_error_layer
from engine.model.error_handling import Attempt, Failure
from engine.model.exchange import Role
from engine.model.fault import Stage
from engine.model.level import Level
from engine.registry import discover
from engine.runtime.error_layer import Handled, handle_failure

KINDS = discover().error_handling
ZONE = ZoneInfo("UTC")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
RETRY = {
    "Type": "RequestRetry",
    "ScheduleRetry": "1",
    "RetryIntervalStart": "60",
    "RetryIntervalFactor": "1",
}
RECORDED = cases("recorded/error_handling_recorded.json")["cases"]
UPSTREAM = cases("upstream/error_handling.json")["cases"]
UNWRITABLE = 8
"""Upstream cases without an argument or any kind, first in the file: types leave no way to them."""


def definition(half: str, handling: Any, priority: Any, **top: Any) -> Definition:
    text = {
        "Debugger": {"DebugThreshold": "debug"},
        half: {
            "Transport": {"Type": ""},
            "ErrorHandling": handling,
            "ErrorHandlingPriority": priority,
        },
        **top,
    }
    checked = check_definition(Source("shop.yml", json.dumps(text)))
    assert checked.definition is not None
    return checked.definition


def built(handling: Any, priority: Any, half: str = "Requester") -> BuiltErrorLayer:
    return build_error_layer(definition(half, handling, priority), Role(half), 1, KINDS)


def handled(
    handling: Any, priority: Any, half: str = "Requester", **failure: Any
) -> tuple[Handled, ListTracer]:
    tracer = ListTracer()
    given = {
        "stage": Stage.REQUESTER_REQUEST_PERFORM,
        "summary": "Broken",
        "data": "Broken",
        "action": "Inv",
    }
    layer = built(handling, priority, half).layer
    return (
        handle_failure(layer, Failure(**{**given, **failure}), Attempt(NOW, ZONE), tracer),
        tracer,
    )


def ran(found: Handled) -> list[Any]:
    return [result["ModuleName"] for result in found.results]


def test_every_case_is_there() -> None:
    assert (len(RECORDED), len(UPSTREAM)) == (15, 10)


@pytest.mark.parametrize("case", RECORDED, ids=lambda case: case["name"])
def test_failure_is_handled_as_recorded(
    case: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    config, given, expected = case["config"], case["input"], case["expected_output"]

    with caplog.at_level(logging.ERROR, logger="crosstie.runtime"):
        found, tracer = handled(
            config["ErrorHandling"],
            config["ErrorHandlingPriority"],
            config["communication_type"],
            stage=Stage(given["stage"]),
            summary=given["summary"],
            data=given["data"],
            action=given["communication"],
        )

    decision = None if found.reschedule is None else found.reschedule.data(ZONE)
    assert as_texts(decision) == with_times(expected.get("ReScheduleData"))
    assert [
        {"module": result["ModuleName"], "reschedule": str(result["ModuleData"]["ReSchedule"])}  # type: ignore[index, call-overload]
        for result in found.results
    ] == (expected.get("Data") or [])
    assert [f"{level}: {summary}" for level, summary in tracer.lines()] == case["debug"]
    assert [record.getMessage() for record in caplog.records] == case["logged"]


@pytest.mark.parametrize("case", UPSTREAM[UNWRITABLE:], ids=lambda case: case["name"])
def test_failure_without_modules_is_handled_as_upstream_expects(case: dict[str, Any]) -> None:
    half = case["input"]["WebserviceConfig"]["Requester"]

    found, tracer = handled(
        half.get("ErrorHandling"),
        half.get("ErrorHandlingPriority"),
        summary=case["input"]["Summary"],
        data=case["input"]["Data"],
    )

    assert case["expected_output"] == {"Success": 1}
    assert found == Handled()
    assert tracer.entries == [(Level.ERROR, "Summary 1", {"1": None})]


def test_a_module_that_cannot_run_hides_neither_the_error_nor_other_decisions() -> None:
    broken = {**RETRY, "RetryIntervalFactor": "3"}

    found, tracer = handled({"A": RETRY, "B": broken}, ["A", "B"])

    assert found.reschedule is not None
    assert found.reschedule.at == NOW + timedelta(seconds=60)
    assert ran(found) == ["A"]
    assert ["error", "Config param 'RetryIntervalFactor' is not '1', '1.5' or '2'!"] in (
        tracer.lines()
    )


@pytest.mark.parametrize(
    ("stop", "expected"),
    [("", ["A", "B"]), ("backend", ["A"]), ("all", ["A"]), ("never", ["A", "B"])],
)
def test_a_module_that_ran_may_stop_those_behind_it(stop: str, expected: list[str]) -> None:
    found, _ = handled({"A": {**RETRY, "StopAfterMatch": stop}, "B": RETRY}, ["A", "B"])

    assert ran(found) == expected


def test_the_last_decision_counts_also_when_it_says_no() -> None:
    found, tracer = handled({"A": RETRY, "B": {**RETRY, "ScheduleRetry": "0"}}, ["A", "B"])

    assert found.reschedule is not None
    assert found.reschedule.data(ZONE) == {"ReSchedule": 0}
    assert tracer.lines()[-1] == ["info", "Got reschedule decision from error handling 'B'"]


@pytest.mark.parametrize(
    ("filters", "half", "expected"),
    [
        ({"InvokerFilter": ["Other"]}, "Requester", []),
        ({"InvokerFilter": ["Other"]}, "Provider", ["A"]),
        ({"OperationFilter": ["Other"]}, "Requester", ["A"]),
        ({"OperationFilter": ["Other"]}, "Provider", []),
        ({"InvokerFilter": []}, "Requester", ["A"]),
        ({"ErrorStageFilter": ["RequesterRequestPerform"]}, "Requester", ["A"]),
        ({"ErrorMessageContentFilter": "broken"}, "Requester", []),
        ({"ErrorMessageContentFilter": "'Code' => '503'"}, "Requester", ["A"]),
        ({"ErrorMessageContentFilter": "B r o k e n"}, "Requester", []),
        ({"ErrorMessageContentFilter": "(Broken"}, "Requester", []),
    ],
)
def test_a_module_runs_where_its_filters_admit_the_failure(
    filters: Any, half: str, expected: list[str]
) -> None:
    found, _ = handled(
        {"A": {**RETRY, **filters}}, ["A"], half, data={"Code": "503", "r": "r" * 60}
    )

    assert ran(found) == expected


def test_a_filter_without_end_admits_nothing_and_says_so() -> None:
    slow = {**RETRY, "ErrorMessageContentFilter": "^(r|r)*$"}

    found, tracer = handled({"A": slow}, ["A"], data="r" * 60 + "x")

    assert ran(found) == []
    assert tracer.lines()[-1] == ["error", "The ErrorMessageContentFilter took too long"]


def test_what_mappings_see_is_the_whole_entry_and_the_data() -> None:
    found, _ = handled({"A": {**RETRY, "ErrorCode": "E1"}}, ["A"])

    assert found.results[0]["ModuleConfig"] == {**RETRY, "ErrorCode": "E1"}
    assert found.results[0]["ModuleData"] == {
        "ReSchedule": 1,
        "InitialRequestDateTime": "2026-03-01 12:00:00",
        "CurrentRequestDateTime": "2026-03-01 12:00:00",
        "CurrentRetryCount": 0,
        "MaximumRetryCountReached": 0,
        "MaximumRetryPeriodReached": 0,
    }


def test_a_type_that_nobody_knows_is_pointed_at() -> None:
    [finding] = built({"A": {**RETRY, "Type": "RequestRetri"}}, ["A"]).findings

    assert finding.code == "unknown-type"
    assert finding.source.text[finding.span.start : finding.span.end] == '"RequestRetri"'
    assert finding.helps == ("did you mean `RequestRetry`?",)


def test_a_setting_that_is_missing_is_pointed_at_and_a_mistake_is_told_once() -> None:
    without = {key: value for key, value in RETRY.items() if key != "RetryIntervalFactor"}
    [missing] = built({"A": without}, ["A"]).findings

    assert missing.message == "Config param 'RetryIntervalFactor' is not a non-empty string"
    # The check of the file has told this one.
    assert built({"A": {**RETRY, "RetryIntervalFactor": "3"}}, ["A"]).findings == ()


def as_texts(value: Any) -> Any:
    """Return a value with its numbers as text, as recorded."""
    if isinstance(value, dict):
        return {key: as_texts(item) for key, item in value.items()}
    return str(value) if isinstance(value, int) else value


def with_times(value: Any) -> Any:
    """Return a recorded value with `NOW` and `NOW+n` written out."""
    if isinstance(value, dict):
        return {key: with_times(item) for key, item in value.items()}
    if not isinstance(value, str) or not value.startswith("NOW"):
        return value
    return f"{NOW + timedelta(seconds=int(value[3:] or 0)):%Y-%m-%d %H:%M:%S}"
