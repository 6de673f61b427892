"""List functions that test each element: how many pass, whether any or all do, and which."""

from collections.abc import Callable
from typing import Any, Final

from dsl.functions._function import Example, Function, Parameter
from dsl.kinds import kind_of
from dsl.values import MISSING, Failure

Items = list[Any]
Lambda = Callable[[Any], Any]


def _count(items: Items, test: Lambda | None) -> int:
    return len(items) if test is None else sum(1 for item in items if _holds(test, item))


def _any(items: Items, test: Lambda | None) -> bool:
    return any(_holds(test, item) for item in items)


def _all(items: Items, test: Lambda | None) -> bool:
    return all(_holds(test, item) for item in items)


def _partition(items: Items, test: Lambda) -> dict[str, Items]:
    parts: dict[bool, Items] = {True: [], False: []}
    for item in items:
        parts[_holds(test, item)].append(item)
    return {"matching": parts[True], "others": parts[False]}


def _holds(test: Lambda | None, item: Any) -> bool:
    """Return what a test says about an element; missing and null count as false."""
    answer = item if test is None else test(item)
    if answer is None or answer is MISSING:
        return False
    if not isinstance(answer, bool):
        raise Failure("a Boolean for each element", kind_of(answer))
    return answer


_LIST: Final = Parameter("x", "list")
_TEST: Final = Parameter("test", "function", default=None)

FUNCTIONS: Final = (
    Function(
        name="count",
        family="list",
        summary="How many elements the list has, or how many of them pass the test.",
        parameters=(_LIST, _TEST),
        result="integer",
        call=_count,
        examples=(
            Example('count(["a", "b"])', "2"),
            Example("count([1, 5, 9], n => n > 3)", "2"),
            Example("count([])", "0"),
        ),
    ),
    Function(
        name="any",
        family="list",
        summary="Whether one element passes the test, or is true; missing and null count as false.",
        parameters=(_LIST, _TEST),
        result="boolean",
        call=_any,
        examples=(
            Example("any([{ok = false}, {}], x => x.ok)", "false"),
            Example("any([false, true])", "true"),
            Example("any([])", "false"),
        ),
    ),
    Function(
        name="all",
        family="list",
        summary="Whether all elements pass the test, or are true; missing and null count as false.",
        parameters=(_LIST, _TEST),
        result="boolean",
        call=_all,
        examples=(
            Example("all([2, 3], n => n > 1)", "true"),
            Example("all([{ok = true}, {}], x => x.ok)", "false"),
            Example("all([])", "true"),
            Example("all([1])", fails="a Boolean"),
        ),
    ),
    Function(
        name="partition",
        family="list",
        summary="{matching, others}: the elements that pass the test, and those that do not.",
        parameters=(_LIST, Parameter("test", "function")),
        result="object",
        call=_partition,
        examples=(
            Example("partition([1, 5, 2], n => n > 1)", "{matching = [5, 2], others = [1]}"),
            Example("partition([{}], x => x.ok)", "{matching = [], others = [{}]}"),
        ),
    ),
)
