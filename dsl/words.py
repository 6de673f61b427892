"""Words of Tie: what may stand unquoted as a key, and which words are reserved in expressions."""

import re
from typing import Final

RESERVED: Final = frozenset(
    {
        "and", "else", "false", "for", "if", "in", "is", "match", "missing", "not", "null", "or",
        "template", "then", "true", "where",
    }
)  # fmt: skip
"""Words that begin or join expressions, so that no binding may have such a name."""

_WORD: Final = re.compile(r"[A-Za-z_]\w*\Z")


def is_word(key: str) -> bool:
    """Tell whether a key needs no quotes in a path or on the left of ``=``."""
    return _WORD.match(key) is not None


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: "1 column", "2 columns"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
