"""The bound on what a stylesheet costs: never too low, and high enough for common stylesheets."""

import random
from typing import Any

import pytest
from stylesheets import DOUBLING, ENDLESS, EXPONENTIAL, IDENTITY, at_root, sheet

from engine.mappings._xslt_cost import DEEPEST, longest_document
from engine.mappings._xslt_helper import Job, StylesheetError, helper
from engine.mappings._xslt_template import read_stylesheet
from engine.mappings._xslt_xml import XmlWriter

FLAT = 18
PATHS = (
    "a", "b/a", "*", ".", "node()", "..", "/RootElement/a", "//a", ".//b", "a[1]", "a[b]", "a|b",
    "../*", "*[. = ../a]", "//*[a]", "ancestor::*", "following::a", "b//a", "$v", "$v/a",
    "key('k', a)", "str:tokenize(., 'x')", "a[b = 'x'][2]", "a[contains(., 'x')]",
)  # fmt: skip
TEXTS = (
    "a", ".", "count(//a)", "concat(a, b, .)", "concat($t, $t)", "translate(., 'x', 'y')",
    "substring-after(a, 'x')", "string-length(.)", "sum(*)", "name()", "position()", "'text'",
    "contains(., a)", "normalize-space()", "count(a[. = //b])", "generate-id(..)", "last()",
    "str:concat(*)", "str:encode-uri(., true())",
)  # fmt: skip


def limit(template: str, depth: int = FLAT) -> int:
    return longest_document(read_stylesheet(template, is_strict=True).bare, depth)


@pytest.mark.parametrize("seed", range(150))
def test_a_document_below_the_bound_is_never_stopped(seed: int) -> None:
    """What the server would run is run in the helper process, whose limits are the judge."""
    choice = random.Random(seed)
    template = _stylesheet(choice)
    stylesheet = read_stylesheet(template, is_strict=True)
    longest = longest_document(stylesheet.bare, FLAT)
    document = _document(choice, min(longest, 200_000))

    if len(document) <= longest:
        job = Job(b"%032d" % seed, stylesheet.text(), document)
        try:
            helper().submit(job).result()
        except StylesheetError:
            return  # a mistake in the stylesheet, such as a number where nodes are wanted


@pytest.mark.parametrize(
    ("template", "at_least"),
    [
        (IDENTITY, 20_000),
        (at_root("<a><xsl:value-of select='a'/></a>"), 200_000),
        (
            at_root("<xsl:for-each select='a'><b><xsl:value-of select='c'/></b></xsl:for-each>"),
            50_000,
        ),
        (
            at_root(
                "<xsl:for-each select='a'><xsl:sort select='n'/><xsl:for-each select='b'>"
                "<c><xsl:value-of select='concat(d, 1)'/></c></xsl:for-each></xsl:for-each>"
            ),
            10_000,
        ),
        (
            sheet(
                "<xsl:template match='/'><R><xsl:apply-templates select='/RootElement/a'/></R>"
                "</xsl:template><xsl:template match='a'><b><xsl:value-of select='c'/></b>"
                "</xsl:template>"
            ),
            20_000,
        ),
    ],
    ids=["identity", "one value", "one loop", "loop in a loop", "templates"],
)
def test_common_stylesheets_run_in_the_server(template: str, at_least: int) -> None:
    assert limit(template) >= at_least


@pytest.mark.parametrize(
    ("content", "at_most"),
    [
        ("<xsl:for-each select='a'><xsl:for-each select='../a'><b/></xsl:for-each></xsl:for-each>",
         5_000),
        ("<xsl:for-each select='a'><xsl:value-of select='count(//a)'/></xsl:for-each>", 5_000),
        ("<xsl:value-of select='count(//a[. = //b])'/>", 2_000),
        ("<xsl:copy-of select='//*'/>", 100_000),
    ],
)  # fmt: skip
def test_work_that_grows_faster_than_the_document_runs_there_for_short_ones_only(
    content: str, at_most: int
) -> None:
    assert limit(at_root(content)) <= at_most


@pytest.mark.parametrize("name", [name for name in ENDLESS if "x 10^4" not in name])
def test_work_that_never_ends_has_a_bound_for_no_document_that_matters(name: str) -> None:
    assert limit(ENDLESS[name][0], DEEPEST) < 1_000


def test_text_and_calls_that_double_have_no_bound() -> None:
    assert limit(DOUBLING) == limit(EXPONENTIAL) == 0


def _stylesheet(choice: random.Random) -> str:
    named = "".join(
        f'<xsl:template name="n{n}"><xsl:param name="v" select="a"/><xsl:param name="t"/>'
        f"{_body(choice, 2, n)}</xsl:template>"
        for n in range(3)
    )
    matching = (
        '<xsl:template match="b"><c><xsl:value-of select="a"/>'
        f'<xsl:apply-templates select="{choice.choice(["a", "*", "a|b", "b", "b[a]"])}"/></c>'
        "</xsl:template>"
    )
    key = '<xsl:key name="k" match="a" use="."/>'
    variables = '<xsl:variable name="v" select="//b"/><xsl:variable name="t" select="string(.)"/>'
    apply = choice.choice(["", "<xsl:apply-templates/>", "<xsl:apply-templates select='b'/>"])
    return at_root(_body(choice, 4, 3) + apply, named + matching + key + variables)


def _body(choice: random.Random, levels: int, callable_names: int) -> str:
    return "".join(
        _instruction(choice, levels, callable_names) for _ in range(choice.randint(1, 3))
    )


def _instruction(choice: random.Random, levels: int, callable_names: int) -> str:
    path, text = choice.choice(PATHS), choice.choice(TEXTS)
    if levels == 0:
        return f'<x><xsl:value-of select="{text}"/></x>'
    inner = _body(choice, levels - 1, callable_names)
    kinds = [
        f'<xsl:for-each select="{path}">{inner}</xsl:for-each>',
        f'<xsl:for-each select="{path}"><xsl:sort select="{text}"/>{inner}</xsl:for-each>',
        f'<xsl:copy-of select="{path}"/>',
        f'<xsl:if test="{text}">{inner}</xsl:if>',
        f'<xsl:variable name="v" select="{path}"/>{inner}',
        f'<xsl:variable name="t">{inner}</xsl:variable><xsl:copy-of select="$t"/>',
        f'<xsl:variable name="t" select="concat({text}, {text})"/>{inner}',
        f'<y z="{{{text}}}">{inner}</y>',
        f"<xsl:copy>{inner}</xsl:copy>",
    ]
    if callable_names:
        name = choice.randrange(callable_names)
        kinds.append(
            f'<xsl:call-template name="n{name}"><xsl:with-param name="t" select="{text}"/>'
            "</xsl:call-template>"
        )
    return f"<w>{choice.choice(kinds)}</w>"


def _document(choice: random.Random, length: int) -> bytes:
    data: Any = {"a": [], "b": []}
    shape = choice.randrange(3)
    document = XmlWriter(is_strict=True).document(data)
    count = max(1, length // (70 if shape else 18))
    if shape == 0:
        data = {"a": ["x"] * count}
    elif shape == 1:
        data = {"b": [{"a": ["x", "y"], "b": {"a": "xx" * 5}}] * count}
    else:
        data = {"a": ["x" * 40] * (count // 2), "b": [{"b": {"b": {"a": "x"}}}] * (count // 2)}
    document = XmlWriter(is_strict=True).document(data)
    while len(document) > length and count > 1:
        count = count * 9 // 10
        data = {key: items[:count] for key, items in data.items()}
        document = XmlWriter(is_strict=True).document(data)
    return document
