"""How a name is used by the items after it: what its value must keep, and what it need not."""

from collections.abc import Iterator, Sequence

from dsl import nodes
from dsl.work import children


def names_in(node: nodes.Node) -> set[str]:
    """Return all names that stand anywhere in a node."""
    found = {node.name} if isinstance(node, nodes.Name) else set()
    for child in children(node):
        found |= names_in(child)
    return found


def calls_in(node: nodes.Node) -> set[str]:
    """Return all functions that are called anywhere in a node."""
    found = {node.function} if isinstance(node, nodes.Call) else set()
    for child in children(node):
        found |= calls_in(child)
    return found


def times_used(name: str, items: Sequence[nodes.Node]) -> bool:
    """Tell whether a name stands anywhere in some items, or may be meant by a function there."""
    return any(name in names_in(item) for item in items)


def is_read_through(name: str, items: Sequence[nodes.Node]) -> bool:
    """Tell whether every use of a name takes missing and null for the same: a step, or `??`."""
    return all(_is_read_through(name, item) for item in items)


def _is_read_through(name: str, node: nodes.Node) -> bool:
    if isinstance(node, nodes.Name):
        return node.name != name
    if isinstance(node, nodes.Step | nodes.Index) and _means(node.base, name):
        return not isinstance(node, nodes.Index) or _is_read_through(name, node.index)
    if isinstance(node, nodes.Binary) and node.operator == "??" and _means(node.left, name):
        return _is_read_through(name, node.right)
    return all(_is_read_through(name, child) for child in children(node))


def keeps_form(name: str, items: Sequence[nodes.Node]) -> bool:
    """Tell whether it matters anywhere how the number of a name is written: 2.50 or 2.5."""
    return any(_keeps_form(name, item, form=True) for item in items)


def _keeps_form(name: str, node: nodes.Node, *, form: bool) -> bool:
    if isinstance(node, nodes.Name):
        return form and node.name == name
    return any(
        _keeps_form(name, child, form=inner) for child, inner in formed_children(node, form=form)
    )


def formed_children(node: nodes.Node, *, form: bool) -> Iterator[tuple[nodes.Node, bool]]:
    """Yield the nodes that a node consists of, each with whether its written form matters."""
    match node:
        case nodes.Group() | nodes.Binary(operator="+" | "-" | "*"):
            yield from ((child, form) for child in children(node))
        case nodes.Binary(operator="/" | "<" | "<=" | ">" | ">="):
            yield from ((child, False) for child in children(node))
        case nodes.Call(function="round", arguments=(first, *rest)) if first.name is None:
            yield first.value, False
            yield from ((one, True) for one in rest)
        case nodes.Call(function="sum", arguments=(only,)):
            yield only.value, form
        case nodes.For(body=body):
            yield body, form
            yield from ((child, True) for child in children(node) if child is not body)
        case _:
            yield from ((child, True) for child in children(node))


def _means(node: nodes.Expression, name: str) -> bool:
    return isinstance(node, nodes.Name) and node.name == name
