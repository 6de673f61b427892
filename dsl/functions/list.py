"""List functions that take, leave, sort and rearrange elements."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from dsl.functions._function import Example, Function, Parameter
from dsl.functions._limits import check_items, tree_fuel
from dsl.functions._numbers import Number, count_of
from dsl.functions._order import distinct, identity, in_order, key_identity
from dsl.kinds import whole
from dsl.values import MISSING, Failure, Value

Items = list[Any]
Lambda = Callable[[Any], Any]


def _first(items: Items) -> Any:
    return items[0] if items else MISSING


def _last(items: Items) -> Any:
    return items[-1] if items else MISSING


def _take(items: Items, count: Number) -> Items:
    return items[: count_of(count)]


def _skip(items: Items, count: Number) -> Items:
    return items[count_of(count) :]


def _nth(items: Items, position: Number) -> Any:
    index = whole(position)
    return items[index] if -len(items) <= index < len(items) else MISSING


def _sort(items: Items, key: Lambda | None, descending: bool) -> Items:  # noqa: FBT001
    keys = items if key is None else [key(item) for item in items]
    return in_order(items, keys, descending=descending)


def _unique(items: Items, key: Lambda | None) -> Items:
    return distinct(items, identity if key is None else lambda item: key_identity(key(item)))


def _flatten(items: Items, depth: Number) -> Items:
    result = items
    for _ in range(count_of(depth)):
        if not any(isinstance(item, list) for item in result):
            break
        check_items(sum(len(item) if isinstance(item, list) else 1 for item in result))
        result = list(_opened(result))
    return result


def _opened(items: Items) -> Iterator[Any]:
    for item in items:
        if isinstance(item, list):
            yield from item
        else:
            yield item


def _zip(*lists: Items) -> Items:
    check_items(min(map(len, lists)) * len(lists))
    return [list(row) for row in zip(*lists, strict=False)]


def _chunk(items: Items, size: Number) -> Items:
    width = _width(size)
    return [items[start : start + width] for start in range(0, len(items), width)]


def _window(items: Items, size: Number) -> Items:
    width = _width(size)
    check_items(max(0, len(items) - width + 1) * width)
    return [items[start : start + width] for start in range(len(items) - width + 1)]


def _width(size: Number) -> int:
    width = count_of(size)
    if not width:
        raise Failure("a size of 1 or more", "zero")
    return width


def _compact(items: Items) -> Items:
    return [item for item in items if item is not None and item is not MISSING]


def _range(start: Number, end: Number, step: Number) -> list[Value]:
    by = whole(step)
    if by == 0:
        raise Failure("a step other than zero", "zero")
    numbers = range(whole(start), whole(end), by)
    check_items(_range_fuel(start, end, step))
    return list(numbers)


def _range_fuel(start: Number, end: Number, step: Number) -> int:
    # Not the length of a Python range: that one ends at 2^63.
    distance, by = whole(end) - whole(start), whole(step) or 1
    return max(0, -(-distance // by))


_LIST: Final = Parameter("x", "list")
_COUNT: Final = Parameter("count", "integer")
_KEY: Final = Parameter("key", "function", default=None)

FUNCTIONS: Final = (
    Function(
        name="first",
        family="list",
        summary="The first element; missing when there is none.",
        parameters=(_LIST,),
        result="any",
        call=_first,
        examples=(
            Example("first([3, 4])", "3"),
            Example("first([])", "missing"),
            Example('first([]) ?? "none"', '"none"'),
        ),
    ),
    Function(
        name="last",
        family="list",
        summary="The last element; missing when there is none.",
        parameters=(_LIST,),
        result="any",
        call=_last,
        examples=(Example("last([3, 4])", "4"), Example("last([])", "missing")),
    ),
    Function(
        name="take",
        family="list",
        summary="The first `count` elements, or all when there are fewer.",
        parameters=(_LIST, _COUNT),
        result="list",
        call=_take,
        examples=(
            Example("take([1, 2, 3], 2)", "[1, 2]"),
            Example("take([1], 5)", "[1]"),
            Example("take([1], -1)", fails="a count of 0 or more"),
        ),
    ),
    Function(
        name="skip",
        family="list",
        summary="The elements after the first `count`.",
        parameters=(_LIST, _COUNT),
        result="list",
        call=_skip,
        examples=(Example("skip([1, 2, 3], 2)", "[3]"), Example("skip([1], 5)", "[]")),
    ),
    Function(
        name="nth",
        family="list",
        summary="The element at a position from 0, negative from the end; missing beyond the ends.",
        parameters=(_LIST, Parameter("position", "integer")),
        result="any",
        call=_nth,
        examples=(
            Example('nth(["a", "b", "c"], 1)', '"b"'),
            Example('nth(["a", "b", "c"], -1)', '"c"'),
            Example('nth(["a"], 1)', "missing"),
        ),
    ),
    Function(
        name="sort",
        family="list",
        summary="The elements in order, by a key when given; equal ones stay as they were.",
        parameters=(_LIST, _KEY, Parameter("descending", "boolean", default=False)),
        result="list",
        call=_sort,
        examples=(
            Example("sort([3, 1, 2])", "[1, 2, 3]"),
            Example("sort([2, null, 10], descending = true)", "[10, 2, null]"),
            Example("sort([{n = 2}, {n = 1}], x => x.n)", "[{n = 1}, {n = 2}]"),
            Example('sort([1, "a"])', fails="to sort by"),
        ),
    ),
    Function(
        name="unique",
        family="list",
        summary="The elements, or those with a key, that did not appear before.",
        parameters=(_LIST, _KEY),
        result="list",
        call=_unique,
        fuel=lambda items, key: tree_fuel(items) if key is None else len(items),
        examples=(
            Example('unique(["b", "a", "b"])', '["b", "a"]'),
            Example("unique([1, 1.0, true])", "[1, true]"),
            Example('unique(["Ab", "aB"], x => lower(x))', '["Ab"]'),
        ),
    ),
    Function(
        name="flatten",
        family="list",
        summary="The list with the elements of its lists in their place, `depth` levels of them.",
        parameters=(_LIST, Parameter("depth", "integer", default=1)),
        result="list",
        call=_flatten,
        fuel=lambda items, _depth: tree_fuel(items),
        examples=(
            Example("flatten([1, [2, [3]]])", "[1, 2, [3]]"),
            Example("flatten([1, [2, [3]]], 2)", "[1, 2, 3]"),
            Example("flatten([])", "[]"),
        ),
    ),
    Function(
        name="zip",
        family="list",
        summary="Lists of the elements at the same position, as many as the shortest list has.",
        parameters=(_LIST, Parameter("more", "list", variadic=True)),
        result="list",
        call=_zip,
        examples=(
            Example('zip(["a", "b"], [1, 2])', '[["a", 1], ["b", 2]]'),
            Example("zip([1, 2], [3])", "[[1, 3]]"),
        ),
    ),
    Function(
        name="chunk",
        family="list",
        summary="The elements in lists of `size`; the last one may be shorter.",
        parameters=(_LIST, Parameter("size", "integer")),
        result="list",
        call=_chunk,
        examples=(
            Example("chunk([1, 2, 3], 2)", "[[1, 2], [3]]"),
            Example("chunk([], 2)", "[]"),
            Example("chunk([1], 0)", fails="a size of 1 or more"),
        ),
    ),
    Function(
        name="window",
        family="list",
        summary="Each run of `size` neighbours; none when the list is shorter.",
        parameters=(_LIST, Parameter("size", "integer")),
        result="list",
        call=_window,
        fuel=lambda items, size: len(items) * max(0, min(whole(size), len(items))),
        examples=(
            Example("window([1, 2, 3], 2)", "[[1, 2], [2, 3]]"),
            Example("window([1], 2)", "[]"),
        ),
    ),
    Function(
        name="compact",
        family="list",
        summary="The elements that are neither missing nor null; empty ones stay.",
        parameters=(_LIST,),
        result="list",
        call=_compact,
        examples=(
            Example('compact([1, null, "", 0, false])', '[1, "", 0, false]'),
            Example("compact([null])", "[]"),
        ),
    ),
    Function(
        name="range",
        family="list",
        summary="The integers from `start` up to, but without, `end`, every `step`th of them.",
        parameters=(
            Parameter("start", "integer"),
            Parameter("end", "integer"),
            Parameter("step", "integer", default=1),
        ),
        result="list",
        call=_range,
        fuel=_range_fuel,
        examples=(
            Example("range(1, 4)", "[1, 2, 3]"),
            Example("range(6, 0, -2)", "[6, 4, 2]"),
            Example("range(3, 3)", "[]"),
            Example("range(0, 10, 0)", fails="a step other than zero"),
        ),
    ),
)
