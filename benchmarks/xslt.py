"""Mapping XSLT against bare lxml: the same stylesheet on the same document.

Bare lxml parses the document, transforms it and writes the result as text. The mapping starts and
ends with data: it writes the document first, and reads the result as data instead of writing it.
"""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from engine.kinds import StageSetup
from engine.mappings._xslt_xml import XmlWriter
from engine.mappings.xslt import MAPPING
from engine.model.exchange import Exchange, Role
from engine.model.level import Level
from engine.model.message import Message
from engine.model.service import Compatibility
from engine.model.stage import Pending

_HEAD = '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">'
_IDENTITY = (
    f'{_HEAD}<xsl:template match="@*|node()"><xsl:copy><xsl:apply-templates select="@*|node()"/>'
    "</xsl:copy></xsl:template></xsl:stylesheet>"
)
_ISSUE = f"""{_HEAD}<xsl:template match="/RootElement"><Out><Ticket>
<Title><xsl:value-of select="concat('[', key, '] ', fields/summary)"/></Title>
<Priority><xsl:choose><xsl:when test="fields/priority = 'High'">4 high</xsl:when>
<xsl:otherwise>3 normal</xsl:otherwise></xsl:choose></Priority></Ticket>
<xsl:for-each select="fields/labels"><xsl:sort select="."/><DynamicField><Name>Label</Name>
<Value><xsl:value-of select="."/></Value></DynamicField></xsl:for-each>
<xsl:for-each select="fields/comments"><Article><Subject><xsl:value-of select="author/name"/>
</Subject><Body><xsl:value-of select="body"/></Body></Article></xsl:for-each>
</Out></xsl:template></xsl:stylesheet>"""
_LIMIT = 1.3


@dataclass(frozen=True, slots=True)
class Figure:
    """What one stylesheet costs: medians of rounds, in microseconds of processor time."""

    what: str
    bare_us: float
    mapping_us: float
    limit: float = _LIMIT

    @property
    def ratio(self) -> float:
        """How many times bare lxml the mapping costs."""
        return self.mapping_us / self.bare_us

    @property
    def holds(self) -> bool:
        """Tell whether the limit holds."""
        return self.ratio <= self.limit


@dataclass
class _Silent:
    """A tracer below the threshold."""

    debug: bool = False
    action: str | None = None
    outcome: Any = None

    def note(self, summary: str, data: object = None) -> None:
        """Keep nothing."""

    def record(self, level: Level, summary: str, data: object = None) -> None:
        """Keep nothing."""


def measure(rounds: int = 15, seconds: float = 0.05) -> list[Figure]:
    """Return a figure for each stylesheet and document; raises where outputs are not equal."""
    return [_figure(*task, rounds, seconds) for task in _tasks()]


def table(figures: list[Figure]) -> str:
    """Return the figures as the section of the results."""
    lines = [
        "Medians of interleaved rounds, processor time. Bare lxml: parse, transform, write.",
        "",
        "| what | bare lxml | Mapping XSLT | ratio | must | holds |",
        "|---|--:|--:|--:|--:|---|",
    ]
    lines += [
        f"| {each.what} | {each.bare_us:.0f} µs | {each.mapping_us:.0f} µs | {each.ratio:.2f} "
        f"| ≤ {each.limit} | {'yes' if each.holds else 'no'} |"
        for each in figures
    ]
    return "\n".join(lines)


def _tasks() -> list[tuple[str, str, dict[str, Any]]]:
    keys = {f"Key_{number}": f"Value number {number}" for number in range(200)}
    issue = {
        "key": "CRM-7",
        "fields": {
            "summary": "Printer on the third floor",
            "priority": "High",
            "labels": [f"label{number % 7}" for number in range(20)],
            "comments": [
                {"author": {"name": f"Ada {number}", "mail": "a@x.test"}, "body": "text " * 20}
                for number in range(40)
            ],
        },
    }
    return [
        ("identity, 200 keys", _IDENTITY, keys),
        ("issue to ticket, 60 items", _ISSUE, issue),
    ]


def _figure(what: str, template: str, data: dict[str, Any], rounds: int, seconds: float) -> Figure:
    document = XmlWriter(is_strict=False).document(data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    bare = etree.XSLT(etree.fromstring(template.encode(), parser), regexp=False)
    setup = StageSetup({"Template": template}, Compatibility.MODERN, _no_file, "Op.MappingInbound")
    mapper = MAPPING.build(setup)
    message, include, exchange = Message(data), {"ProviderRequestInput": data}, _exchange()

    def lxml() -> bytes:
        return bytes(bare(etree.fromstring(document, parser)))

    def mapping() -> Any:
        answer = mapper.apply(message, include, exchange)
        if answer is None or isinstance(answer, Pending):
            raise AssertionError(f"{what} does not run in the server")
        return answer.body

    _compare(lxml(), mapping(), what)
    costs: tuple[list[float], list[float]] = ([], [])
    gc.disable()
    for _ in range(rounds):
        for work, found in zip((lxml, mapping), costs, strict=True):
            found.append(_microseconds(work, seconds))
    gc.enable()
    return Figure(what, statistics.median(costs[0]), statistics.median(costs[1]))


def _compare(text: bytes, body: Any, what: str) -> None:
    """Hold the mapping's data against what another reader makes of lxml's text."""
    if _plain(etree.fromstring(text)) != body:
        raise AssertionError(f"{what}: the outputs are not equal")


def _plain(element: "etree._Element") -> Any:
    if not len(element):
        return element.text or ""
    found: dict[str, Any] = {}
    for child in element:
        found.setdefault(str(child.tag), []).append(_plain(child))
    return {name: items if len(items) > 1 else items[0] for name, items in found.items()}


def _microseconds(work: Callable[[], Any], seconds: float) -> float:
    count, start = 0, time.process_time()
    while (spent := time.process_time() - start) < seconds:
        for _ in range(20):
            work()
        count += 20
    return spent / count * 1e6


def _exchange() -> Exchange:
    return Exchange("0" * 32, "W", Role.PROVIDER, datetime(2026, 1, 1, tzinfo=UTC), 1e12, _Silent())


def _no_file(name: str) -> bytes:
    raise FileNotFoundError(name)
