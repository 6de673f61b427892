"""Closures for the items of an object: the top of a mapping, blocks and object literals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, assert_never

from dsl import nodes
from dsl.faults import Failed, FieldError
from dsl.kinds import ABSENT_TYPES, SPECIAL_TYPES, kind_of
from dsl.running.conditions import condition
from dsl.running.input_paths import path_of, source_of
from dsl.running.runs import OMITS_FAILED, Closure, Frame, Place, SkipRun
from dsl.running.scope import Builder, Scope
from dsl.values import MISSING


class _Copied:
    """The fields that a spread brings."""

    __slots__ = ("fields",)

    def __init__(self, fields: dict[str, Any]) -> None:
        self.fields: Final = fields


class _Nothing:
    """The type of `_NOTHING`."""

    __slots__ = ()


_NOTHING: Final = _Nothing()
"""What an item gives that is no field: `let`, a `require` that holds, a block left out."""


class _Required(Failed):
    """A `require` that does not hold: the items after it are not worked on."""

    __slots__ = ()


_APART: Final = (SPECIAL_TYPES - {type(None)}) | {_Copied, _Nothing, _Required}


@dataclass(frozen=True, slots=True)
class _Field:
    """What to do with an item that is not simply a field with a value."""

    key: str
    place: Place
    is_optional: bool = False

    def settle(
        self, value: Any, frame: Frame, out: dict[str, Any], errors: list[FieldError]
    ) -> bool:
        """Take what an item gave into the object or the errors; return whether to go on."""
        if type(value) is _Copied:
            out.update(value.fields)
        elif value is MISSING:
            if self.is_optional:
                out.pop(self.key, None)
            else:
                errors.extend(self._absent().under(self.key))
        elif type(value) is Failed:
            if self.is_optional and frame[OMITS_FAILED]:
                out.pop(self.key, None)
            else:
                errors.extend(value.under(self.key) if self.key else value.used().errors)
        elif type(value) is _Required:
            errors.extend(value.errors)
            return False
        return True

    def _absent(self) -> Failed:
        path = self.place.path
        kind = kind_of(MISSING)
        subject = f"`{path}` is {kind}" if path else f"it is {kind}"
        helps = (f"{self.place.written} ?? …",) if path else ()
        return self.place.because(
            f"needs a value, and {subject}", "a value", kind, (*helps, f"{self.key}? = …"),
            code="needs-value",
        )  # fmt: skip


def build_items(
    builder: Builder, items: Sequence[nodes.Item | nodes.Function], scope: Scope
) -> tuple[Closure, Scope]:
    """Return the closure that makes an object of items, and the scope after the last of them.

    An `fn` among the items of a whole mapping sees the names before it.
    """
    plan: list[tuple[str, Closure, _Field]] = []
    for item in items:
        match item:
            case nodes.Assign(key=key, optional=optional, value=value):
                closure = builder.expression(value, scope)
                place = builder.place(value, source_of(value, scope))
                plan.append((key, closure, _Field(key, place, optional)))
            case nodes.Block(key=key, optional=optional, items=inner):
                closure = _block(build_items(builder, inner, scope)[0], is_optional=optional)
                plan.append((key, closure, _Field(key, builder.place(item), optional)))
            case nodes.Let():
                closure, scope = _let(builder, item, scope)
                plan.append(("", closure, _Field("", builder.place(item))))
            case nodes.Require() | nodes.Skip() | nodes.Spread():
                closure = _guard(builder, item, scope)
                plan.append(("", closure, _Field("", builder.place(item))))
            case nodes.Function():
                builder.function_body(item, scope)
            case _:
                assert_never(item)
    return _maker(tuple(plan)), scope


def build_object(builder: Builder, node: nodes.ObjectLiteral, scope: Scope) -> Closure:
    """Return the closure of `{k = v, ...}`."""
    return build_items(builder, node.items, scope)[0]


def _maker(plan: tuple[tuple[str, Closure, _Field], ...]) -> Closure:
    def make(frame: Frame) -> Any:
        out: dict[str, Any] = {}
        errors: list[FieldError] = []
        for key, closure, field in plan:
            value = closure(frame)
            if type(value) in _APART:
                if field.settle(value, frame, out, errors):
                    continue
                break
            out[key] = value
        return Failed(tuple(errors)) if errors else out

    return make


def _block(make: Closure, *, is_optional: bool) -> Closure:
    if not is_optional:
        return make

    def block(frame: Frame) -> Any:
        value = make(frame)
        return MISSING if value == {} else value

    return block


def _let(builder: Builder, node: nodes.Let, scope: Scope) -> tuple[Closure, Scope]:
    read = builder.expression(node.value, scope)
    after, slot = scope.bind(node.name, path_of(node.value, scope))

    def let(frame: Frame) -> Any:
        frame[slot] = read(frame)
        return _NOTHING

    return let, after


def _guard(
    builder: Builder, node: nodes.Require | nodes.Skip | nodes.Spread, scope: Scope
) -> Closure:
    match node:
        case nodes.Require():
            return _require(builder, node, scope)
        case nodes.Skip():
            return _skip(builder, node, scope)
        case nodes.Spread():
            return _spread(builder, node, scope)


def _require(builder: Builder, node: nodes.Require, scope: Scope) -> Closure:
    holds = condition(builder, node.condition, scope)
    message = builder.expression(node.message, scope)
    place = builder.place(node.condition, source_of(node.condition, scope))

    def require(frame: Frame) -> Any:
        fits = holds(frame)
        if fits is True:
            return _NOTHING
        text = message(frame)
        cause = fits.errors[0] if type(fits) is Failed else None
        failed = place.because(
            text if type(text) is str else "what is required does not hold",
            "true", cause.found if cause else "false", code="required",
        )  # fmt: skip
        return _Required(failed.errors)

    return require


def _skip(builder: Builder, node: nodes.Skip, scope: Scope) -> Closure:
    holds = condition(builder, node.condition, scope)

    def skip(frame: Frame) -> Any:
        fits = holds(frame)
        if fits is True:
            raise SkipRun
        return _NOTHING if fits is False else fits

    return skip


def _spread(builder: Builder, node: nodes.Spread, scope: Scope) -> Closure:
    read = builder.expression(node.value, scope)
    place = builder.place(node.value, source_of(node.value, scope))
    excluded = frozenset(node.excluded)

    def spread(frame: Frame) -> Any:
        value = read(frame)
        if type(value) is Failed:
            return value
        if type(value) is not dict:
            helps = (f"...({place.written} ?? {{}})",) if type(value) in ABSENT_TYPES else ()
            return place.error("an object to copy", kind_of(value), helps)
        return _Copied({key: field for key, field in value.items() if key not in excluded})

    return spread
