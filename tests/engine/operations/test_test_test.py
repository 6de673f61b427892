"""The echo operation."""

import asyncio
from typing import Any, cast

import pytest
from rest_driver import exchange

from engine.model.dependencies import Dependencies
from engine.model.fault import Fault
from engine.model.message import Message
from engine.operations.test_test import OPERATION


def run(body: Any) -> Any:
    operation = OPERATION.build({"Type": "Test::Test"}, cast("Dependencies", None))
    return asyncio.run(operation.run(Message(body), exchange())).body


@pytest.mark.parametrize("body", [None, {}, {"a": [1]}, {"TestError": 0}, {"TestError": ""}])
def test_it_echoes(body: Any) -> None:
    assert run(body) == body


def test_it_fails_on_demand_and_keeps_the_error_data_for_the_trace() -> None:
    with pytest.raises(Fault) as failed:
        run({"TestError": 5, "ErrorData": {"a": 1}})

    assert failed.value.message == "Error message for error code: 5"
    assert failed.value.data == {"ErrorData": {"a": 1}}


@pytest.mark.parametrize("body", [[], [{"a": 1}], "text", 1, True])
def test_it_takes_objects_only(body: Any) -> None:
    with pytest.raises(Fault, match="not a hash ref in Operation Test backend"):
        run(body)
