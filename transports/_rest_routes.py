"""Reads the routes of a configuration, by either dialect, into a table.

Source: generic-interface reference 3.2; for modern services also its 12.4 no. 13.
"""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote_from_bytes, unquote_to_bytes

from dsl.values import Value
from engine.kinds import SetupError
from engine.model.perl_pattern import PatternError, compile_pattern
from transports._rest_route_table import Matcher, Route, RouteTable, segment_matcher, table

# A parameter reaches up to the next slash; behind `(?` a colon belongs to a pattern.
_PARAMETER = re.compile(r"(?<!\(\?):([^/]+)")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# Characters that mean themselves in an unescaped pattern with the flags x, m and s.
_UNSPECIAL = re.compile(r"[A-Za-z0-9_/~%!&=,;@-]*")
_PLAIN_IN_PATHS: Final = "!$&'()*+,;=:@~"  # beside letters, digits and `_.-`: RFC 3986 §3.3


def strict_routes(mapping: Mapping[str, Value]) -> RouteTable:
    """Return the routes, ranked by the names of their operations; raises `SetupError`.

    Text is an unescaped Perl pattern; what holds no special character is the same as a literal.
    """
    routes: list[Route] = []
    patterns: list[tuple[Route, Matcher]] = []
    for rank, action in enumerate(sorted(mapping)):
        entry = mapping[action]
        path = entry.get("Route") if isinstance(entry, dict) else None
        if not isinstance(path, str) or not path.strip():
            continue
        names = tuple(_PARAMETER.findall(path))
        route = Route(action, path, _strict_methods(entry), names, rank)
        if not _UNSPECIAL.fullmatch(_PARAMETER.sub("", path)) or not path.startswith("/"):
            patterns.append((route, _pattern(route)))
            continue
        _check_names(route)
        if path.count("/:") == len(names):
            routes.append(route)
        else:
            patterns.append((route, _mixed(path, names)))
    return table(routes, patterns)


def modern_routes(mapping: Mapping[str, Value]) -> RouteTable:
    """Return the routes, ranked by how specific they are; raises `SetupError`.

    Their paths are `canonical`: so must be the path that is looked up.
    """
    paths = [(action, _modern_path(action, entry)) for action, entry in mapping.items()]
    routes: list[Route] = []
    patterns: list[tuple[Route, Matcher]] = []
    for rank, (kinds, action, path) in enumerate(
        sorted((_specificity(path), action, path) for action, path in paths)
    ):
        names = tuple(_PARAMETER.findall(path))
        route = Route(action, path, _modern_methods(mapping[action]), names, rank)
        _check_names(route)
        if _MIXED in kinds:
            patterns.append((route, _mixed(path, names)))
        else:
            routes.append(route)
    return table(routes, patterns)


def canonical(path: str, encoding: str) -> str:
    """Return a path in one spelling, percent-encoded only where it must be (RFC 3986 §6.2.2).

    `encoding` says what characters beyond ASCII stand for: the octets of a request are Latin-1.
    """
    if "%" not in path and path.isascii():
        return path
    octets = path.encode(encoding, "replace")
    return "/".join(
        quote_from_bytes(unquote_to_bytes(segment), safe=_PLAIN_IN_PATHS)
        for segment in octets.split(b"/")
    )


def _strict_methods(entry: Value) -> frozenset[str] | None:
    methods = entry.get("RequestMethod") if isinstance(entry, dict) else None
    if not isinstance(methods, list) or not methods:
        return None
    return frozenset(method for method in methods if isinstance(method, str))


def _modern_methods(entry: Value) -> frozenset[str] | None:
    listed = entry.get("RequestMethod") if isinstance(entry, dict) else None
    methods = {
        method.upper()
        for method in (listed if isinstance(listed, list) else ())
        if isinstance(method, str) and method
    }
    # HEAD is answered wherever GET is: RFC 9110 §9.3.2.
    return frozenset(methods | {"HEAD"} if "GET" in methods else methods) or None


def _modern_path(action: str, entry: Value) -> str:
    path = entry.get("Route") if isinstance(entry, dict) else None
    if not isinstance(path, str) or not path.startswith("/"):
        raise SetupError(
            f"the route of operation {action} is a path that begins with /",
            path=("RouteOperationMapping", action),
            code="broken-route",
        )
    return canonical(path, "utf-8")


_LITERAL, _MIXED, _WHOLE = range(3)


def _specificity(path: str) -> tuple[int, ...]:
    """Return what to sort routes by: literal segments come first, leftmost segments weigh most."""
    return tuple(
        _LITERAL if ":" not in segment else _WHOLE if segment.startswith(":") else _MIXED
        for segment in path.split("/")
    )


def _check_names(route: Route) -> None:
    if not all(_NAME.fullmatch(name) for name in route.names):
        raise _broken(route, "parameters are named with letters, digits and underscores")


def _pattern(route: Route) -> Matcher:
    """Return the matcher of a route that is a regular expression."""
    try:
        source = _PARAMETER.sub(r"(?<\1>[^\\/]+)", route.path)
        pattern = compile_pattern(source, before="^ ", after=" $")
    except PatternError as error:
        raise _broken(route, str(error)) from error
    return pattern.groups


def _mixed(path: str, names: tuple[str, ...]) -> Matcher:
    """Return the matcher of a route whose parameters share segments with text: ``/a-:id``."""
    return segment_matcher(_PARAMETER.split(path)[::2], names)


def _broken(route: Route, reason: str) -> SetupError:
    return SetupError(
        f"the route {route.path} cannot be read: {reason}",
        path=("RouteOperationMapping", route.action, "Route"),
        code="broken-route",
    )
