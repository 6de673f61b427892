"""The vocabulary of stylesheets: namespaces, and where expressions stand."""

import re
from collections.abc import Iterator
from typing import Any, Final, cast

from lxml import etree

XSL: Final = "http://www.w3.org/1999/XSL/Transform"
FUNCTIONS: Final = "http://exslt.org/functions"
COMMON: Final = "http://exslt.org/common"
DATES: Final = "http://exslt.org/dates-and-times"
MATH: Final = "http://exslt.org/math"
SETS: Final = "http://exslt.org/sets"
STRINGS: Final = "http://exslt.org/strings"
OWN: Final = ("http://otobo.org", "http://otrs.org")
"""The namespaces of the reference's function library, by its present and its older name."""
ALLOWED: Final = frozenset({FUNCTIONS, COMMON, DATES, MATH, SETS, STRINGS, *OWN})
"""Where extension functions may come from. Source: generic-interface reference 7.5."""

_EXPRESSIONS: Final = frozenset({"select", "test", "use", "value", "match", "count", "from"})
"""Attributes of XSLT's own elements that are expressions or patterns."""
_TEMPLATE_PART: Final = re.compile(
    r"""\{\{ | \{ (?P<expression> (?: [^{}"'] | "[^"]*" | '[^']*' )* ) \} | [^{]+ | \{ """,
    re.VERBOSE,
)


def is_xsl(element: etree._Element, name: str) -> bool:
    """Tell whether an element is this one of XSLT's own."""
    return element.tag == f"{{{XSL}}}{name}"


def elements(root: etree._Element) -> Iterator[etree._Element]:
    """Yield an element and all below it, comments and processing instructions left out."""
    for element in root.iter():
        if isinstance(element.tag, str):
            yield element


def children(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements directly below one."""
    for child in element:
        if isinstance(child.tag, str):
            yield child


def attributes(element: etree._Element) -> dict[str, str]:
    """Return the attributes of an element by their names."""
    return {str(name): str(value) for name, value in element.attrib.items()}


def line_of(element: etree._Element) -> int:
    """Return the line of an element in the text it was read from, counted from 1; 0 for none."""
    line: int | None = cast("Any", element).sourceline  # the stubs give it no type
    return line or 0


def expressions(element: etree._Element) -> Iterator[str]:
    """Yield every expression in the attributes of an element: whole values, and parts in `{}`."""
    own = str(element.tag).startswith(f"{{{XSL}}}")
    for name, value in attributes(element).items():
        if own and name in _EXPRESSIONS:
            yield value
        else:
            yield from embedded(value)


def embedded(value: str) -> Iterator[str]:
    """Yield the expressions of an attribute value template. Source: XSLT 1.0 §7.6.2."""
    for part in _TEMPLATE_PART.finditer(value):
        if part["expression"] is not None:
            yield part["expression"]


def resolved(element: etree._Element, name: str) -> str:
    """Return a name with its namespace: ``{uri}local``, or the bare name without prefix."""
    prefix, colon, local = name.partition(":")
    if not colon:
        return name
    return f"{{{element.nsmap.get(prefix, '')}}}{local}"


def namespace_of(resolved_name: str) -> str:
    """Return the namespace of a resolved name, empty where it has none."""
    return resolved_name[1:].partition("}")[0] if resolved_name.startswith("{") else ""
