"""Tokens of Tie, and the fixed words and signs that `grammar/tie.lark` spells."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from lark.lexer import PatternRE, PatternStr, TerminalDef

from dsl.source import Span

_CHOICE: Final = re.compile(r"\(\?:([^\w()\[\]]+)\)")
"""How Lark writes a terminal that is a choice of signs."""


@dataclass(slots=True)
class Token:
    """One token. The lexer may still change `type` when it sees what follows.

    `value` is what the token means where that differs from how it is written: decoded text, or
    the raw piece of a text block. A `virtual` token stands for one that the author left out.
    """

    type: str
    text: str
    span: Span
    first: bool = False
    """Nothing but blanks stands before it on its line."""
    touches: bool = False
    """Nothing stands between it and the token before."""
    value: str = ""
    virtual: bool = False
    unclosed: bool = False
    """An opening bracket whose closing one was not found."""


OPENERS: Final = {"LPAR": "RPAR", "LBRACE": "RBRACE", "LSQB": "RSQB", "INDEX": "RSQB"}
"""Bracket tokens with the token that closes each."""

CLOSERS: Final = frozenset(OPENERS.values())

STATEMENTS: Final = frozenset({"STATEMENT_OPEN", "STATEMENT_NEXT"})
"""Pieces of a text block that end at `{%`."""
PIECE_STARTS: Final = STATEMENTS | {"TEXT_OPEN", "TEXT_NEXT"}
"""Pieces of a text after which an expression or a statement follows."""
PIECE_ENDS: Final = frozenset({"TEXT_NEXT", "STATEMENT_NEXT", "TEXT_CLOSE"})
"""Pieces of a text before which one stands."""

VALUE_ENDS: Final = frozenset(
    {
        "NAME", "CONTEXT", "STRING", "BLOCK", "TEXT_CLOSE", "REGEX", "INT", "NUMBER", "SLICE_INT",
        "TRUE", "FALSE", "NULL", "MISSING", "RPAR", "RSQB", "RBRACE", "ONE", "OPT",
    }
)  # fmt: skip
"""Tokens a value can end with."""

VALUE_STARTS: Final = frozenset(
    {
        "NAME", "STRING", "BLOCK", "TEXT_OPEN", "STATEMENT_OPEN", "REGEX", "INT", "NUMBER", "TRUE",
        "FALSE", "NULL", "MISSING", "CONTEXT", "LPAR", "LSQB", "LBRACE", "KEY", "NOT", "IF", "FOR",
        "MATCH",
    }
)  # fmt: skip
"""Tokens a value can start with, but for the dot of a path."""

CONTEXTUAL: Final = frozenset(
    {
        "from", "to", "json", "xml", "any", "given", "with", "expect", "fails", "on", "skip",
        "when", "except", "group", "order", "by", "asc", "desc", "template", "elif", "endif",
        "endfor", "set",
    }
)  # fmt: skip
"""Words of the grammar that are names wherever the grammar does not ask for them."""


RESERVED_TYPES: Final = frozenset(
    {
        "MAPPING", "USE", "TABLE", "FN", "EXAMPLE", "CHECK", "LAW", "RESULT", "LET", "REQUIRE",
        "IF", "THEN", "ELSE", "MATCH", "FOR", "IN", "WHERE", "INTO", "LIMIT", "AND", "OR", "NOT",
        "IS", "TRUE", "FALSE", "NULL", "MISSING",
    }
)  # fmt: skip
"""The other words of the grammar, as token types: they are never names of bindings."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The grammar's fixed spellings, each with the type of its token."""

    words: Mapping[str, str]
    signs: Mapping[str, str]


def vocabulary(terminals: Iterable[TerminalDef]) -> Vocabulary:
    """Return the words and signs among the terminals of a grammar."""
    spelled: dict[str, str] = {}
    for terminal in terminals:
        pattern = terminal.pattern
        if isinstance(pattern, PatternStr):
            spelled[pattern.value] = terminal.name
        elif isinstance(pattern, PatternRE) and (choice := _CHOICE.fullmatch(pattern.value)):
            signs = choice[1].replace("\\", "").split("|")
            spelled |= dict.fromkeys(signs, terminal.name)
    return Vocabulary(
        words={text: kind for text, kind in spelled.items() if text.isidentifier()},
        signs={text: kind for text, kind in spelled.items() if not text.isidentifier()},
    )
