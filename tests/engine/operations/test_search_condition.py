"""The language of conditions: what a text means, and what is none."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.condition import AllOf, AnyOf, Condition, Not, Term
from engine.operations._search_condition import (
    MalformedConditionError,
    is_open,
    parse_condition,
)


def written(condition: Condition) -> str:
    """Return a condition in a form that shows how it was read; `~` is a wildcard."""
    match condition:
        case Term():
            return f"[{'~'.join(condition.pieces)}]"
        case Not():
            return f"not {written(condition.part)}"
        case AllOf():
            return f"({' and '.join(map(written, condition.parts))})"
        case AnyOf():
            return f"({' or '.join(map(written, condition.parts))})"


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("alpha", "[alpha]"),
        ("  paper jam ", "[paper jam]"),
        ("get*", "[get~]"),
        ("*a%b**c", "[~a~b~c]"),
        ("a&&b", "([a] and [b])"),
        ("a + b", "([a] and [b])"),
        ("a AND b", "([a] and [b])"),
        ("a and b", "[a and b]"),
        ("a||b", "([a] or [b])"),
        ("a OR b", "([a] or [b])"),
        ("ORB", "[ORB]"),
        ("LAND ANDES", "[LAND ANDES]"),
        ("a || b && c", "([a] or ([b] and [c]))"),
        ("(a || b) && c", "(([a] or [b]) and [c])"),
        ("(a)AND(b)", "([a] and [b])"),
        ("!a", "not [a]"),
        ("a && !b", "([a] and not [b])"),
        ("!(a || b)", "not ([a] or [b])"),
        ("!!a", "not not [a]"),
        ("help!", "[help!]"),
        ("really! yes", "[really! yes]"),
        ('"a && b"', "[a && b]"),
        ('"a*"', "[a*]"),
        ('say "a b" now', "[say a b now]"),
        ('" a "', "[ a ]"),
        ('5" disk', '[5" disk]'),
        ('""', '[""]'),
        (r"a\*b", "[a*b]"),
        (r"a\&&b", "[a&&b]"),
        (r"\(a\)", "[(a)]"),
        ("a\\", "[a\\]"),
        ("a &&", "[a]"),
        ("|| a", "[a]"),
        ("a && && b", "([a] and [b])"),
        ("a ||||b", "([a] or [b])"),
        ("() a", "[a]"),
        ("a (b)", "([a] and [b])"),
        ("+49 123", "[49 123]"),
        ("a_b", "[a_b]"),
        ("a & b | c", "[a & b | c]"),
    ],
)
def test_a_text_is_read(text: str, meaning: str) -> None:
    assert written(parse_condition(text)) == meaning


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a &&|| b", "two operators contradict each other"),
        ("a OR AND b", "two operators contradict each other"),
        ("(a", "a parenthesis is not closed"),
        ("a)", "a parenthesis is closed that was not opened"),
        ("((a)", "a parenthesis is not closed"),
        ("!", "a negation has nothing to negate"),
        ("a && !", "a negation has nothing to negate"),
        ("!()", "a negation has nothing to negate"),
        ("&&", "it has no term"),
        ("()", "it has no term"),
        ("(" * 12 + "a" + ")" * 12, "its groups are too deep"),
        ("!" * 3000 + "a", "its groups are too deep"),
        ("||".join("a" * 501), "it has too many terms"),
        ("a" * 4001, "it is too long"),
    ],
)
def test_a_text_that_is_no_condition_is_refused(text: str, reason: str) -> None:
    with pytest.raises(MalformedConditionError, match=f"^{re.escape(reason)}$"):
        parse_condition(text)


@pytest.mark.parametrize(
    ("text", "expected"), [("*", True), ("%%", True), (" * ", True), ("", True), ("a*", False)]
)
def test_wildcards_alone_leave_everything_open(text: str, expected: bool) -> None:
    assert is_open(text) is expected


@given(st.text(st.sampled_from('ab *%!&|+()"\\ANDOR'), max_size=30))
def test_any_text_is_a_condition_or_refused(text: str) -> None:
    try:
        found = parse_condition(text)
    except MalformedConditionError:
        return
    assert written(found)


@given(st.text(max_size=20).filter(lambda text: text.strip()))
def test_a_text_whose_characters_are_protected_means_itself(text: str) -> None:
    protected = "".join(f"\\{character}" for character in text)

    assert parse_condition(protected) == Term((text,))
