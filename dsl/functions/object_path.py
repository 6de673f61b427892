"""Object functions that reach into objects by keys and paths known only at run time."""

from typing import Any, Final

from dsl.functions._function import Example, Function, Parameter
from dsl.functions._paths import follow, placed, steps_of
from dsl.values import MISSING, Failure

Object = dict[str, Any]


def _get(fields: Object, key: str, default: Any) -> Any:
    return fields.get(key, default)


def _has(fields: Object, key: str) -> bool:
    return key in fields


def _path(value: Any, path: str, default: Any) -> Any:
    found = follow(value, steps_of(path))
    return default if found is MISSING else found


def _set_path(value: Any, path: str, new: Any) -> Any:
    if new is MISSING:
        raise Failure("a value to set", "missing", "x ?? null")
    return placed(value, steps_of(path), new)


_OBJECT: Final = Parameter("x", "object")
_KEY: Final = Parameter("key", "text")
_PATH: Final = Parameter("path", "text")
_DEFAULT: Final = Parameter("default", "any", default=MISSING, accepts_absent=True)

FUNCTIONS: Final = (
    Function(
        name="get",
        family="object",
        summary="The value of a key known only at run time; `default` when there is no such key.",
        parameters=(_OBJECT, _KEY, _DEFAULT),
        result="any",
        call=_get,
        examples=(
            Example('get({"a b" = 1}, "a b")', "1"),
            Example('get({}, "a", 0)', "0"),
            Example('get({a = null}, "a", 0)', "null"),
            Example('get({}, "a")', "missing"),
        ),
    ),
    Function(
        name="has",
        family="object",
        summary="Whether the object has the key, whatever its value.",
        parameters=(_OBJECT, _KEY),
        result="boolean",
        call=_has,
        examples=(
            Example('has({a = null}, "a")', "true"),
            Example('has({}, "a")', "false"),
        ),
    ),
    Function(
        name="path",
        family="object",
        summary="What stands at a path given as text; `default` when there is nothing.",
        parameters=(Parameter("x", "object|list"), _PATH, _DEFAULT),
        result="any",
        call=_path,
        examples=(
            Example('path({a = {b = [7]}}, "a.b[0]")', "7"),
            Example('path({a = {"b c" = 1}}, "a[\\"b c\\"]")', "1"),
            Example('path({a = null}, "a.b.c", 0)', "0"),
            Example('path({a = "text"}, "a.b")', fails="an object for a name"),
        ),
    ),
    Function(
        name="set_path",
        family="object",
        summary="A copy with a value at a path given as text; objects on the way are made.",
        parameters=(
            Parameter("x", "object|list"),
            _PATH,
            Parameter("value", "any", accepts_absent=True),
        ),
        result="any",
        call=_set_path,
        fuel=lambda _value, path, _new: len(path) + 1,
        examples=(
            Example('set_path({}, "a.b[0].c", 1)', "{a = {b = [{c = 1}]}}"),
            Example('set_path({a = [1]}, "a[1]", 2)', "{a = [1, 2]}"),
            Example('set_path({a = 1}, "a", null)', "{a = null}"),
            Example('set_path({a = [1]}, "a[5]", 2)', fails="an index inside the list"),
        ),
    ),
)
