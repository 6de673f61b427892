"""The mappings that are timed give what the hand-written ones give, on damaged inputs too."""

import copy
import random
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest

import dsl
from benchmarks.mapping import equality, exact_floor, float_floor, inputs, ours
from dsl.values import decode_json, encode_json

TASKS = pytest.mark.parametrize("task", inputs.TASKS)
REFUSALS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""How Python by hand says no; it claims nothing about such an input."""

REMOVED = object()
WRONG: list[Any] = [
    REMOVED, None, True, False, 0, 1, -3, 10**20, Decimal("1.50"), Decimal("4.0"), "", "x",
    "Zoë 👍", "2024-02-30", "2024-02-29", "2024-12-31T23:59:60Z", "2024-03-05T14:07",
    "2024-W05-1", "done", [], ["a"], [None], {}, {"name": "n"},
]  # fmt: skip
GENTLE: dict[str, list[str]] = {
    "a": ["first_name", "last_name", "mail", "country", "status", "prio", "tel", "created", "vip"],
    "b": [
        "fields.reporter", "fields.reporter.displayName", "fields.reporter.emailAddress",
        "fields.assignee", "fields.status", "fields.status.statusCategory", "fields.priority",
        "fields.comment", "fields.comment.comments", "fields.attachment", "fields.duedate",
        "fields.labels", "fields.components", "fields.fixVersions", "fields.timetracking",
        "fields.votes", "fields.votes.votes", "fields.customfield_10010", "fields.description",
        "fields.customfield_10020", "fields.issuelinks",
    ],
    "c": ["customer", "customer.name", "lines.0.taxRate", "lines.3.name"],
    "d": [
        "records.0.tags", "records.0.phones", "records.0.manager", "records.2.bio",
        "records.3.manager.name", "records.1.phones",
    ],
}  # fmt: skip
"""What may be absent or null: there both floors say the same."""


@TASKS
def test_tie_gives_what_our_floor_gives_to_the_byte(task: str) -> None:
    program, value = _program(task), decode_json(inputs.BODIES[task])

    assert equality.same_bytes(program.run(value), exact_floor.MAPS[task](value))
    assert program.run_bytes(inputs.BODIES[task]) == encode_json(exact_floor.MAPS[task](value))


@TASKS
def test_tie_gives_what_the_float_floor_gives(task: str) -> None:
    body = inputs.BODIES[task]

    ours_given = _program(task).run(decode_json(body))

    assert equality.difference(ours_given, float_floor.MAPS[task](float_floor.decode(body))) is None


@TASKS
def test_where_a_field_is_absent_or_null_both_floors_agree_with_tie(task: str) -> None:
    program, value = _program(task), _short(task)
    for path in GENTLE[task]:
        for change in (REMOVED, None):
            damaged = _changed(value, path.split("."), change)

            given = program.run(damaged)

            assert equality.same_bytes(given, exact_floor.MAPS[task](damaged)), (path, change)
            loose = float_floor.MAPS[task](float_floor.decode(encode_json(damaged)))
            assert equality.difference(given, loose) is None, (path, change)


@TASKS
def test_on_damaged_inputs_tie_gives_what_our_floor_gives(task: str) -> None:
    program, floor, compared = _program(task), exact_floor.MAPS[task], 0
    for damaged in _damaged(_short(task), 1_500):
        try:
            wanted = floor(damaged)
        except REFUSALS:
            _refused_or_given(program, damaged)
            continue
        compared += 1
        assert equality.same_bytes(program.run(damaged), wanted), damaged
    assert compared > 300


def test_the_difference_is_found_where_it_is() -> None:
    assert equality.difference({"a": [1, 2]}, {"a": [1, 2.1]}) == ".a[1]: 2 and 2.1"
    assert equality.difference({"a": 1}, {"a": True}) == ".a: 1 and True"
    assert equality.difference({"a": "1"}, {}) == ".a: '1' and None"
    assert equality.difference([1], [1, 1]) == "the whole: [1] and [1, 1]"


def test_numbers_may_differ_as_floats_do_and_null_may_be_left_out() -> None:
    assert equality.difference({"a": Decimal("0.3"), "b": 1}, {"a": 0.1 + 0.2, "b": 1.0}) is None
    assert equality.difference({}, {"a": None}) is None
    assert not equality.same_bytes({}, {"a": None})
    assert not equality.same_bytes({"a": Decimal("1.0")}, {"a": 1})


def _program(task: str) -> dsl.Program:
    return dsl.compile(ours.source(task), name=f"{task}.tie")


def _refused_or_given(program: dsl.Program, value: Any) -> None:
    """Run it: nothing but a fault of the mapping may come out."""
    with suppress(dsl.MappingFault):
        program.run(value)


def _short(task: str) -> Any:
    """Return a task's input with few lines or records, so that a change hits all there is."""
    value = decode_json(inputs.BODIES[task])
    for name in ("lines", "records"):
        if name in value:
            value[name] = value[name][:8]
    return value


def _damaged(value: Any, count: int) -> Iterator[Any]:
    draw = random.Random(4)
    paths = list(_paths(value))
    for _ in range(count):
        damaged = value
        for _ in range(draw.choice((1, 1, 2))):
            path = draw.choice(paths)
            try:
                damaged = _changed(damaged, path, draw.choice(WRONG))
            except (LookupError, TypeError, ValueError):
                continue  # an earlier change took the place away
        yield damaged


def _paths(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    items: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    for key, item in items:
        yield (*path, str(key))
        yield from _paths(item, (*path, str(key)))


def _changed(value: Any, path: Any, change: Any) -> Any:
    """Return a copy with another value at a path; what is not there is put there."""
    copied = copy.deepcopy(value)
    *above, last = path
    place = copied
    for step in above:
        place = place[int(step) if isinstance(place, list) else step]
    if isinstance(place, list):
        place[int(last) : int(last) + 1] = [] if change is REMOVED else [change]
    elif not isinstance(place, dict):
        raise TypeError
    elif change is REMOVED:
        place.pop(last, None)
    else:
        place[last] = change
    return copied
