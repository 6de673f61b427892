"""Texts that are too deep, too long or without sense end quickly, with a finding."""

from time import perf_counter

import pytest
from tie_samples import TICKET

from dsl.parser import MAX_CHARACTERS, parse
from dsl.reading.depth import MAX_TREE_DEPTH
from dsl.reading.tape import MAX_DEPTH, MAX_FINDINGS, MAX_TOKENS
from dsl.source import Source

BOUND_SECONDS = 5.0
"""Far above what any of these needs, and far below what a quadratic reading would take."""


def codes(text: str) -> list[str]:
    started = perf_counter()
    _, findings = parse(Source("test.tie", text))
    assert perf_counter() - started < BOUND_SECONDS
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "(" * 10_000,
        "x = " + "(" * 10_000 + "1" + ")" * 10_000,
        "x = " + "[" * 100_000,
        "x = " + "f(" * 10_000,
        "x = a" + "[b" * 10_000,
        "a {" * 10_000,
        "x = " + "{a = " * 10_000,
        'x = "{{ ' * 10_000,
        "x = " + "not " * 20_000 + "a",
        "x = " + "-" * 20_000 + "a",
        "x = a" + " + a" * 20_000,
        "x = a" + ".a" * 20_000,
        "x = a" + " | f" * 20_000,
        "x = " + "if a then b else " * 5_000 + "c",
        "x = " + "for a, b in c => " * 5_000 + "d",
        "x = a" + "!" * 20_000,
    ],
)
def test_a_deep_text_is_refused(text: str) -> None:
    assert "too-deep" in codes(text)


@pytest.mark.parametrize(
    ("opening", "closing"), [("(", ")"), ("[", "]"), ("{a = ", "}"), ("f(", ")")]
)
def test_brackets_up_to_the_limit_are_read(opening: str, closing: str) -> None:
    text = "x = " + opening * MAX_DEPTH + "1" + closing * MAX_DEPTH

    assert codes(text) == []
    assert codes(text.replace("1", f"{opening}1{closing}")) == ["too-deep"]


def test_long_chains_that_are_not_deep_are_read() -> None:
    assert codes("x = [" + ", ".join("a.b + 1" for _ in range(2_000)) + "]") == []
    assert codes("".join(f"key{i} = .a.b | f(1, x => x.c) ?? 2\n" for i in range(500))) == []
    assert codes("table t { " + " ".join(f"{i} -> -{i}" for i in range(1_000)) + " }") == []
    assert codes('x = "' + "{{ a.b }} " * 300 + '"') == []
    assert codes("x = a" + " + a" * (MAX_TREE_DEPTH - 10)) == []


@pytest.mark.parametrize(
    "piece",
    ["a ", "a = 1\n", "a = b c\n", '"', '"""', "'", "{}", ",", "1+", "?", "a ? b", "x:", "{{", "{%",
     "\\", "§", "//", "/*", "a\n", "(\n", "r\"", ".", "..", "é=", "\u00a0", "[[]] ", "-", "|f",
     '"{{ x }} ', "=> ", "} "],
)  # fmt: skip
def test_a_megabyte_without_sense_ends_quickly(piece: str) -> None:
    assert 1 <= len(codes(piece * (MAX_CHARACTERS // len(piece)))) <= MAX_FINDINGS


def test_a_text_may_have_a_megabyte_and_no_more() -> None:
    assert codes("#" * MAX_CHARACTERS) == []
    assert codes("#" * (MAX_CHARACTERS + 1)) == ["too-long"]


def test_a_text_may_have_so_many_words_and_no_more() -> None:
    assert codes("a = 1\n" * (MAX_TOKENS // 3)) == []
    assert codes("a = 1\n" * (MAX_TOKENS // 3 + 1)) == ["too-many-tokens"]


def test_findings_are_counted() -> None:
    assert codes("a = .b .c\n" * 100) == ["detached-step"] * MAX_FINDINGS
    assert codes("a = 'b'\n" * 100) == ["single-quotes"] * MAX_FINDINGS


def test_a_mapping_of_usual_length_is_read_at_once() -> None:
    text = "".join(TICKET.replace("mapping ", "# ", 1).split("to json any\n")[1:]) * 5
    parse(Source("warm.tie", text))

    started = perf_counter()
    tree, findings = parse(Source("test.tie", text))
    elapsed = perf_counter() - started

    assert findings == ()
    assert tree is not None
    assert text.count("\n") > 160
    assert elapsed < 1.0
