"""What a mapping reads of its input, and calls that decode nothing else."""

import json
from random import Random
from typing import Any

import pytest
from damage import Damage
from order_inputs import Orders
from order_mappings import Mappings
from repository_mappings import repository_mappings

import dsl
from dsl.generating.places import Reads
from dsl.generating.reads import reads_of
from dsl.linking import link
from dsl.source import Source
from dsl.values import DataError, decode_json, encode_json


def reads(text: str) -> Reads:
    unit, _ = link(Source("m.tie", text), None)
    assert unit is not None
    return reads_of(unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = .x.y", {"x": {"y": None}}),
        ("a = .x.y\nb = .x", {"x": None}),
        ("let f = .f\na = f.x ?? f.y", {"f": {"x": None, "y": None}}),
        ("a = for l in .ls => l.n", {"ls": ({"n": None},)}),
        ("a = sum(for l in .ls where l.ok => l.q * l.p)",
         {"ls": ({"ok": None, "q": None, "p": None},)}),
        ('a = .ls[* where it.s == "x"].n', {"ls": ({"s": None, "n": None},)}),
        ("a = (.ls | last).n", {"ls": ({"n": None},)}),
        ("a = .ls[0].n\nb = .ls | count", {"ls": ({"n": None},)}),
        ("fn net(l) = l.q * l.p\na = for l in .ls => net(l)", {"ls": ({"q": None, "p": None},)}),
        ("a = for l in .ls group by l.c into g => { k = g.key, n = sum(g.items[*].q) }",
         {"ls": ({"c": None, "q": None},)}),
        ("a = (if .x.ok then .y else .z).n", {"x": {"ok": None}, "y": {"n": None},
                                              "z": {"n": None}}),
        ("a = .x@id", {"x": {"@id": None}}),
        ("a = .x | json_text", {"x": None}),
        ("a = any(.xs, x => x.ok)", {"xs": None}),
        ("...$input\na = .x", None),
        ("result .x", {"x": None}),
        ('a = "{{ .x.y }}"', {"x": {"y": None}}),
    ],
)  # fmt: skip
def test_reads(text: str, expected: Any) -> None:
    assert reads(text) == expected


def ending(work: Any) -> Any:
    """Return what a call gives, or what it says when it fails."""
    try:
        return work()
    except dsl.MappingFault as fault:
        return fault.drawn()
    except DataError as error:
        return str(error)


def compare(program: dsl.Program, body: bytes, policy: str) -> None:
    whole = ending(lambda: encode_json(program.run(decode_json(body), on_failed=policy)))
    partly = ending(lambda: program.run_bytes(body, on_failed=policy))

    assert partly == whole


@pytest.mark.parametrize("mapping", [
    pytest.param(one, id=one.name) for one in repository_mappings()
])  # fmt: skip
def test_a_call_gives_what_a_run_on_all_of_the_body_gives(mapping: Any) -> None:
    random = Random(5)
    damage = Damage(random)
    for _ in range(300):
        value = damage.damaged(random.choice(mapping.inputs).value)
        try:
            body = encode_json(value)
            decode_json(body)
        except DataError:
            continue
        compare(mapping.program, body, random.choice(("reject", "omit")))


@pytest.mark.parametrize("part", range(2))
def test_drawn_mappings_give_the_same_for_bytes(part: int) -> None:
    compared = 0
    for seed in range(part * 150, (part + 1) * 150):
        random = Random(seed)
        try:
            program = dsl.compile(Mappings(random).one())
        except dsl.CompileError:
            continue
        orders, damage = Orders(random), Damage(random)
        for number in range(6):
            value = orders.one() if number < 2 else damage.damaged(orders.one())
            try:
                body = encode_json(value)
                decode_json(body)
                if program.run(decode_json(body)) is dsl.SKIPPED:
                    continue
            except (DataError, dsl.MappingFault):
                if number < 2:
                    continue
            compare(program, body, "reject")
            compared += 1
    assert compared > 300


def test_what_is_not_read_is_skipped_and_what_is_refused_stays_refused() -> None:
    program = dsl.compile("a = .x.y\n")

    assert program.run_bytes(b'{"z": {"q": [1, 2]}, "x": {"y": 1.50, "w": "no"}}') == b'{"a":1.50}'
    for body in (b'{"x": {"y": 1}', b'{"x": {"y": 1e5000}}', b'{"x": {"y": "\\ud800"}}'):
        with pytest.raises(DataError):
            program.run_bytes(body)
    deep = json.dumps({"x": {"y": 1}, "z": None}).replace("null", "[" * 101 + "]" * 101)
    with pytest.raises(DataError, match="nested deeper than 100 levels"):
        program.run_bytes(deep.encode())
