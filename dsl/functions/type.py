"""Functions on the type of a value: conversions, questions, defaults and giving up."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from dsl.functions._function import Example, Function, Parameter
from dsl.functions._text import to_text
from dsl.kinds import TYPE_WORDS
from dsl.values import MISSING, Failure, Value

_TRUE: Final = frozenset({"true", "yes", "1"})
_FALSE: Final = frozenset({"false", "no", "0"})
_NAMES: Final = ("boolean", "text", "number", "list", "object", "bytes", "date", "time", "datetime")


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        word = value.strip().lower()
        if word in _TRUE or word in _FALSE:
            return word in _TRUE
        raise Failure("true or false, yes or no, 1 or 0", "other text")
    if value not in (0, 1):
        raise Failure("1 or 0", "another number")
    return bool(value)


def _type_of(value: Any) -> str:
    if value is None:
        return "null"
    if value is MISSING:
        return "missing"
    if isinstance(value, datetime) and value.tzinfo is None:
        return "local_datetime"
    return next(name for name in _NAMES if TYPE_WORDS[name](value))


def _is(word: str) -> Callable[[Any], bool]:
    return TYPE_WORDS[word]


def _is_blank(value: Any) -> bool:
    if value is None or value is MISSING:
        return True
    if isinstance(value, str):
        return not value.strip()
    return isinstance(value, list | dict | bytes) and not value


def _coalesce(*values: Any) -> Any:
    for value in values:
        if value is not None and value is not MISSING:
            return value
    return values[-1]


def _fail(message: str) -> Value:
    raise Failure("another case", "one that must not occur", message=message)


_ANY: Final = Parameter("x", "any", accepts_absent=True)

FUNCTIONS: Final = (
    Function(
        name="text",
        family="type",
        summary="A number, Boolean, date or bytes in UTF-8 as text; numbers without exponent.",
        parameters=(Parameter("x", "any"),),
        result="text",
        call=to_text,
        examples=(
            Example("text(1.50)", '"1.50"'),
            Example("text(1.5e3)", '"1500"'),
            Example("text(true)", '"true"'),
            Example('text(date("2024-05-01"))', '"2024-05-01"'),
            Example("text([1])", fails="written as text"),
        ),
    ),
    Function(
        name="boolean",
        family="type",
        summary="true for true, yes and 1, false for false, no and 0, in any case; others fail.",
        parameters=(Parameter("x", "boolean|text|number"),),
        result="boolean",
        call=_boolean,
        examples=(
            Example('boolean(" Yes ")', "true"),
            Example("boolean(0)", "false"),
            Example('boolean("")', fails="true or false"),
        ),
    ),
    Function(
        name="type_of",
        family="type",
        summary="The type as a word, such as text, number, boolean, list, date, null or missing.",
        parameters=(_ANY,),
        result="text",
        call=_type_of,
        examples=(
            Example("type_of(1.0)", '"number"'),
            Example("type_of(missing)", '"missing"'),
            Example('type_of(datetime("2024-05-01T10:00:00Z"))', '"datetime"'),
        ),
    ),
    Function(
        name="is_text",
        family="type",
        summary="Whether the value is text.",
        parameters=(_ANY,),
        result="boolean",
        call=_is("text"),
        examples=(Example('is_text("")', "true"), Example("is_text(null)", "false")),
    ),
    Function(
        name="is_number",
        family="type",
        summary="Whether the value is a number; text that looks like one is not.",
        parameters=(_ANY,),
        result="boolean",
        call=_is("number"),
        examples=(
            Example("is_number(1.5)", "true"),
            Example('is_number("1")', "false"),
            Example("is_number(true)", "false"),
        ),
    ),
    Function(
        name="is_list",
        family="type",
        summary="Whether the value is a list.",
        parameters=(_ANY,),
        result="boolean",
        call=_is("list"),
        examples=(Example("is_list([])", "true"), Example("is_list(missing)", "false")),
    ),
    Function(
        name="is_object",
        family="type",
        summary="Whether the value is an object.",
        parameters=(_ANY,),
        result="boolean",
        call=_is("object"),
        examples=(Example("is_object({a = 1})", "true"), Example("is_object([])", "false")),
    ),
    Function(
        name="blank",
        family="type",
        summary="Whether there is nothing to see: missing, null, empty, or text of blanks only.",
        parameters=(_ANY,),
        result="boolean",
        call=_is_blank,
        examples=(
            Example('blank("  ")', "true"),
            Example("blank(missing)", "true"),
            Example("blank([])", "true"),
            Example("blank(0)", "false"),
        ),
    ),
    Function(
        name="coalesce",
        family="type",
        summary="The first value that is neither missing nor null; else the last one.",
        parameters=(_ANY, Parameter("more", "any", accepts_absent=True, variadic=True)),
        result="any",
        call=_coalesce,
        examples=(
            Example('coalesce(null, missing, "", "b")', '""'),
            Example("coalesce(missing, null)", "null"),
            Example("coalesce(null, missing)", "missing"),
        ),
    ),
    Function(
        name="fail",
        family="type",
        summary="Never a value: the field fails with this message, for cases that must not occur.",
        parameters=(Parameter("message", "text"),),
        result="any",
        call=_fail,
        examples=(
            Example('fail("no queue for this project")', fails="no queue for this project"),
            Example('if 1 > 2 then fail("never") else "fine"', '"fine"'),
        ),
    ),
)
