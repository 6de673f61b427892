"""Which template files a mapping names, and which variables of theirs it thereby reads."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from dsl.nodes import Name, Node, Template
from dsl.source import Span
from dsl.templates.file import FileTemplate

_N = TypeVar("_N", bound=Node)


def template_files(node: Node) -> dict[str, Span]:
    """Return the files after `template from` in a node, each with its first place."""
    found: dict[str, Span] = {}
    for template in _templates(node):
        found.setdefault(template.file, template.span)
    return found


def with_reads(node: _N, templates: Mapping[str, FileTemplate]) -> _N:
    """Return the same tree in which each `template from` knows the variables of its file."""
    changes: dict[str, Any] = {}
    if isinstance(node, Template) and node.file in templates:
        names = templates[node.file].variables
        changes["reads"] = tuple(Name(node.span, name) for name in names)
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Node):
            changed: Any = with_reads(value, templates)
        elif isinstance(value, tuple):
            changed = tuple(
                with_reads(one, templates) if isinstance(one, Node) else one for one in value
            )
        else:
            continue
        if field.name not in changes and changed != value:
            changes[field.name] = changed
    return replace(node, **changes) if changes else node


def _templates(node: Node) -> Iterator[Template]:
    waiting: list[Any] = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Template):
            yield one
        if isinstance(one, Node):
            waiting.extend(reversed([getattr(one, field.name) for field in fields(one)]))
        elif isinstance(one, tuple):
            waiting.extend(reversed(one))
