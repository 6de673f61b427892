"""The address of one request: a controller, filled with the data of a message. Pure.

Source: generic-interface reference 4.2, and 12.1 for placeholders that lead into the data.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, quote_plus

from dsl.values import Value
from engine.model.fault import Blame, Fault
from engine.model.perl_scalar import is_string, text_of

_NESTED = re.compile(r":([^/?&:.]+(?:\.[^/?&:.]+)+)(?=[/?&]|\Z)")
_LEFT = re.compile(r":([A-Za-z_][A-Za-z0-9_.]*)(?=[/?&]|\Z)")
_PATH_ENDS: Final = r"(?=[/?]|\Z)"
_QUERY_ENDS: Final = r"(?=&|\Z)"
_DOTS: Final = frozenset({".", ".."})


@dataclass(frozen=True, slots=True)
class Target:
    """A path and a query, percent-encoded, and the data that went into neither."""

    path: str
    query: str
    rest: dict[str, Value]
    is_query_filled: bool
    """True when a placeholder of the query was replaced."""

    @property
    def text(self) -> str:
        """Path and query as they stand on the request line."""
        return f"{self.path}?{self.query}" if self.query else self.path


def filled(controller: str, data: Mapping[str, Value], *, is_strict: bool) -> Target:
    """Return a controller's address with the values of `data` in its placeholders.

    A strict service leaves placeholders without a value as they are, and drops a query of which
    nothing was replaced; a modern one keeps what is fixed and leaves out what has no value.
    Raises `Fault` (`transport.bad-parameter`) for a value that is no scalar, for one that would
    lead to another folder, and in a modern service for a path whose placeholder has no value.
    """
    path, _, template = controller.partition("?")
    used: set[str] = set()
    # The bytes decide the order in which the reference replaces.
    keys = sorted(data, key=lambda key: key.encode("utf-8", "replace"))
    path = _replaced(path, keys, data, _PATH_ENDS, used)
    before = template
    query = _replaced(template, keys, data, _QUERY_ENDS, used)
    is_query_filled = query != before
    if is_strict:
        query = query if is_query_filled else ""
    else:
        _refuse_gap(path)
        query = "&".join(part for part in query.split("&") if part and not _LEFT.search(part))
    if not _DOTS.isdisjoint(path.split("/")) and _DOTS.isdisjoint(controller.split("/")):
        raise _bad("a value of the path is only dots, and would lead to another folder")
    rest = {key: value for key, value in data.items() if key not in used}
    return Target(_ascii(path), _ascii(query), rest, is_query_filled)


def query_of(data: Mapping[str, Value]) -> str:
    """Return data as query parameters, sorted by name; raises `Fault` for what is too deep."""
    return "&".join(
        f"{quote_plus(name)}={quote_plus(text)}"
        for name in sorted(data)
        for text in _texts(name, data[name])
    )


def _replaced(
    template: str, keys: Iterable[str], data: Mapping[str, Value], ends: str, used: set[str]
) -> str:
    for key in keys:
        if f":{key}" not in template:
            continue
        found = re.compile(f":{re.escape(key)}{ends}")
        if found.search(template):
            text = quote(_scalar(key, data[key]), safe="")
            template = found.sub(lambda _, text=text: text, template)  # type: ignore[misc]
            used.add(key)
    return _NESTED.sub(lambda match: _nested(match, data), template)


def _nested(match: re.Match[str], data: Mapping[str, Value]) -> str:
    """Return the value behind ``:Ticket.Article.0.Subject``, or the text when nothing is there."""
    value: Value = dict(data)
    for step in match[1].split("."):
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return match[0]
    return quote(_scalar(match[1], value), safe="")


def _texts(name: str, value: Value) -> Iterator[str]:
    if isinstance(value, list):
        for element in value:
            yield _scalar(name, element)
    else:
        yield _scalar(name, value)


def _scalar(name: str, value: Value) -> str:
    """Return the text of a scalar; null is empty. The reference writes a memory address (15)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if is_string(value):
        text = text_of(value)
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise _bad(f"the value of `{name}` holds half of a surrogate pair") from error
        return text
    raise _bad(f"`{name}` is a list or an object, and an address holds texts and numbers")


def _refuse_gap(path: str) -> None:
    gap = _LEFT.search(path)
    if gap is not None:
        raise _bad(f"the data hold no value for `:{gap[1]}` of the controller")


def _ascii(text: str) -> str:
    """Return an address with what its author wrote beyond ASCII, or left blank, encoded."""
    return quote(text, safe="%/:;@!$&'()*+,=?[]~-._|")


def _bad(message: str) -> Fault:
    return Fault("transport.bad-parameter", message, Blame.SERVICE)
