"""List functions that make one value, an object or groups out of all elements."""

from collections.abc import Callable, Hashable
from decimal import Decimal
from typing import Any, Final

from dsl.functions._function import Example, Function, Parameter
from dsl.functions._numbers import EXACT, Number, exact, plain, quotient, total
from dsl.functions._order import check_sortable, key_identity
from dsl.functions._text import to_text
from dsl.kinds import NUMBER_TYPES, kind_of
from dsl.values import MISSING, Failure

Items = list[Any]
Lambda = Callable[[Any], Any]


def _numbers(items: Items) -> list[Number]:
    for item in items:
        if type(item) not in NUMBER_TYPES:
            raise Failure("a list of numbers", f"{kind_of(item)} in it", "xs | compact")
    return items


def _sum(items: Items) -> Number:
    return total(_numbers(items))


def _average(items: Items) -> Any:
    return quotient(total(_numbers(items)), len(items)) if items else MISSING


def _median(items: Items) -> Any:
    ranked = sorted(_numbers(items))
    if not ranked:
        return MISSING
    middle = len(ranked) // 2
    if len(ranked) % 2:
        return ranked[middle]
    both = total(ranked[middle - 1 : middle + 1])
    if isinstance(both, float):
        return both / 2
    return plain(EXACT.multiply(exact(both), Decimal("0.5")))


def _extreme(choose: Callable[..., int]) -> Callable[[Items, Lambda], Any]:
    def call(items: Items, key: Lambda) -> Any:
        keys = [key(item) for item in items]
        present = [i for i, found in enumerate(keys) if found is not None and found is not MISSING]
        check_sortable([keys[i] for i in present])
        return items[choose(present, key=keys.__getitem__)] if present else MISSING

    return call


def _group(items: Items, key: Lambda) -> Items:
    groups: dict[Hashable, dict[str, Any]] = {}
    for item in items:
        found = key(item)
        group = groups.setdefault(key_identity(found), _new_group(found))
        group["items"].append(item)
    return list(groups.values())


def _new_group(key: Any) -> dict[str, Any]:
    return {"items": []} if key is MISSING else {"key": key, "items": []}


def _count_by(items: Items, key: Lambda) -> dict[str, int]:
    counts: dict[str, int] = {}
    for item in items:
        name = _name(key(item))
        counts[name] = counts.get(name, 0) + 1
    return counts


def _index_by(items: Items, key: Lambda) -> dict[str, Any]:
    return {_name(key(item)): item for item in items}


def _name(key: Any) -> str:
    if key is None or key is MISSING:
        raise Failure("a key for each element", kind_of(key), 'x => x.key ?? "none"')
    return to_text(key)


_LIST: Final = Parameter("x", "list")
_KEY: Final = Parameter("key", "function")

FUNCTIONS: Final = (
    Function(
        name="sum",
        family="list",
        summary="The exact sum of a list of numbers; 0 for an empty one.",
        parameters=(_LIST,),
        result="number",
        call=_sum,
        examples=(
            Example("sum([0.1, 0.2])", "0.3"),
            Example("sum([])", "0"),
            Example("sum([1, null])", fails="a list of numbers"),
        ),
    ),
    Function(
        name="average",
        family="list",
        summary="The arithmetic mean of a list of numbers, of 28 digits; missing for an empty one.",
        parameters=(_LIST,),
        result="number",
        call=_average,
        examples=(
            Example("average([1, 2])", "1.5"),
            Example("average([1, 0, 0]) | round(3)", "0.333"),
            Example("average([])", "missing"),
        ),
    ),
    Function(
        name="median",
        family="list",
        summary="The middle of the sorted numbers, or the mean of the two in the middle.",
        parameters=(_LIST,),
        result="number",
        call=_median,
        examples=(
            Example("median([5, 1, 3])", "3"),
            Example("median([4, 1, 3, 2])", "2.5"),
            Example("median([])", "missing"),
        ),
    ),
    Function(
        name="min_by",
        family="list",
        summary="The first element with the least key; elements without a key do not count.",
        parameters=(_LIST, _KEY),
        result="any",
        call=_extreme(min),
        examples=(
            Example("min_by([{n = 2}, {n = 1}, {}], x => x.n)", "{n = 1}"),
            Example("min_by([], x => x)", "missing"),
        ),
    ),
    Function(
        name="max_by",
        family="list",
        summary="The first element with the greatest key; elements without a key do not count.",
        parameters=(_LIST, _KEY),
        result="any",
        call=_extreme(max),
        examples=(
            Example('max_by(["a", "ccc", "bbb"], x => length(x))', '"ccc"'),
            Example("max_by([{}], x => x.n)", "missing"),
        ),
    ),
    Function(
        name="group",
        family="list",
        summary="A list of {key, items}, in the order in which the keys appear first.",
        parameters=(_LIST, _KEY),
        result="list",
        call=_group,
        examples=(
            Example(
                "group([1, 2, 3], n => n % 2)",
                "[{key = 1, items = [1, 3]}, {key = 0, items = [2]}]",
            ),
            Example(
                "group([{q = null}, {}], x => x.q)",
                "[{key = null, items = [{q = null}]}, {items = [{}]}]",
            ),
            Example("group([], x => x)", "[]"),
        ),
    ),
    Function(
        name="count_by",
        family="list",
        summary="An object with the number of elements for each key, written as text.",
        parameters=(_LIST, _KEY),
        result="object",
        call=_count_by,
        examples=(
            Example('count_by(["open", "new", "open"], x => x)', "{open = 2, new = 1}"),
            Example("count_by([1, 2, 3], n => n > 1)", '{"false" = 1, "true" = 2}'),
            Example("count_by([{}], x => x.q)", fails="a key for each element"),
        ),
    ),
    Function(
        name="index_by",
        family="list",
        summary="An object with the element for each key, written as text; the last one counts.",
        parameters=(_LIST, _KEY),
        result="object",
        call=_index_by,
        examples=(
            Example('index_by([{id = 7, n = "a"}], x => x.id)', '{"7" = {id = 7, n = "a"}}'),
            Example("index_by([], x => x)", "{}"),
        ),
    ),
)
