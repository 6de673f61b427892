"""Bounds from above what a stylesheet may cost for a document of a given length.

A stylesheet under way cannot be stopped, so it runs inside the server only where this bound is
small; everything else runs in a process that can be killed. Being wrong upwards costs a
millisecond, being wrong downwards holds a worker: what is not understood costs `inf`.

The bound follows the instructions as if they ran, with figures instead of nodes: how often they
run, and how many nodes and characters lie below all those contexts. Templates called by name are
followed into; templates called by match are bounded together, since `_xslt_visits` proves that
every node is handed to at most one of them, once. Units are about nanoseconds.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from engine.mappings import _xslt_visits as visits
from engine.mappings._xslt_expression_cost import COPIED, WRITTEN, Scope, Size, expression_cost
from engine.mappings._xslt_names import (
    FUNCTIONS,
    OWN,
    XSL,
    attributes,
    children,
    embedded,
    is_xsl,
    namespace_of,
)
from engine.mappings._xslt_xpath import UnreadableError, facts

BUDGET: Final = 100_000_000.0
"""What may run inside the server: at most a tenth of a second."""
DEEPEST: Final = 256
"""How deeply libxml2 lets a document nest."""
_MAX_STEPS: Final = 20_000
"""Instructions followed before a stylesheet counts as endless."""
_INSTRUCTION: Final = 300.0
_MESSAGE: Final = 20_000.0
_NODE: Final = 30.0
_CHARACTERS_PER_NODE: Final = 4
"""``<a>b</a>`` are eight characters for two nodes."""
_LONGEST: Final = 1 << 26
_SILENT: Final = frozenset({
    "decimal-format", "output", "strip-space", "preserve-space", "namespace-alias", "template",
    "key", "import", "variable", "param",
})  # fmt: skip


class _UnboundedError(Exception):
    """Something for which there is no bound."""


def longest_document(root: etree._Element, depth: int) -> int:
    """Return for documents of up to how many bytes a stylesheet may run inside the server.

    0 where there is no bound at all; for documents that nest no deeper than `depth`.
    """
    low, high = 64, _LONGEST
    if not _holds(root, low, depth):
        return 0
    while high > low * 1.5:
        middle = math.isqrt(low * high)
        if _holds(root, middle, depth):
            low = middle
        else:
            high = middle
    return low


def _holds(root: etree._Element, length: int, depth: int) -> bool:
    try:
        return _Bound(root, length, depth).total() <= BUDGET
    except (_UnboundedError, UnreadableError, RecursionError, OverflowError):
        return False


@dataclass(slots=True)
class _Walk:
    """What one template does, gathered while it is followed."""

    cost: float = 0.0
    written: float = 0.0
    handed_on: list[visits.Branch] = field(default_factory=list)


@dataclass(slots=True)
class _Bound:
    """One bound: for one stylesheet, one length of the document and one depth."""

    root: etree._Element
    length: int
    depth: int
    steps: int = 0
    named: dict[str, etree._Element] = field(default_factory=dict)
    globals: dict[str, etree._Element] = field(default_factory=dict)
    open_names: list[str] = field(default_factory=list)
    levels: int = 0

    def total(self) -> float:
        """Return the bound; raises `_UnboundedError`."""
        if not (is_xsl(self.root, "stylesheet") or is_xsl(self.root, "transform")):
            raise _UnboundedError
        matching = []
        cost = 0.0
        for element in children(self.root):
            if is_xsl(element, "template"):
                if name := element.get("name"):
                    self.named[name] = element
                if element.get("match"):
                    matching.append(element)
            elif is_xsl(element, "variable") or is_xsl(element, "param"):
                self.globals[element.get("name", "")] = element
            elif is_xsl(element, "key"):
                cost += self._key(element)
            else:
                self._check_top(element)
        walk = _Walk()
        for name in self.globals:
            self._global(name, walk)
        if walk.handed_on:
            raise _UnboundedError
        return cost + walk.cost + self._matched(matching)

    def _check_top(self, element: etree._Element) -> None:
        if not element.tag.startswith(f"{{{XSL}}}"):
            if namespace_of(element.tag) == FUNCTIONS:
                raise _UnboundedError
        elif element.tag.rpartition("}")[2] not in _SILENT:
            raise _UnboundedError

    def _matched(self, templates: Iterable[etree._Element]) -> float:
        """Return the bound for all nodes together: as if all met the dearest template."""
        nodes = self.length / _CHARACTERS_PER_NODE
        everywhere = Scope(
            runs=nodes, near=nodes, mass=self.length * self.depth, length=self.length,
            depth=self.depth,
        )  # fmt: skip
        once = replace(everywhere, runs=1.0, near=nodes, mass=float(self.length))
        # Every node may first be held against every pattern.
        dearest = entry = patterns = 0.0
        for template in templates:
            match = template.get("match", "")
            patterns += self._pattern(match, everywhere)
            is_root = match in ("/", "/RootElement")
            walk = _Walk()
            scope = replace(once, context=match) if is_root else everywhere
            self._body(template, scope, {}, walk)
            if not visits.meet_once(walk.handed_on):
                raise _UnboundedError
            cost = walk.cost + walk.written * WRITTEN
            if is_root:
                entry += cost
            else:
                dearest = max(dearest, cost)
        # The built-in templates hand all children on, and copy text.
        return entry + dearest + patterns + nodes * _INSTRUCTION + self.length * WRITTEN

    def _pattern(self, match: str, scope: Scope) -> float:
        cost = scope.runs * _INSTRUCTION * (1 + match.count("|") + match.count("/"))
        if "//" in match:
            cost *= self.depth
        if "[" in match or "(" in match.replace("()", ""):
            # A predicate may count the siblings before, or look through the whole document.
            cost += scope.runs * scope.runs * _NODE
            cost += expression_cost(facts(match), scope, {}, self.root).cost
        return cost

    def _key(self, element: etree._Element) -> float:
        nodes = self.length / _CHARACTERS_PER_NODE
        scope = Scope(nodes, nodes, self.length * self.depth, self.length, self.depth)
        use = facts(element.get("use", ""))
        if use.far_depths or use.descents or use.variables:
            raise _UnboundedError
        return self._pattern(element.get("match", ""), scope) + (
            expression_cost(use, scope, {}, element).cost + nodes * 1_000
        )

    def _global(self, name: str, walk: _Walk) -> Size:
        """Return the size of a variable of the stylesheet, followed the first time it is met."""
        mark = f"${name}"
        if name not in self.globals or mark in self.open_names:
            raise _UnboundedError
        self.open_names.append(mark)
        scope = Scope(
            1.0, self.length / _CHARACTERS_PER_NODE, float(self.length), self.length, self.depth
        )
        size = self._value(self.globals[name], scope, {}, walk)
        self.open_names.pop()
        return replace(size, level=-1)

    def _body(
        self, parent: etree._Element, scope: Scope, known: Mapping[str, Size], walk: _Walk
    ) -> None:
        variables = dict(known)
        if parent.text:
            walk.written += scope.runs * len(parent.text)
        for element in children(parent):
            self.steps += 1
            if self.steps > _MAX_STEPS:
                raise _UnboundedError
            walk.cost += scope.runs * _INSTRUCTION
            if element.tag.startswith(f"{{{XSL}}}"):
                self._instruction(element, scope, variables, walk)
            else:
                self._literal(element, scope, variables, walk)
            if element.tail:
                walk.written += scope.runs * len(element.tail)

    def _literal(
        self, element: etree._Element, scope: Scope, known: Mapping[str, Size], walk: _Walk
    ) -> None:
        namespace = namespace_of(element.tag)
        if namespace in (FUNCTIONS, *OWN) or self._is_extension(element, namespace):
            raise _UnboundedError
        if any(name.startswith(f"{{{XSL}}}use-") for name in attributes(element)):
            raise _UnboundedError
        walk.written += scope.runs * (2 * len(element.tag) + 5)
        self._attributes(element, attributes(element).values(), scope, known, walk)
        self._body(element, scope, known, walk)

    def _is_extension(self, element: etree._Element, namespace: str) -> bool:
        declared = self.root.get("extension-element-prefixes", "").split()
        return any(self.root.nsmap.get(prefix) == namespace for prefix in declared if namespace)

    def _attributes(
        self,
        element: etree._Element,
        values: Iterable[str],
        scope: Scope,
        known: Mapping[str, Size],
        walk: _Walk,
    ) -> None:
        for value in values:
            walk.written += scope.runs * len(value)
            for expression in embedded(value):
                walk.written += self._expression(expression, element, scope, known, walk).total

    def _expression(
        self,
        expression: str,
        element: etree._Element,
        scope: Scope,
        known: Mapping[str, Size],
        walk: _Walk,
    ) -> Size:
        """Charge an expression, and return the size of its text."""
        found = facts(expression)
        sizes = {
            name: known[name] if name in known else self._global(name, walk)
            for name, _ in found.variables
        }
        priced = expression_cost(found, scope, sizes, element)
        walk.cost += priced.cost
        return priced.size

    def _instruction(
        self, element: etree._Element, scope: Scope, known: dict[str, Size], walk: _Walk
    ) -> None:
        select = element.get("select", "")
        match element.tag.rpartition("}")[2]:
            case "text" | "fallback" | "sort":
                walk.written += scope.runs * len(element.text or "")
            case "value-of":
                walk.written += self._expression(select, element, scope, known, walk).total
            case "copy-of":
                size = self._expression(select, element, scope, known, walk)
                walk.cost += size.total * COPIED
                walk.written += size.total
            case "if":
                self._expression(element.get("test", ""), element, scope, known, walk)
                self._body(element, scope, known, walk)
            case "choose":
                self._choose(element, scope, known, walk)
            case "for-each":
                inner = self._selected(select, element, scope, known, walk)
                self._sorts(element, inner, known, walk)
                self._body(element, inner, known, walk)
            case "param" if element.get("name", "") in known:
                pass  # the caller gave it
            case "variable" | "param":
                known[element.get("name", "")] = self._value(element, scope, known, walk)
            case "call-template":
                self._call(element, scope, known, walk)
            case "apply-templates":
                self._hand_on(element, select or "node()", scope, known, walk)
            case (
                "element" | "attribute" | "comment" | "processing-instruction" | "copy" | "message"
            ):
                if element.get("use-attribute-sets"):
                    raise _UnboundedError
                self._attributes(element, attributes(element).values(), scope, known, walk)
                if "{" in element.get("name", "") and is_xsl(element, "attribute"):
                    # Each attribute is held against those that its element has already.
                    walk.cost += scope.runs * scope.runs * _NODE
                walk.written += 2 * _CHARACTERS_PER_NODE * scope.near
                self._body(element, scope, known, walk)
            case "number" if set(element.attrib) <= {"value", "format"}:
                value = element.get("value", "position()")
                self._expression(value, element, scope, known, walk)
                walk.cost += scope.near * scope.runs
                walk.written += scope.runs * 400
            case _:
                raise _UnboundedError

    def _choose(
        self, element: etree._Element, scope: Scope, known: Mapping[str, Size], walk: _Walk
    ) -> None:
        """Charge all branches, as only one of them runs: what two hand on alike counts once."""
        before = list(walk.handed_on)
        together: list[visits.Branch] = []
        for branch in children(element):
            if (test := branch.get("test")) is not None:
                self._expression(test, element, scope, known, walk)
            walk.handed_on = []
            self._body(branch, scope, known, walk)
            if not visits.meet_once(walk.handed_on):
                raise _UnboundedError
            together += [each for each in walk.handed_on if each not in together]
        walk.handed_on = before + together

    def _selected(
        self,
        select: str,
        element: etree._Element,
        scope: Scope,
        known: Mapping[str, Size],
        walk: _Walk,
    ) -> Scope:
        """Charge a selection, and return the contexts it makes."""
        size = self._expression(select, element, scope, known, walk)
        self.levels += 1
        found = facts(select)
        inner = replace(scope, level=self.levels, path=None, context="")
        everything = scope.runs * scope.length / _CHARACTERS_PER_NODE
        path = visits.branches(select, context=scope.context)
        if path is None and (found.far_depths or found.variables or found.calls):
            # A call such as str:tokenize makes at most a node of each character.
            return replace(
                inner,
                runs=max(everything, size.total if found.calls else 0.0),
                near=everything,
                mass=scope.runs * scope.length * self.depth,
            )
        if path is None and found.descents:
            below = scope.mass / _CHARACTERS_PER_NODE
            return replace(inner, runs=below, near=below, mass=scope.mass * self.depth)
        alternatives = select.count("|") + 1
        return replace(
            inner,
            runs=max(scope.near, 1.0) * alternatives,
            near=scope.near * alternatives,
            mass=scope.mass * alternatives,
            path=visits.joined(scope.path, path) if path and scope.path else None,
        )

    def _sorts(
        self, element: etree._Element, scope: Scope, known: Mapping[str, Size], walk: _Walk
    ) -> None:
        for sort in children(element):
            if is_xsl(sort, "sort"):
                size = self._expression(sort.get("select", "."), sort, scope, known, walk)
                walk.cost += math.sqrt(scope.runs) * (scope.runs * 100 + size.total)

    def _value(
        self, element: etree._Element, scope: Scope, known: Mapping[str, Size], walk: _Walk
    ) -> Size:
        """Charge what a variable or parameter is bound to, and return its size."""
        select = element.get("select")
        if select is not None:
            return replace(self._expression(select, element, scope, known, walk), level=scope.level)
        if not len(element) and not element.text:
            return Size(0.0, 0.0, scope.level)
        inner = _Walk()
        self._body(element, scope, known, inner)
        walk.cost += inner.cost + inner.written * WRITTEN
        walk.handed_on += inner.handed_on
        if scope.runs == 1.0:
            return Size(inner.written, inner.written, scope.level)
        single = _Walk()
        alone = replace(
            scope, runs=1.0, near=scope.length / _CHARACTERS_PER_NODE, mass=scope.length
        )
        self._body(element, alone, known, single)
        return Size(single.written, inner.written, scope.level)

    def _call(
        self, element: etree._Element, scope: Scope, known: Mapping[str, Size], walk: _Walk
    ) -> None:
        name = element.get("name", "")
        if name not in self.named or name in self.open_names:
            raise _UnboundedError
        given = {
            each.get("name", ""): self._value(each, scope, known, walk)
            for each in children(element)
        }
        self.open_names.append(name)
        self._body(self.named[name], scope, given, walk)
        self.open_names.pop()

    def _hand_on(
        self,
        element: etree._Element,
        select: str,
        scope: Scope,
        known: Mapping[str, Size],
        walk: _Walk,
    ) -> None:
        if any(is_xsl(each, "with-param") for each in children(element)):
            raise _UnboundedError
        inner = self._selected(select, element, scope, known, walk)
        self._sorts(element, inner, known, walk)
        if inner.path is None:
            raise _UnboundedError
        walk.handed_on += inner.path
