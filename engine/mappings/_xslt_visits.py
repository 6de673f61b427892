"""Proves that templates called by match meet every node at most once.

A template that hands the children of its node on hands each of them to one template: the tree is
walked once, however the templates call each other. That holds while every `xsl:apply-templates`
steps down by a fixed number of children, and while two of them in one template never choose the
same child. Whatever is not plainly so has no bound.
"""

import re
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from engine.mappings._xslt_xpath import alternatives

_NAME: Final = r"[^\W\d][\w.\-]*(?::[^\W\d][\w.\-]*)?"
_STEP: Final = re.compile(
    rf"(?:child::)?(?P<kind>node|text|comment|processing-instruction)\(\)"
    rf"|(?:@|attribute::)(?P<attribute>\*|{_NAME})"
    rf"|(?:child::)?(?P<element>\*|{_NAME})"
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step down. `kind` is `element`, `attribute`, `node`, `text`, …; `name` may be `*`."""

    kind: str
    name: str = "*"


Branch = tuple[Step, ...]


def branches(select: str, *, context: str = "") -> tuple[Branch, ...] | None:
    """Return the alternatives of a selection that only steps down, None for any other.

    `context` is `/` or `/RootElement` where the context is known to be that node: there absolute
    paths below it step down, too.
    """
    found = []
    for path in alternatives(select):
        below = "/" if context == "/" else f"{context}/"
        relative = path.removeprefix(below) if context else path
        steps = [_STEP.fullmatch(part) for part in relative.split("/")]
        if not all(steps):
            return None
        found.append(tuple(_step(step) for step in steps if step))
    return tuple(found)


def joined(outer: tuple[Branch, ...], inner: tuple[Branch, ...]) -> tuple[Branch, ...]:
    """Return the alternatives of a selection made below another."""
    return tuple((*above, *below) for above in outer for below in inner)


def meet_once(all_branches: list[Branch]) -> bool:
    """Tell whether no node is chosen by two of these, nor by what its children are handed on to."""
    return all(_is_apart(one[0], other[0]) for one, other in combinations(all_branches, 2))


def _step(match: re.Match[str]) -> Step:
    if match["kind"]:
        return Step(match["kind"])
    if match["attribute"]:
        return Step("attribute", match["attribute"])
    return Step("element", match["element"])


def _is_apart(one: Step, other: Step) -> bool:
    """Tell whether two steps never choose the same node."""
    if one.kind != other.kind:
        return "attribute" in (one.kind, other.kind) or "node" not in (one.kind, other.kind)
    return "*" not in (one.name, other.name) and one.name != other.name
