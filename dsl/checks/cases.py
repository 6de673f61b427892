"""Checks of `match` and tables: keys, guards, and cases that nothing reaches."""

from collections.abc import Sequence
from typing import Any

from dsl import nodes
from dsl.checks.names import Names
from dsl.checks.walk import Kind, Walk, phrase


def check_match(walk: Walk, node: nodes.Match, names: Names) -> Kind:
    """Check a `match`."""
    subject = walk.kind(node.subject, names)
    if isinstance(node.subject, nodes.Literal):
        walk.report("constant-condition", node.subject.span, value=walk.text(node.subject))
    seen = _check_keys(walk, node.cases)
    kinds = [walk.kind(case.result, names) for case in node.cases]
    for case in node.cases:
        if case.guard_operand is not None:
            walk.kind(case.guard_operand, names)
        for key in case.keys:
            _check_key_kind(walk, key, subject)
    if node.otherwise is not None:
        kinds.append(walk.kind(node.otherwise, names))
        if subject == "boolean" and {(True, True), (True, False)} <= seen:
            walk.report("unreachable-else", node.otherwise.span)
    return kinds[0] if node.otherwise is not None and len(set(kinds)) == 1 else None


def check_table(walk: Walk, node: nodes.Table) -> None:
    """Check a table, which is data: literal keys, and results that need no input."""
    _check_keys(walk, node.cases)
    for case in node.cases:
        if case.guard is not None:
            walk.report("guard-in-table", case.span, name=node.name)
        _check_data(walk, case.result)
    if node.otherwise is not None:
        _check_data(walk, node.otherwise)


def _check_keys(walk: Walk, cases: Sequence[nodes.Case]) -> set[tuple[bool, Any]]:
    seen: dict[tuple[bool, Any], nodes.CaseKey] = {}
    for case in cases:
        for key in case.keys:
            value = "missing" if isinstance(key, nodes.Missing) else key.value
            typed = (isinstance(value, bool) or isinstance(key, nodes.Missing), value)
            earlier = seen.setdefault(typed, key)
            if earlier is not key:
                line = walk.unit.source.position(earlier.span.start).line
                walk.report("unreachable-case", key.span, key=walk.text(key), line=str(line))
    return set(seen)


def _check_key_kind(walk: Walk, key: nodes.CaseKey, subject: Kind) -> None:
    if isinstance(key, nodes.Missing) or key.value is None or subject is None:
        return
    kind = walk.kind(key, Names())
    if kind != subject:
        walk.report("case-never-fits", key.span, kind=phrase(kind), subject=phrase(subject))


def _check_data(walk: Walk, node: nodes.Expression) -> None:
    """Report the first part of a table's result that is not data."""
    match node:
        case nodes.ListLiteral(items=items):
            for item in items:
                _check_data(walk, item)
        case nodes.ObjectLiteral(items=fields):
            walk.kind(node, Names(has_input=False))
            for field in fields:
                if isinstance(field, nodes.Assign):
                    _check_data(walk, field.value)
                elif isinstance(field, nodes.Block):
                    _check_data(walk, nodes.ObjectLiteral(field.span, field.items))
                else:
                    walk.report("table-not-data", field.span)
        case nodes.Group(inner=inner) | nodes.Sign(operand=inner):
            _check_data(walk, inner)
        case nodes.Literal() | nodes.Missing():
            pass
        case nodes.Text(parts=parts) if all(isinstance(part, str) for part in parts):
            pass
        case _:
            walk.report("table-not-data", node.span)
