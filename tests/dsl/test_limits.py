"""Every mapping ends: what would take for ever, or fill the memory, is a fault at once."""

from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest

import dsl

SMALL = dsl.Limits(base_fuel=20_000, fuel_per_input=10)


def doubling(first: str, step: str, last: str, rounds: int = 60) -> str:
    """Return a text whose `let` names each hold twice what the one before holds."""
    lets = [f"let a0 = {first}"]
    lets += [f"let a{i + 1} = {step.replace('@', f'a{i}')}" for i in range(rounds)]
    return "\n".join([*lets, last.replace("@", f"a{rounds}")])


FUNCTIONS = "\n".join(
    ["fn f0(x) = x", *(f"fn f{i + 1}(x) = f{i}(x) + f{i}(x)" for i in range(60)), "a = f60(1)"]
)


@pytest.mark.parametrize(
    "text",
    [
        "a = for x in .xs => for y in $input.xs => x + y",
        "a = for x in .xs => sum(.xs)",
        "a = for x in .xs => (.xs[* where it == x] | first)",
        "a = .xs[*]\nb = for x in .xs => any(.xs, y => y == x + 1000000)",
        "a = for x in .xs where (.xs | sum) > x => x",
        "a = for x in .xs => (for y in .xs order by y limit 1 => y)",
        "a = for x in range(0, 1000000) => for y in range(0, 1000000) => 1",
        "a = for x in .xs => x in $input.xs",
        "a = for x in .xs => .xs == .xs[*]",
        "a = for x in .xs => [.xs] == [.xs[*]]",
        "a = for x in .xs => match x { in $input.xs -> 1 else -> 0 }",
        "let n = power(10, 4000)\na = for x in .xs => n * 3",
        "let n = power(10, 4000)\na = for x in .xs => n / 7",
        "let n = power(10, 4000)\na = for x in .xs => abs(n)",
        doubling('"0123456789abcdef"', '"{{ @ }}{{ @ }}"', "x = @ | length"),
        FUNCTIONS,
    ],
)
def test_too_much_work_is_a_fault(text: str) -> None:
    program = dsl.compile(text, limits=SMALL)

    with pytest.raises(dsl.MappingFault) as caught:
        program.run({"xs": list(range(1_000))})

    assert caught.value.errors[0].code == "too-much-work"


@pytest.mark.parametrize(
    "text",
    [
        doubling("[1]", "[@, @]", "x = @"),
        doubling("[1]", "{ l = @, r = @ }", "result @"),
        doubling("[1]", "if .xs is present then [@, @] else []", "x = @"),
        "a = for x in .xs => $input",
        "a = for x in .xs => .xs",
        "a = for x in .xs => { y = x, all = .xs }",
        "let big = .xs[*]\na = for x in .xs => [big, 1]",
        "a = map_values({ k = 1 }, x => for y in $input.xs => $input)",
        "fn f(x, y) = [x, y, $input]\na = for x in .xs => f(x, 1)",
    ],
)
def test_an_output_out_of_all_proportion_is_a_fault(text: str) -> None:
    program = dsl.compile(text, limits=SMALL)

    with pytest.raises(dsl.MappingFault) as caught:
        program.run({"xs": list(range(1_000))})

    assert "room for its output" in caught.value.errors[0].message


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (doubling(".n", "@ * @", "x = @"), 10**10),
        (doubling(".n", "@ * @", "x = @"), dsl.compile("a = 1.000001").run({})["a"]),
        ('x = "ab" | repeat(1000000000)', 1),
    ],
)
def test_numbers_and_texts_do_not_grow_for_ever(text: str, value: Any) -> None:
    with pytest.raises(dsl.MappingFault):
        dsl.compile(text).run({"n": value})


def test_fuel_grows_with_the_input() -> None:
    program = dsl.compile("a = for x in .xs => x", limits=dsl.Limits(10, 2))

    assert program.run({"xs": list(range(1_000))}) == {"a": list(range(1_000))}


def test_what_is_repeated_a_few_times_is_not_weighed_and_passes() -> None:
    text = (
        "let xs = .xs\na = xs\nb = xs[*].n\nc = for x in xs => { n = x.n, id = x.id }\n"
        "d = for o in .xs => { lines = for l in o.lines => l }"
    )
    rows = [{"n": n, "id": n, "lines": [1, 2]} for n in range(500)]

    output = dsl.compile(text, limits=dsl.Limits(1_000, 10)).run({"xs": rows})

    assert output["d"][0] == {"lines": [1, 2]}


def test_the_fault_points_at_the_loop() -> None:
    text = "a = 1\nb = for x in .xs => for y in .xs => 1"

    with pytest.raises(dsl.MappingFault) as caught:
        dsl.compile(text, limits=SMALL).run({"xs": list(range(1_000))})

    error = caught.value.errors[0]
    assert text[error.span.start : error.span.end] == ".xs"
    assert error.helps


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "(" * 5_000 + "1" + ")" * 5_000,
        "x = " + "[" * 5_000 + "1" + "]" * 5_000,
        "x = " + "if .a then 1 else " * 3_000 + "1",
        "x = " + " + ".join(["1"] * 20_000),
        "fn f0(x) = x\n"
        + "".join(f"fn f{i + 1}(x) = f{i}(x)\n" for i in range(2_000))
        + "x = f2000(1)",
    ],
    ids=["parentheses", "lists", "conditions", "sum", "functions"],
)
def test_a_text_nested_too_deeply_is_a_diagnostic(text: str) -> None:
    with pytest.raises(dsl.CompileError) as caught:
        dsl.compile(text)

    assert [finding.code for finding in caught.value.diagnostics] == ["too-deep"]


def test_an_input_as_deep_as_may_be_is_worked_on() -> None:
    body = b'{"x":' * 100 + b"1" + b"}" * 100
    program = dsl.compile("a = $input == .x\nb = $input")

    assert program.run_bytes(body).startswith(b'{"a":false,"b":{"x":')


@pytest.mark.parametrize("text", ["NaN", "sNaN", "Infinity", "1e99999999", "-1e99999999"])
@pytest.mark.parametrize(
    "formula",
    [".n + 1", ".n * .n", ".n < 1", ".n | integer", ".n | floor", ".n | round", ".n | ceiling",
     "[1, 2][.n]", "range(0, .n)", ".n is integer", "power(.n, 2)"],
)  # fmt: skip
def test_a_number_that_json_refuses_neither_hangs_nor_escapes(text: str, formula: str) -> None:
    program = dsl.compile(f"a = {formula}")

    with suppress(dsl.MappingFault):
        output = program.run({"n": Decimal(text)})

        assert type(output["a"]) in (bool, Decimal)
