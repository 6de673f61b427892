"""Members of a request: as text, as ids, as objects and lists with something in them."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TypeGuard

from dsl.values import Value
from engine.model.perl_scalar import is_string, text_of

_ID = re.compile(r"[0-9]{1,18}", re.ASCII)


def is_filled_object(value: Value) -> TypeGuard[dict[str, Value]]:
    """Say whether a value is an object with at least one member."""
    return isinstance(value, dict) and bool(value)


def is_filled_text(value: Value) -> bool:
    """Say whether a value is a number, or text that is not empty; ``"0"`` is."""
    return is_string(value) and text(value) != ""


def text(value: Value) -> str:
    """Return a scalar as text, booleans as `1` and `0`; what is no scalar gives the empty text."""
    if isinstance(value, bool):
        return "1" if value else "0"
    return text_of(value) if is_string(value) else ""


def id_of(value: Value) -> int | None:
    """Return an id that was sent as a number or as digits; None for anything else."""
    if not is_string(value) or not _ID.fullmatch(text(value)):
        return None
    return int(text(value))


def as_items(value: Value) -> list[Value]:
    """Return a list as it is, nothing as no items, and anything else as the only item (1.4)."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def trimmed(members: Mapping[str, Value]) -> dict[str, Value]:
    """Return an object whose texts have lost leading and trailing white space."""
    return {
        key: value.strip() if isinstance(value, str) else value for key, value in members.items()
    }


def number(amount: Decimal) -> int | Decimal:
    """Return an amount as the number a wire shows: `6`, `6.5`, never `6.00`."""
    return int(amount) if amount == amount.to_integral_value() else amount.normalize()
