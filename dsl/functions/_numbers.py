"""Exact arithmetic with limits: reading, rounding, adding and dividing numbers of Tie."""

import math
import re
from collections.abc import Iterable, Mapping
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
)
from types import MappingProxyType
from typing import Final, TypeAlias

from dsl.kinds import whole
from dsl.values import MAX_DIGITS, MAX_EXPONENT, Failure

Number: TypeAlias = int | Decimal | float

EXACT: Final = Context(prec=20_000, Emin=-99_999, Emax=99_999)
"""Sums, differences and products of two numbers within the limits are exact in this context."""
DIVISION: Final = Context(prec=28, rounding=ROUND_HALF_EVEN)
"""Quotients have 28 digits."""

MODES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "half-even": ROUND_HALF_EVEN,
        "half-up": ROUND_HALF_UP,
        "half-down": ROUND_HALF_DOWN,
        "up": ROUND_UP,
        "down": ROUND_DOWN,
        "ceiling": ROUND_CEILING,
        "floor": ROUND_FLOOR,
    }
)
"""Rounding modes: `up` is away from zero, `down` towards it."""

# The number of JSON (RFC 8259 §6), with a plus sign allowed as well.
_PLAIN: Final = re.compile(r"[+-]?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")


def count_of(number: Number) -> int:
    """Return an argument that counts something; raises `Failure` if it is negative."""
    count = whole(number)
    if count < 0:
        raise Failure("a count of 0 or more", "a negative number")
    return count


def within_limits(number: Number) -> Number:
    """Return the number, or raise `Failure` if it has too many digits or is no number at all."""
    if isinstance(number, float):
        if not math.isfinite(number):
            raise Failure("a number that a float can hold", "one beyond its range")
        return number
    if isinstance(number, int):
        # 4,300 digits are 14,284.3 bits.
        if number.bit_length() > 14_284 and abs(number) >= 10**MAX_DIGITS:
            raise Failure(f"a number of at most {MAX_DIGITS:,} digits", "a longer one")
        return number
    if not number.is_finite() or len(number.as_tuple().digits) > MAX_DIGITS:
        raise Failure(f"a number of at most {MAX_DIGITS:,} digits", "a longer one")
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or max(abs(exponent), abs(number.adjusted())) > MAX_DIGITS:
        raise Failure(f"an exponent of at most {MAX_DIGITS:,}", "a larger one")
    return number


def read_plain(text: str) -> int | Decimal:
    """Return the number in a text as JSON writes it, blanks around it and a plus sign allowed.

    Without fraction and exponent it is an `int`. Raises `Failure` for anything else.
    """
    stripped = text.strip()
    match = _PLAIN.fullmatch(stripped)
    if match is None:
        raise Failure(
            "a number such as 12 or -0.5", "other text", 'name the format: number(x, "de")'
        )
    if len(stripped) > MAX_DIGITS:
        raise Failure(f"a number of at most {MAX_DIGITS:,} digits", "a longer one")
    fraction, exponent = match.groups()
    if fraction is None and exponent is None:
        return int(stripped)
    # An exponent of more than five digits is beyond the limit however long the mantissa is.
    if exponent is not None and (len(exponent) > 6 or abs(int(exponent[1:])) > MAX_EXPONENT):
        raise Failure(f"an exponent of at most {MAX_EXPONENT}", "a larger one")
    return Decimal(stripped)


def exact(number: Number) -> Decimal:
    """Return a number as decimal; a float by its shortest spelling: 0.1 is 0.1."""
    return Decimal(repr(number)) if isinstance(number, float) else Decimal(number)


def rounded(number: Number, places: int, mode: str) -> int | Decimal:
    """Return a number with `places` digits after the point; negative places round tens, hundreds.

    An integer when `places` is 0 or less, or when the number is an integer already.
    """
    if mode not in MODES:
        raise Failure(f"one of {', '.join(MODES)}", "another word")
    if abs(places) > MAX_EXPONENT:
        raise Failure(f"at most {MAX_EXPONENT} places", "more")
    if isinstance(number, int) and places >= 0:
        return number
    quantum = Decimal(1).scaleb(-places, EXACT)
    result = exact(within_limits(number)).quantize(quantum, rounding=MODES[mode], context=EXACT)
    if places <= 0:
        return int(result)
    return result if result else abs(result)


def total(numbers: Iterable[Number]) -> Number:
    """Return the exact sum; a float among the numbers makes it a float."""
    result: Number = 0
    for number in numbers:
        if isinstance(result, float) or isinstance(number, float):
            result = float(result) + float(number)
        elif isinstance(result, int) and isinstance(number, int):
            result += number
        else:
            result = EXACT.add(Decimal(result), Decimal(number))
    return within_limits(result)


def quotient(dividend: Number, divisor: Number) -> Number:
    """Return the quotient as a decimal of 28 digits; raises `Failure` for a divisor of zero."""
    if divisor == 0:
        raise Failure("a divisor other than zero", "zero")
    if isinstance(dividend, float) or isinstance(divisor, float):
        return within_limits(float(dividend) / float(divisor))
    return plain(DIVISION.divide(Decimal(dividend), Decimal(divisor)))


def plain(number: Decimal) -> int | Decimal:
    """Return the same number without zeros at the end of its fraction, an integer if it is one."""
    within_limits(number)
    if number == number.to_integral_value(context=EXACT):
        return int(number)
    return number.normalize(EXACT)


def remainder(dividend: Number, divisor: Number) -> Number:
    """Return the remainder with the sign of the divisor: of -7 and 3 it is 2."""
    if divisor == 0:
        raise Failure("a divisor other than zero", "zero")
    if isinstance(dividend, int) and isinstance(divisor, int):
        return dividend % divisor
    if isinstance(dividend, float) or isinstance(divisor, float):
        return within_limits(float(dividend) % float(divisor))
    rest = EXACT.remainder(Decimal(dividend), Decimal(divisor))
    if rest and (rest < 0) != (divisor < 0):
        rest = EXACT.add(rest, Decimal(divisor))
    return within_limits(rest if rest else abs(rest))
