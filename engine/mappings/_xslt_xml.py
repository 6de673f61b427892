"""Data to XML and back, as Mapping XSLT of the reference sees them.

Below the root ``RootElement`` a key is an element and a list is a repeated element; there are no
attributes. On the way back the name of the root is dropped and every scalar is text.
Source: generic-interface reference 7.3, and 12.2 for `ForceArray` and `KeepAttributes`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final, cast

from lxml import etree

from dsl.values import Value
from engine.mappings import _xslt_sandbox as sandbox
from engine.mappings._xslt_names import attributes
from engine.mappings._xslt_template import has_doctype
from engine.model.perl_scalar import text_of

_FIRST: Final = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME: Final = re.compile(f"[{_FIRST}][{_FIRST}0-9.\xb7\u0300-\u036f\u203f\u2040-]*")
"""Source: Namespaces in XML 1.0, production 4."""
_BLANKS: Final = " \t\n\r"
_IS_UNUSUAL: Final = etree.XPath("boolean(/text()) or count(/*) != 1 or name(/*) = 'html'")
"""Whether a result reads otherwise as text than as a tree: text or more elements beside the root,
or the root for which XSLT 1.0 §16 chooses the output method html."""
Data = dict[str, Value]


class NoXmlError(Exception):
    """Data with a value that XML cannot stand for. The text says of which kind it is."""


class BadXmlError(Exception):
    """Data whose XML would not be well-formed. The text says why and names no value."""


class BadOutputError(Exception):
    """A stylesheet wrote no document that can become data. The text says why."""


@dataclass(frozen=True, slots=True)
class XmlWriter:
    """Writes data as XML."""

    is_strict: bool

    def document(self, data: Mapping[str, Value]) -> bytes:
        """Return the document of an object, in UTF-8; raises `NoXmlError` and `BadXmlError`."""
        parts = ["<RootElement>"]
        self._write(data, parts)
        parts.append("</RootElement>")
        return "".join(parts).encode()

    def _write(self, data: Mapping[str, Value], parts: list[str]) -> None:
        # Sorted text is in the order of its UTF-8 bytes.
        for key in sorted(data):
            value = data[key]
            if not _is_name(key):
                if key.startswith("-"):
                    continue
                raise BadXmlError(f"the key `{key}` is no name of an XML element")
            if isinstance(value, str):
                if "&" in value or "<" in value or ">" in value or "\r" in value:
                    value = self._escaped(value)
                parts.append(f"<{key}>{value}</{key}>")
            elif isinstance(value, list):
                for item in value:
                    self._write_one(key, item, parts)
            else:
                self._write_one(key, value, parts)

    def _write_one(self, key: str, value: Value, parts: list[str]) -> None:
        if isinstance(value, dict):
            parts.append(f"<{key}>")
            self._write(value, parts)
            parts.append(f"</{key}>")
        elif isinstance(value, list):
            parts.append(f"<{key}>")
            for item in value:
                self._write_one("anon", item, parts)
            parts.append(f"</{key}>")
        else:
            text = self._escaped(value if isinstance(value, str) else self._text(value))
            parts.append(f"<{key}>{text}</{key}>")

    def _text(self, value: Value) -> str:
        match value:
            case None:
                return ""
            case bool() if not self.is_strict:
                return "true" if value else "false"
            case Decimal() if not self.is_strict:
                return f"{value:f}"
            case bool():
                raise NoXmlError("a Boolean has no XML in a strict service")
            case int() | Decimal() | float():
                return text_of(value)
        raise NoXmlError(f"a {type(value).__name__} has no XML")

    def _escaped(self, text: str) -> str:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        # The reference lets the parser make a line feed of every line end.
        return text if self.is_strict else text.replace("\r", "&#13;")


@dataclass(frozen=True, slots=True)
class XmlReader:
    """Reads the output of a stylesheet as data.

    `forced` are the names of elements that are a list even where there is one. With
    `keeps_attributes` attributes become keys.
    """

    is_strict: bool
    forced: frozenset[str] = frozenset()
    keeps_attributes: bool = False

    def of_result(self, result: etree._XSLTResultTree) -> Value:
        """Return the data of a result whose output method is xml, None where there is no output.

        Raises `BadOutputError`, and `OutputTooLongError` of the sandbox.
        """
        root = result.getroot()
        if root is None or _IS_UNUSUAL(result):
            return self.of_text(sandbox.serialised(result))
        return self._of_root(root)

    def of_text(self, text: bytes) -> Value:
        """Return the data of a serialised result, None where it is empty.

        Raises `BadOutputError`.
        """
        if not text:
            return None
        if has_doctype(text.decode(errors="replace")):
            raise BadOutputError("the output has a DOCTYPE")
        try:
            root = sandbox.parse(text)
        except etree.XMLSyntaxError as error:
            raise BadOutputError(f"the output is no XML document: {error.msg}") from error
        return self._of_root(root)

    def _of_root(self, root: etree._Element) -> Value:
        data = self._content(root)
        if data == "0":
            # What the reference takes for false it takes for a failure.
            raise BadOutputError("the output is the text 0")
        return {} if data == "" else data

    def _content(self, element: etree._Element) -> Value:
        """Return the data of an element: text, an object, or a list for nested `anon` elements."""
        members: Data = {}
        repeated: set[str] = set()
        if self.keeps_attributes and element.attrib:
            for key, text in attributes(element).items():
                members[self._name(element, key)] = text
        pieces = self._gather(element, members, repeated)
        if pieces and (members or len(pieces) > 1):
            members["content"] = pieces if len(pieces) > 1 else pieces[0]
        elif not members:
            return pieces[0] if pieces else self._blank(element)
        if len(members) == 1:
            if "content" in members and pieces:
                return members["content"]
            if "anon" in repeated:
                return members["anon"]
        for name in self.forced & members.keys() - repeated:
            members[name] = [members[name]]
        return members

    def _gather(self, element: etree._Element, members: Data, repeated: set[str]) -> list[Value]:
        """Fill `members` with what stands below an element, and return the texts between."""
        is_strict, keeps_attributes = self.is_strict, self.keeps_attributes
        pieces: list[Value] = []
        open_text = element.text
        for child in element:
            tag = child.tag
            tail = child.tail
            if not isinstance(tag, str):
                # A comment or processing instruction parts no text.
                open_text = f"{open_text or ''}{tail or ''}"
                continue
            if open_text and open_text.strip(_BLANKS):
                pieces.append(open_text)
            open_text = tail
            value: Value
            if len(child) or keeps_attributes:
                value = self._content(child)
            else:
                text = child.text or ""
                value = {} if is_strict and not text.strip(_BLANKS) else text
            name = self._name(child, tag) if tag[0] == "{" else tag
            if name not in members:
                members[name] = value
            elif name in repeated:
                cast("list[Value]", members[name]).append(value)
            else:
                members[name] = [members[name], value]
                repeated.add(name)
        if open_text and open_text.strip(_BLANKS):
            pieces.append(open_text)
        return pieces

    def _blank(self, element: etree._Element) -> Value:
        """Return what an element without content is: in a modern service its text."""
        return {} if self.is_strict else "" if len(element) else element.text or ""

    def _name(self, element: etree._Element, tag: str) -> str:
        """Return a name as it is written, with its prefix."""
        if not tag.startswith("{"):
            return tag
        uri, _, local = tag[1:].partition("}")
        prefixes = (key for key, value in element.nsmap.items() if key and value == uri)
        prefix = element.prefix if tag == element.tag else next(prefixes, None)
        return f"{prefix}:{local}" if prefix else local


@lru_cache(maxsize=10_000)
def _is_name(key: str) -> bool:
    return _NAME.fullmatch(key) is not None
