"""Recorded HTTP conversations, played against operations without a wire between them."""

import json
import re
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

_VARIABLE = re.compile(r"\$\{(\w+)\}")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_ROUTES = (
    ("POST", re.compile(r"/Session"), "Session::SessionCreate"),
    ("GET", re.compile(r"/Session/(?P<SessionID>[^/]+)"), "Session::SessionGet"),
    ("POST", re.compile(r"/Ticket"), "Ticket::TicketCreate"),
    ("PATCH", re.compile(r"/Ticket/(?P<TicketID>[^/]+)"), "Ticket::TicketUpdate"),
    ("GET", re.compile(r"/Ticket/(?P<TicketID>[^/]+)"), "Ticket::TicketGet"),
    ("GET", re.compile(r"/TicketList"), "Ticket::TicketGet"),
    ("GET", re.compile(r"/TicketHistory/(?P<TicketID>[^/]+)"), "Ticket::TicketHistoryGet"),
    ("GET", re.compile(r"/Ticket"), "Ticket::TicketSearch"),
)


@dataclass(frozen=True)
class Asked:
    """What a recorded request asks for: an operation by its type, and its parameters."""

    operation: str
    data: dict[str, Any]


def asked(record: Mapping[str, Any], known: Mapping[str, Any]) -> Asked | None:
    """Return what a record asks for, with captured values filled in; None for unknown routes."""
    request = record["request"] | _filled(record.get("request_template", {}), known)
    url = urlsplit(request["target"])
    path = "/" + url.path.partition("/Webservice/")[2].partition("/")[2]
    for method, route, operation in _ROUTES:
        found = route.fullmatch(path)
        if found and request["method"] == method:
            data = _query(url.query)
            if request.get("body"):
                data |= json.loads(request["body"])
            return Asked(operation, data | {k: unquote(v) for k, v in found.groupdict().items()})
    return None


def learn(record: Mapping[str, Any], answer: Any, known: MutableMapping[str, Any]) -> None:
    """Keep the values of an answer that later records of the group go on with."""
    for name, pointer in record.get("captures", {}).items():
        known[name] = dict(_flat(answer)).get(pointer)


def golden_differences(
    record: Mapping[str, Any], answer: Any, known: Mapping[str, Any]
) -> Iterator[str]:
    """Yield a line for each place where an answer is not as recorded.

    Places that differ between runs are compared by kind, and with the values captured before.
    """
    volatile, refs = record.get("volatile", []), record.get("refs", {})
    expected, actual = dict(_flat(json.loads(record["response"]["body"]))), dict(_flat(answer))
    for place in sorted(expected.keys() | actual.keys()):
        is_volatile = any(place == one or place.startswith(f"{one}/") for one in volatile)
        if place not in actual or place not in expected:
            if not is_volatile:
                yield f"{place} is {'missing' if place in expected else 'extra'}"
        elif not is_volatile:
            if not _is_same(expected[place], actual[place]):
                yield f"{place} is {actual[place]!r}, not {expected[place]!r}"
        elif _kind(expected[place]) != _kind(actual[place]):
            yield f"{place} is {actual[place]!r}, not like {expected[place]!r}"
        elif place in refs and place.endswith(("TicketID", "TicketNumber", "SessionID")):
            wanted = _filled(refs[place], known)
            if wanted != refs[place] and wanted != str(actual[place]):
                yield f"{place} is {actual[place]!r}, not {wanted!r}"


def _query(query: str) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key, value in parse_qsl(query, keep_blank_values=True):
        if key in data:
            earlier = data[key]
            data[key] = [*(earlier if isinstance(earlier, list) else [earlier]), value]
        else:
            data[key] = value
    return data


def _filled(value: Any, known: Mapping[str, Any]) -> Any:
    if isinstance(value, str):
        return _VARIABLE.sub(lambda one: str(known.get(one[1], one[0])), value)
    if isinstance(value, dict):
        return {key: _filled(member, known) for key, member in value.items()}
    return [_filled(item, known) for item in value] if isinstance(value, list) else value


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    members = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    if not members:
        yield path, value
    for key, member in members:
        yield from _flat(member, f"{path}/{key}")


def _is_same(expected: Any, actual: Any) -> bool:
    if expected is None or actual is None:
        return expected is actual
    return str(expected) == str(actual)


def _kind(value: Any) -> str:
    return "number" if _NUMBER.fullmatch(str(value)) else "text"
