"""A route of a remote REST service, filled from the data of an operation."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from urllib.parse import quote

import msgspec

from dsl.values import DataError, Value, encode_json

BODY_METHODS: Final = ("POST", "PUT", "PATCH")
"""The methods whose bodies the reference reads. Source: generic-interface reference 3.3."""

_PARAMETER = re.compile(r":([^/]+)")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# A route of the reference is a pattern. One of these characters alone is text that it matches.
_LITERAL = re.compile(r"/[A-Za-z0-9_/~!&=,;@.-]*")


class Address(msgspec.Struct, frozen=True):
    """Where a request goes, raw and percent-encoded, and the bytes it carries."""

    path: str
    query: str
    body: bytes


@dataclass(frozen=True, slots=True)
class RemoteRoute:
    """A method and a path with parameters: ``PATCH /Ticket/:TicketID``."""

    method: str
    path: str

    @property
    def carries_body(self) -> bool:
        """True for a method whose body the remote reads: any data can be sent."""
        return self.method in BODY_METHODS

    @property
    def is_plain(self) -> bool:
        """True for text with named parameters, false for a pattern that only a matcher reads."""
        text = _PARAMETER.sub("", self.path)
        names = _PARAMETER.findall(self.path)
        return bool(_LITERAL.fullmatch(text)) and all(map(_NAME.fullmatch, names))

    def filled(self, data: Mapping[str, Value]) -> Address | None:
        """Return the address for some data, None where this route cannot carry them.

        Raises `DataError` for what neither JSON nor an address can hold.
        """
        try:
            return self._filled(dict(data))
        except UnicodeEncodeError as error:
            raise DataError("a text holds half of a surrogate pair") from error

    def _filled(self, rest: dict[str, Value]) -> Address | None:
        path = self.path
        for name in _PARAMETER.findall(self.path):
            segment = _segment(rest.pop(name, None))
            if segment is None:
                return None
            path = path.replace(f":{name}", segment, 1)
        if self.carries_body:
            # A strict remote takes an empty object for a mistake, and no body for no parameters.
            return Address(path, "", encode_json(rest) if rest else b"")
        # The remote says itself by which method it was asked (reference 3.3).
        rest.pop("RequestMethod", None)
        query = _query(rest)
        return None if query is None else Address(path, query, b"")


def _segment(value: Value) -> str | None:
    """Return a value as one segment of a path, None where it cannot be one."""
    text = _text(value)
    # Dots alone would climb to another route, escaped or not (RFC 3986 §5.2.4).
    return None if not text or not text.strip(".") else quote(text, safe="")


def _query(data: Mapping[str, Value]) -> str | None:
    """Return data as a query, lists as repeated parameters; None for data with inner structure."""
    parts: list[str] = []
    for name, value in data.items():
        for item in value if isinstance(value, list) else [value]:
            if item is None:
                continue  # nothing is what the remote makes of a parameter that is not there
            text = _text(item)
            if text is None:
                return None
            parts.append(f"{quote(name, safe='')}={quote(text, safe='')}")
    return "&".join(parts)


def _text(value: Value) -> str | None:
    """Return a scalar as text, exactly; None for anything else."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, str):
        return value
    if isinstance(value, int | Decimal | float):
        return encode_json(value).decode()
    return None
