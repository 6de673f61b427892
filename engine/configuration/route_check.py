"""Checks the routes of a REST provider. Source: generic-interface reference 3.2."""

import re
from dataclasses import dataclass

from dsl.source import Span
from engine.configuration.definition import scalar
from engine.configuration.finding import Findings
from engine.configuration.yaml_nodes import YamlEntry, YamlList, YamlMap, YamlText
from engine.model.perl_pattern import PatternError, compile_pattern
from engine.model.service import Compatibility

# Behind `(?` a colon belongs to a pattern.
_PARAMETER = re.compile(r"(?<!\(\?):([^/]+)")
_COMPARED = 50
"""Routes of one path that are compared with each other: there are nine methods."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class _Seen:
    action: str
    methods: frozenset[str]
    span: Span


def check_routes(table: YamlMap, findings: Findings) -> None:
    """Add what is wrong with the paths and parameters of `RouteOperationMapping`."""
    seen: dict[str, list[_Seen]] = {}
    for entry in table:
        if not isinstance(entry.node, YamlMap):
            continue
        route = entry.node.entry("Route")
        if route is None or not isinstance(route.node, YamlText) or not scalar(route.node).strip():
            findings.mistake(
                "missing-key",
                f"the route of `{entry.name}` has no Route",
                entry.key.span,
                label="has no path",
                helps=("add `Route: /path/:Parameter`",),
            )
            continue
        if _check_path(route.node, findings):
            _check_repeated(entry, route.node, seen, findings)


def _check_path(node: YamlText, findings: Findings) -> bool:
    """Add what keeps the path from being read; True when nothing does."""
    names = _PARAMETER.findall(node.raw)
    for name in names:
        if _NAME.fullmatch(name) is None:
            findings.mistake(
                "bad-parameter",
                f"`:{name}` is no parameter: names are letters, digits and underscores",
                _part(node, f":{name}"),
                label="not a name",
                helps=("end the name with `/` or the end of the path, as in `/:TicketID/all`",),
            )
            return False
    if findings.compatibility is Compatibility.MODERN:
        return _check_start(node, findings)
    for name in {name for name in names if names.count(name) > 1}:
        findings.warning(
            "bad-parameter",
            f"the parameter `:{name}` stands twice in one path",
            node.span,
            label="keeps one of the two values",
            helps=("give each parameter a name of its own",),
        )
    return _check_pattern(node, findings)


def _check_start(node: YamlText, findings: Findings) -> bool:
    if node.raw.startswith("/"):
        return True
    findings.mistake(
        "bad-route",
        f"a route begins with `/`, and this one is `{node.raw}`",
        node.span,
        label="matches no request",
        helps=(f"write `/{node.raw}`",),
    )
    return False


def _check_pattern(node: YamlText, findings: Findings) -> bool:
    """The text of a strict route is a regular expression, unescaped."""
    source = _PARAMETER.sub(r"(?<\1>[^\\/]+)", node.raw)
    try:
        compile_pattern(source, before="^ ", after=" $")
    except PatternError as error:
        findings.mistake(
            "broken-pattern",
            f"the route cannot be read as a regular expression: {error}",
            node.span,
            label="matches no request",
            helps=("put `\\` before characters that mean themselves: `\\(`, `\\[`, `\\.`",),
        )
        return False
    return True


def _check_repeated(
    entry: YamlEntry, node: YamlText, seen: dict[str, list[_Seen]], findings: Findings
) -> None:
    """Two operations on one path and method: only one of them is ever reached."""
    path = _PARAMETER.sub(":", node.raw)
    methods = _methods(entry)
    for other in seen.get(path, ())[:_COMPARED]:
        if not methods or not other.methods or methods & other.methods:
            line = findings.source.position(other.span.start).line
            findings.mistake(
                "repeated-route",
                f"`{other.action}` has this route already, in line {line}",
                node.span,
                label="only one of the two is reached",
                helps=("give each operation a path or request methods of its own",),
            )
            return
    seen.setdefault(path, []).append(_Seen(entry.name, methods, node.span))


def _methods(entry: YamlEntry) -> frozenset[str]:
    """Return the methods of a route; none means every method."""
    listed = entry.node.get("RequestMethod") if isinstance(entry.node, YamlMap) else None
    items = listed.items if isinstance(listed, YamlList) else ()
    return frozenset(item.raw for item in items if isinstance(item, YamlText))


def _part(node: YamlText, words: str) -> Span:
    """Return where some words of a text written in one line stand, else the whole text."""
    width = node.span.end - node.span.start
    lead = {len(node.raw): 0, len(node.raw) + 2: 1}.get(width)
    if lead is None:
        return node.span
    start = node.span.start + lead + node.raw.index(words)
    return Span(start, start + len(words))
