"""Checks of text blocks with statements."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dsl import nodes
from dsl.checks.items import check_name, report_unused
from dsl.checks.loops import check_head, report_unused_second
from dsl.checks.names import Known, Names
from dsl.checks.operators import check_text_part
from dsl.checks.walk import Kind, Walk
from dsl.statements import names_set
from dsl.templates.file import CONTEXTS, FileTemplate


def check_text_template(walk: Walk, node: nodes.TextTemplate, names: Names) -> Kind:
    """Check a text block with statements, in the order they stand in."""
    _check_loop(walk, node.parts, names)
    return "text"


def check_template(walk: Walk, node: nodes.Template, names: Names) -> Kind:
    """Check the variables of a template file: names in sight, contexts, fields of the input."""
    template = walk.unit.templates.get(node.file)
    for name in template.variables if template is not None else ():
        if name in names.known or name in names.later:
            walk.kind(nodes.Name(node.span, name), names)
        elif name in CONTEXTS and name != "input":
            continue
        elif names.has_input:
            walk.kind(nodes.Input(node.span), names)
        else:
            line = _line_of(name, template)
            walk.suggest(
                "template-variable", node.span, name, names.known, file=node.file, line=line
            )
    return "text"


def _line_of(name: str, template: FileTemplate | None) -> str:
    """Return the number of the first line that holds a word."""
    text = template.source.text if template is not None else ""
    found = re.search(rf"(?<![\w.]){re.escape(name)}\b", text)
    return str(text.count("\n", 0, found.start()) + 1 if found else 1)


@dataclass(slots=True)
class _Level:
    """What `set` binds between the same two ends: of one `for`, or of the whole block."""

    bound: dict[str, Known] = field(default_factory=dict)


def _check_loop(walk: Walk, parts: Sequence[nodes.TextPart], names: Names) -> None:
    level = _Level()
    _check_parts(walk, parts, names, level)
    report_unused(walk, list(level.bound.values()))


def _check_parts(walk: Walk, parts: Sequence[nodes.TextPart], names: Names, level: _Level) -> None:
    for part in parts:
        match part:
            case str():
                pass
            case nodes.TextFor():
                inner, second = check_head(walk, part, names)
                _check_loop(walk, part.parts, inner)
                report_unused_second(walk, second)
                _check_parts(walk, part.otherwise, names, level)
            case nodes.TextIf():
                for branch in part.branches:
                    walk.condition(branch.condition, names)
                    _check_parts(walk, branch.parts, names, level)
                _check_parts(walk, part.otherwise, names, level)
            case nodes.TextSet():
                _check_set(walk, part, names, level)
            case _:
                check_text_part(walk, part, names)
        # What a branch binds is seen behind its `if`, missing where another branch was taken.
        names = names.with_known(*(level.bound[name] for name in names_set(part)))


def _check_set(walk: Walk, node: nodes.TextSet, names: Names, level: _Level) -> None:
    kind = walk.kind(node.value, names)
    known = level.bound.get(node.name)
    if known is not None:
        known.kind = known.kind if known.kind == kind else None
        return
    known = Known(node.name, "set", node.name_span, kind)
    check_name(walk, known)
    hidden = names.known.get(node.name)
    if hidden is not None and hidden.what == "set":
        walk.report("set-in-loop", node.name_span, name=node.name)
    elif hidden is not None:
        walk.bind(names, known)
    level.bound[node.name] = known
