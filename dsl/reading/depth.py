"""How deep a syntax tree is, so that nobody who walks it runs out of stack."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any, Final

from dsl.nodes import Argument, Assign, Case, GroupBy, Node, OrderKey, TextBranch
from dsl.reading.tokens import CLOSERS, OPENERS, PIECE_ENDS, PIECE_STARTS, Token
from dsl.source import Span

MAX_TREE_DEPTH: Final = 250
"""Deeper trees are refused: a chain of as many operators is no longer read by anyone."""

_PARTS: Final = (Argument, Assign, Case, GroupBy, OrderKey, TextBranch)
"""Nodes that are walked together with what holds them, and so are no level of their own."""

_ENDS_CHAIN: Final = frozenset({"EQUAL", "COLON", "ARROW"})
_OPENS: Final = frozenset(OPENERS) | PIECE_STARTS
_CLOSES: Final = CLOSERS | PIECE_ENDS


def may_be_deep(tokens: Sequence[Token]) -> bool:
    """Tell from the tokens alone, and never wrongly deny, that a tree may be too deep.

    No node is deeper than the tokens that lead to it: those since its item began, and the same for
    every bracket around it.
    """
    counts, count, has_loop = [0], 0, False
    for token in tokens:
        kind = token.type
        if kind in _CLOSES and len(counts) > 1:
            count = counts.pop()
        elif kind in _ENDS_CHAIN or (kind == "COMMA" and not has_loop):
            count, has_loop = counts[-1], False
        elif kind == "FOR":
            has_loop = True
        count += 1
        if kind in _OPENS:
            counts.append(count)
        if count > MAX_TREE_DEPTH:
            return True
    return False


def too_deep(root: Node) -> Span | None:
    """Return where a tree is deeper than allowed, or None."""
    level: list[Node] = [root]
    for _ in range(MAX_TREE_DEPTH):
        level = [child for node in level for child in _children(node)]
        if not level:
            return None
    return level[0].span


def _children(node: Node) -> Iterator[Node]:
    for field in fields(node):
        value: Any = getattr(node, field.name)
        for child in value if type(value) is tuple else (value,):
            if isinstance(child, _PARTS):
                yield from _children(child)
            elif isinstance(child, Node):
                yield child
