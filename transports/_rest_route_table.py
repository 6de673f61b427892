"""Finds the operation of a path; the cost does not grow with the number of operations.

Literal routes lie in a table by path, routes with parameters in tables by shape: how many segments
there are, and which of them are parameters. Only routes that are patterns are tried one by one.
Every route has a rank, and among those that match the lowest wins.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

Raw = Mapping[str, str]
"""Values of path parameters by name, still percent-encoded."""


@dataclass(frozen=True, slots=True)
class Route:
    """One way to an operation. `methods` None accepts all. `names` are its path parameters."""

    action: str
    path: str
    methods: frozenset[str] | None
    names: tuple[str, ...] = ()
    rank: int = 0

    def accepts(self, method: str) -> bool:
        """Tell whether the route answers a method."""
        return self.methods is None or method in self.methods


Matcher = Callable[[str], Raw | None]
"""Finds the parameters of one route that no table can hold; None when the path is another."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """Routes that agree in where their parameters stand."""

    literals: Callable[[Sequence[str]], object]
    """Takes the literal segments out of all."""
    parameters: tuple[int, ...]
    table: Mapping[object, tuple[Route, ...]]
    lowest_rank: int

    def find(self, segments: Sequence[str], method: str) -> Route | None:
        for route in self.table.get(self.literals(segments), ()):
            if route.accepts(method):
                return route if all(segments[place] for place in self.parameters) else None
        return None


@dataclass(frozen=True, slots=True)
class RouteTable:
    """All routes of a service."""

    exact: Mapping[str, tuple[Route, ...]]
    shapes: Mapping[int, tuple[_Shape, ...]]
    """By the number of slashes, in the order of their lowest ranks."""
    patterns: tuple[tuple[Route, Matcher], ...]
    methods: tuple[str, ...]
    """Every method that some route names, in alphabetical order."""

    def find(self, method: str, path: str) -> tuple[Route, Raw] | None:
        """Return the route of a raw path and its raw parameters, None when there is none."""
        best: Route | None = None
        raw: Raw = {}
        for route in self.exact.get(path, ()):
            if route.accepts(method):
                best = route
                break
        if shapes := self.shapes.get(path.count("/")):
            segments = path.split("/")
            for shape in shapes:
                if best is not None and shape.lowest_rank > best.rank:
                    break
                found = shape.find(segments, method)
                if found is not None and (best is None or found.rank < best.rank):
                    best = found
                    raw = _named(found.names, [segments[place] for place in shape.parameters])
        for route, matcher in self.patterns:
            if best is not None and route.rank > best.rank:
                break
            if route.accepts(method) and (values := matcher(path)) is not None:
                return route, values
        return None if best is None else (best, raw)

    def allowed(self, path: str) -> tuple[str, ...]:
        """Return the methods that some route answers on a path, in alphabetical order."""
        return tuple(method for method in self.methods if self.find(method, path))


def table(routes: Iterable[Route], patterns: Iterable[tuple[Route, Matcher]] = ()) -> RouteTable:
    """Return the table of ranked routes; those with names have them as whole segments ``:name``."""
    routes, patterns = tuple(routes), tuple(patterns)
    exact: dict[str, list[Route]] = {}
    shapes: dict[tuple[int, tuple[int, ...]], list[Route]] = {}
    for route in sorted(routes, key=lambda route: route.rank):
        segments = route.path.split("/")
        places = tuple(i for i, segment in enumerate(segments) if segment.startswith(":"))
        if places:
            shapes.setdefault((len(segments), places), []).append(route)
        else:
            exact.setdefault(route.path, []).append(route)
    by_slashes: dict[int, list[_Shape]] = {}
    for (count, places), members in shapes.items():
        by_slashes.setdefault(count - 1, []).append(_shape(count, places, members))
    return RouteTable(
        exact={path: tuple(same) for path, same in exact.items()},
        shapes={
            slashes: tuple(sorted(same, key=lambda shape: shape.lowest_rank))
            for slashes, same in by_slashes.items()
        },
        patterns=tuple(sorted(patterns, key=lambda pair: pair[0].rank)),
        methods=_methods((*routes, *(route for route, _ in patterns))),
    )


def segment_matcher(texts: Sequence[str], names: Sequence[str]) -> Matcher:
    """Return a matcher of fixed texts with parameters between them that end at a slash."""
    match = re.compile("([^/]+)".join(re.escape(text) for text in texts)).fullmatch

    def matcher(path: str) -> Raw | None:
        found = match(path)
        return None if found is None else _named(names, found.groups())

    return matcher


def _methods(routes: Iterable[Route]) -> tuple[str, ...]:
    return tuple(sorted({method for route in routes for method in route.methods or ()}))


def _shape(count: int, places: tuple[int, ...], members: Sequence[Route]) -> _Shape:
    literals = itemgetter(*(i for i in range(count) if i not in places))
    same: dict[object, list[Route]] = {}
    for route in members:
        same.setdefault(literals(route.path.split("/")), []).append(route)
    return _Shape(
        literals=literals,
        parameters=places,
        table={key: tuple(routes) for key, routes in same.items()},
        lowest_rank=members[0].rank,
    )


def _named(names: Iterable[str], values: Iterable[str]) -> Raw:
    """Pair names and values; of a name that occurs twice the first counts, as in Perl."""
    found: dict[str, str] = {}
    for name, value in zip(names, values, strict=True):
        found.setdefault(name, value)
    return found
