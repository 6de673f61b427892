"""Checks of `for` comprehensions."""

from dsl import nodes
from dsl.checks.items import check_name
from dsl.checks.names import Known, Names
from dsl.checks.walk import Kind, Walk, phrase


def check_for(walk: Walk, node: nodes.For, names: Names) -> Kind:
    """Check a comprehension, part by part in the order it runs."""
    inner, second = check_head(walk, node, names)
    _check_body(walk, node, inner)
    report_unused_second(walk, second)
    return "list"


def check_head(
    walk: Walk, node: nodes.For | nodes.TextFor, names: Names
) -> tuple[Names, Known | None]:
    """Check a loop without its body; return the names that sees and the second variable."""
    kind = walk.kind(node.source, names)
    if kind not in (None, "list", "object"):
        walk.report("needs-a-list", node.source.span, kind=phrase(kind))
    inner, second = _bind(walk, node, names)
    if node.where is not None:
        walk.condition(node.where, inner)
    if node.group is not None:
        walk.kind(node.group.key, inner)
        group = Known(node.group.name, "variable", node.group.name_span)
        check_name(walk, group)
        # What stands for one element means nothing once elements are grouped.
        outer = names if node.group.name != node.variable else names.without(node.variable)
        inner = walk.bind(outer, group)
    for key in node.order:
        _check_order(walk, key, inner)
    if node.limit is not None:
        limit = walk.kind(node.limit, names)
        if limit not in (None, "number"):
            walk.report("limit-not-number", node.limit.span, kind=phrase(limit))
    return inner, second


def report_unused_second(walk: Walk, second: Known | None) -> None:
    """Report the second variable of a loop that nothing reads."""
    if second is not None and not second.is_used and not second.name.startswith("_"):
        walk.report("unused-variable", second.span, name=second.name)


def _bind(walk: Walk, node: nodes.For | nodes.TextFor, names: Names) -> tuple[Names, Known | None]:
    variable = Known(node.variable, "variable", node.variable_span)
    check_name(walk, variable)
    inner = walk.bind(names, variable)
    if node.second is None or node.second_span is None:
        return inner, None
    second = Known(node.second, "variable", node.second_span)
    check_name(walk, second)
    if node.second == node.variable:
        walk.report("duplicate-parameter", node.second_span, name=node.second)
        return inner, None
    return walk.bind(inner, second), second


def _check_order(walk: Walk, key: nodes.OrderKey, names: Names) -> None:
    kind = walk.kind(key.key, names)
    if kind in ("list", "object"):
        walk.report("no-order", key.key.span, kind=phrase(kind), operator="order by")
    elif isinstance(key.key, nodes.Literal):
        walk.report("constant-order", key.key.span)


def _check_body(walk: Walk, node: nodes.For, names: Names) -> None:
    body = node.body.base if isinstance(node.body, nodes.Drop) else node.body
    walk.kind(body, names)
