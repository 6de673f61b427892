"""Mappings made to take for ever or to fill the memory, each in a process with hard limits."""

import sys

import pytest
from limited_run import run_limited

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="limits of a process are those of Linux"
)

TOO_MUCH = ("too-much-work",)
WRONG = ("wrong-value",)


def chain(first: str, step: str, last: str, rounds: int = 40) -> str:
    """Return a mapping whose `let` names are each made of the one before."""
    lets = [f"let a0 = {first}"]
    lets += [f"let a{i + 1} = {step.replace('@', f'a{i}')}" for i in range(rounds)]
    return "\n".join([*lets, f"x = {last.replace('@', f'a{rounds}')}"])


LOOPS = {
    "nested": "a = for x in range(0, 1000000) => for y in range(0, 1000000) => 1",
    "list in list": "let r = range(0, 100000)\na = for x in r => for y in r => x + y",
    "three deep": "a = for x in .xs => for y in $input.xs => for z in $input.xs => 1",
    "fused sums": "let r = range(0, 100000)\na = sum(for x in r => sum(for y in r => x * y))\n"
    "b = sum(for x in r => count(for y in r => x))",
    "filters": "let r = range(0, 100000)\na = sum(for x in r => sum(r[* where it == x]))",
    "groups": "let r = range(0, 100000)\n"
    "a = for x in r group by x into g => sum(for y in r => y + g.key)",
    "groups of groups": "let r = range(0, 3000)\na = for x in r group by x into g => "
    "(for y in r group by y into h => (for z in r => z + g.key + h.key))",
    "ordered": "let r = range(0, 100000)\na = for x in r => (for y in r order by 0 - y => y)[0]",
    "lambdas": "let r = range(0, 100000)\na = any(r, x => any(r, y => any(r, z => x + y + z < 0)))",
    "lambda in loop": "let r = range(0, 100000)\na = for x in r => any(r, y => y == x - 200000)",
    "searches": "let r = range(0, 100000)\na = for x in r => (x + 200000) in r",
    "library in loop": "let r = range(0, 100000)\na = for x in r => (r | reverse | first)",
    "copies": "let r = range(0, 100000)\na = for x in r => r | count\nb = for x in r => r[0:99999]",
    "functions": "fn f(n) = sum(for x in range(0, n) => sum(for y in range(0, n) => x + y))\n"
    "a = f(10000) + f(10001)",
    "rescued": "let r = range(0, 100000)\na = (for x in r => sum(for y in r => y * x)) ?! 1",
    "optional": "let r = range(0, 100000)\na? = for x in r => sum(for y in r => y * x)",
    "let": "let r = range(0, 100000)\nlet s = for x in r => sum(for y in r => y * x)\n"
    "a = s | count",
}
GROWTH = {
    "text doubled": chain('"ab"', '"{{ @ }}{{ @ }}"', "@ | length"),
    "text doubled, many holes": chain('"ab"', '"{{ @ }}{{ @ }}{{ @ }}{{ @ }}{{ @ }}"', "@"),
    "join doubled": chain('"ab"', "[@, @] | join", "@ | length"),
    "join in a list": chain('"ab"', '[@, @, @] | join(",")', "@"),
    "concat doubled": chain('"ab"', "concat(@, @)", "@ | length"),
    "list doubled": chain("[1]", "concat(@, @)", "@ | count"),
    "replace doubled": chain('"aa"', '@ | replace("a", "aa")', "@ | length"),
    "flatten doubled": chain("[1]", "flatten([@, @])", "@ | count"),
    "for doubled": chain("[1]", "flatten(for i in range(0, 2) => @)", "@ | count"),
    "long texts in a loop": 'let t = "x" | repeat(100000)\n'
    'a = for x in range(0, 100000) => "{{ t }}!"',
    "long joins in a loop": 'let t = "x" | repeat(100000)\n'
    "a = for x in range(0, 100000) => [t, t] | join",
    "upper in a loop": 'let t = "x" | repeat(100000)\na = for x in range(0, 100000) => t | upper',
    "slices of a text": 'let t = "x" | repeat(1000000)\na = for x in range(0, 100000) => t[1:]',
    "slices of a list": "let t = range(0, 100000)\na = for x in range(0, 100000) => t[1:]",
    "references": chain("[1]", "[@, @]", "@"),
    "objects": chain("{}", "{ l = @, r = @ }", "@"),
    "spread": "let o = .o\na = for x in range(0, 100000) => { ...o }",
}  # fmt: skip
NUMBERS = {
    "squares": chain("7", "@ * @", "@"),
    "squares of decimals": chain("1.000001", "@ * @", "@"),
    "squares of the input": chain(".n", "@ * @", "@"),
    "powers": chain("7", "power(@, 9)", "@"),
    "a power": "x = power(10, 1000000000)",
    "a power of a power": "x = power(1e1000, 1000)",
    "a tiny power": "x = power(1e-1000, 1000)",
    "repeat": 'x = "ab" | repeat(1000000000)',
    "pad": 'x = "ab" | pad_start(1000000000)',
    "range": "x = range(0, 1000000000) | count",
}
NEEDS_NOTHING = {
    "sum of sums": chain("1", "@ + @", "@"),
    "regex of nested repeats": 'x = .t | matches(r"^(a+)+$")',
    "regex of alternatives": 'x = .t | matches(r"^(a|a|aa)*b$")',
    "regex of captures": 'x = .t | matches(r"(.*)(.*)(.*)(.*)(.*)(.*)x")',
    "replace by regex": 'x = .t | replace_regex(r"(a*)*b", "")',
    "trim": 'x = "{{ .t }} " | trim',
}


def hostile(cases: dict[str, str]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("text", cases.values(), ids=cases.keys())


INPUT = {"xs": [1] * 10_000, "o": {str(i): i for i in range(1_000)}, "n": 10**40, "t": "a" * 50_000}


@hostile(LOOPS)
def test_a_loop_without_end_is_a_fault(text: str) -> None:
    ending = run_limited(text, INPUT)

    assert (ending.word, ending.codes, ending.fallbacks) == ("fault", TOO_MUCH, 1)


@hostile(GROWTH)
def test_growth_without_end_is_a_fault(text: str) -> None:
    ending = run_limited(text, INPUT)

    assert ending.word == "fault"
    assert set(ending.codes) <= {*TOO_MUCH, *WRONG}


@hostile(NUMBERS)
def test_a_number_out_of_all_proportion_is_a_fault(text: str) -> None:
    ending = run_limited(text, INPUT)

    assert (ending.word, len(ending.codes)) == ("fault", 1)
    assert set(ending.codes) <= {*TOO_MUCH, *WRONG}


@hostile(NEEDS_NOTHING)
def test_what_only_looks_like_work_is_done(text: str) -> None:
    assert run_limited(text, INPUT).word == "ok"


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "(" * 3_000 + "1" + ")" * 3_000,
        "x = " + "[" * 3_000 + "]" * 3_000,
        "x = " + "{ a = " * 3_000 + "1" + " }" * 3_000,
        "x = " + "for a in .xs => " * 3_000 + "1",
        'x = "' + '{{ "' * 3_000 + '" }}' * 3_000 + '"',
        "x = " + " + ".join(["1"] * 30_000),
        "x = .a" + "[*].a" * 3_000,
        "x = .a" + " | upper" * 3_000,
    ],
    ids=["parentheses", "lists", "objects", "loops", "texts", "sum", "projections", "pipes"],
)
def test_a_text_nested_without_end_is_refused(text: str) -> None:
    ending = run_limited(text)

    assert (ending.word, ending.codes) == ("refused", ("too-deep",))


@pytest.mark.parametrize("depth", [10, 19, 21, 40, 90])
def test_loops_that_python_cannot_nest_run_all_the_same(depth: int) -> None:
    loops = "".join(f"for a{i} in .xs => " for i in range(depth))

    assert run_limited(f"x = {loops}1", {"xs": [1]}).word == "ok"


def test_functions_that_call_each_other_twice_are_a_fault() -> None:
    calls = "\n".join(f"fn f{i + 1}(x) = f{i}(x) + f{i}(x)" for i in range(40))

    ending = run_limited(f"fn f0(x) = x\n{calls}\na = f40(1)")

    assert (ending.word, ending.codes) == ("fault", TOO_MUCH)
