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
VOLUME = [case for case in UPSTREAM if "generated" in case]

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


def volume(case: dict[str, Any]) -> dict[str, str]:
    """Build the data of a volume case as its note describes them."""
    if case["name"].endswith("attachments hash"):
        # The contents of files, read as text: one of every kind of octet.
        content = "".join(map(chr, range(256))) * 100
        return {
            f"Attachment_{n}{kind}": f"{kind}{content}"
            for n in range(501)
            for kind in ("xls", "txt", "doc", "png", "pdf")
        }
    return {f"Key_{n}": f"Value_{n}" for n in range(10_001)}


@pytest.mark.parametrize("case", VOLUME, ids=[case["name"] for case in VOLUME])
def test_every_value_of_large_data_is_mapped(case: dict[str, Any]) -> None:
    data = volume(case)

    mapped = MAPPING.build(setup(case["config"])).apply(Message(data), {}, exchange())

    assert mapped is not None
    assert mapped.body == dict.fromkeys(data, case["config"]["ValueMapDefault"]["MapTo"])
