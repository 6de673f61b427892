"""Patterns in Perl's dialect."""

import pytest

from engine.model.perl_pattern import Allowance, PatternError, compile_pattern


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"a \x{e4}", "aä"),
        (r"\x41\z", "xA"),
        (r"a\Z", "a\n"),
        (r"(?<n>a)\k{n}", "aa"),
        (r"(?'n'a)\k'n'", "aa"),
        (r"(a)\g{1}", "aa"),
        ("(?^:A b)", "A b"),
        ("(?^x:A b)", "Ab"),
        (r"\A\N+\z", "ab"),
        (r"\\z", r"\z"),
        (r"a++b", "aab"),
        (r"\h[[:alpha:]]", " x"),
        (r"\o{101}", "A"),
        ("a # a comment", "a"),
        ("^b", "a\nb"),
        ("a.b", "a\nb"),
    ],
)
def test_perl_spelling_is_read(pattern: str, text: str) -> None:
    assert compile_pattern(pattern).matches(text, Allowance())


@pytest.mark.parametrize(
    ("pattern", "text"),
    [(r"a\z", "a\n"), (r"\A\N+\z", "a\nb"), ("(?^:b)", "B"), ("a b", "a b")],
)
def test_perl_meaning_is_kept(pattern: str, text: str) -> None:
    assert not compile_pattern(pattern).matches(text, Allowance())


@pytest.mark.parametrize("pattern", ["(", "[", "*a", r"\x{FFFFFF}", r"\g{-1}", "a" * 10_001])
def test_what_cannot_be_read_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        compile_pattern(pattern)


def test_groups_that_took_no_part_are_absent() -> None:
    pattern = compile_pattern("(?<a>x)|(?<b>y)")

    assert pattern.groups("y") == {"b": "y"}
    assert pattern.groups("z") is None


def test_matches_share_one_allowance_of_time() -> None:
    allowance = Allowance(seconds=0.05)
    slow = compile_pattern(r"\A(a|a)+b\z")

    def match_many_times() -> None:
        for _ in range(10_000):
            slow.matches("a" * 14 + "bc", allowance)

    with pytest.raises(TimeoutError):
        match_many_times()
