"""Conditions of events beyond the recorded cases: what is mended, limits, edges of the rules."""

from typing import Any

import pytest

from engine.events.condition_reading import is_conditional, read_condition
from engine.events.event_condition import Decision
from engine.events.flattening import flattened


def decision(fields: Any, data: Any, **group: Any) -> Decision:
    given = {"Condition": {"1": {"Fields": fields, **group}}}
    return read_condition(given).condition.decide(data)


def test_a_field_without_type_is_compared_as_text() -> None:
    fields = {"Queue": {"Match": "Raw"}}

    assert decision(fields, {"Queue": "Raw"}).fires
    assert not decision(fields, {"Queue": "Misc"}).fires


def test_object_data_that_are_not_there_fulfil_nothing() -> None:
    assert decision({"Queue": "Raw"}, {}) == Decision(fires=False, reason="Data has no values!")


@pytest.mark.parametrize(
    ("type", "match", "data", "fires"),
    [
        ("String", "Raw", {"F": "raw"}, False),
        ("String", "7", {"F": 7}, True),
        ("String", "0", {"F": 0}, True),
        ("String", "b", {"F": [], "F_0": "a", "F_12": "b"}, True),
        ("String", "b", {"F_x": "b", "F_0_1": "b", "G_0": "b"}, False),
        ("Regexp", "^.*$", {"F": ""}, False),
        ("Regexp", "0", {"F": "0"}, False),
        ("Regexp", r"^\d$", {"F": "0"}, False),
        ("Regexp", "a b", {"F": "xa bx"}, True),
        ("Regexp", "a.b", {"F": "a\nb"}, False),
        ("Regexp", "RAW", {"F": "raw"}, False),
        ("Array", ["a", "c"], {"F": ["a", "b", "c"]}, True),
        ("Array", ["a", "d"], {"F": ["a", "b", "c"]}, False),
        ("Hash", {"a": "1"}, {"F": {"a": 1, "b": 2}}, True),
        ("Hash", {"a": "1", "c": "3"}, {"F": {"a": 1, "b": 2}}, False),
    ],
)
def test_a_field_is_compared_by_the_rules_of_its_type(
    type: str, match: Any, data: Any, fires: bool
) -> None:
    if (type, match) == ("Regexp", "0"):
        expected = (
            "Condition->1->Fields->F Match must be a Regular expression if Type is set to Regexp!"
        )
        assert decision({"F": {"Type": type, "Match": match}}, data).reason == expected
    else:
        assert decision({"F": {"Type": type, "Match": match}}, data) == Decision(fires)


@pytest.mark.parametrize(
    ("linking", "fulfilled", "fires"),
    [
        ("and", (True, True, True), True),
        ("and", (True, False, True), False),
        ("or", (False, False, False), False),
        ("or", (False, True, False), True),
        ("xor", (False, False, False), False),
        ("xor", (False, True, False), True),
        ("xor", (True, False, True), False),
        ("xor", (True, True, True), False),
    ],
)
@pytest.mark.parametrize("group_type", ["and", "or", "xor"])
def test_groups_are_linked_whatever_their_own_type(
    linking: str, fulfilled: tuple[bool, ...], fires: bool, group_type: str
) -> None:
    groups = {
        str(number): {"Type": group_type, "Fields": {"Queue": "Raw" if each else "Misc"}}
        for number, each in enumerate(fulfilled)
    }
    read = read_condition({"ConditionLinking": linking, "Condition": groups})

    assert read.condition.decide({"Queue": "Raw"}) == Decision(fires)


def test_a_pattern_without_end_fulfils_nothing_and_says_so() -> None:
    fields = {"Title": {"Type": "Regexp", "Match": "^(a|a)*$"}}

    found = decision(fields, {"Title": "a" * 60 + "b"})

    assert found == Decision(fires=False, reason="A pattern of the condition took too long")


def test_one_broken_part_keeps_the_whole_condition_from_being_fulfilled() -> None:
    groups = {"1": {"Fields": {"Queue": "Raw"}}, "2": {"Fields": {"Queue": {"Type": "Perl"}}}}
    read = read_condition({"ConditionLinking": "or", "Condition": groups})

    assert read.condition.decide({"Queue": "Raw"}) == Decision(
        fires=False, reason="Invalid Condition->Type!"
    )


def test_every_problem_is_told_with_its_path() -> None:
    groups = {"1": {"Type": "nor", "Fields": {"Queue": {"Type": "Regexp", "Match": "("}}}, "2": ""}

    assert [problem.path for problem in read_condition({"Condition": groups}).problems] == [
        ("Condition", "1", "Type"),
        ("Condition", "1", "Fields", "Queue", "Match"),
        ("Condition", "2", "Fields"),
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, False),
        ("", False),
        ({}, False),
        ({"Condition": {}}, False),
        ({"ConditionLinking": "and", "Condition": ""}, False),
        ({"Condition": {"1": {}}}, True),
    ],
)
def test_what_exports_write_for_no_condition_asks_for_nothing(value: Any, expected: bool) -> None:
    assert is_conditional(value) is expected


@pytest.mark.parametrize(
    ("data", "flat"),
    [
        ({"a": {"b": {"c": 1}}}, {"a_b_c": 1}),
        ({"a": {}, "b": [], "c": None}, {"a": {}, "b": [], "c": None}),
        ({"a": ["", "x", "0", 0, None, "y"]}, {"a_0": "x", "a_1": "y"}),
        ({"a": ["x", {"b": 1}, "y"]}, {"a_0": "x", "a_2": "y"}),
    ],
)
def test_data_are_flattened(data: Any, flat: Any) -> None:
    assert flattened(data) == flat
