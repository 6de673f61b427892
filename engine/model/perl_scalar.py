"""How the reference reads a plain value: as text, and as true or false.

Configuration and messages of OTRS-family systems were written for these rules, and they decide
many edge cases. Source: generic-interface reference 0, and Perl's `perldata`.
"""

import math
import re
from decimal import Decimal
from typing import TypeGuard

from dsl.values import Value

_INTEGER = re.compile(r"0|-?[1-9][0-9]*")

Scalar = str | int | Decimal | float


def is_string(value: Value) -> TypeGuard[Scalar]:
    """Tell whether the reference calls a value a string: text and numbers, not Booleans or null."""
    return isinstance(value, str | int | Decimal | float) and not isinstance(value, bool)


def is_integer(value: Value) -> TypeGuard[str | int]:
    """Tell whether a value is a whole number without leading zeros, as a number or as text."""
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (
        isinstance(value, str) and _INTEGER.fullmatch(value) is not None
    )


def is_true(value: Value) -> bool:
    """Return the truth of a value: null, false, empty text and zero are false, all else is true."""
    if value is None or isinstance(value, bool):
        return bool(value)
    if is_string(value):
        return text_of(value) not in ("", "0", "-0")
    return True


def text_of(value: Scalar) -> str:
    """Return the text of a string or number, decimals with 15 significant digits as Perl has it."""
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value)
    nearest = float(value)
    # Perl would say "Inf" beyond its doubles, which no partner can read: the digits stay.
    return f"{nearest:.15g}" if math.isfinite(nearest) else str(value)
