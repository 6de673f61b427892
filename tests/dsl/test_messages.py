"""Every wording keeps the form of the style guide and has a case in the documents."""

import re
from pathlib import Path

import pytest

from dsl.messages import WORDINGS, diagnostic
from dsl.source import Source, Span
from dsl.wordings.clauses import CLAUSES
from dsl.wordings.grammar import GRAMMAR
from dsl.wordings.meaning import MEANING
from dsl.wordings.statements import STATEMENTS
from dsl.wordings.syntax import SYNTAX
from dsl.wordings.templates import TEMPLATES

DOCUMENTS = Path(__file__).parent.parent / "language" / "syntax"
SLIPS = {**SYNTAX, **STATEMENTS, **GRAMMAR, **CLAUSES}
TABLES = (SYNTAX, STATEMENTS, GRAMMAR, CLAUSES, MEANING, TEMPLATES)
NOT_IN_DOCUMENTS = {
    "too-long", "too-many-tokens", "too-many-branches", "template-too-long", "template-too-deep",
}  # fmt: skip
"""Their texts are too large for a document; tests of limits have them."""


def shown_codes() -> set[str]:
    texts = (document.read_text("utf-8") for document in DOCUMENTS.glob("*.md"))
    return {code for text in texts for code in re.findall(r"^error\[([a-z-]+)\]", text, re.M)}


def test_a_code_stands_in_one_table() -> None:
    assert len(WORDINGS) == sum(map(len, TABLES))


def test_every_slip_has_a_case_with_its_text() -> None:
    assert len(SLIPS) >= 100
    assert set(SLIPS) - NOT_IN_DOCUMENTS <= shown_codes()


@pytest.mark.parametrize("code", sorted(SLIPS))
def test_a_slip_has_message_label_and_remedy(code: str) -> None:
    wording = SLIPS[code]

    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
    for text in (wording.message, wording.label):
        assert text
        assert not text.endswith((".", "!"))
        assert text[0] in "`<" or text[0].islower() or text.startswith(("Tie ", "`"))
        assert not re.search(r"\b(invalid|illegal|failed to|please|sorry)\b", text, re.I)
    assert wording.helps


def test_only_known_placeholders_are_filled() -> None:
    finding = diagnostic("foreign-sign", Source("a", "<>"), Span(0, 2), found="<>", help="`!=` <b>")

    assert finding.message == "`<>` is not a sign of Tie"
    assert finding.helps == ("`!=` <b>",)


def test_every_finding_about_templates_has_a_case_with_its_text() -> None:
    text = (DOCUMENTS.parent / "templates.md").read_text("utf-8")
    shown = set(re.findall(r"^(?:error|warning)\[([a-z-]+)\]", text, re.M))

    assert set(TEMPLATES) - NOT_IN_DOCUMENTS <= shown
