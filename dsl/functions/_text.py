"""How values are written as text: the one spelling that `text`, `join` and templates share."""

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from dsl.functions._dates import iso_text
from dsl.kinds import kind_of
from dsl.values import Failure, Value

_HINTS: Final = {
    "a list": "join it, or write it with `json_text`",
    "an object": "write it with `json_text`",
    "null": 'give a default: ?? ""',
    "missing": 'give a default: ?? ""',
}


def to_text(value: Value) -> str:
    """Return the text of a value that has one: text, numbers, Booleans, dates, bytes in UTF-8.

    Numbers are written in full, without exponent; dates in ISO form. Raises `Failure` for lists,
    objects, null, missing and bytes that are not UTF-8.
    """
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Decimal():
            return format(value, "f")
        case float():
            return format(Decimal(repr(value)), "f")
        case datetime() | date() | time():
            return iso_text(value)
        case bytes():
            return _decoded(value)
        case _:
            kind = kind_of(value)
            raise Failure("something that can be written as text", kind, _HINTS.get(kind, ""))


def one_of(word: str, words: Iterable[str]) -> str:
    """Return the word if it is one of these; raises `Failure` that lists them otherwise."""
    known = list(words)
    if word not in known:
        raise Failure(f"one of {', '.join(known)}", "another word")
    return word


def utf8(text: str) -> bytes:
    """Return the bytes of a text; raises `Failure` for half of a surrogate pair."""
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise Failure("Unicode text", "half of a surrogate pair") from error


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise Failure("bytes in UTF-8", "other bytes") from error
