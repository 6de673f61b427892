"""Every finding about a service file, compared as the text an author sees.

The documents in `diagnostics/` hold a heading, a service file and what is drawn for it.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from dsl.diagnostics import draw
from dsl.source import Source
from engine.configuration.check import check_definition
from engine.configuration.known_kinds import KnownKinds

KNOWN = KnownKinds(
    operations=frozenset({"Ticket::TicketGet", "Ticket::TicketSearch", "Test::Test"}),
    mappings=frozenset({"Simple", "Tie", "XSLT"}),
    transports=frozenset({"HTTP::REST", "HTTP::SOAP"}),
    options=frozenset({"IncludeTicketData"}),
)
DOCUMENTS = Path(__file__).with_name("diagnostics")
CASE = re.compile(
    r"^## (?P<title>.+?)\n.*?^```yaml\n(?P<yaml>.*?)^```\n.*?^```diagnostic\n(?P<drawn>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Case:
    document: str
    title: str
    yaml: str
    drawn: str


def read_cases() -> list[Case]:
    return [
        Case(path.stem, found["title"], found["yaml"], found["drawn"])
        for path in sorted(DOCUMENTS.glob("*.md"))
        for found in CASE.finditer(path.read_text(encoding="utf-8"))
    ]


def drawn(yaml: str) -> str:
    findings = check_definition(Source("shop.yml", yaml), KNOWN).findings
    return "\n".join(draw(finding) for finding in findings)


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: f"{case.document}: {case.title}")
def test_finding_is_drawn_as_the_document_says(case: Case) -> None:
    assert drawn(case.yaml) == case.drawn


def test_every_heading_of_the_documents_is_a_case() -> None:
    headings = sum(
        path.read_text(encoding="utf-8").count("\n## ") for path in DOCUMENTS.glob("*.md")
    )

    assert headings == len(read_cases())


def test_every_finding_is_distinct_and_says_what_to_do() -> None:
    findings = [
        finding
        for case in read_cases()
        for finding in check_definition(Source("shop.yml", case.yaml), KNOWN).findings
    ]

    assert len({finding.code for finding in findings}) >= 35
    assert [finding.message for finding in findings if not finding.helps] == []
