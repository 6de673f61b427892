"""The hard edges of lists, objects and types: equality, order, absence and growth."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from functions import call
from hypothesis import given
from hypothesis import strategies as st

from dsl.functions._discover import discover
from dsl.functions._order import identity
from dsl.values import MISSING, Failure

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=10,
)
NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


def key(name: str) -> Callable[[Any], Any]:
    return lambda item: item.get(name, MISSING)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (1, Decimal("1.0"), True),
        (1, True, False),
        (0, False, False),
        ("1", 1, False),
        (None, MISSING, False),
        (MISSING, MISSING, True),
        ([1, True], [Decimal(1), True], True),
        ([1], [True], False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        ({"a": [1]}, {"a": [True]}, False),
        ({}, [], False),
        (0.5, Decimal("0.5"), True),
        (NOON, datetime(2024, 5, 1, 14, tzinfo=timezone(timedelta(hours=2))), True),
        (NOON, datetime(2024, 5, 1, 12), False),
        (date(2024, 5, 1), datetime(2024, 5, 1), False),
        (b"a", "a", False),
    ],
)
def test_equality_is_that_of_type_and_value(one: Any, other: Any, *, expected: bool) -> None:
    assert (identity(one) == identity(other)) is expected
    assert call("includes", [other], one) is expected
    assert call("includes", [one], other) is expected


@given(VALUES)
def test_every_value_equals_itself_and_is_unique_once(value: Any) -> None:
    assert call("includes", [value], value)
    assert call("unique", [value, value]) == [value]


@pytest.mark.parametrize(
    ("items", "ordered"),
    [
        ([3, Decimal("1.5"), 2.25], [Decimal("1.5"), 2.25, 3]),
        (["b", "B", "a", "ä"], ["B", "a", "b", "ä"]),
        ([True, False, True], [False, True, True]),
        ([2, None, 1, None], [1, 2, None, None]),
        ([None], [None]),
        ([], []),
        ([date(2024, 5, 1), date(2023, 5, 1)], [date(2023, 5, 1), date(2024, 5, 1)]),
        ([time(9), time(8)], [time(8), time(9)]),
    ],
)
def test_sort_orders_one_kind_and_puts_null_last(items: list[Any], ordered: list[Any]) -> None:
    assert call("sort", items) == ordered


def test_sort_by_key_is_stable_and_keeps_what_is_absent_last_either_way() -> None:
    items = [{"n": 2, "i": 0}, {"i": 1}, {"n": 1, "i": 2}, {"n": None, "i": 3}, {"n": 2, "i": 4}]

    rising = call("sort", items, key("n"))
    falling = call("sort", items, key("n"), descending=True)

    assert [item["i"] for item in rising] == [2, 0, 4, 1, 3]
    assert [item["i"] for item in falling] == [0, 4, 2, 1, 3]


@pytest.mark.parametrize(
    "items",
    [[1, "a"], [1, True], [[1], [2]], [{}], [date(2024, 5, 1), datetime(2024, 5, 1)],
     [NOON, datetime(2024, 5, 1)], ["a", b"a"]],
)  # fmt: skip
def test_sort_refuses_mixed_kinds_and_containers(items: list[Any]) -> None:
    with pytest.raises(Failure, match="to sort by"):
        call("sort", items)


@given(st.lists(st.integers() | st.none()))
def test_sorting_twice_is_sorting_once(items: list[Any]) -> None:
    once = call("sort", items)

    assert call("sort", once) == once
    assert call("reverse", call("reverse", items)) == items


def test_groups_keep_first_appearance_and_part_missing_from_null() -> None:
    items = [{"q": 1}, {"q": True}, {"q": None}, {}, {"q": Decimal("1.0")}]

    assert call("group", items, key("q")) == [
        {"key": 1, "items": [{"q": 1}, {"q": Decimal("1.0")}]},
        {"key": True, "items": [{"q": True}]},
        {"key": None, "items": [{"q": None}]},
        {"items": [{}]},
    ]


def test_extremes_by_key_take_the_first_of_equals() -> None:
    items = [{"n": 2, "i": 0}, {"n": 1, "i": 1}, {"n": 1, "i": 2}, {"i": 3}, {"n": 2, "i": 4}]

    assert call("min_by", items, key("n"))["i"] == 1
    assert call("max_by", items, key("n"))["i"] == 0
    assert call("min_by", [{}], key("n")) is MISSING


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("first", ([],), MISSING),
        ("first", ([None],), None),
        ("nth", ([1, 2], -2), 1),
        ("nth", ([1, 2], -3), MISSING),
        ("nth", ([1, 2], Decimal("1.0")), 2),
        ("take", ([1, 2], 10**30), [1, 2]),
        ("skip", ([1, 2], 0), [1, 2]),
        ("flatten", ([[[1]], 2, []], 9), [1, 2]),
        ("flatten", ([[1]], 0), [[1]]),
        ("zip", ([1, 2],), [[1], [2]]),
        ("window", ([1, 2, 3], 3), [[1, 2, 3]]),
        ("chunk", ([1, 2], 10**30), [[1, 2]]),
        ("compact", ([None, False, [], ""],), [False, [], ""]),
        ("range", (0, -3, -1), [0, -1, -2]),
        ("range", (3, 0), []),
        ("range", (10**30, 10**30 + 2), [10**30, 10**30 + 1]),
        ("any", ([None, MISSING, True],), True),
        ("all", ([True, None],), False),
        ("count", ([None, 1],), 2),
        ("median", ([Decimal("0.1"), Decimal("0.2")],), Decimal("0.15")),
        ("average", ([0.5, 1],), 0.75),
        ("sum", ([0.5, Decimal("0.25")],), 0.75),
        ("keys", ({"b": 1, "a": 2},), ["b", "a"]),
        ("merge", ([],), {}),
        ("merge", ({"a": {"b": 1}}, {"a": 1}, True), {"a": 1}),
        ("merge", ({"a": None}, {"a": {"b": 1}}, True), {"a": {"b": 1}}),
        ("merge", ([{"a": 1}], {"b": 2}), {"a": 1, "b": 2}),
        ("pick", ({"a": 1},), {}),
        ("pick", ({"a": 1, "b": 2, "c": 3}, ["c"], "a"), {"a": 1, "c": 3}),
        ("get", ({"a": None}, "a", 1), None),
        ("get", ({}, "a"), MISSING),
        ("path", ({"a": [{"b": 1}]}, "a[-1].b"), 1),
        ("path", ({"a": [1]}, "a[7].b.c"), MISSING),
        ("path", ({"a": 1}, ""), {"a": 1}),
        ("path", ([[1, 2]], "[0][1]"), 2),
        ("set_path", ({}, "", 1), 1),
        ("set_path", ({"a": None}, "a.b", 1), {"a": {"b": 1}}),
        ("set_path", ({"a": [1, 2]}, "a[-1]", 3), {"a": [1, 3]}),
        ("type_of", (True,), "boolean"),
        ("type_of", (datetime(2024, 5, 1),), "local_datetime"),
        ("type_of", (NOON,), "datetime"),
        ("type_of", (date(2024, 5, 1),), "date"),
        ("type_of", (b"",), "bytes"),
        ("type_of", (None,), "null"),
        ("is_number", (True,), False),
        ("is_number", (MISSING,), False),
        ("blank", (False,), False),
        ("blank", ("\u00a0\n",), True),
        ("blank", ({},), True),
        ("coalesce", (MISSING, None, 0, 1), 0),
        ("coalesce", (None,), None),
        ("boolean", ("NO",), False),
        ("boolean", (Decimal("1"),), True),
        ("boolean", (Decimal("1.0"),), True),
        ("text", (Decimal("1E-10"),), "0.0000000001"),
        ("text", (1e22,), "10000000000000000000000"),
        ("text", (False,), "false"),
        ("text", (b"\xc3\xa9",), "é"),
        ("text", (NOON,), "2024-05-01T12:00:00Z"),
    ],
)
def test_collections_and_types_at_their_edges(
    name: str, arguments: tuple[Any, ...], expected: object
) -> None:
    assert call(name, *arguments) == expected


def doubled(levels: int) -> list[Any]:
    """Return a list whose tree has 2 to the power of `levels` leaves."""
    value: list[Any] = [1]
    for _ in range(levels):
        value = [value, value]
    return value


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("range", (0, 10**6 + 1), "at most 1,000,000 elements"),
        ("range", (0, 10**40), "at most 1,000,000 elements"),
        ("range", (0, 5, 0), "a step other than zero"),
        ("window", (list(range(3000)), 1500), "at most 1,000,000 elements"),
        ("flatten", (doubled(30), 40), "at most 1,000,000 elements"),
        ("unique", ([doubled(30)],), "at most 1,000,000 values"),
        ("json_text", (doubled(30),), "at most 1,000,000 values"),
        ("yaml_text", (doubled(20),), "at most 100,000 values"),
        ("merge", ({"a": doubled(30)}, {"a": 1}, True), "at most 1,000,000 values"),
        ("take", ([1], -1), "a count of 0 or more"),
        ("any", ([1],), "a Boolean for each element"),
        ("from_entries", ([{"key": "a"}],), "{key, value} or [key, value]"),
        ("from_entries", ([["a", 1, 2]],), "{key, value} or [key, value]"),
        ("merge", ([1],), "objects to merge"),
        ("pick", ({}, [1]), "texts as keys"),
        ("rename_keys", ({"a": 1}, {"a": 1}), "texts as keys"),
        ("path", ({"a": []}, "a.b"), "an object for a name"),
        ("path", ({"a": {}}, "a[0]"), "a list for an index"),
        ("path", ({}, "a..b"), "a path such as"),
        ("path", ({}, "a." * 101 + "b"), "at most 100 steps"),
        ("set_path", ({}, "a[1]", 1), "an index inside the list"),
        ("set_path", ({}, "a[-1]", 1), "an index inside the list"),
        ("set_path", ({"a": "x"}, "a.b", 1), "an object for a name"),
        ("set_path", ({}, "a", MISSING), "a value to set"),
        ("text", ([],), "written as text"),
        ("text", (b"\xff",), "bytes in UTF-8"),
        ("boolean", ("y",), "true or false"),
        ("boolean", (2,), "1 or 0"),
        ("fail", ("no queue",), "no queue"),
    ],
)
def test_what_cannot_be_done_says_why(name: str, arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(Failure) as caught:
        call(name, *arguments)

    assert message in str(caught.value)


def test_nothing_that_is_given_is_changed() -> None:
    value = {"a": {"b": [1]}, "n": [3, 1]}
    before = {"a": {"b": [1]}, "n": [3, 1]}

    call("set_path", value, "a.b[0]", 2)
    call("merge", value, {"a": {"b": 1}}, True)
    call("sort", value["n"])

    assert value == before


@pytest.mark.parametrize("name", ["unique", "group"])
def test_a_key_from_a_lambda_is_small(name: str) -> None:
    large = list(range(2000))

    with pytest.raises(Failure, match="at most 1,000 values"):
        call(name, [1, 2], lambda _: large)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("unique", (None,)), ("includes", (1,)), ("index_of", (1,)), ("json_text", (0,)),
     ("yaml_text", ()), ("flatten", (9,))],
)  # fmt: skip
def test_what_walks_a_tree_pays_for_every_value_in_it(name: str, arguments: Any) -> None:
    fuel = discover()[name].fuel

    assert fuel is not None
    assert fuel(doubled(12), *arguments) >= 2**12


@given(st.dictionaries(st.text(max_size=5), st.integers()))
def test_an_object_is_what_its_entries_make(fields: dict[str, int]) -> None:
    assert call("from_entries", call("entries", fields)) == fields
    assert call("from_entries", call("zip", call("keys", fields), call("values", fields))) == fields


@given(st.lists(st.integers()), st.integers(1, 5))
def test_chunks_hold_every_element_once(items: list[int], size: int) -> None:
    assert call("flatten", call("chunk", items, size)) == items
