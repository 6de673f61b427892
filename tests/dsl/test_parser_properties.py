"""Laws of the parser: any text ends in a program or in findings that point into it."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from tie_samples import SAMPLES

from dsl.diagnostics import Severity, draw
from dsl.parser import parse, parse_expression
from dsl.reading.tape import MAX_FINDINGS
from dsl.source import Source

PIECES = sorted(
    {piece for sample in SAMPLES for piece in re.findall(r"\w+|\"\"\"|\{\{|\}\}|\s+|\S", sample)}
    | set("(){}[]\"'.,:;=?!@$|*/%+-<>#\\\n\t\r ")
    | {"{%", "%}", "&&", "||", ":=", "->", "=>", "...", "..", "?.", "//", "/*", "*/", '"""', 'r"'}
    | {"\u00a0", "“", "−", "\ufeff", "é", "\U0001f600", "\x00", "\ud800", "\u2028", "\x0c"}
)
texts = st.text(max_size=80) | st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@st.composite
def damaged(draw_value: st.DrawFn) -> str:
    """Draw a mapping with a few pieces lost, doubled, moved or replaced."""
    text = draw_value(st.sampled_from(SAMPLES))
    for _ in range(draw_value(st.integers(1, 4))):
        start = draw_value(st.integers(0, len(text)))
        end = min(len(text), start + draw_value(st.integers(0, 12)))
        with_what = draw_value(st.sampled_from(["", text[start:end] * 2]) | st.sampled_from(PIECES))
        text = text[:start] + with_what + text[end:]
    return text


def check(text: str) -> None:
    source = Source("any.tie", text)
    for tree, findings in (parse(source), parse_expression(source)):
        assert (tree is None) == bool(findings)
        assert len(findings) <= MAX_FINDINGS
        assert [finding.span for finding in findings] == sorted(f.span for f in findings)
        for finding in findings:
            assert 0 <= finding.span.start <= finding.span.end <= len(text)
            assert finding.source is source
            assert finding.severity is Severity.ERROR
            assert finding.message
            assert finding.label
            assert not re.search(r"<\w+>(?!\s*=)", finding.message + finding.label), finding
            assert draw(finding).endswith("\n")


@settings(max_examples=200, deadline=None)
@given(texts)
def test_any_text_ends_in_a_program_or_in_findings(text: str) -> None:
    check(text)


@settings(max_examples=200, deadline=None)
@given(damaged())
def test_any_damaged_mapping_ends_in_a_program_or_in_findings(text: str) -> None:
    check(text)


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_a_text_that_stops_anywhere_is_read(sample: str, data: st.DataObject) -> None:
    check(sample[: data.draw(st.integers(0, len(sample)))])


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_blanks_between_lines_change_nothing(sample: str, data: st.DataObject) -> None:
    lines = sample.split("\n")
    place = data.draw(st.sampled_from([i for i, line in enumerate(lines) if " = " in line]))
    lines.insert(place, data.draw(st.sampled_from(["", "   ", "\t", "# a comment", "\r"])))

    tree, findings = parse(Source("any.tie", "\n".join(lines)))
    before, _ = parse(Source("any.tie", sample))

    assert findings == ()
    assert tree is not None
    assert before is not None
    assert [type(item) for item in tree.declarations] == [type(i) for i in before.declarations]
