"""Recorded behaviour of the reference's Mapping XSLT."""

import asyncio
from typing import Any

import pytest
from rest_driver import ListTracer, exchange, setup
from shared_cases import cases

from engine.kinds import SetupError
from engine.mappings.xslt import MAPPING
from engine.model.fault import Fault
from engine.model.message import Message
from engine.model.stage import Pending

CASES = [
    *cases("upstream/mapping_xslt.json")["cases"],
    *cases("upstream/mapping_xslt_regexp.json")["cases"],
    *cases("recorded/mapping_xslt_recorded.json")["cases"],
]
LIBRARY = "/opt/otobo/Kernel/GenericInterface/Mapping/OTOBOFunctions.xsl"


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_xslt_maps_like_the_reference(case: dict[str, Any]) -> None:
    tracer = ListTracer()
    if case["expect"] == "config_error":
        with pytest.raises(SetupError) as refused:
            MAPPING.build(setup(case["config"]))
        assert refused.value.message == case["expected_error"]
        return
    if case["expect"] == "map_error":
        with pytest.raises(Fault) as failed:
            mapped(case, tracer)
        assert failed.value.message == case["expected_error"]
        assert tracer.lines() == recorded_entries(case)
        return

    body = mapped(case, tracer)

    assert body == case["expected_output"]
    assert tracer.lines() == recorded_entries(case)


def mapped(case: dict[str, Any], tracer: ListTracer) -> Any:
    config = case["config"]
    if config and "Template" in config:
        template = config["Template"].replace("@FUNCTIONS_XSL@", LIBRARY)
        config = {**config, "Template": template}
    mapper = MAPPING.build(setup(config))
    # A mapping of a pipeline is always given the data of the stages before it.
    include = case.get("data_include", {"ProviderRequestInput": case["input"]})
    message = mapper.apply(Message(case["input"]), include, exchange(tracer))
    if isinstance(message, Pending):
        message = asyncio.run(message.work())
    assert message is not None
    return message.body


def recorded_entries(case: dict[str, Any]) -> list[list[str]]:
    told = [[entry["level"], entry["summary"]] for entry in case.get("debug_entries", [])]
    return [*case.get("debug", []), *told]
