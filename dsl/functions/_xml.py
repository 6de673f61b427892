"""XML as values: the shape of xmltodict, ``@name`` for attributes and ``#text`` beside them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from xml.parsers import expat

import xmltodict

from dsl.functions._limits import MAX_DEPTH, MAX_ITEMS, check_text, check_tree
from dsl.functions._text import to_text, utf8
from dsl.kinds import kind_of
from dsl.values import Failure

# One prefix at most (Namespaces in XML 1.0 §4), characters as XML 1.0 §2.3 except the rarest.
_NAME: Final = re.compile(r"[^\W\d][\w.\-·]*(?::[^\W\d][\w.\-·]*)?")
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def read_xml(text: str, lists: list[Any]) -> dict[str, Any]:
    """Return the document as an object with its root element as the only key.

    An element that stands once is a value, one that repeats a list; names in `lists` are always
    lists. Text is never converted, an empty element is null. Raises `Failure` for what is not
    well-formed, has a DOCTYPE, or is deeper than 100 elements.
    """
    data = utf8(text)
    check_text(len(data))
    try:
        _check_document(data)
        document: dict[str, Any] = xmltodict.parse(
            data, encoding="utf-8", disable_entities=True, force_list=tuple(lists) or None
        )
    except expat.ExpatError as error:
        found = f"{expat.ErrorString(error.code)} in line {error.lineno}"
        raise Failure("well-formed XML", found) from error
    return document


@dataclass(slots=True)
class _Gate:
    """Counts elements before a tree is built: the tree's builder has no limit on depth."""

    depth: int = 0
    nodes: int = 0

    def start(self, _name: str, attributes: list[str]) -> None:
        self.depth += 1
        self.nodes += 1 + len(attributes) // 2
        if self.depth > MAX_DEPTH:
            raise Failure(f"XML of at most {MAX_DEPTH} levels", "more")
        if self.nodes > MAX_ITEMS:
            raise Failure(f"XML of at most {MAX_ITEMS:,} elements and attributes", "more")

    def end(self, _name: str) -> None:
        self.depth -= 1

    def doctype(self, *_: object) -> None:
        raise Failure("XML without a DOCTYPE", "one with a DOCTYPE")


def _check_document(data: bytes) -> None:
    gate = _Gate()
    parser = expat.ParserCreate("utf-8")
    parser.ordered_attributes = True
    parser.StartElementHandler = gate.start
    parser.EndElementHandler = gate.end
    parser.StartDoctypeDeclHandler = gate.doctype
    parser.Parse(data, True)  # noqa: FBT003 - pyexpat takes no keywords


def write_xml(value: dict[str, Any], *, pretty: bool) -> str:
    """Return an object with one key as XML without a declaration; the opposite of `read_xml`."""
    if len(value) != 1:
        raise Failure("an object with the root element as its only key", "another object")
    check_tree(value)
    tree = {name: _element(name, item) for name, item in value.items()}
    if isinstance(tree[next(iter(tree))], list):
        raise Failure("one root element", "a list")
    written: str = xmltodict.unparse(tree, full_document=False, pretty=pretty, indent="  ")
    check_text(len(written))
    return written


def _element(name: str, value: Any) -> Any:
    """Return what xmltodict writes for an element: texts, objects of these, or lists of both."""
    if _NAME.fullmatch(name) is None:
        raise Failure("keys that are names of XML", "another key")
    if isinstance(value, list):
        for item in value:
            if isinstance(item, list):
                raise Failure("elements that are no lists", "a list in a list", "flatten(x)")
        return [_element(name, item) for item in value]
    if isinstance(value, dict):
        return dict(_fields(value))
    return None if value is None else _leaf(value)


def _fields(value: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, item in value.items():
        if key == "#text":
            yield key, "" if item is None else _leaf(item)
        elif key.startswith("@"):
            if _NAME.fullmatch(key[1:]) is None:
                raise Failure("keys that are names of XML", "another key")
            yield key, "" if item is None else _leaf(item)
        else:
            yield key, _element(key, item)


def _leaf(value: Any) -> str:
    if isinstance(value, list | dict):
        raise Failure("text, a number, a Boolean or a date", kind_of(value))
    text = to_text(value)
    if _NOT_XML.search(text):
        raise Failure("characters that XML can hold", "a control character", "xml_escape drops it")
    return text
