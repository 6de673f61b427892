"""Conditions of events, beside what the reference decides."""

from typing import Any

import pytest
from shared_cases import cases

from engine.events.condition_reading import read_condition
from engine.events.flattening import flattened

UPSTREAM = cases("upstream/condition_check.json")["cases"]
RECORDED = cases("recorded/condition_check_recorded.json")["cases"]
SERIALIZED = cases("upstream/serialize_config.json")["cases"]


def test_every_case_is_there() -> None:
    assert (len(UPSTREAM), len(RECORDED), len(SERIALIZED)) == (42, 39, 4)


@pytest.mark.parametrize("case", [*UPSTREAM, *RECORDED], ids=lambda case: case["name"])
def test_condition_decides_as_the_reference_does(case: dict[str, Any]) -> None:
    decision = read_condition(as_in_a_file(case["config"])).condition.decide(case["input"] or {})

    if case.get("suspected_defect"):
        # 12.4 no. 31: a group of type `or` counts under an outer `xor`.
        assert decision.fires is not case["expected_output"]
    else:
        assert decision.fires is case["expected_output"]
    assert decision.reason == expected_reason(case.get("logged") or [""])


@pytest.mark.parametrize("case", SERIALIZED, ids=lambda case: case["name"])
def test_data_are_flattened_as_the_reference_does(case: dict[str, Any]) -> None:
    assert flattened(case["input"]) == case["expected_output"]


def as_in_a_file(value: Any) -> Any:
    """Return the configuration with patterns as text: a file holds no compiled one."""
    if isinstance(value, dict):
        if "$regex" in value:
            return value["$regex"]
        return {key: as_in_a_file(item) for key, item in value.items()}
    return [as_in_a_file(item) for item in value] if isinstance(value, list) else value


def expected_reason(logged: list[str]) -> str:
    """Return the reference's last line; what its regular expression compiler says is our own."""
    if logged[-1].startswith("Unmatched )"):
        return (
            "Condition->Cond2->Fields->DynamicField_Make Match cannot be read as a regular "
            "expression: unbalanced parenthesis"
        )
    return logged[-1]
