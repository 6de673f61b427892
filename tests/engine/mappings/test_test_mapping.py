"""The reference's mapping for tests."""

from decimal import Decimal
from typing import Any

import pytest
from rest_driver import exchange, setup

from engine.kinds import SetupError
from engine.mappings.test import MAPPING
from engine.model.fault import Fault
from engine.model.message import Message

DATA: Any = {"Key": "Straße", "n": Decimal("1.50"), "null": None, "l": ["a"], "t": True}


@pytest.mark.parametrize(
    ("config", "gives"),
    [
        ({"TestOption": "ToUpper"}, {**DATA, "Key": "STRASSE", "n": "1.5", "null": ""}),
        ({"TestOption": "ToLower"}, {**DATA, "Key": "straße", "n": "1.5", "null": ""}),
        ({"TestOption": "Empty"}, dict.fromkeys(DATA, "")),
        ({"TestOption": "Other"}, DATA),
        ({"Other": "x"}, DATA),
        (None, DATA),
    ],
)
def test_an_option_changes_every_value(config: Any, gives: Any) -> None:
    message = MAPPING.build(setup(config)).apply(Message(DATA), {}, exchange())

    assert message is not None
    assert message.body == gives


def test_an_empty_option_is_told_when_there_is_something_to_map() -> None:
    mapper = MAPPING.build(setup({"TestOption": ""}))

    with pytest.raises(Fault, match="Got no TestOption as string with value!"):
        mapper.apply(Message({"a": 1}), {}, exchange())


def test_an_empty_config_is_refused() -> None:
    with pytest.raises(SetupError, match="Data is no hash ref with content"):
        MAPPING.build(setup({}))


@pytest.mark.parametrize("example", MAPPING.examples, ids=lambda example: example.title)
def test_its_examples_hold(example: Any) -> None:
    message = MAPPING.build(setup(example.config)).apply(Message(example.given), {}, exchange())

    assert message is not None
    assert message.body == example.gives
