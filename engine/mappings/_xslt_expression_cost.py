"""Bounds what one expression costs, and how long its text can be, over all runs together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from engine.mappings import _xslt_visits as visits
from engine.mappings._xslt_names import (
    COMMON,
    DATES,
    MATH,
    OWN,
    SETS,
    STRINGS,
    namespace_of,
    resolved,
)
from engine.mappings._xslt_xpath import SCALAR_CALLS, Facts

COPIED: Final = 50.0
"""For each character of nodes that are copied."""
WRITTEN: Final = 10.0
"""For each character of the result, or of a variable's content."""
_WORD: Final = 50.0
_NODE: Final = 30.0
_COMPARED: Final = 5.0
_TEXT: Final = 5.0
_OWN_CALL: Final = 3_000.0
_NUMBER_LENGTH: Final = 40
_PAIRING: Final = frozenset({
    "contains", "substring-before", "substring-after", "starts-with", "translate",
    f"{{{STRINGS}}}tokenize", f"{{{STRINGS}}}split",
})  # fmt: skip
"""Functions that compare each character of one argument with each of another."""
_GROWING: Final = frozenset({"translate", f"{{{STRINGS}}}encode-uri"})
"""Functions whose text may be up to four times as long."""
_KNOWN: Final = SCALAR_CALLS | {
    "current", "element-available", "function-available", "key", "system-property",
}  # fmt: skip
_STRINGS_KNOWN: Final = frozenset({"tokenize", "split", "concat", "encode-uri", "decode-uri"})


@dataclass(frozen=True, slots=True)
class Scope:
    """All contexts in which something runs, taken together."""

    runs: float
    """How often it runs."""
    near: float
    """How many nodes lie a given number of steps below those contexts."""
    mass: float
    """How many characters lie below those contexts."""
    length: float
    """How many characters the document has."""
    depth: int
    """How deeply it nests."""
    level: int = 0
    """Which loop this is: a variable of the same loop has one value in each run."""
    context: str = ""
    """`/` or `/RootElement` where the context is known to be that node."""
    path: "tuple[visits.Branch, ...] | None" = ((),)
    """The steps from the node of the template to here, None where they are not plain."""


@dataclass(frozen=True, slots=True)
class Size:
    """How long the text of a value can be: in one run, and in all runs of its loop together."""

    one: float
    total: float
    level: int = 0


@dataclass(frozen=True, slots=True)
class Priced:
    """What an expression costs, and the size of its text."""

    cost: float
    size: Size


def expression_cost(
    found: Facts, scope: Scope, variables: Mapping[str, Size], element: etree._Element
) -> Priced:
    """Return the bound for an expression in a scope; the cost is `inf` where there is none."""
    calls = [(resolved(element, name), is_simple) for name, is_simple in found.calls]
    if not all(_is_known(name) for name, _ in calls):
        return Priced(float("inf"), Size(0.0, 0.0))
    nodes = scope.length / 4
    size = _size(found, scope, variables, calls)
    wide = float(scope.depth) ** found.descents
    cost = scope.runs * found.words * _WORD
    cost += (found.local_paths + 1) * found.words * scope.near * _NODE * wide
    cost += size.total * _TEXT * wide
    cost += len(calls) * scope.mass * wide if calls else 0.0
    cost += sum(namespace_of(name) in OWN for name, _ in calls) * scope.runs * _OWN_CALL
    for far in found.far_depths:
        candidates = scope.runs * nodes**far
        cost += candidates * (nodes * found.words * _NODE + scope.length * _TEXT) * wide
    for name, depth in found.variables:
        if depth:
            cost += scope.runs * nodes**depth * (variables[name].one * _TEXT + nodes * _NODE)
    return Priced(cost + _products(found, scope, calls, size, wide), size)


def _products(
    found: Facts, scope: Scope, calls: list[tuple[str, bool]], size: Size, wide: float
) -> float:
    """Return the cost of what looks at every pair of two nodes or two characters."""
    nodes = scope.length / 4
    reaches_far = bool(found.far_depths or found.variables)
    pairs = list(found.comparisons)
    pairs += [0 for name, _ in calls if name == "key" or namespace_of(name) == SETS]
    cost = 0.0
    for depth in pairs:
        around = scope.runs * nodes**depth * nodes if reaches_far else scope.near
        cost += around * nodes * _COMPARED * wide
        cost += around * scope.length if reaches_far else scope.mass
    for name, is_simple in calls:
        if name in _PAIRING:
            # Of a call inside a predicate the brackets around are charged above, by its paths.
            other = found.literal_length + 1 if is_simple else size.one
            deepest = max([0, *found.far_depths, *[depth for _, depth in found.variables]])
            cost += (size.total + scope.mass) * other * wide * nodes**deepest
    return cost


def _size(
    found: Facts, scope: Scope, variables: Mapping[str, Size], calls: list[tuple[str, bool]]
) -> Size:
    local = min(scope.mass, scope.length)
    growth = 4.0 ** sum(name in _GROWING for name, _ in calls)
    wide = float(scope.depth) ** found.descents
    far = len(found.far_depths)
    # A call without arguments, such as normalize-space(), reads its context.
    locals_ = found.local_paths + len(calls)
    plain = found.literal_length + _NUMBER_LENGTH * found.words
    one = locals_ * local * wide + far * scope.length * wide + plain
    total = locals_ * scope.mass * wide + far * scope.runs * scope.length * wide
    total += scope.runs * plain
    for name, _ in found.variables:
        size = variables[name]
        one += size.one
        total += size.total if size.level == scope.level else scope.runs * size.one
    return Size(one * growth, total * growth, scope.level)


def _is_known(name: str) -> bool:
    namespace = namespace_of(name)
    local = name.rpartition("}")[2]
    if not namespace:
        return local in _KNOWN
    if namespace == STRINGS:
        return local in _STRINGS_KNOWN
    if namespace == COMMON:
        return local == "object-type"
    return namespace in (DATES, MATH, SETS, *OWN)
