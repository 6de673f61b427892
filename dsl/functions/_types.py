"""The type words of parameters: what each one matches, and how messages name kinds of values."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Final

from dsl.values import MISSING


def _is_number(value: object) -> bool:
    # Python's Booleans are integers, Tie's are not.
    return isinstance(value, int | Decimal | float) and not isinstance(value, bool)


def _is_integer(value: object) -> bool:
    # `4 / 2` and `2.0` are the number 2, whatever carries it.
    if isinstance(value, Decimal):
        return value.is_finite() and value == value.to_integral_value()
    if isinstance(value, float):
        return value.is_integer()
    return isinstance(value, int) and not isinstance(value, bool)


MATCHES: Final[Mapping[str, Callable[[object], bool]]] = MappingProxyType(
    {
        "any": lambda _value: True,
        "text": lambda value: isinstance(value, str),
        "number": _is_number,
        "integer": _is_integer,
        "boolean": lambda value: isinstance(value, bool),
        "list": lambda value: isinstance(value, list),
        "object": lambda value: isinstance(value, dict),
        "bytes": lambda value: isinstance(value, bytes),
        "date": lambda value: isinstance(value, date) and not isinstance(value, datetime),
        "time": lambda value: isinstance(value, time),
        "datetime": lambda value: isinstance(value, datetime) and value.tzinfo is not None,
        "local_datetime": lambda value: isinstance(value, datetime) and value.tzinfo is None,
        "sequence": lambda value: isinstance(value, str | list),
        "function": callable,
    }
)
"""For each single type word, whether a value is of that type. A number with a fraction of zero is
an integer: functions turn such arguments into `int` themselves."""

_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "any": "a value",
        "text": "text",
        "number": "a number",
        "integer": "an integer",
        "boolean": "a Boolean",
        "list": "a list",
        "object": "an object",
        "bytes": "bytes",
        "date": "a date",
        "time": "a time",
        "datetime": "a datetime",
        "local_datetime": "a local_datetime",
        "sequence": "text or a list",
        "function": "a function `x => …`",
    }
)


@cache
def matcher(type_words: str) -> Callable[[object], bool]:
    """Return the test for a type as parameters write it, such as ``text|number``.

    Raises `KeyError` for a word that is no type.
    """
    tests = tuple(MATCHES[word] for word in type_words.split("|"))
    if len(tests) == 1:
        return tests[0]
    return lambda value: any(test(value) for test in tests)


@cache
def wording(type_words: str) -> str:
    """Return a type for a message: ``text|number`` is "text or a number"."""
    words = [_WORDS[word] for word in type_words.split("|")]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def type_word(value: object) -> str:
    """Return the type word of a value; ``null`` and ``missing`` are words of their own."""
    if value is None:
        return "null"
    if value is MISSING:
        return "missing"
    for word in ("boolean", "text", "number", "list", "object", "bytes", "datetime", "date"):
        if MATCHES[word](value):
            return word
    for word in ("local_datetime", "time", "function"):
        if MATCHES[word](value):
            return word
    raise TypeError(f"{type(value).__name__} is not a value of Tie")


def kind_of(value: object) -> str:
    """Return the word by which a message names what was found, never the value itself."""
    word = type_word(value)
    return "Boolean" if word == "boolean" else word
