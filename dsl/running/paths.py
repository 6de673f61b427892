"""Closures for paths: steps, indexes, slices and projections over lists."""

from typing import Any, Final

from dsl import nodes
from dsl.faults import Failed, FieldError
from dsl.kinds import ABSENT_TYPES, kind_of, whole
from dsl.running.conditions import not_a_list, not_boolean
from dsl.running.input_paths import LINKS, Link, extended, path_of, path_of_links, source_of
from dsl.running.runs import INPUT, Closure, Frame, Place, charge
from dsl.running.scope import Builder, Scope
from dsl.values import MISSING, Failure


class _Dropped:
    """The type of `_DROPPED`."""

    __slots__ = ()


_DROPPED: Final = _Dropped()
"""What the steps above `?` give for an element that is to be left out."""
_NO_RESULT: Final = frozenset({type(MISSING), Failed, _Dropped})


def build_path(builder: Builder, node: Link, scope: Scope) -> Closure:
    """Return the closure of a chain of steps; each `[*]` in it maps the steps above it."""
    links: list[Link] = []
    base: nodes.Expression = node
    while isinstance(base, LINKS):
        links.append(base)
        base = base.base
    links.reverse()
    start = slot_of(base, scope)
    read = builder.expression(base, scope) if start is None else start
    return _chain(builder, read, path_of(base, scope), links, scope)


def slot_of(node: nodes.Expression, scope: Scope) -> int | None:
    """Return the place of a plain name or of the input in the frame, None for anything else."""
    if type(node) is nodes.Input:
        return INPUT
    if type(node) is nodes.Name:
        return scope.names[node.name].slot
    return None


def _chain(
    builder: Builder, base: Closure | int, path: str, links: list[Link], scope: Scope,
    *, in_projection: bool = False,
) -> Closure:  # fmt: skip
    """Return the closure of steps on a place in the frame or on what another closure gives."""
    read: Closure | int = base
    match base, links:
        case int(), [nodes.Step() as first, nodes.Step() as second, *links]:
            read = _two_slot_steps(builder, base, path, first, second)
            path = path and extended(extended(path, first), second)
    for position, link in enumerate(links):
        place = builder.place(link, path)
        match link:
            case nodes.Step(key=key):
                read = (
                    _slot_step(read, key, place)
                    if type(read) is int
                    else _step(_reader(read), key, place)
                )
            case nodes.Attribute(name=name):
                read = _attribute(_reader(read), f"@{name}", place)
            case nodes.Index(index=index):
                read = _index(_reader(read), builder.expression(index, scope), place)
            case nodes.Slice(start=start, stop=stop):
                read = _slice(_reader(read), slice(start, stop), place)
            case nodes.One():
                read = _one(_reader(read), place, builder.place(link.base, path))
            case nodes.Drop():
                read = _drop(_reader(read)) if in_projection else read
            case nodes.Each():
                return _each(builder, _reader(read), link, path, links[position + 1 :], scope)
        path = path and extended(path, link)
    return _reader(read)


def _reader(base: Closure | int) -> Closure:
    if not isinstance(base, int):
        return base
    slot = base
    return lambda frame: frame[slot]


# ---------------------------------------------------------------- single steps


def _slot_step(slot: int, key: str, place: Place) -> Closure:
    def step(frame: Frame) -> Any:
        value = frame[slot]
        if type(value) is dict:
            return value.get(key, MISSING)
        return _past(value, key, place)

    return step


def _two_slot_steps(
    builder: Builder, slot: int, path: str, first: nodes.Step, second: nodes.Step
) -> Closure:
    """Return one closure for two steps.

    Most paths begin so, and that one closure calls another costs as much as a step.
    """
    first_key, key = first.key, second.key
    first_place = builder.place(first, path)
    place = builder.place(second, path and extended(path, first))

    def steps(frame: Frame) -> Any:
        value = frame[slot]
        value = (
            value.get(first_key, MISSING)
            if type(value) is dict
            else _past(value, first_key, first_place)
        )
        if type(value) is dict:
            return value.get(key, MISSING)
        return _past(value, key, place)

    return steps


def _step(base: Closure, key: str, place: Place) -> Closure:
    def step(frame: Frame) -> Any:
        value = base(frame)
        if type(value) is dict:
            return value.get(key, MISSING)
        return _past(value, key, place)

    return step


def _past(value: Any, key: str, place: Place) -> Any:
    """Return what a step gives that does not start from a plain object."""
    kind = type(value)
    if kind in ABSENT_TYPES:
        return MISSING
    if kind is Failed:
        return value.used()
    if value is _DROPPED:
        return value
    if isinstance(value, dict):
        return value.get(key, MISSING)
    path = place.path or "the value"
    word = kind_of(value)
    if kind is list:
        base = place.written.removesuffix(f".{key}")
        return place.because(
            f"`{path}` is a list, so `.{key}` needs to say of which element",
            "an object", word, (f"{base}[*].{key}", f"({base} | first).{key}", f"{base}!.{key}"),
        )  # fmt: skip
    return place.because(f"`{path}` is {word}, it has no fields", "an object", word)


def _attribute(base: Closure, key: str, place: Place) -> Closure:
    def attribute(frame: Frame) -> Any:
        value = base(frame)
        if type(value) is dict:
            return value.get(key, MISSING)
        # An XML element without attributes is read as its text.
        return MISSING if type(value) is str else _past(value, key, place)

    return attribute


def _index(base: Closure, index: Closure, place: Place) -> Closure:
    def at(frame: Frame) -> Any:
        value = base(frame)
        if type(value) in ABSENT_TYPES:
            return MISSING
        if type(value) is Failed:
            return value.used()
        if value is _DROPPED:
            return value
        key = index(frame)
        if type(value) is list and type(key) is int:
            return value[key] if -len(value) <= key < len(value) else MISSING
        return _indexed(value, key, place)

    return at


def _indexed(value: Any, key: Any, place: Place) -> Any:
    """Return what an index gives that is not a plain integer into a list."""
    if type(key) is Failed:
        return key.used()
    if type(key) in ABSENT_TYPES:
        return place.because(
            f"the index needs a value, and it is {kind_of(key)}", "an index", kind_of(key)
        )
    if type(value) is dict:
        if type(key) is str:
            return value.get(key, MISSING)
        helps = (f"values({place.path})[{key}]",) if place.path and type(key) is int else ()
        return place.error("text as the key of an object", kind_of(key), helps)
    if type(value) is list:
        try:
            number = whole(key)
        except Failure as failure:
            return place.fail(failure)
        return value[number] if -len(value) <= number < len(value) else MISSING
    helps = (f"{place.path}[0:1]",) if type(value) is str and place.path else ()
    return place.error("a list or an object", kind_of(value), helps)


def _slice(base: Closure, part: slice, place: Place) -> Closure:
    def cut(frame: Frame) -> Any:
        value = base(frame)
        kind = type(value)
        if kind is list or kind is str:
            return value[part]
        if kind in ABSENT_TYPES:
            return MISSING
        if kind is Failed:
            return value.used()
        return value if value is _DROPPED else place.error("a list or text", kind_of(value))

    return cut


def _one(base: Closure, place: Place, base_place: Place) -> Closure:
    def one(frame: Frame) -> Any:
        value = base(frame)
        if type(value) is list:
            if len(value) == 1:
                return value[0]
            return place.error(
                "exactly one element",
                f"{len(value):,}" if value else "none",
                (f"{base_place.written} | first",),
            )
        return value if value is _DROPPED else not_a_list(value, base_place, then=" | first")

    return one


def _drop(base: Closure) -> Closure:
    def drop(frame: Frame) -> Any:
        value = base(frame)
        return _DROPPED if value is MISSING else value

    return drop


# ---------------------------------------------------------------- projections


def _each(
    builder: Builder, base: Closure, link: nodes.Each, path: str, rest: list[Link], scope: Scope
) -> Closure:
    """Return the closure that maps the steps after `[*]` over the elements it keeps."""
    element_path = f"{path}[*]" if path else ""
    inner, slot = scope.bind("it", element_path)
    keep = None if link.where is None else builder.expression(link.where, inner)
    element = _chain(builder, slot, element_path, rest, scope, in_projection=True)
    place = builder.place(link.base, path)
    where = link.where or link
    where_place = builder.place(where, source_of(where, inner))
    element_place = builder.place(rest[-1] if rest else link, path_of_links(element_path, rest))

    turn_fuel = 1 if keep is None else 2

    def project(frame: Frame) -> Any:
        items = base(frame)
        if type(items) is not list:
            return items if items is _DROPPED else not_a_list(items, place)
        charge(frame, len(items) * turn_fuel, place)
        out: list[Any] = []
        errors: list[FieldError] = []
        for index, item in enumerate(items):
            frame[slot] = item
            if keep is not None:
                kept = keep(frame)
                if kept is not True:
                    if kept is not False and kept is not MISSING:
                        errors.extend(not_boolean(kept, where_place).at(len(out), path, index))
                    continue
            value = element(frame)
            if type(value) in _NO_RESULT:
                if value is not _DROPPED:
                    failed = (
                        value
                        if type(value) is Failed
                        else element_place.absent(value, f"{element_place.written}?")
                    )
                    errors.extend(failed.at(len(out) + len(errors), path, index))
                continue
            out.append(value)
        return Failed(tuple(errors)) if errors else out

    return project
