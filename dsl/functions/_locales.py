"""Numbers as people write them: separators by locale, and patterns such as ``#,##0.00``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from dsl.functions._numbers import EXACT, Number, exact, rounded, within_limits
from dsl.values import MAX_DIGITS, Failure


@dataclass(frozen=True, slots=True)
class Locale:
    """How a number is written: the point, the mark between thousands, and other marks read."""

    point: str
    thousands: str
    also: str = ""


_DOT: Final = Locale(".", ",")
_COMMA: Final = Locale(",", ".")
_BLANK: Final = Locale(",", "\u202f", " \u00a0")

LOCALES: Final[Mapping[str, Locale]] = MappingProxyType(
    {
        "en": _DOT,
        "de": _COMMA,
        "es": _COMMA,
        "it": _COMMA,
        "nl": _COMMA,
        "fr": _BLANK,
        "sv": _BLANK,
        "pl": _BLANK,
        "cs": _BLANK,
        "ch": Locale(".", "’", "'"),
    }
)
"""Locale words. French and its like group by a narrow no-break space, Switzerland by ``’``."""

_PATTERN: Final = re.compile(r"(?P<head>[^#0,.]*)(?P<body>[#0,.]+)(?P<tail>[^#0,.]*)")
_BODY: Final = re.compile(r"(?P<whole>[#,]*[0,]*)(?:\.(?P<required>0*)(?P<optional>#*))?")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled number pattern."""

    head: str
    tail: str
    scale: int
    """How many powers of ten the text shows more than the value: 2 with a percent sign."""
    least_whole: int
    grouped: bool
    least_places: int
    most_places: int


def check_number_pattern(pattern: str) -> str | None:
    """Return what is wrong with a pattern, or None: for checking before any value is there."""
    try:
        compile_pattern(pattern)
    except Failure as failure:
        return str(failure)
    return None


@lru_cache(maxsize=256)
def compile_pattern(pattern: str) -> Pattern:
    """Read ``#,##0.00 €``: 0 a digit always written, # one when needed, text around, % for 100."""
    match = _PATTERN.fullmatch(pattern)
    body = None if match is None else _BODY.fullmatch(match["body"])
    if match is None or body is None or len(pattern) > 100 or "0" not in match["body"]:
        raise Failure("a number pattern such as #,##0.00", "another pattern")
    whole = body["whole"]
    if "," in whole and not re.search(r",[#0]{3}$", whole):
        raise Failure("a comma before the last three digits, as in #,##0", "it elsewhere")
    head, tail = match["head"], match["tail"]
    required, optional = len(body["required"] or ""), len(body["optional"] or "")
    return Pattern(
        head,
        tail,
        2 if "%" in head + tail else 0,
        whole.count("0"),
        "," in whole,
        required,
        required + optional,
    )


def locale_of(word: str) -> Locale:
    """Return a locale by its word; raises `Failure` for an unknown one."""
    if word not in LOCALES:
        raise Failure(f"one of {', '.join(LOCALES)}", "another word")
    return LOCALES[word]


def write_number(number: Number, pattern: Pattern, locale: Locale) -> str:
    """Return the number as text by a pattern, rounded half-even."""
    shown = exact(number).scaleb(pattern.scale, EXACT)
    digits = format(abs(exact(rounded(shown, pattern.most_places, "half-even"))), "f")
    whole, _, fraction = digits.partition(".")
    fraction = fraction.ljust(pattern.least_places, "0")
    while len(fraction) > pattern.least_places and fraction.endswith("0"):
        fraction = fraction[:-1]
    whole = whole.lstrip("0").rjust(pattern.least_whole, "0")
    is_negative = number < 0 and any(digit not in "0." for digit in digits)
    if pattern.grouped:
        whole = _grouped(whole, locale.thousands)
    written = f"{whole}{locale.point}{fraction}" if fraction else whole or "0"
    return f"{'-' if is_negative else ''}{pattern.head}{written}{pattern.tail}"


def write_plain(number: Number, locale: Locale) -> str:
    """Return the number with all its digits, grouped by thousands."""
    whole, _, fraction = format(abs(exact(number)), "f").partition(".")
    sign = "-" if number < 0 else ""
    grouped = _grouped(whole, locale.thousands)
    return f"{sign}{grouped}{locale.point}{fraction}" if fraction else f"{sign}{grouped}"


def read_number(text: str, locale: Locale) -> int | Decimal:
    """Return the number in a text written as in a locale; zeros in front are no harm.

    Marks between thousands may be left out, but stand at every third digit when there are any.
    """
    stripped = text.strip()
    if len(stripped) > MAX_DIGITS:
        raise Failure(f"a number of at most {MAX_DIGITS:,} digits", "a longer one")
    for mark in locale.also:
        stripped = stripped.replace(mark, locale.thousands)
    match = _reader(locale).fullmatch(stripped)
    if match is None or not (match["whole"] or match["fraction"]):
        raise Failure("a number as written in this locale", "other text")
    whole = match["whole"].replace(locale.thousands, "") or "0"
    sign = "-" if match["sign"] in {"-", "\u2212"} else ""
    if match["fraction"] is None:
        return int(sign + whole)
    return Decimal(f"{sign}{whole}.{match['fraction'] or '0'}")


def read_patterned(text: str, pattern: Pattern, locale: Locale) -> int | Decimal:
    """Return the number in a text that `write_number` could have written by this pattern."""
    stripped = text.strip()
    sign = "-" if stripped[:1] in {"-", "\u2212"} else ""
    body = stripped.removeprefix("-").removeprefix("\u2212")
    head, tail = pattern.head.strip(), pattern.tail.strip()
    if not (body.startswith(head) and body.endswith(tail) and len(body) > len(head) + len(tail)):
        raise Failure("the text around the number that the pattern has", "other text")
    number = read_number(sign + body[len(head) : len(body) - len(tail)].strip(), locale)
    if not pattern.scale:
        return number
    scaled = within_limits(Decimal(number).scaleb(-pattern.scale, EXACT))
    return scaled if isinstance(scaled, Decimal) else Decimal(scaled)


@lru_cache(maxsize=16)
def _reader(locale: Locale) -> re.Pattern[str]:
    mark, point = re.escape(locale.thousands), re.escape(locale.point)
    whole = rf"(?P<whole>[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+|[0-9]*)"
    return re.compile(rf"(?P<sign>[+\-\u2212]?){whole}(?:{point}(?P<fraction>[0-9]*))?")


def _grouped(digits: str, mark: str) -> str:
    first = len(digits) % 3
    groups = [digits[i : i + 3] for i in range(first, len(digits), 3)]
    return mark.join([digits[:first], *groups] if first else groups)
