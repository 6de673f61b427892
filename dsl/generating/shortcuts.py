"""Code for functions that are used so often that a call of their own is worth while.

A shortcut returns None where it has nothing better than the call.
"""

import ast
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from dsl import nodes
from dsl.functions._discover import discover
from dsl.functions._iso_pieces import iso_pieces
from dsl.functions._numbers import MODES
from dsl.generating.admission import admitted
from dsl.generating.emitter import SURPRISE
from dsl.generating.loops import run
from dsl.generating.operators import as_number
from dsl.generating.projections import first_of
from dsl.generating.scope import Generator, Scope
from dsl.generating.sums import SumLoop, sum_of
from dsl.generating.values import INT, LIST, TEXT, Need, Value

_Shortcut = Callable[..., "Value | None"]


def _method(name: str) -> _Shortcut:
    def shortcut(
        generator: Generator, node: nodes.Call, scope: Scope, *, form: bool
    ) -> Value | None:
        """Python's own method refuses all but text by itself."""
        del form
        if len(node.arguments) != 1:
            return None
        emitter = generator.emitter
        value = emitter.bind(_first(generator, node, scope))
        if value.may_be(TEXT):
            emitter.emit("if len(x) > 256:\n fuel -= len(x) >> 4", x=value)
        return Value(emitter.expression(f"{name}(x)", x=value), TEXT)

    return shortcut


def _count(generator: Generator, node: nodes.Call, scope: Scope, *, form: bool) -> Value | None:
    del form
    if len(node.arguments) != 1:
        return None
    loop = _sum_loop(node, form=False)
    if loop is not None:
        return run(generator, loop, scope)
    emitter = generator.emitter
    value = emitter.bind(_first(generator, node, scope))
    emitter.emit(f"if x.__class__ is not list:\n {SURPRISE}", x=value)
    emitter.learn(value, LIST)
    return Value(emitter.expression("len(x)", x=value), INT, bits=40)


def _sum(generator: Generator, node: nodes.Call, scope: Scope, *, form: bool) -> Value | None:
    loop = _sum_loop(node, form=form)
    return None if loop is None else run(generator, loop, scope)


def _sum_loop(node: nodes.Call, *, form: bool) -> SumLoop | None:
    argument = node.arguments[0].value
    return (
        None if isinstance(argument, nodes.Lambda) else sum_of(node.function, argument, form=form)
    )


def _join(generator: Generator, node: nodes.Call, scope: Scope, *, form: bool) -> Value | None:
    """Texts are what is joined as a rule; anything else takes the longer way."""
    del form
    if len(node.arguments) > 2 or any(one.name for one in node.arguments):
        return None
    emitter = generator.emitter
    items = emitter.bind(_first(generator, node, scope))
    separator = _second(generator, node, scope)
    if separator is None or not items.may_be(LIST):
        return None
    name = emitter.name()
    if not items.is_only(LIST):
        emitter.emit(f"if x.__class__ is not list:\n {SURPRISE}", x=items)
        items = emitter.learn(items, LIST)
    length = emitter.expression("len(x)", x=separator)
    emitter.emit(
        "try:\n if len(items) > 8:\n"
        "  fuel -= len(items) + (sum(map(len, items)) + len(items) * length >> 4)\n"
        f"  if fuel < 0:\n   {SURPRISE}\n name = separator.join(items)\n"
        f" if len(name) > 64:\n  fuel -= len(name) >> 4\n  if fuel < 0:\n   {SURPRISE}\n"
        "except TypeError:\n fuel -= fuel_join(items, separator)\n"
        f" if fuel < 0:\n  {SURPRISE}\n name = f_join(items, separator)",
        name=name, separator=separator, items=items, length=length,
    )  # fmt: skip
    return emitter.variable(name, TEXT)


def _first_item(
    generator: Generator, node: nodes.Call, scope: Scope, *, form: bool
) -> Value | None:
    """The first of a projection needs no list."""
    argument = node.arguments[0].value
    loop = None if isinstance(argument, nodes.Lambda) else first_of(argument)
    if loop is not None:
        return run(generator, loop, scope)
    return _end(0)(generator, node, scope, form=form)


def _end(position: int) -> _Shortcut:
    def shortcut(
        generator: Generator, node: nodes.Call, scope: Scope, *, form: bool
    ) -> Value | None:
        del form
        emitter = generator.emitter
        value = emitter.bind(_first(generator, node, scope))
        if not value.is_only(LIST):
            emitter.emit(f"if x.__class__ is not list:\n {SURPRISE}", x=value)
            emitter.learn(value, LIST)
        made = emitter.expression(f"x[{position}] if x else M", x=value)
        return Value(made)

    return shortcut


def _round(generator: Generator, node: nodes.Call, scope: Scope, *, form: bool) -> Value | None:
    """However a number is written, it is rounded to the same one."""
    del form
    first, *rest = node.arguments
    if isinstance(first.value, nodes.Lambda) or first.name:
        return None
    value = generator.value(first.value, scope, Need.PRESENT, form=False)
    match [one.value for one in rest if one.name is None]:
        case [nodes.Literal(value=int() as places), *modes] if 0 < places <= 28 and len(
            rest
        ) == 1 + len(modes):
            pass
        case _:
            return generator.library_call("round", value, rest, scope)
    match modes:
        case []:
            mode = "half-even"
        case [nodes.Literal(value=str() as mode)] if mode in MODES:
            pass
        case _:
            return generator.library_call("round", value, rest, scope)
    emitter = generator.emitter
    value = as_number(generator, value)
    quantum = generator.constant(
        "Decimal(text)", ("quantum", places), text=emitter.constant(str(Decimal(1).scaleb(-places)))
    )
    made = emitter.expression(
        "quantized(x, quantum, mode)", x=value, quantum=quantum, mode=emitter.constant(MODES[mode])
    )
    return Value(made, value.kinds, bits=value.bits)


def _format_date(
    generator: Generator, node: nodes.Call, scope: Scope, *, form: bool
) -> Value | None:
    """A date in the usual ISO form is rewritten piece by piece."""
    del form
    if len(node.arguments) != 2 or node.arguments[0].name or node.arguments[1].name:
        return None
    first, pattern = (one.value for one in node.arguments)
    if isinstance(first, nodes.Lambda):
        return None
    if not isinstance(pattern, nodes.Literal) or not isinstance(pattern.value, str):
        return None
    plan = iso_pieces(pattern.value)
    if plan is None:
        return None
    emitter = generator.emitter
    value = emitter.bind(generator.value(first, scope, Need.PRESENT))
    known = emitter.known(("format_date", value.key, pattern.value))
    if known is not None:
        return known
    parts: list[ast.expr] = []
    for piece in plan.pieces:
        if isinstance(piece, str):
            parts.append(emitter.constant(piece))
        else:
            start, end = piece.start, piece.stop
            parts.append(emitter.expression("x[a:b]", x=value, a=start, b=end))
    made = parts[0]
    for part in parts[1:]:
        made = emitter.expression("a + b", a=made, b=part)
    name = emitter.name()
    with emitter.branch() as careful:
        words = discover()["format_date"].parameters[0].type
        emitter.emit(
            'name = f_format_date(x, pattern, "en")', name=name,
            x=admitted(generator, value, words), pattern=emitter.constant(pattern.value),
        )  # fmt: skip
    emitter.emit(
        "if iso_length(x) >= needed:\n name = made\nelse:\n careful",
        name=name, made=made, x=value, needed=plan.needed, careful=careful,
    )  # fmt: skip
    return emitter.keep(("format_date", value.key, pattern.value), emitter.variable(name, TEXT))


def _first(generator: Generator, node: nodes.Call, scope: Scope) -> Value:
    argument = node.arguments[0].value
    if isinstance(argument, nodes.Lambda):
        raise TypeError("the checker refuses a lambda here")
    return generator.value(argument, scope, Need.PRESENT)


def _second(generator: Generator, node: nodes.Call, scope: Scope) -> Value | None:
    if len(node.arguments) == 1:
        return Value(generator.emitter.constant(""), TEXT, "=")
    argument = node.arguments[1].value
    if isinstance(argument, nodes.Literal) and isinstance(argument.value, str):
        return generator.value(argument, scope)
    return None


SHORTCUTS: Final[Mapping[str, _Shortcut]] = {
    "lower": _method("lower"),
    "upper": _method("upper"),
    "trim": _method("strip"),
    "count": _count,
    "sum": _sum,
    "join": _join,
    "first": _first_item,
    "last": _end(-1),
    "round": _round,
    "format_date": _format_date,
}
