"""Escapes in text and the indentation of text blocks."""

import pytest

from dsl.reading.texts import BadEscape, bad_escapes, decode, dedent


@pytest.mark.parametrize(
    ("pieces", "dedented"),
    [
        (["abc"], ["abc"]),
        ([""], [""]),
        (["\n"], [""]),
        (["\n   "], [""]),
        (["\n  a\n  b\n"], ["a\nb"]),
        (["\n  a\n  b\n  "], ["a\nb"]),
        (["\n  a\n\n  b\n"], ["a\n\nb"]),
        (["\n  a\n \n  b\n"], ["a\n\nb"]),
        (["\n    a\n  b\n   c\n"], ["  a\nb\n c"]),
        (["  \n  a\n"], ["a"]),
        (["first\n  a\n    b"], ["first\na\n  b"]),
        (["\r\n  a\r\n  b\r\n  "], ["a\nb"]),
        (["\n\ta\n\t\tb\n"], ["a\n\tb"]),
        (["\n\ta\n  b\n"], ["\ta\n  b"]),
        (["\n  a ", " b\n  ", "\n  "], ["a ", " b\n", ""]),
        (["\n  ", "\n    b\n"], ["", "\n  b"]),
        (["\n\n  a\n\n"], ["\na\n"]),
        (["\n  a\n  ", ""], ["a\n", ""]),
    ],
)
def test_a_block_is_dedented(pieces: list[str], dedented: list[str]) -> None:
    assert dedent(pieces) == dedented


def test_escapes_are_read() -> None:
    assert decode(r"\n\t\u0041\u{42}\\n\{{\{%\{") == "\n\tAB\\n{{{%{"


@pytest.mark.parametrize(
    ("raw", "bad"),
    [
        (r"a\q", [BadEscape(1, r"\q")]),
        (r"\u12", [BadEscape(0, r"\u")]),
        (r"\ud800", [BadEscape(0, r"\ud800")]),
        (r"\udc00\ud800", [BadEscape(0, r"\udc00"), BadEscape(6, r"\ud800")]),
        (r"\u{110000}", [BadEscape(0, r"\u{110000}")]),
        (r"\u{d800}", [BadEscape(0, r"\u{d800}")]),
        ("a\\", [BadEscape(1, "\\")]),
        (r"\\q\n", []),
    ],
)
def test_bad_escapes_are_found(raw: str, bad: list[BadEscape]) -> None:
    assert list(bad_escapes(raw)) == bad


def test_a_bad_escape_stands_for_itself() -> None:
    assert decode(r"C:\queue") == r"C:\queue"
