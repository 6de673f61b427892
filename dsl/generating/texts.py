"""Code for text with expressions in it, and for lists."""

import ast
from typing import Final

from dsl import nodes
from dsl.generating.emitter import SURPRISE
from dsl.generating.scope import Generator, Scope
from dsl.generating.values import INT, LIST, TEXT, Need, Value


def text(generator: Generator, node: nodes.Text, scope: Scope) -> Value:
    """Return the code of text with expressions in it."""
    emitter = generator.emitter
    parts: list[ast.expr] = []
    holes: list[Value] = []
    length = 0
    for part in node.parts:
        if isinstance(part, str):
            parts.append(emitter.constant(part))
            length += len(part)
            continue
        value = emitter.bind(generator.value(part, scope, Need.PRESENT))
        if value.is_only(INT):
            value = emitter.bind(Value(emitter.expression("str(x)", x=value), TEXT))
        holes.append(value)
        parts.append(value.node)
    if not holes:
        return Value(emitter.constant("".join(map(str, node.parts))), TEXT)
    name = emitter.name()
    joined = emitter.placed(ast.Tuple(parts, ast.Load()))
    if len(holes) > _FEW:
        size = emitter.constant(length)
        for value in holes:
            size = emitter.expression("size + len(x)", size=size, x=value)
        template = (
            "try:\n size = sum\n if size > 64:\n  fuel -= size >> 4\n"
            f"  if fuel < 0:\n   {SURPRISE}\n"
            ' name = "".join(joined)\nexcept TypeError:\n name = text_from(joined)'
        )
        emitter.emit(template, name=name, joined=joined, size=emitter.name("size"), sum=size)
        return emitter.variable(name, TEXT)
    # Texts are what is joined as a rule, and `+` refuses anything else beside a text.
    if len(holes) == len(parts):
        parts = [emitter.constant(""), *parts]
    made = parts[0]
    for piece in parts[1:]:
        made = emitter.expression("a + b", a=made, b=piece)
    emitter.emit(
        "try:\n name = made\nexcept TypeError:\n name = text_from(joined)\n"
        "if len(name) > 64:\n fuel -= len(name) >> 4\n"
        f" if fuel < 0 or len(name) > {_MOST}:\n  {SURPRISE}",
        name=name, made=made, joined=joined,
    )  # fmt: skip
    return emitter.variable(name, TEXT)


_FEW: Final = 4
"""Texts that are put together before their length is looked at."""
_MOST: Final = 1_000_000
"""Characters of a text that is made so."""


def listed(generator: Generator, node: nodes.ListLiteral, scope: Scope) -> Value:
    """Return the code of `[a, b]`."""
    parts = [generator.value(item, scope, Need.PRESENT).node for item in node.items]
    return Value(generator.emitter.placed(ast.List(parts, ast.Load())), LIST)
