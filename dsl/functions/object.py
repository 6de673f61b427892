"""Object functions that take objects apart, make, combine and change them."""

from collections.abc import Callable
from typing import Any, Final

from dsl.functions._function import Example, Function, Parameter
from dsl.functions._limits import check_tree, tree_fuel
from dsl.kinds import kind_of
from dsl.values import MAX_DEPTH, MISSING, Failure, Value

Object = dict[str, Any]


def _entries(fields: Object) -> list[Object]:
    return [{"key": key, "value": value} for key, value in fields.items()]


def _from_entries(entries: list[Any]) -> Object:
    return dict(map(_entry, entries))


def _entry(entry: Any) -> tuple[str, Any]:
    if isinstance(entry, list) and len(entry) == 2:
        key, value = entry
    elif isinstance(entry, dict) and "key" in entry and "value" in entry:
        key, value = entry["key"], entry["value"]
    else:
        raise Failure("{key, value} or [key, value] for each entry", f"{kind_of(entry)} without")
    if not isinstance(key, str):
        raise Failure("text as a key", kind_of(key), "x | text")
    return key, value


def _merge(fields: Object | list[Any], other: Object | None, deep: bool) -> Object:  # noqa: FBT001
    parts: list[Any] = fields if isinstance(fields, list) else [fields]
    if other is not None:
        parts = [*parts, other]
    merged: Object = {}
    for part in parts:
        if not isinstance(part, dict):
            raise Failure("objects to merge", kind_of(part))
        if deep:
            check_tree(part, max_depth=MAX_DEPTH)
        merged = _merged(merged, part) if deep else {**merged, **part}
    return merged


def _merge_fuel(fields: Object | list[Any], other: Object | None, deep: object) -> int:
    return tree_fuel(fields, other) if deep else len(fields) + len(other or ())


def _merged(one: Object, other: Object) -> Object:
    result = dict(one)
    for key, value in other.items():
        before = result.get(key)
        both = isinstance(before, dict) and isinstance(value, dict)
        result[key] = _merged(before, value) if both and before is not None else value
    return result


def _names(names: tuple[Any, ...]) -> list[str]:
    flat = [name for item in names for name in (item if isinstance(item, list) else [item])]
    for name in flat:
        if not isinstance(name, str):
            raise Failure("texts as keys", kind_of(name))
    return flat


def _pick(fields: Object, *names: Any) -> Object:
    wanted = frozenset(_names(names))
    return {key: value for key, value in fields.items() if key in wanted}


def _omit(fields: Object, *names: Any) -> Object:
    unwanted = frozenset(_names(names))
    return {key: value for key, value in fields.items() if key not in unwanted}


def _rename_keys(fields: Object, names: Object) -> Object:
    _names(tuple(names.values()))
    return _rekeyed(fields, _renaming(names))


def _renaming(names: Object) -> Callable[[Any], Any]:
    return lambda key: names.get(key, key)


def _map_keys(fields: Object, change: Callable[[Value], Any]) -> Object:
    return _rekeyed(fields, change)


def _rekeyed(fields: Object, change: Callable[[Value], Any]) -> Object:
    result: Object = {}
    for key, value in fields.items():
        new = change(key)
        if not isinstance(new, str):
            raise Failure("text as the new key", kind_of(new))
        if new in result:
            raise Failure("a key of its own for each field", "the same key twice")
        result[new] = value
    return result


def _map_values(fields: Object, change: Callable[[Any], Any]) -> Object:
    result = {key: change(value) for key, value in fields.items()}
    if any(value is MISSING for value in result.values()):
        raise Failure("a value for each field", "missing", "v => … ?? null")
    return result


_OBJECT: Final = Parameter("x", "object")
_NAMES: Final = Parameter("keys", "text|list", variadic=True)

FUNCTIONS: Final = (
    Function(
        name="keys",
        family="object",
        summary="The keys of the object, in its order.",
        parameters=(_OBJECT,),
        result="list",
        call=list,
        examples=(Example("keys({b = 1, a = 2})", '["b", "a"]'), Example("keys({})", "[]")),
    ),
    Function(
        name="values",
        family="object",
        summary="The values of the object, in its order.",
        parameters=(_OBJECT,),
        result="list",
        call=lambda fields: list(fields.values()),
        examples=(
            Example("values({b = 1, a = null})", "[1, null]"),
            Example("values({})", "[]"),
        ),
    ),
    Function(
        name="entries",
        family="object",
        summary="A list of {key, value}, one for each field.",
        parameters=(_OBJECT,),
        result="list",
        call=_entries,
        examples=(
            Example("entries({a = 1})", '[{key = "a", value = 1}]'),
            Example("entries({})", "[]"),
        ),
    ),
    Function(
        name="from_entries",
        family="object",
        summary="The object of a list of {key, value} or [key, value]; of equal keys the last one.",
        parameters=(Parameter("x", "list"),),
        result="object",
        call=_from_entries,
        examples=(
            Example('from_entries([{key = "a", value = 1}, ["b", 2]])', "{a = 1, b = 2}"),
            Example('from_entries([["a", 1], ["a", 2]])', "{a = 2}"),
            Example("from_entries([[1, 2]])", fails="text as a key"),
        ),
    ),
    Function(
        name="merge",
        family="object",
        summary="The fields of two objects or a list of them; of equal keys the last one counts.",
        parameters=(
            Parameter("x", "object|list"),
            Parameter("other", "object", default=None),
            Parameter("deep", "boolean", default=False),
        ),
        result="object",
        call=_merge,
        fuel=_merge_fuel,
        examples=(
            Example("merge({a = 1, b = 2}, {b = 3, c = 4})", "{a = 1, b = 3, c = 4}"),
            Example("merge({a = {x = 1}}, {a = {y = 2}})", "{a = {y = 2}}"),
            Example("merge({a = {x = 1}}, {a = {y = 2}}, deep = true)", "{a = {x = 1, y = 2}}"),
            Example("merge([{a = 1}, {b = 2}, {a = 3}])", "{a = 3, b = 2}"),
        ),
    ),
    Function(
        name="pick",
        family="object",
        summary="Only the fields with these keys, in the order of the object.",
        parameters=(_OBJECT, _NAMES),
        result="object",
        call=_pick,
        examples=(
            Example('pick({a = 1, b = 2, c = 3}, "c", "a")', "{a = 1, c = 3}"),
            Example('pick({a = 1}, ["a", "x"])', "{a = 1}"),
        ),
    ),
    Function(
        name="omit",
        family="object",
        summary="The fields without those with these keys.",
        parameters=(_OBJECT, _NAMES),
        result="object",
        call=_omit,
        examples=(
            Example('omit({a = 1, b = 2}, "b", "x")', "{a = 1}"),
            Example('omit({a = 1, b = 2}, ["a", "b"])', "{}"),
        ),
    ),
    Function(
        name="rename_keys",
        family="object",
        summary='The object with new names for some of its keys: {old = "new"}.',
        parameters=(_OBJECT, Parameter("names", "object")),
        result="object",
        call=_rename_keys,
        examples=(
            Example('rename_keys({a = 1, b = 2}, {a = "x"})', "{x = 1, b = 2}"),
            Example('rename_keys({a = 1, b = 2}, {a = "b", b = "a"})', "{b = 1, a = 2}"),
            Example('rename_keys({a = 1, b = 2}, {a = "b"})', fails="the same key twice"),
        ),
    ),
    Function(
        name="map_keys",
        family="object",
        summary="The object with each key changed.",
        parameters=(_OBJECT, Parameter("change", "function")),
        result="object",
        call=_map_keys,
        examples=(
            Example("map_keys({a = 1}, k => upper(k))", "{A = 1}"),
            Example('map_keys({a = 1, b = 2}, k => "x")', fails="the same key twice"),
        ),
    ),
    Function(
        name="map_values",
        family="object",
        summary="The object with each value changed.",
        parameters=(_OBJECT, Parameter("change", "function")),
        result="object",
        call=_map_values,
        examples=(
            Example("map_values({a = 1, b = 2}, v => v * 10)", "{a = 10, b = 20}"),
            Example("map_values({a = {}}, v => v.name)", fails="a value for each field"),
        ),
    ),
)
