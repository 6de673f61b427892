"""Code for paths: steps, indexes, slices and projections over lists."""

import ast

from dsl import nodes
from dsl.generating.emitter import SURPRISE
from dsl.generating.scope import Generator, Scope
from dsl.generating.values import ABSENT, ANY, LIST, MISSING, NULL, OBJECT, TEXT, Need, Value
from dsl.running.input_paths import LINKS, Link


def links_of(node: nodes.Expression) -> tuple[nodes.Expression, list[Link]]:
    """Return the base of a chain of steps, and the steps in the order of reading."""
    links: list[Link] = []
    while isinstance(node, LINKS):
        links.append(node)
        node = node.base
    links.reverse()
    return node, links


def path(generator: Generator, node: Link, scope: Scope, need: Need) -> Value:
    """Return the code of a chain of steps; each `[*]` in it maps the steps above it."""
    base, links = links_of(node)
    value = generator.value(base, scope, Need.LOOSE)
    return chain(generator, value, links, scope, need)


def chain(generator: Generator, value: Value, links: list[Link], scope: Scope, need: Need) -> Value:
    """Return the code of steps from a value."""
    for position, link in enumerate(links):
        # What is absent on the way is absent at the end, whichever way it is absent.
        is_last = all(isinstance(later, nodes.Drop) for later in links[position + 1 :])
        wanted = need if is_last or need is Need.PRESENT else Need.LOOSE
        match link:
            case nodes.Step(key=key):
                value = step(generator, value, key, wanted)
            case nodes.Attribute(name=name):
                value = _attribute(generator, value, f"@{name}", wanted)
            case nodes.Index(index=index):
                value = _index(generator, value, index, scope)
            case nodes.Slice(start=start, stop=stop):
                value = _slice(generator, value, start, stop)
            case nodes.One():
                node = generator.emitter.expression("only_one(value)", value=value)
                value = Value(node)
            case nodes.Drop():
                pass
            case nodes.Each():
                return generator.projection(value, link, links[position + 1 :], scope)
    return value


def is_absent(generator: Generator, value: Value) -> ast.expr | None:
    """Return the test whether a value is missing or null, None if it never is."""
    expression = generator.emitter.expression
    if not value.may_be(ABSENT):
        return None
    if not value.may_be(MISSING):
        return expression("value is None", value=value)
    if not value.may_be(NULL):
        return expression("value is M", value=value)
    return expression("value is None or value is M", value=value)


def present(generator: Generator, value: Value) -> Value:
    """Return the value; the fast path ends if it is missing."""
    if not value.may_be(MISSING):
        return value
    emitter = generator.emitter
    value = emitter.bind(value)
    emitter.emit(f"if value is M:\n {SURPRISE}", value=value)
    return emitter.learn(value, ~MISSING)


def step(generator: Generator, value: Value, key: str, need: Need) -> Value:
    """Return the code of `value.key`."""
    emitter = generator.emitter
    value = emitter.bind(value)
    read = emitter.known(("item", value.key, key))
    if read is not None:
        return read
    name = emitter.constant(key)
    if need is Need.PRESENT:
        item = Value(emitter.expression("value[name]", value=value, name=name), ANY & ~MISSING)
        item = emitter.keep(("item", value.key, key), item)
        # Nothing else can be asked for a field without failing.
        emitter.learn(value, OBJECT)
        return item
    read = emitter.known(("get", value.key, key))
    if read is None and need is Need.LOOSE:
        read = emitter.known(("loose", value.key, key))
    if read is not None:
        return read
    absent = is_absent(generator, value)
    if need is Need.LOOSE:
        template = "value.get(name)" if absent is None else "None if absent else value.get(name)"
        kinds, kept = ANY & ~MISSING, "loose"
    else:
        template = "value.get(name, M)" if absent is None else "M if absent else value.get(name, M)"
        kinds, kept = ANY, "get"
    read = Value(emitter.expression(template, value=value, name=name, absent=absent), kinds)
    return emitter.keep((kept, value.key, key), read)


def _attribute(generator: Generator, value: Value, key: str, need: Need) -> Value:
    emitter = generator.emitter
    if need is Need.PRESENT:
        return step(generator, value, key, need)
    # An XML element without attributes is read as its text.
    name = emitter.constant(key)
    return Value(emitter.expression("attribute(value, name)", value=value, name=name))


def _index(generator: Generator, value: Value, index: nodes.Expression, scope: Scope) -> Value:
    key = generator.value(index, scope)
    return Value(generator.emitter.expression("element(value, key)", value=value, key=key))


def _slice(generator: Generator, value: Value, start: int | None, stop: int | None) -> Value:
    cut = generator.emitter.expression(
        "part(value, start, stop)", value=value, start=start, stop=stop
    )
    return Value(cut, LIST | TEXT | MISSING)
