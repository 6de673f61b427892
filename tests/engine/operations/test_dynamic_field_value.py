"""Which values dynamic fields take, and how they are stored."""

from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from dsl.values import Value
from engine.model.fault import Fault
from engine.model.reference_data import DynamicField
from engine.operations._dynamic_field_value import is_accepted, stored

NOW = datetime(2026, 11, 23, 17, 0, 30, tzinfo=UTC)
CHOICES: Mapping[str, Value] = {"PossibleValues": {"0": "None", "1": "One", "c d": "Gamma"}}


def field(type: str, **config: Value) -> DynamicField:
    return DynamicField(7, "Floor", "Floor", type, "Ticket", config, is_internal=False)


def takes(to: DynamicField, value: Value) -> bool:
    return is_accepted(to, value, now=NOW, zone=ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("to", "value", "kept"),
    [
        (field("Text"), "a", "a"),
        (field("Text"), 5, "5"),
        (field("Text"), "", ""),
        (field("Text"), [], ""),
        (field("TextArea"), "a\nb", "a\nb"),
        (field("Checkbox"), 1, 1),
        (field("Checkbox"), "0", 0),
        (field("Checkbox"), "", 0),
        (field("Dropdown", **CHOICES), "c d", "c d"),
        (field("Dropdown", **CHOICES), 0, "0"),
        (field("Dropdown", **CHOICES), "", ""),
        (field("Multiselect", **CHOICES), [1, "0"], ["1", "0"]),
        (field("Multiselect", **CHOICES), "1", ["1"]),
        (field("Multiselect", **CHOICES), "", []),
        (field("Multiselect", **CHOICES), [], []),
        (field("Date"), "2030-02-28", "2030-02-28 00:00:00"),
        (field("Date"), "2030-02-28 00:00:00", "2030-02-28 00:00:00"),
        (field("Date"), "", ""),
        (field("DateTime"), "2030-02-28 23:59:01", "2030-02-28 23:59:01"),
        (field("RichText"), "<p>a</p>", "<p>a</p>"),
        (field("Agent"), 7, "7"),
        (field("Agent"), ["7"], ["7"]),
        (field("CustomerUser"), ["lena", 5, ""], ["lena", "5", ""]),
        (field("Set"), [], ""),
        (field("Text", MultiValue=1), ["a", "b"], ["a", "b"]),
        (field("Text", MultiValue=1), "a", ["a"]),
    ],
)
def test_a_field_keeps_what_it_takes(to: DynamicField, value: Value, kept: Value) -> None:
    assert takes(to, value)
    assert stored(to, value) == kept


@pytest.mark.parametrize(
    ("to", "value"),
    [
        (field("Checkbox"), 2),
        (field("Set"), [{"Row": "1"}]),
        (field("Set"), [["1"]]),
        (field("RichText", RegExList=[{"Value": "^a"}]), ["ab", "b"]),
        (field("Checkbox"), ["1"]),
        (field("Dropdown", **CHOICES), "nokey"),
        (field("Dropdown", **CHOICES), ["1"]),
        (field("Dropdown"), "1"),
        (field("Multiselect", **CHOICES), ["1", "nokey"]),
        (field("Multiselect", **CHOICES), [["1"]]),
        (field("Date"), "2030-02-31"),
        (field("Date"), "28.2.2030"),
        (field("Date"), "2030-02-28 12:00:00"),
        (field("DateTime"), "2030-02-31 00:00:00"),
        (field("DateTime"), "2030-02-28"),
        (field("Date", DateRestriction="DisablePastDates"), "2026-11-22"),
        (field("Date", DateRestriction="DisableFutureDates"), "2026-11-24"),
        (field("Text", MultiValue=1), [{"a": 1}]),
    ],
)
def test_a_field_refuses_what_does_not_fit(to: DynamicField, value: Value) -> None:
    assert not takes(to, value)


def test_today_is_neither_past_nor_future() -> None:
    assert takes(field("Date", DateRestriction="DisablePastDates"), "2026-11-23")
    assert takes(field("Date", DateRestriction="DisableFutureDates"), "2026-11-23")


def test_all_patterns_of_a_text_field_must_be_found() -> None:
    rules: Value = [
        {"Value": "^[A-Z]{3}-[0-9]+$", "ErrorMessage": "no"},
        {"Value": "(?<!X)-", "ErrorMessage": "no"},
    ]
    to = field("Text", RegExList=rules)

    assert takes(to, "ABC-12")
    assert not takes(to, "abc-12")
    assert not takes(to, "ABX-12")
    assert takes(to, "")


def test_a_pattern_that_explodes_ends_in_a_refusal() -> None:
    to = field("Text", RegExList=[{"Value": "^(a|a)*$"}])

    assert not takes(to, "a" * 60 + "!")


@pytest.mark.parametrize(
    ("to", "value"),
    [
        (field("Text"), ["a", "b"]),
        (field("Date"), "2030-02-28 23:59:59"),
    ],
)
def test_what_passes_the_check_and_cannot_be_stored_is_a_fault(
    to: DynamicField, value: Value
) -> None:
    assert takes(to, value)
    with pytest.raises(Fault) as caught:
        stored(to, value)

    assert caught.value.message == (
        "Dynamic Field Floor could not be set, please contact the system administrator"
    )
