"""Mapping Simple beyond the recorded cases: what we mend, limits, and where findings point."""

from decimal import Decimal
from typing import Any

import pytest
from rest_driver import ListTracer, exchange, setup

from engine.kinds import SetupError
from engine.mappings.simple import MAPPING
from engine.model.fault import Blame, Fault
from engine.model.message import Message
from engine.model.service import Compatibility

KEEP = {"MapType": "Keep"}
DEFAULTS = {"KeyMapDefault": KEEP, "ValueMapDefault": KEEP}


def mapped(config: Any, data: Any, compatibility: Any = Compatibility.STRICT) -> tuple[Any, Any]:
    tracer = ListTracer()
    mapper = MAPPING.build(setup(config, compatibility))
    message = mapper.apply(Message(data), {}, exchange(tracer))
    assert message is not None
    return message.body, tracer.lines()


@pytest.mark.parametrize(
    ("config", "given", "gives"),
    [
        ({}, {"0": "zero"}, {"0": "zero"}),
        ({"KeyMapRegEx": {r"k\d": "K"}}, {"k1": "0", "k2": "two"}, {"K": "0"}),
        ({"KeyMapRegEx": {r"k\d": "K"}}, {"k1": None, "k2": "two"}, {"K": None}),
        ({"KeyMapDefault": {"MapType": "MapTo", "MapTo": "0"}}, {"a": "1"}, {"0": "1"}),
    ],
    ids=["key 0", "falsy value", "null", "default 0"],
)
def test_defects_of_number_25_are_mended(config: Any, given: Any, gives: Any) -> None:
    body, _ = mapped({**DEFAULTS, **config}, given)

    assert body == gives


@pytest.mark.parametrize(
    ("config", "given", "gives"),
    [
        ({"KeyMapExact": {"a": "Z", "b": "Z"}}, {"a": 1, "b": 2}, {"Z": 2}),
        ({"KeyMapRegEx": {"b": "R"}}, {"abc": 1, "b": 2}, {"abc": 1, "R": 2}),
        ({"KeyMapRegEx": {"x y": "S"}}, {"xy": 3, "x y": 4}, {"S": 3, "x y": 4}),
        (
            {"KeyMapExact": {"abc": "E"}, "KeyMapRegEx": {"a.*": "R"}},
            {"abc": 1, "abd": 2},
            {"E": 1, "R": 2},
        ),
        (
            {"KeyMapExact": {"a": "b"}, "ValueMap": {"b": {"ValueMapExact": {"1": "one"}}}},
            {"a": {"a": "1"}},
            {"b": {"a": "1"}},
        ),
        (
            {"ValueMapDefault": {"MapType": "Ignore"}},
            {"a": "1", "n": 2, "h": {"x": 1}, "l": [1], "u": None, "t": False},
            {"h": {"x": 1}, "l": [1], "u": None, "t": False},
        ),
        (
            {"ValueMap": {"a": {"ValueMapExact": {"1": "one", "0.5": "half"}}}},
            {"a": Decimal("1.0"), "b": Decimal("0.50")},
            {"a": "one", "b": Decimal("0.50")},
        ),
        ({"KeyMapRegEx": {"a.*": "0"}}, {"ab": 1}, {"ab": 1}),
        ({"KeyMapExact": {"a": 7}}, {"a": 1}, {"7": 1}),
    ],
)
def test_pairs_are_mapped_by_the_case_table(config: Any, given: Any, gives: Any) -> None:
    body, _ = mapped({**DEFAULTS, **config}, given)

    assert body == gives


def test_keys_are_taken_in_sorted_order() -> None:
    config = {**DEFAULTS, "KeyMapDefault": {"MapType": "MapTo", "MapTo": "new"}}

    body, entries = mapped(config, {"two": "2", "three": "3", "one": "1"})

    assert body == {"new": "1"}
    assert entries == [["notice", "The data key new already exists!"]] * 2


def test_the_input_is_not_changed() -> None:
    data = {"a": "1", "b": {"c": [1]}}

    mapped({**DEFAULTS, "KeyMapExact": {"a": "x"}}, data)

    assert data == {"a": "1", "b": {"c": [1]}}


def test_a_choice_at_the_top_of_a_pattern_stands_alone_in_modern_services_only() -> None:
    config = {**DEFAULTS, "KeyMapRegEx": {"ab|cd": "X"}}
    data = {"abz": 1}

    assert mapped(config, data, Compatibility.STRICT)[0] == {"X": 1}
    assert mapped(config, data, Compatibility.MODERN)[0] == {"abz": 1}


@pytest.mark.parametrize("compatibility", list(Compatibility))
def test_a_comment_in_a_pattern_hides_nothing_but_itself(compatibility: Compatibility) -> None:
    config = {**DEFAULTS, "KeyMapRegEx": {"ab # a comment\n c": "X"}}

    assert mapped(config, {"abc": 1, "ab": 2}, compatibility)[0] == {"X": 1, "ab": 2}


@pytest.mark.parametrize(
    ("config", "message", "path"),
    [
        (
            {"KeyMapRegEx": {"(": "x"}},
            "Got pattern ( in KeyMapRegEx which cannot be read: missing )",
            ("KeyMapRegEx", "("),
        ),
        (
            {"ValueMap": {"a": {"ValueMapRegEx": {"[": "x"}}}},
            "Got pattern [ in ValueMapRegEx which cannot be read: unterminated character set",
            ("ValueMap", "a", "ValueMapRegEx", "["),
        ),
        (
            {"KeyMapRegEx": {"a)|(b": "x"}},
            "Got pattern a)|(b in KeyMapRegEx which cannot be read: unbalanced parenthesis",
            ("KeyMapRegEx", "a)|(b"),
        ),
        (
            {"KeyMapDefault": {"MapType": "Copy"}},
            "Got no valid MapType in KeyMapDefault!",
            ("KeyMapDefault", "MapType"),
        ),
        (
            {"KeyMapExact": {"a": True}},
            "Got value for a in KeyMapExact which is not a string!",
            ("KeyMapExact", "a"),
        ),
        (
            {"KeyMapExact": ["a"]},
            "Got KeyMapExact with Data, but Data is no hash ref with content!",
            ("KeyMapExact",),
        ),
    ],
)
def test_a_finding_says_where_it_is(config: Any, message: str, path: tuple[str, ...]) -> None:
    with pytest.raises(SetupError) as refused:
        MAPPING.build(setup({**DEFAULTS, **config}))

    assert (refused.value.message, refused.value.path) == (message, path)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [("(a|a)+b", "a" * 60), (r"(a|b|ab)*\1?c", "ab" * 40 + "cd")],
)
def test_a_pattern_that_backtracks_without_end_is_stopped(pattern: str, text: str) -> None:
    config = {**DEFAULTS, "ValueMap": {"a": {"ValueMapRegEx": {pattern: "x"}}}}
    mapper = MAPPING.build(setup(config))
    tracer = ListTracer()

    with pytest.raises(Fault) as failed:
        mapper.apply(Message({"a": text}), {}, exchange(tracer))

    assert (failed.value.code, failed.value.blame) == ("mapping.pattern-timeout", Blame.SERVICE)
    assert tracer.lines() == [["error", "A pattern of the mapping took too long"]]


def test_data_that_is_no_object_is_the_callers_on_the_way_in() -> None:
    inbound = MAPPING.build(setup(DEFAULTS, name="Op.MappingInbound"))
    outbound = MAPPING.build(setup(DEFAULTS, name="Op.MappingOutbound"))

    for mapper, blame in ((inbound, Blame.CALLER), (outbound, Blame.SERVICE)):
        with pytest.raises(Fault) as failed:
            mapper.apply(Message([{"a": 1}]), {}, exchange())
        assert failed.value.blame is blame


@pytest.mark.parametrize("body", [None, {}])
def test_empty_data_stay_empty(body: Any) -> None:
    config = {**DEFAULTS, "KeyMapDefault": {"MapType": "MapTo", "MapTo": "x"}}

    assert mapped(config, body) == ({}, [])


def test_headers_travel_with_the_message() -> None:
    message = MAPPING.build(setup(DEFAULTS)).apply(
        Message({"a": 1}, {"x-token": "t"}), {}, exchange()
    )

    assert message is not None
    assert message.headers == {"x-token": "t"}


@pytest.mark.parametrize("example", MAPPING.examples, ids=lambda example: example.title)
def test_its_examples_hold(example: Any) -> None:
    assert mapped(example.config, example.given)[0] == example.gives
