"""What the generator knows about a value before any run: its expression and its kinds."""

import ast
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

MISSING: Final = 1
NULL: Final = 2
BOOL: Final = 4
INT: Final = 8
DECIMAL: Final = 16
FLOAT: Final = 32
TEXT: Final = 64
LIST: Final = 128
OBJECT: Final = 256
OTHER: Final = 512
"""Bytes, dates, times and durations."""

ABSENT: Final = MISSING | NULL
EXACT: Final = INT | DECIMAL
ANY: Final = 1023
PRESENT: Final = ANY & ~ABSENT

KINDS_OF_WORD: Final[dict[str, int]] = {
    "any": PRESENT,
    "text": TEXT,
    "regex": TEXT,
    "number": EXACT | FLOAT,
    "integer": INT,
    "decimal": EXACT,
    "float": FLOAT,
    "boolean": BOOL,
    "list": LIST,
    "object": OBJECT,
    "sequence": LIST | TEXT,
}
"""Kinds that surely have a type, by the words that `fn` and functions use."""

UNBOUNDED: Final = 1 << 20
"""Bits of an integer of which nothing is known."""


class Need(Enum):
    """What the place that takes a value makes of one that is absent."""

    EXACT = auto()
    """Missing and null are told apart, and both are values."""
    LOOSE = auto()
    """Missing and null mean the same: either may stand for both."""
    PRESENT = auto()
    """Missing is a failure. Null may come through, for the place itself to judge."""


@dataclass(frozen=True, slots=True)
class Value:
    """A Python expression, the kinds its value may have, and the bits if it is an integer.

    `key` tells equal values apart from others; it is empty for an expression that is not simple,
    that is neither a variable nor a constant, and must be bound before it is used twice.
    """

    node: ast.expr
    kinds: int = ANY
    key: str = ""
    bits: int = UNBOUNDED

    def of(self, kinds: int) -> "Value":
        """Return the value with what became known of its kinds."""
        return replace(self, kinds=self.kinds & kinds)

    def may_be(self, kinds: int) -> bool:
        """Tell whether the value may have one of these kinds."""
        return bool(self.kinds & kinds)

    def is_only(self, kinds: int) -> bool:
        """Tell whether the value has one of these kinds in every run."""
        return not self.kinds & ~kinds


class Unsupported(Exception):
    """There is no code for this expression: the closure tree works it out."""
