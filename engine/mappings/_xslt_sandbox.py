"""Runs stylesheets in libxslt so that nothing is read, written or reached, whatever they say.

Three walls stand one behind the other: `_xslt_template` refuses what would read or evaluate, the
resolver here refuses every address, and the access control refuses every read and write that
libxslt itself still tries. This module knows nothing of the engine: the helper process loads it
alone.
"""

from typing import Final, NoReturn

from lxml import etree

MAX_OUTPUT_BYTES: Final = 20_000_000
"""The longest document a stylesheet may write: twice the default limit of a request body."""


class RefusedAddressError(Exception):
    """A document of another address was asked for: a wall before this one has a hole."""


class OutputTooLongError(Exception):
    """A stylesheet wrote more than `MAX_OUTPUT_BYTES`."""


class _Refuse(etree.Resolver):
    """Answers every request for another document with an error."""

    def resolve(self, *asked: object) -> NoReturn:
        raise RefusedAddressError("a stylesheet cannot read other documents")


def parse(text: bytes) -> etree._Element:
    """Return the root of a document in UTF-8; raises `etree.XMLSyntaxError`."""
    return etree.fromstring(text, _parser())


def compiled(root: etree._Element) -> etree.XSLT:
    """Return the transformation of a stylesheet that `parse` has read.

    Raises `etree.XSLTParseError`.
    """
    nothing = etree.XSLTAccessControl.DENY_ALL  # type: ignore[attr-defined] # the stubs lack it
    # lxml would add regular expressions that the reference does not have.
    return etree.XSLT(root, regexp=False, access_control=nothing)


def transformed(transformation: etree.XSLT, document: bytes) -> etree._XSLTResultTree:
    """Return the result for a document in UTF-8.

    Raises `etree.XMLSyntaxError` for the document, `etree.XSLTError` and `MemoryError`.
    """
    return transformation(parse(document))


def serialised(result: etree._XSLTResultTree) -> bytes:
    """Return a result as its stylesheet's output method writes it, empty when there is nothing.

    Raises `OutputTooLongError`.
    """
    text = bytes(result)
    if len(text) > MAX_OUTPUT_BYTES:
        raise OutputTooLongError
    return text


def _parser() -> etree.XMLParser:
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    parser.resolvers.add(_Refuse())
    return parser
