"""Checks of names, context and the steps of paths."""

from dsl import nodes
from dsl.checks.names import Known, Names
from dsl.checks.walk import Kind, Walk, phrase
from dsl.source import Span

_CONTEXT = {"$input": None, "$config": None, "$request": None, "$now": None}
_STEP = nodes.Step | nodes.Attribute
_LINK = nodes.Step | nodes.Attribute | nodes.Index | nodes.Slice | nodes.One | nodes.Drop


def check_input(walk: Walk, node: nodes.Input, names: Names) -> Kind:
    """Check a path that starts with a dot, or `$input`."""
    if walk.function is not None:
        walk.readers_of_input.add(walk.function)
    if not names.has_input and not walk.text(node).startswith("$"):
        inputs = walk.unit.inputs
        if inputs:
            walk.report(
                "several-inputs", node.span, first=inputs[0].name,
                names=", ".join(f"`{one.name}`" for one in inputs),
            )  # fmt: skip
    return None


def check_name(walk: Walk, node: nodes.Name, names: Names) -> Kind:
    """Check that a name is bound here."""
    known = names.known.get(node.name)
    if known is not None:
        known.is_used = True
        if walk.function is not None and known.what == "let":
            walk.reads.setdefault(walk.function, set()).add(known)
        return known.kind
    if node.name == "it":
        walk.report("it-outside-where", node.span)
    elif node.name in names.later:
        _report_too_early(walk, node, names.later[node.name])
    elif node.name == "loop":
        walk.report("loop-variable", node.span)
    elif node.name == "out":
        walk.report("out-outside-law", node.span)
    elif _is_callable(walk, node.name):
        walk.used.add(node.name)
        walk.report("not-a-value", node.span, name=node.name)
    else:
        walk.suggest("unknown-name", node.span, node.name, names.known)
    return None


def _report_too_early(walk: Walk, node: nodes.Name, let: Span) -> None:
    if let.start < node.span.start:
        walk.report("reads-itself", node.span, name=node.name)
    else:
        line = walk.unit.source.position(let.start).line
        walk.report("used-before-let", node.span, name=node.name, line=str(line))


def _is_callable(walk: Walk, name: str) -> bool:
    unit = walk.unit
    return name in unit.tables or name in unit.functions or name in unit.imports


def check_context(walk: Walk, node: nodes.Context, names: Names) -> Kind:
    """Check the word after `$`."""
    del names
    name = f"${node.name}"
    if name not in _CONTEXT:
        walk.suggest("unknown-context", node.span, name, _CONTEXT)
    return None


def check_step(walk: Walk, node: _STEP, names: Names) -> Kind:
    """Check a step into a field."""
    kind = walk.kind(node.base, names)
    if _in_projection(node.base):
        return None
    key = node.key if isinstance(node, nodes.Step) else f"@{node.name}"
    if kind in ("text", "number", "boolean", "null", "bytes"):
        walk.report("step-into-value", _after(node), key=key, kind=phrase(kind))
    elif kind == "list":
        base = walk.text(node.base)
        walk.report("step-into-list", _after(node), key=key, base=base)
    return "list" if _in_projection(node) else None


def _after(node: _STEP) -> Span:
    if isinstance(node, nodes.Step):
        return node.key_span
    return Span(node.base.span.end, node.span.end)


def _in_projection(node: nodes.Expression) -> bool:
    while isinstance(node, _LINK):
        node = node.base
    return isinstance(node, nodes.Each)


def check_index(walk: Walk, node: nodes.Index, names: Names) -> Kind:
    """Check `base[index]`."""
    kind = walk.kind(node.base, names)
    index = walk.kind(node.index, names)
    if _in_projection(node.base):
        return "list"
    if index not in (None, "number", "text"):
        walk.report("wrong-index", node.index.span, kind=phrase(index))
    elif kind == "text":
        walk.report("index-into-text", node.span, base=walk.text(node.base))
    elif kind in ("number", "boolean", "null") or (kind, index) in _MISMATCHED:
        walk.report("not-indexable", node.index.span, kind=phrase(kind), index=phrase(index))
    return None


_MISMATCHED = {("list", "text"), ("object", "number")}


def check_slice(walk: Walk, node: nodes.Slice, names: Names) -> Kind:
    """Check `base[a:b]`."""
    kind = walk.kind(node.base, names)
    if _in_projection(node.base):
        return "list"
    if kind in ("number", "boolean", "null", "object"):
        walk.report("not-indexable", node.span, kind=phrase(kind), index="a range")
    return kind if kind in ("text", "list") else None


def check_one(walk: Walk, node: nodes.One, names: Names) -> Kind:
    """Check `base!`."""
    walk.kind(node.base, names)
    if isinstance(node.base, nodes.One):
        walk.report("repeated-one", node.span)
    return "list" if _in_projection(node.base) else None


def check_drop(walk: Walk, node: nodes.Drop, names: Names) -> Kind:
    """Check `base?`, which has a meaning in a projection and at the end of a `for` only."""
    kind = walk.kind(node.base, names)
    if not _in_projection(node.base):
        walk.report("misplaced-drop", node.span, base=walk.text(node.base))
    return kind


def check_each(walk: Walk, node: nodes.Each, names: Names) -> Kind:
    """Check `base[*]` and its condition, where `it` is the element."""
    kind = walk.kind(node.base, names)
    if kind not in (None, "list") and not _in_projection(node.base):
        walk.report("needs-a-list", node.base.span, kind=phrase(kind))
    if node.where is not None:
        element = Known("it", "element", node.where.span, is_used=True)
        walk.condition(node.where, names.with_known(element))
    return "list"
