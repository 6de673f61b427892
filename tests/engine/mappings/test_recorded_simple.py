"""Recorded behaviour of the reference's Mapping Simple."""

from typing import Any

import pytest
from rest_driver import ListTracer, exchange, setup
from shared_cases import cases

from engine.kinds import SetupError
from engine.mappings.simple import MAPPING
from engine.model.fault import Fault
from engine.model.message import Message

UPSTREAM = cases("upstream/mapping_simple.json")["cases"]
RECORDED = cases("recorded/mapping_simple_recorded.json")["cases"]
CASES = [case for case in (*UPSTREAM, *RECORDED) if "generated" not in case]

# Defects of the reference that we mend, by their number in 12.4 of its description, and what we
# answer instead.
MENDED: dict[str, tuple[int, Any, list[list[str]]]] = {
    "MapTo key: falsy first value is overwritten": (
        25,
        {"T": "0"},
        [["notice", "The data key T already exists!"]],
    ),
}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_simple_maps_like_the_reference(case: dict[str, Any]) -> None:
    tracer = ListTracer()
    if case["expect"] == "config_error":
        with pytest.raises(SetupError) as refused:
            MAPPING.build(setup(case["config"]))
        assert refused.value.message == case["expected_error"]
        return
    mapper = MAPPING.build(setup(case["config"]))
    if case["expect"] == "map_error":
        with pytest.raises(Fault) as failed:
            mapper.apply(Message(case["input"]), {}, exchange(tracer))
        assert failed.value.message == case["expected_error"]
        assert tracer.lines() == [["error", case["expected_error"]]]
        return

    mapped = mapper.apply(Message(case["input"]), {}, exchange(tracer))

    _, output, entries = MENDED.get(
        case["name"], (None, case["expected_output"], recorded_entries(case))
    )
    assert mapped is not None
    assert mapped.body == output
    assert tracer.lines() == entries


def recorded_entries(case: dict[str, Any]) -> list[list[str]]:
    told = [entry.split(": ", 1) for entry in case.get("debug_entries", [])]
    return [*case.get("debug", []), *told]


def test_ten_thousand_keys_get_one_value() -> None:
    case = next(c for c in UPSTREAM if c["name"].endswith("ValueMapDefault large hash"))
    data = {f"Key_{n}": f"Value_{n}" for n in range(10_001)}

    mapped = MAPPING.build(setup(case["config"])).apply(Message(data), {}, exchange())

    assert mapped is not None
    assert mapped.body == dict.fromkeys(data, "new_value")
