"""Stylesheets for the tests of Mapping XSLT, most of them hostile."""

from collections.abc import Callable
from typing import Any

_SPACES = {
    "xsl": "http://www.w3.org/1999/XSL/Transform",
    "exsl": "http://exslt.org/common",
    "func": "http://exslt.org/functions",
    "str": "http://exslt.org/strings",
    "dyn": "http://exslt.org/dynamic",
    "saxon": "http://icl.com/saxon",
    "otobo": "http://otobo.org",
    "my": "urn:my",
}


def sheet(content: str) -> str:
    """Return a stylesheet with every namespace that the tests use."""
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items())
    return (
        f'<xsl:stylesheet version="1.0" {spaces} extension-element-prefixes="exsl func otobo">'
        f"{content}</xsl:stylesheet>"
    )


def at_root(content: str, rest: str = "") -> str:
    """Return a stylesheet with one template for the root."""
    template = f'<xsl:template match="/RootElement"><R>{content}</R></xsl:template>'
    return sheet(template + rest)


IDENTITY = sheet(
    '<xsl:template match="@*|node()"><xsl:copy><xsl:apply-templates select="@*|node()"/>'
    "</xsl:copy></xsl:template>"
)
DOUBLING = at_root(
    '<xsl:variable name="v0" select="string(k)"/>'
    + "".join(f'<xsl:variable name="v{n + 1}" select="concat($v{n}, $v{n})"/>' for n in range(40))
    + '<xsl:value-of select="$v40"/>'
)
EXPONENTIAL = at_root(
    '<xsl:call-template name="t0"/>',
    "".join(
        f'<xsl:template name="t{n}"><xsl:call-template name="t{n + 1}"/>'
        f'<xsl:call-template name="t{n + 1}"/></xsl:template>'
        for n in range(30)
    )
    + '<xsl:template name="t30">x</xsl:template>',
)


def _small() -> Any:
    return {"k": "x" * 100}


def _many() -> Any:
    return {"a": ["x"] * 10_000, "k": "x"}


ENDLESS: dict[str, tuple[str, Callable[[], Any]]] = {
    "a template that calls itself": (
        at_root(
            '<xsl:call-template name="t"/>',
            '<xsl:template name="t"><xsl:call-template name="t"/></xsl:template>',
        ),
        _small,
    ),
    "a template that applies itself to its own node": (
        sheet('<xsl:template match="*"><xsl:apply-templates select="."/></xsl:template>'),
        _small,
    ),
    "2^30 calls by recursion": (
        at_root(
            '<xsl:call-template name="t"><xsl:with-param name="n" select="30"/>'
            "</xsl:call-template>",
            '<xsl:template name="t"><xsl:param name="n"/><xsl:if test="$n > 0">'
            '<xsl:call-template name="t"><xsl:with-param name="n" select="$n - 1"/>'
            '</xsl:call-template><xsl:call-template name="t">'
            '<xsl:with-param name="n" select="$n - 1"/></xsl:call-template></xsl:if>'
            "</xsl:template>",
        ),
        _small,
    ),
    "2^30 calls by names": (EXPONENTIAL, _small),
    "children handed on twice": (
        sheet(
            '<xsl:template match="*"><a><xsl:apply-templates/><xsl:apply-templates/></a>'
            "</xsl:template>"
        ),
        lambda: _nested(60),
    ),
    "10^4 x 10^4 loops": (
        at_root(
            '<xsl:for-each select="a"><xsl:for-each select="/RootElement/a"><b/></xsl:for-each>'
            "</xsl:for-each>"
        ),
        _many,
    ),
    "10^4 x 10^4 comparisons": (
        at_root(
            '<xsl:for-each select="a"><b><xsl:value-of select="count(../a[. = ../a])"/></b>'
            "</xsl:for-each>"
        ),
        _many,
    ),
    "a key of everything for everything": (
        at_root(
            "<xsl:for-each select=\"a\"><b><xsl:value-of select=\"count(key('k', 'x'))\"/></b>"
            "</xsl:for-each>",
            '<xsl:key name="k" match="*" use="//*"/>',
        ),
        _many,
    ),
    "text doubled 40 times": (DOUBLING, _small),
    "text doubled 40 times by names": (
        at_root(
            '<xsl:call-template name="t0"><xsl:with-param name="s" select="k"/>'
            "</xsl:call-template>",
            "".join(
                f'<xsl:template name="t{n}"><xsl:param name="s"/>'
                f'<xsl:call-template name="t{n + 1}">'
                '<xsl:with-param name="s" select="concat($s, $s)"/></xsl:call-template>'
                "</xsl:template>"
                for n in range(40)
            )
            + '<xsl:template name="t40"><xsl:param name="s"/><xsl:value-of select="$s"/>'
            "</xsl:template>",
        ),
        _small,
    ),
    "nodes doubled 40 times": (
        at_root(
            '<xsl:variable name="v0"><xsl:copy-of select="k"/></xsl:variable>'
            + "".join(
                f'<xsl:variable name="v{n + 1}"><xsl:copy-of select="$v{n}"/>'
                f'<xsl:copy-of select="$v{n}"/></xsl:variable>'
                for n in range(40)
            )
            + '<xsl:copy-of select="$v40"/>'
        ),
        _small,
    ),
    "replacement that grows": (
        at_root(
            '<xsl:variable name="v0" select="string(k)"/>'
            + "".join(
                f'<xsl:variable name="v{n + 1}" select="str:replace($v{n}, \'x\', $v{n})"/>'
                for n in range(9)
            )
            + '<xsl:value-of select="$v9"/>'
        ),
        _small,
    ),
    "a function that calls itself": (
        at_root(
            '<xsl:value-of select="my:f(30)"/>',
            '<func:function name="my:f"><xsl:param name="n"/><func:result select="my:f($n - 1) +'
            ' my:f($n - 1)"/></func:function>',
        ),
        _small,
    ),
    "predicates inside predicates": (
        at_root('<xsl:value-of select="count(//*[count(//*[count(//*) > 1]) > 1])"/>'),
        _many,
    ),
    "siblings counted for each sibling": (
        at_root(
            '<xsl:for-each select="a"><b><xsl:value-of select="count(preceding-sibling::a['
            'count(following-sibling::a) > 1])"/></b></xsl:for-each>'
        ),
        _many,
    ),
}
"""Work that would never end, each with the data that it takes."""


def _nested(depth: int) -> Any:
    data: Any = "x"
    for _ in range(depth):
        data = {"a": data}
    return data


def _copying(expression: str) -> str:
    return at_root(f'<xsl:copy-of select="{expression}"/>')


_BOMB = (
    '<!DOCTYPE a [<!ENTITY a0 "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    + "]>"
)

READING: dict[str, str] = {
    "document() of a file": _copying("document('@FILE@')"),
    "document() of a file address": _copying("document('file://@FILE@')"),
    "document() of http": _copying("document('http://127.0.0.1:9/x')"),
    "document() of ftp": _copying("document('ftp://127.0.0.1:9/x')"),
    "document() of itself": _copying("document('')"),
    "document() of data": _copying("document(k)"),
    "document() in an attribute": at_root("<a b=\"{document('@FILE@')}\"/>"),
    "evaluation of text": _copying("dyn:evaluate('/*')"),
    "evaluation of text by another name": _copying("saxon:evaluate('/*')"),
    **{
        f"{word} of {name}": sheet(f'<xsl:{word} href="{address}"/>')
        for word in ("import", "include")
        for name, address in {
            "a file address": "file://@FILE@",
            "a bare path": "@FILE@",
            "a path above": "../../../../etc/passwd",
            "http": "http://127.0.0.1:9/x.xsl",
            "data": "data:text/xml,%3Cxsl:stylesheet/%3E",
            "a library beside another": "/tmp/OTOBOFunctions.xsl/../secret.xsl",
        }.items()
    },
    "an external entity": (
        '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + at_root("&e;")
    ),
    "a DOCTYPE behind a comment": "<!-- c --><!DOCTYPE a>" + at_root("x"),
    "an external DOCTYPE": '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">' + at_root("x"),
    "a billion laughs": _BOMB + at_root("&a9;"),
    "a billion laughs in an attribute": _BOMB + at_root('<a b="&a9;"/>'),
}
"""Stylesheets that read; `@FILE@` is a file that is there."""

WRITING: dict[str, str] = {
    f"{name} to {place}": at_root(text.replace("@", address))
    for name, text in {
        "exsl:document": '<exsl:document href="@"><a/></exsl:document>',
        "xsl:document": '<xsl:document href="@"><a/></xsl:document>',
        "xsl:result-document": '<xsl:result-document href="@"><a/></xsl:result-document>',
        "saxon:output": '<saxon:output href="@" xsl:extension-element-prefixes="saxon"><a/>'
        "</saxon:output>",
    }.items()
    for place, address in {"a path": "@FILE@", "a path above": "../../../tmp/xslt-out"}.items()
}
"""Stylesheets that write to `@FILE@`."""
