"""Parameters of a search as they were sent: one text, or several.

Source: ticket-operations reference 1.4 and 7.3.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dsl.values import Value
from engine.operations._scalar import id_of, is_filled_text, text


@dataclass(eq=False)
class UnsearchableError(Exception):
    """A parameter that no search can be made of: strict services find nothing then."""

    parameter: str
    reason: str

    def __str__(self) -> str:
        return f"{self.parameter} parameter is invalid: {self.reason}!"


def one_text(data: Mapping[str, Value], key: str) -> str | None:
    """Return a parameter that is one text or number; None for one that is neither, or is empty."""
    value = data.get(key)
    return text(value) if is_filled_text(value) else None


def texts_of(data: Mapping[str, Value], key: str) -> tuple[str, ...]:
    """Return a parameter that is one text or a list of them; an empty one is none at all."""
    value = data.get(key)
    if isinstance(value, list):
        return tuple(text(item) for item in value)
    return (text(value),) if is_filled_text(value) else ()


def ids_of(data: Mapping[str, Value], key: str) -> tuple[int, ...]:
    """Return a parameter that is one id or a list of them.

    Raises `UnsearchableError` when one of them is no number.
    """
    ids = [id_of(sent) for sent in texts_of(data, key)]
    if None in ids:
        raise UnsearchableError(key, "an id is a whole number")
    return tuple(each for each in ids if each is not None)
