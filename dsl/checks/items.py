"""Checks of the items of an object: keys, `let`, `require`, `skip`, spread, blocks."""

from collections.abc import Sequence

from dsl import nodes
from dsl.checks.names import Known, Names
from dsl.checks.walk import Kind, Walk, phrase
from dsl.words import RESERVED


def check_object(walk: Walk, node: nodes.ObjectLiteral, names: Names) -> Kind:
    """Check an object literal; a mapping cannot be skipped from inside a value."""
    for item in node.items:
        if isinstance(item, nodes.Skip):
            walk.report("misplaced-skip", item.span)
    check_items(walk, node.items, names)
    return "object"


def check_items(
    walk: Walk, items: Sequence[nodes.Item | nodes.Function | nodes.Result], names: Names
) -> list[Known]:
    """Check the items between two braces, or of a whole mapping; return what `let` bound."""
    lets: list[Known] = []
    waiting = [item for item in items if isinstance(item, nodes.Let)]
    keys: dict[str, nodes.Assign | nodes.Block] = {}
    for item in items:
        later = {let.name: let.name_span for let in waiting}
        sight = Names(names.known, {**names.later, **later}, names.has_input, names.is_law)
        match item:
            case nodes.Let():
                waiting.remove(item)
                known = _check_let(walk, item, sight, lets)
                names = names.with_known(known)
                lets.append(known)
            case nodes.Function():
                check_function(walk, item, sight)
            case nodes.Assign() | nodes.Block():
                _check_key(walk, item, keys)
                _check_field(walk, item, sight)
            case nodes.Result():
                walk.kind(item.value, sight)
            case nodes.Require():
                walk.condition(item.condition, sight)
                _check_message(walk, item.message, sight)
            case nodes.Skip():
                walk.condition(item.condition, sight)
            case nodes.Spread():
                _check_spread(walk, item, sight, keys)
    return lets


def report_unused(walk: Walk, lets: Sequence[Known]) -> None:
    """Report each `let` that nothing reads."""
    for known in lets:
        if not known.is_used:
            walk.report("unused-let", known.span, name=known.name)


def check_name(walk: Walk, known: Known) -> None:
    """Check that a new name is not a word of the language."""
    if known.name in RESERVED or known.name == "it":
        walk.report("reserved-name", known.span, name=known.name)


def check_function(walk: Walk, node: nodes.Function, names: Names) -> None:
    """Check the body of an `fn` function, which sees its parameters and the names before it."""
    seen: set[str] = set()
    parameters: list[Known] = []
    for parameter in node.parameters:
        if parameter.name in seen:
            walk.report("duplicate-parameter", parameter.span, name=parameter.name)
        seen.add(parameter.name)
        known = Known(parameter.name, "parameter", parameter.span)
        check_name(walk, known)
        parameters.append(known)
        _check_type(walk, parameter.type)
    _check_type(walk, node.result)
    outer = walk.function
    walk.function = node.name
    walk.kind(node.body, names.with_known(*parameters))
    walk.function = outer


def _check_type(walk: Walk, type_name: nodes.TypeName | None) -> None:
    if type_name is None:
        return
    if type_name.item is not None:
        _check_type(walk, type_name.item)
    elif type_name.name not in TYPES:
        walk.suggest("unknown-type", type_name.span, type_name.name or "", dict.fromkeys(TYPES))


TYPES = frozenset(
    {
        "any", "text", "number", "integer", "decimal", "float", "boolean", "list", "object",
        "bytes", "date", "time", "datetime", "local_datetime", "duration",
    }
)  # fmt: skip
"""The words of types that `fn` may use."""


def _check_let(walk: Walk, node: nodes.Let, names: Names, lets: Sequence[Known]) -> Known:
    earlier = next((one for one in lets if one.name == node.name), None)
    known = Known(node.name, "let", node.name_span)
    if earlier is not None:
        line = walk.unit.source.position(earlier.span.start).line
        walk.report("duplicate-name", node.name_span, name=node.name, line=str(line))
        earlier.is_used = True
    elif node.name in names.known:
        hidden = names.known[node.name].what
        walk.report("shadowed-name", node.name_span, name=node.name, what=hidden)
    check_name(walk, known)
    if earlier is None:
        # A name stands for nothing in its own value.
        names = Names(
            names.known, {**names.later, node.name: node.name_span}, names.has_input, names.is_law
        )
    known.kind = walk.kind(node.value, names)
    return known


def _check_key(
    walk: Walk, item: nodes.Assign | nodes.Block, keys: dict[str, nodes.Assign | nodes.Block]
) -> None:
    earlier = keys.setdefault(item.key, item)
    if earlier is not item:
        line = walk.unit.source.position(earlier.key_span.start).line
        walk.report("duplicate-key", item.key_span, key=item.key, line=str(line))


def _check_field(walk: Walk, item: nodes.Assign | nodes.Block, names: Names) -> None:
    if isinstance(item, nodes.Block):
        report_unused(walk, check_items(walk, item.items, names))
        return
    value = item.value
    if isinstance(value, nodes.Missing) and not item.optional:
        walk.report("missing-output", value.span, key=item.key)
        return
    if isinstance(value, nodes.Drop):
        walk.kind(value, names)
        return
    walk.kind(value, names)


def _check_message(walk: Walk, message: nodes.Expression, names: Names) -> None:
    kind = walk.kind(message, names)
    if kind not in (None, "text"):
        walk.report("message-not-text", message.span, kind=phrase(kind))


def _check_spread(
    walk: Walk, node: nodes.Spread, names: Names, keys: dict[str, nodes.Assign | nodes.Block]
) -> None:
    kind = walk.kind(node.value, names)
    if kind not in (None, "object"):
        walk.report("spread-not-object", node.value.span, kind=phrase(kind))
    if keys:
        walk.report("spread-not-first", node.span)
