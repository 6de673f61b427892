"""The tasks as XML: a document for an input, and outputs by their leaves."""

from pathlib import Path
from typing import Any, Final

from lxml import etree

from benchmarks.mapping.inputs import TASKS

_FOLDER: Final = Path(__file__).with_name("peers")

SHEETS: Final = {task: (_FOLDER / f"{task}.xsl").read_bytes() for task in TASKS}


def document(value: Any) -> etree._Element:
    """Return an object as a document: a list repeats its element, null is an empty one."""
    root = etree.Element("r")
    for key, item in value.items():
        _put(root, key, item)
    return root


def _put(parent: etree._Element, key: str, value: Any) -> None:
    if isinstance(value, list):
        for item in value:
            _put(parent, key, item)
        return
    element = etree.SubElement(parent, key)
    if isinstance(value, dict):
        for name, item in value.items():
            _put(element, name, item)
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    elif value is not None:
        element.text = str(value)


class Leaves:
    """The leaves of a document, in order: XML knows neither numbers nor lists of one element."""

    def __init__(self, root: etree._Element) -> None:
        self.items: list[Any] = [
            [element.tag, _number(element.text or "")]
            for element in root.iter()
            if not len(element)
        ]


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
