"""Functions on text and lists alike: a position is a code point or an element."""

from typing import Any, Final

from dsl.functions._function import Example, Function, Parameter
from dsl.functions._limits import check_items, check_text, text_fuel, tree_fuel
from dsl.functions._numbers import Number
from dsl.functions._order import identity
from dsl.kinds import kind_of, whole
from dsl.values import MISSING, Failure, Value


def _concat(first: Any, *more: Any) -> Value:
    parts = (first, *more)
    kind = type(first)
    for part in more:
        if type(part) is not kind:
            raise Failure(f"{kind_of(first)}, as before it", kind_of(part), '"{{ a }}{{ b }}"')
    if isinstance(first, str):
        check_text(sum(map(len, parts)))
        return "".join(parts)
    check_items(sum(map(len, parts)))
    return [item for part in parts for item in part]


def _concat_fuel(*parts: Any) -> int:
    length = sum(map(len, parts))
    return text_fuel(length) if isinstance(parts[0], str) else length


def _slice(sequence: Any, start: Number, end: Number | None) -> Value:
    result: Value = sequence[whole(start) : None if end is None else whole(end)]
    return result


def _reverse(sequence: Any) -> Value:
    result: Value = sequence[::-1]
    return result


def _index_of(sequence: Any, item: Any) -> Any:
    if isinstance(sequence, str):
        position = sequence.find(_part(item))
        return position if position >= 0 else MISSING
    wanted = identity(item)
    found = (i for i, element in enumerate(sequence) if identity(element) == wanted)
    return next(found, MISSING)


def _includes(sequence: Any, item: Any) -> bool:
    if isinstance(sequence, str):
        return _part(item) in sequence
    wanted = identity(item)
    return any(identity(element) == wanted for element in sequence)


def _part(item: Value) -> str:
    if not isinstance(item, str):
        raise Failure("text to look for in text", kind_of(item), "x | text")
    return item


_SEQUENCE: Final = Parameter("x", "sequence")

FUNCTIONS: Final = (
    Function(
        name="length",
        family="text",
        summary="How many characters (code points) a text has, or how many elements a list.",
        parameters=(_SEQUENCE,),
        result="integer",
        call=len,
        examples=(
            Example('length("a👍é")', "3"),
            Example("length([1, [2, 3]])", "2"),
            Example('length("")', "0"),
        ),
    ),
    Function(
        name="slice",
        family="text",
        summary="The part from `start` to before `end`; negative positions count from the end.",
        parameters=(
            _SEQUENCE,
            Parameter("start", "integer"),
            Parameter("end", "integer", default=None),
        ),
        result="sequence",
        call=_slice,
        examples=(
            Example('slice("printer", 0, 5)', '"print"'),
            Example('slice("a👍é", 1)', '"👍é"'),
            Example("slice([1, 2, 3, 4], -2)", "[3, 4]"),
            Example('slice("abc", 7)', '""'),
        ),
    ),
    Function(
        name="concat",
        family="text",
        summary="Texts one after another, or lists one after another.",
        parameters=(_SEQUENCE, Parameter("more", "sequence", variadic=True)),
        result="sequence",
        call=_concat,
        fuel=_concat_fuel,
        examples=(
            Example('concat("a", "b", "")', '"ab"'),
            Example("concat([1], [], [2, 3])", "[1, 2, 3]"),
            Example('concat("a", ["b"])', fails="expected text"),
        ),
    ),
    Function(
        name="reverse",
        family="list",
        summary="The elements of a list, or the characters of a text, in opposite order.",
        parameters=(_SEQUENCE,),
        result="sequence",
        call=_reverse,
        examples=(
            Example("reverse([1, 2, 3])", "[3, 2, 1]"),
            Example('reverse("a👍é")', '"é👍a"'),
            Example("reverse([])", "[]"),
        ),
    ),
    Function(
        name="index_of",
        family="list",
        summary="The first position, from 0, of an element or a part of text; else missing.",
        parameters=(_SEQUENCE, Parameter("item", "any")),
        result="integer",
        call=_index_of,
        fuel=tree_fuel,
        examples=(
            Example('index_of(["a", "b", "b"], "b")', "1"),
            Example('index_of("a👍é", "é")', "2"),
            Example("index_of([1, 2], 2.0)", "1"),
            Example('index_of("abc", "x")', "missing"),
        ),
    ),
    Function(
        name="includes",
        family="list",
        summary="Whether a list has an element equal to `item`, or a text has this part.",
        parameters=(_SEQUENCE, Parameter("item", "any")),
        result="boolean",
        call=_includes,
        fuel=tree_fuel,
        examples=(
            Example('includes(["vip", "hardware"], "vip")', "true"),
            Example("includes([1, 2], true)", "false"),
            Example("includes([[1], [2]], [2])", "true"),
            Example('includes("printer", "print")', "true"),
        ),
    ),
)
