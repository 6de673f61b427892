"""Code for the items of an object: the top of a mapping, blocks and object literals."""

import ast
from collections.abc import Sequence

from dsl import nodes
from dsl.generating.emitter import SURPRISE
from dsl.generating.operators import condition
from dsl.generating.scope import Generator, Scope
from dsl.generating.uses import is_read_through, keeps_form, times_used
from dsl.generating.values import MISSING, OBJECT, Need, Unsupported, Value


def build(
    generator: Generator,
    items: Sequence[nodes.Item | nodes.Function],
    scope: Scope,
    *,
    is_top: bool = False,
) -> tuple[Value, Scope]:
    """Return the code of an object, and the scope after its last item.

    `is_top` for the items of the mapping itself, which run once at most.
    """
    emitter = generator.emitter
    fields: list[tuple[str, Value]] = []
    out = ""
    has_spread = any(isinstance(item, nodes.Spread) for item in items)
    for position, item in enumerate(items):
        emitter.place = generator.place(item, scope)
        later = items[position + 1 :]
        match item:
            case nodes.Assign(key=key, optional=False, value=value):
                fields.append((key, generator.value(value, scope, Need.PRESENT)))
            case nodes.Block(key=key, optional=False, items=inner):
                fields.append((key, build(generator, inner, scope)[0]))
            case nodes.Assign(key=key, value=value):
                out = _stored(generator, fields, out)
                made = emitter.bind(generator.value(value, scope, Need.EXACT))
                _store_present(generator, out, key, made, has_spread=has_spread)
            case nodes.Block(key=key, items=inner):
                out = _stored(generator, fields, out)
                made = emitter.bind(build(generator, inner, scope)[0])
                emitter.emit("if x:\n out[key] = x", x=made, out=out, key=emitter.constant(key))
                if has_spread:
                    emitter.emit("if not x:\n drop(out, key)", x=made, out=out,
                                 key=emitter.constant(key))  # fmt: skip
            case nodes.Let():
                scope = _let(generator, item, later, scope, is_top=is_top)
            case nodes.Require(condition=test):
                emitter.emit(f"if not test:\n {SURPRISE}", test=condition(generator, test, scope))
            case nodes.Skip(condition=test):
                if not is_top:
                    raise Unsupported
                made_test = condition(generator, test, scope)
                emitter.emit("if test:\n return SKIPPED", test=made_test)
            case nodes.Spread():
                out = _stored(generator, fields, out)
                _spread(generator, item, out, scope)
            case nodes.Function():
                generator.declare(item, scope)
    if out:
        return emitter.variable(_stored(generator, fields, out), OBJECT), scope
    return Value(_dictionary(generator, fields), OBJECT), scope


def _dictionary(generator: Generator, fields: list[tuple[str, Value]]) -> ast.expr:
    emitter = generator.emitter
    keys: list[ast.expr | None] = [emitter.constant(key) for key, _ in fields]
    made: ast.expr = emitter.placed(ast.Dict(keys, [value.node for _, value in fields]))
    return made


def _stored(generator: Generator, fields: list[tuple[str, Value]], out: str) -> str:
    """Put the fields made so far into the object, and return its variable."""
    emitter = generator.emitter
    if not out:
        out = emitter.name("o")
        emitter.emit("out = fields", out=out, fields=_dictionary(generator, fields))
    else:
        for key, value in fields:
            emitter.emit("out[key] = x", out=out, key=emitter.constant(key), x=value)
    fields.clear()
    return out


def _store_present(
    generator: Generator, out: str, key: str, value: Value, *, has_spread: bool
) -> None:
    emitter = generator.emitter
    name = emitter.constant(key)
    if not value.may_be(MISSING):
        emitter.emit("out[key] = x", out=out, key=name, x=value)
        return
    emitter.emit("if x is not M:\n out[key] = x", x=value, out=out, key=name)
    if has_spread:
        emitter.emit("if x is M:\n drop(out, key)", x=value, out=out, key=name)


def _let(
    generator: Generator, item: nodes.Let, later: Sequence[nodes.Item | nodes.Function],
    scope: Scope, *, is_top: bool,
) -> Scope:  # fmt: skip
    emitter = generator.emitter
    read_through = is_read_through(item.name, later)
    need = Need.LOOSE if read_through else Need.EXACT
    form = keeps_form(item.name, later)
    name = emitter.name(item.name if item.name.isidentifier() and item.name.isascii() else "let")
    if not times_used(item.name, later):
        return scope.bind(item.name, Value(emitter.load(name), key=name), is_global=is_top)
    with emitter.branch() as body:
        value = generator.value(item.value, scope, need, form=form)
        emitter.emit("name = value", name=name, value=value)
    if not is_top or _cannot_fail(item.value):
        emitter.block.extend(body)
    else:
        # What failed counts only where it is used, and there the name has no value.
        emitter.emit("try:\n body\nexcept SURPRISES:\n pass", body=body)
        emitter.unsure.add(name)
    bound = emitter.learn(Value(emitter.load(name), value.kinds, name, value.bits), value.kinds)
    return scope.bind(item.name, bound, is_global=is_top)


def _cannot_fail(node: nodes.Expression) -> bool:
    return isinstance(node, nodes.Literal | nodes.Input | nodes.Name | nodes.Context)


def _spread(generator: Generator, item: nodes.Spread, out: str, scope: Scope) -> None:
    emitter = generator.emitter
    value = emitter.bind(generator.value(item.value, scope, Need.PRESENT))
    if not value.is_only(OBJECT):
        emitter.emit(f"if x.__class__ is not dict:\n {SURPRISE}", x=value)
    if not item.excluded:
        emitter.emit("out.update(x)", out=out, x=value)
        return
    names = emitter.placed(ast.Tuple([emitter.constant(n) for n in item.excluded], ast.Load()))
    emitter.emit("copy_fields(out, x, names)", out=out, x=value, names=names)
