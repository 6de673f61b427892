"""The input path that an expression reads, as its author would write it: known before any run."""

from typing import Final

from dsl import nodes
from dsl.running.scope import Scope
from dsl.words import is_word

Link = (
    nodes.Step | nodes.Attribute | nodes.Index | nodes.Slice | nodes.One | nodes.Drop | nodes.Each
)
LINKS: Final = (
    nodes.Step, nodes.Attribute, nodes.Index, nodes.Slice, nodes.One, nodes.Drop, nodes.Each,
)  # fmt: skip


def path_of(node: nodes.Expression | nodes.Lambda, scope: Scope) -> str:
    """Return the input path that an expression is, as one would write it, or an empty text."""
    match node:
        case nodes.Input():
            return "$input"
        case nodes.Context(name=name):
            return f"${name}"
        case nodes.Name(name=name):
            return scope.names[name].path if name in scope.names else ""
        case nodes.Group(inner=inner):
            return path_of(inner, scope)
        case nodes.Binary(operator="??" | "?!", left=left):
            return path_of(left, scope)
        case nodes.Call(function="first" | "last" as end, arguments=(only,)):
            path = path_of(only.value, scope)
            return path and path + ("[0]" if end == "first" else "[-1]")
        case (
            nodes.Step(base=base) | nodes.Attribute(base=base) | nodes.Index(base=base)
            | nodes.Each(base=base) | nodes.One(base=base) | nodes.Drop(base=base)
            | nodes.Slice(base=base)
        ):  # fmt: skip
            path = path_of(base, scope)
            return path and extended(path, node)
        case _:
            return ""


def source_of(node: nodes.Expression | nodes.Lambda, scope: Scope) -> str:
    """Return the input path that an expression works on: of a call, that of its first argument."""
    path = path_of(node, scope)
    if path:
        return path
    match node:
        case nodes.Call(arguments=(first, *_)):
            return source_of(first.value, scope)
        case nodes.Group(inner=inner) | nodes.Sign(operand=inner) | nodes.Not(operand=inner):
            return source_of(inner, scope)
        case nodes.Binary(left=left, right=right):
            return source_of(left, scope) or source_of(right, scope)
        case nodes.Step(base=base) | nodes.Index(base=base) | nodes.Each(base=base):
            return source_of(base, scope)
        case _:
            return ""


def path_of_links(path: str, links: list[Link]) -> str:
    """Return an input path with further steps after it."""
    for link in links:
        path = path and extended(path, link)
    return path


def extended(path: str, link: nodes.Expression) -> str:
    """Return an input path with one more step after it."""
    match link:
        case nodes.Step(key=key):
            step = f".{key}" if is_word(key) else f'."{key}"'
            return step if path == "$input" else path + step
        case nodes.Attribute(name=name):
            step = f"@{name}" if is_word(name) else f'@"{name}"'
            return f".{step}" if path == "$input" else path + step
        case nodes.Index(index=nodes.Literal(value=int() as number)):
            return f"{path}[{number}]"
        case nodes.Each():
            return f"{path}[*]"
        case _:
            return path
