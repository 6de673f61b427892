"""The checker's bookkeeping; what it says is in tests/language/checks."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dsl
from dsl.checks.names import nearest
from dsl.wordings.meaning import MEANING

DOCUMENTS = Path(__file__).parents[1] / "language"


def findings_of(text: str) -> list[dsl.Diagnostic]:
    try:
        program = dsl.compile(text)
    except dsl.CompileError as error:
        return list(error.diagnostics)
    return list(program.warnings)


def test_every_code_has_a_document_or_a_test_that_shows_it() -> None:
    shown = "".join(path.read_text(encoding="utf-8") for path in DOCUMENTS.rglob("*.md"))
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("*.py"))

    assert [code for code in MEANING if f"[{code}]" not in shown and f'"{code}"' not in tests] == []


@pytest.mark.parametrize(
    ("word", "candidates", "found"),
    [
        ("uper", {"upper", "lower"}, "upper"),
        ("cuont", {"count", "concat"}, "count"),
        ("Status", {"status"}, "status"),
        ("xy", {"x", "y", "xyz"}, None),
        ("reporter", {"report", "reported", "reporters"}, "reported"),
        ("frobnicate", {"upper"}, None),
        ("", {"a"}, None),
    ],
)
def test_only_a_close_name_is_suggested(word: str, candidates: set[str], found: Any) -> None:
    assert nearest(word, candidates) == found


@given(st.text("abc", min_size=1), st.lists(st.text("abc", min_size=1), unique=True))
def test_a_known_word_is_its_own_nearest(word: str, others: list[str]) -> None:
    assert nearest(word, [*others, word]) in (
        word,
        *(one for one in others if len(one) == len(word)),
    )


def test_findings_stand_in_file_order_and_none_stops_the_next() -> None:
    findings = findings_of('a = uper(.x)\nlet u = 1\nb = foo\nc = "a" + 1\na = 2')

    assert [finding.code for finding in findings] == [
        "unknown-function",
        "unused-let",
        "unknown-name",
        "text-addition",
        "duplicate-key",
    ]


def test_warnings_do_not_stop_compilation() -> None:
    program = dsl.compile("let u = 1\na = 2")

    assert [warning.severity for warning in program.warnings] == [dsl.Severity.WARNING]
    assert program.run({}) == {"a": 2}


def test_an_error_carries_the_warnings_too() -> None:
    assert [finding.code for finding in findings_of("let u = 1\na = b")] == [
        "unused-let",
        "unknown-name",
    ]


def test_a_file_that_is_no_text_is_a_diagnostic() -> None:
    with pytest.raises(dsl.CompileError) as caught:
        dsl.compile('use "a.tie" (f)\nx = f(1)', load=lambda name: b"\xff")

    assert [finding.code for finding in caught.value.diagnostics] == ["file-not-text"]


@pytest.mark.parametrize("error", [FileNotFoundError("x"), KeyError("x"), ValueError("x")])
def test_a_loader_that_refuses_is_a_diagnostic(error: Exception) -> None:
    def load(name: str) -> bytes:
        raise error

    with pytest.raises(dsl.CompileError) as caught:
        dsl.compile('table t from "t.csv"\nx = t(1)', load=load)

    assert [finding.code for finding in caught.value.diagnostics] == ["file-not-found"]


def test_schemas_are_loaded_only_to_prove_that_they_are_there() -> None:
    text = 'mapping m\n  from a: json "a.json"\n  to json "b.json"\nx = .x'
    loaded: list[str] = []

    def load(name: str) -> bytes:
        loaded.append(name)
        return b"{}"

    dsl.compile(text, load=load)
    assert loaded == ["a.json", "b.json"]
    assert dsl.compile(text).run({"x": 1}) == {"x": 1}


def test_a_file_used_twice_is_read_once() -> None:
    files = {
        "a.tie": 'use "c.tie" (f)\nfn g(x) = f(x)',
        "b.tie": 'use "c.tie" (f)\nfn h(x) = f(x)',
        "c.tie": "fn f(x) = x + 1",
    }
    loaded: list[str] = []

    def load(name: str) -> bytes:
        loaded.append(name)
        return files[name].encode()

    program = dsl.compile('use "a.tie" (g)\nuse "b.tie" (h)\nx = g(1) + h(2)', load=load)

    assert program.run({}) == {"x": 5}
    assert sorted(loaded) == ["a.tie", "b.tie", "c.tie"]


def test_a_mistake_in_a_file_used_twice_is_reported_once() -> None:
    files = {
        "a.tie": 'use "c.tie" (f)\nfn g(x) = f(x)',
        "c.tie": "fn f(x) = y",
    }

    with pytest.raises(dsl.CompileError) as caught:
        dsl.compile(
            'use "a.tie" (g)\nuse "c.tie" (f)\nx = g(1) + f(2)',
            load=lambda name: files[name].encode(),
        )

    assert [(one.source.name, one.code) for one in caught.value.diagnostics] == [
        ("c.tie", "unknown-name")
    ]
