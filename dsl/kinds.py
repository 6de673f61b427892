"""The kinds of value: their words in messages, `is` tests and type annotations."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from dsl.faults import Failed
from dsl.values import MAX_DIGITS, MISSING, Failure

EXACT_TYPES: Final = frozenset({int, Decimal})
NUMBER_TYPES: Final = frozenset({int, Decimal, float})
DATE_TYPES: Final = frozenset({date, datetime, time})
ABSENT_TYPES: Final = frozenset({type(MISSING), type(None)})
SPECIAL_TYPES: Final = ABSENT_TYPES | {Failed}

_WORDS: Final[dict[type, str]] = {
    type(MISSING): "missing",
    type(None): "null",
    bool: "a Boolean",
    int: "a number",
    Decimal: "a number",
    float: "a number",
    str: "text",
    bytes: "bytes",
    list: "a list",
    dict: "an object",
    date: "a date",
    time: "a time",
}


def kind_of(value: Any) -> str:
    """Return the kind of a value in words: "text", "a list", "null". Never the value itself."""
    word = _WORDS.get(type(value))
    if word is not None:
        return word
    if isinstance(value, datetime):
        return "a local date and time" if value.tzinfo is None else "a date and time"
    return f"a {type(value).__name__.lower().strip('_')}"


def _is_datetime(value: Any) -> bool:
    return isinstance(value, datetime) and value.tzinfo is not None


def _is_local_datetime(value: Any) -> bool:
    return isinstance(value, datetime) and value.tzinfo is None


def is_whole(value: Any) -> bool:
    """Tell whether a value is a number without a fraction: `3` and `3.0` are."""
    kind = type(value)
    if kind is Decimal:
        # Beyond the digits of an integer, making one would take hours.
        is_small = value.is_finite() and value.adjusted() < MAX_DIGITS
        return bool(is_small and value == value.to_integral_value())
    return kind is int or (kind is float and value.is_integer())


def _of(*types: type) -> Callable[[Any], bool]:
    accepted = frozenset(types)
    return lambda value: type(value) in accepted


TESTS: Final[dict[str, Callable[[Any], bool]]] = {
    "present": lambda value: type(value) not in ABSENT_TYPES,
    "missing": lambda value: value is MISSING,
    "null": lambda value: value is None,
    "text": _of(str),
    "number": _of(int, Decimal, float),
    "integer": is_whole,
    "decimal": _of(Decimal),
    "float": _of(float),
    "boolean": _of(bool),
    "list": _of(list),
    "object": _of(dict),
    "bytes": _of(bytes),
    "date": _of(date),
    "time": _of(time),
    "datetime": _is_datetime,
    "local_datetime": _is_local_datetime,
    "duration": lambda value: kind_of(value) == "a duration",
}
"""The words after `is`, without `failed`, which looks at what the others never see."""

TYPE_WORDS: Final[dict[str, Callable[[Any], bool]]] = {
    "any": lambda value: type(value) not in ABSENT_TYPES,
    **{word: TESTS[word] for word in (
        "text", "number", "integer", "float", "boolean", "list", "object", "bytes",
        "date", "time", "datetime", "local_datetime", "duration",
    )},
    "decimal": _of(int, Decimal),
    "sequence": _of(list, str),
    "regex": _of(str),
}  # fmt: skip
"""The words of types in `fn` and in the signatures of functions."""

_TYPE_PHRASES: Final = {
    "any": "a value",
    "text": "text",
    "number": "a number",
    "integer": "a whole number",
    "decimal": "a decimal",
    "float": "a float",
    "boolean": "a Boolean",
    "list": "a list",
    "object": "an object",
    "bytes": "bytes",
    "date": "a date",
    "time": "a time",
    "datetime": "a date and time",
    "local_datetime": "a local date and time",
    "duration": "a duration",
    "sequence": "a list or text",
    "regex": "a pattern",
    "function": "a function such as `x => x.ok`",
}


def type_phrase(type_words: str) -> str:
    """Return a type of a signature, ``text|list``, in words: "text or a list"."""
    return " or ".join(_TYPE_PHRASES.get(word, word) for word in type_words.split("|"))


def whole(value: Any) -> int:
    """Return a whole number as an integer; raises `Failure` for anything else."""
    if type(value) is int:
        return value
    if is_whole(value):
        return int(value)
    found = "a number with a fraction" if type(value) in NUMBER_TYPES else kind_of(value)
    raise Failure("a whole number", found)
