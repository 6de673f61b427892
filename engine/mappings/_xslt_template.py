"""From the text of a template to a stylesheet that is safe to run.

Source: generic-interface reference 7.1 (steps 2 and 3), 7.2, 7.5 and 7.8.
"""

import re
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final, cast

from lxml import etree

from engine.mappings import _xslt_sandbox as sandbox
from engine.mappings._xslt_names import (
    ALLOWED,
    COMMON,
    FUNCTIONS,
    OWN,
    XSL,
    attributes,
    elements,
    expressions,
    is_xsl,
    line_of,
    namespace_of,
    resolved,
)
from engine.mappings._xslt_xpath import UnreadableError, calls

NOT_LOADED: Final = "Could not load configured XSLT template"
NOT_PARSED: Final = "Could not parse configured XSLT template"
NOT_MAPPED: Final = "Could not map data"

MAX_TEMPLATE_LENGTH: Final = 1_000_000
_PROLOG: Final = re.compile(r"\ufeff?(?:\s+|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)
_BEHIND_TAG: Final = re.compile(r">[ \t\n]+(?=[^\s<])")
_BEFORE_TAG: Final = re.compile(r"([^\s>])[ \t\n]+<")
_LIBRARY: Final = re.compile(r"(?:.*[/\\])?(?:OTOBO|OTRS)Functions\.xsl", re.DOTALL)
"""The function library of the reference, which templates import by its path."""
_WRITERS: Final = frozenset({
    f"{{{COMMON}}}document", f"{{{XSL}}}document", f"{{{XSL}}}result-document",
    "{http://icl.com/saxon}output", "{http://www.jclark.com/xt}document",
    "{org.apache.xalan.xslt.extensions.Redirect}write",
})  # fmt: skip
"""The elements that write a document, in libxslt and where it takes them from."""
_CUTS: Final = {
    "date-xsd-to-iso": "concat(substring($text, 1, 10), ' ', substring($text, 12, 8))",
    "date-iso-to-xsd": "concat(substring($text, 1, 10), 'T', substring($text, 12, 8), 'Z')",
}
"""The functions of that library. They cut text and know nothing of time zones."""
_PREFIX: Final = "crosstie-functions"


@dataclass(eq=False)
class TemplateError(Exception):
    """A template that cannot run.

    `summary` is the reference's text for it, `reason` says what is wrong, `line` where, counted
    from 1, or 0 for nowhere. `data` is what the reference would put into its log.
    """

    summary: str
    reason: str
    line: int = 0
    help: str = ""

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """A stylesheet that is safe to run. `bare` is without the functions that it may call."""

    bare: etree._Element
    root: etree._Element
    transformation: etree.XSLT

    def text(self) -> bytes:
        """Return the stylesheet in UTF-8, as another process can parse it."""
        return etree.tostring(self.root, encoding="utf-8")


def has_doctype(text: str) -> bool:
    """Tell whether a document declares a document type, the door to entities and other files."""
    return _PROLOG.match(text) is not None


def read_stylesheet(template: str, *, is_strict: bool) -> Stylesheet:
    """Return the stylesheet of a template; raises `TemplateError`.

    A strict one is trimmed as text, as the reference does; a modern one outside `xsl:text` only.
    """
    if is_strict:
        # First as it is written, so that a line is one that the author sees.
        _read(template, is_strict=True)
        template = _BEFORE_TAG.sub(r"\1<", _BEHIND_TAG.sub(">", template))
    return _read(template, is_strict=is_strict)


def _read(template: str, *, is_strict: bool) -> Stylesheet:
    root = _parsed(template)
    _drop_imports(root)
    for element in elements(root):
        _check_element(element)
        _check_calls(element)
        if is_xsl(element, "output"):
            # Results are read back as text in UTF-8.
            element.attrib.pop("encoding", "")
        if not is_strict:
            _trim(element)
    complete = _with_functions(root)
    try:
        transformation = sandbox.compiled(complete)
    except etree.XSLTParseError as error:
        line = next((entry.line for entry in error.error_log if entry.line), 0)
        raise TemplateError(NOT_PARSED, str(error), line) from error
    if not is_strict:
        _check_what_libxslt_lets_pass(root, transformation)
    return Stylesheet(root, complete, transformation)


def _parsed(template: str) -> etree._Element:
    if len(template) > MAX_TEMPLATE_LENGTH:
        reason = f"it is longer than {MAX_TEMPLATE_LENGTH:,} characters"
        raise TemplateError(NOT_LOADED, reason)
    if has_doctype(template):
        line = template.count("\n", 0, template.index("<!DOCTYPE")) + 1
        raise TemplateError(NOT_LOADED, "it has a DOCTYPE", line, "leave the DOCTYPE out")
    try:
        return sandbox.parse(template.encode())
    except (etree.XMLSyntaxError, UnicodeEncodeError) as error:
        line = getattr(error, "lineno", 0) or 0
        reason = re.sub(r" \(<string>, line \d+\)$", "", str(error))
        raise TemplateError(NOT_LOADED, f"it is not well-formed: {reason}", line) from error


def _drop_imports(root: etree._Element) -> None:
    for element in list(elements(root)):
        if not (is_xsl(element, "import") or is_xsl(element, "include")):
            continue
        parent = element.getparent()
        if parent is None or not _LIBRARY.fullmatch(element.get("href", "")):
            raise TemplateError(
                NOT_PARSED,
                "it reads another document",
                line_of(element),
                "write the templates of the other document into this one",
            )
        parent.remove(element)


def _check_element(element: etree._Element) -> None:
    if element.tag in _WRITERS:
        raise TemplateError(NOT_PARSED, "it writes a document", line_of(element))


def _check_calls(element: etree._Element) -> None:
    for expression in expressions(element):
        try:
            names = list(calls(expression))
        except UnreadableError:
            # libxslt will say what is wrong, when the expression runs: it calls nothing.
            names = re.findall(r"[\w.\-]+\s*:\s*[\w.\-]+(?=\s*\()|document(?=\s*\()", expression)
        for name in names:
            _check_call(element, "".join(name.split()))


def _check_call(element: etree._Element, name: str) -> None:
    full = resolved(element, name)
    namespace = namespace_of(full)
    if full == "document":
        raise TemplateError(NOT_MAPPED, "it reads another document", line_of(element))
    if namespace and namespace not in ALLOWED and _is_available(full):
        raise TemplateError(NOT_MAPPED, f"there is no function `{name}` here", line_of(element))


def _is_available(name: str) -> bool:
    """Tell whether libxslt has a function, so that it would run unless it is refused."""
    namespace, _, local = name[1:].partition("}")
    sheet = etree.Element(f"{{{XSL}}}stylesheet", {"version": "1.0"}, {"x": XSL, "f": namespace})
    match = etree.SubElement(sheet, f"{{{XSL}}}template", {"match": "/"})
    probe = etree.SubElement(match, "r")
    test = f"function-available('f:{local}')"
    etree.SubElement(probe, f"{{{XSL}}}value-of", {"select": test})
    result = sandbox.compiled(sheet)(etree.Element("r"))
    return result.getroot().text == "true"


def _trim(element: etree._Element) -> None:
    """Trim text beside tags, as the reference does; `xsl:text` keeps what it holds."""
    if element.text and element.text.strip() and not is_xsl(element, "text"):
        element.text = element.text.strip(" \t\r\n")
    if element.tail and element.tail.strip():
        element.tail = element.tail.strip(" \t\r\n")


def _with_functions(root: etree._Element) -> etree._Element:
    """Return the stylesheet with the functions of the reference's library, if it may call them.

    They are functions of EXSLT, so that no call leaves libxslt.
    """
    wanted = [uri for uri in OWN if any(uri in each.nsmap.values() for each in elements(root))]
    if not wanted:
        return root
    taken = {
        resolved(each, each.get("name", ""))
        for each in root
        if each.tag == f"{{{FUNCTIONS}}}function"
    }
    # A second prefix for a namespace of the root would get lost when elements move below it.
    known: dict[str, str] = {uri: prefix for prefix, uri in root.nsmap.items() if prefix}
    own = {uri: known.get(uri, f"{_PREFIX}-{number}") for number, uri in enumerate(wanted)}
    functions = known.get(FUNCTIONS, _PREFIX)
    spaces: dict[Any, str] = {**root.nsmap, functions: FUNCTIONS}  # None: without prefix
    spaces.update({prefix: uri for uri, prefix in own.items()})
    prefixes = f"{root.get('extension-element-prefixes', '')} {functions}".strip()
    complete = root.makeelement(
        root.tag, {**attributes(root), "extension-element-prefixes": prefixes}, spaces
    )
    complete.text = root.text
    complete.extend(deepcopy(root))
    for uri in wanted:
        for name, cut in _CUTS.items():
            if f"{{{uri}}}{name}" not in taken:
                complete.append(_function(complete, f"{own[uri]}:{name}", cut))
    return complete


def _function(root: etree._Element, name: str, cut: str) -> etree._Element:
    function = root.makeelement(f"{{{FUNCTIONS}}}function", {"name": name})
    etree.SubElement(function, f"{{{XSL}}}param", {"name": "text"})
    etree.SubElement(function, f"{{{FUNCTIONS}}}result", {"select": cut})
    return function


def _check_what_libxslt_lets_pass(root: etree._Element, transformation: etree.XSLT) -> None:
    """Raise `TemplateError` for what libxslt would only find when it runs, or never."""
    for entry in cast("Any", transformation).error_log:
        if entry.line:
            raise TemplateError(NOT_PARSED, entry.message, entry.line)
    for element in elements(root):
        for name in ("select", "test"):
            expression = element.get(name)
            if expression is None or namespace_of(element.tag) != XSL:
                continue
            spaces = {prefix: uri for prefix, uri in element.nsmap.items() if prefix}
            try:
                etree.XPath(expression, namespaces=spaces)
            except etree.XPathSyntaxError as error:
                reason = f"`{name}` is no XPath expression: {error}"
                raise TemplateError(NOT_PARSED, reason, line_of(element)) from error
