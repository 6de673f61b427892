"""How much work a part of a mapping is, by its text: what a turn of a loop over it costs."""

from collections.abc import Iterator
from dataclasses import fields

from dsl import nodes


def children(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield the nodes that a node consists of."""
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, nodes.Node):
            yield value
        elif isinstance(value, tuple):
            yield from (one for one in value if isinstance(one, nodes.Node))


def turn_fuel(body: nodes.Node) -> int:
    """Return what one turn of a loop costs beside its own unit: one for two operators.

    Loops inside are not counted, for they pay for themselves.
    """
    return _operators_in(body) // 2


def _operators_in(node: nodes.Node) -> int:
    if isinstance(node, nodes.For):
        return 0
    return isinstance(node, nodes.Binary) + sum(map(_operators_in, children(node)))
