"""Say what is wrong where the grammar cannot go on: one slip for each place that is not understood.

The rules stand in `slips_items`, `slips_clauses` and `slips_values`. Each looks at the token that
does not fit, its neighbours and the tokens that would fit, and answers for the slips it knows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from dsl.reading.tokens import CLOSERS, PIECE_ENDS, Token
from dsl.source import Source, Span

_WHAT: Final = {
    "STRING": "text",
    "BLOCK": "a text block",
    "TEXT_OPEN": "text",
    "STATEMENT_OPEN": "a text block",
    "INT": "a number",
    "SLICE_INT": "a number",
    "NUMBER": "a number",
    "REGEX": "a pattern",
    "ROOT_DOT": "a path",
}


@dataclass(frozen=True, slots=True)
class Slip:
    """A finding about the tokens: its code, place and words, and how to go on.

    Without a span it stands at the token that does not fit, or at the end of the line before it.
    """

    code: str
    span: Span | None = None
    words: dict[str, str] = field(default_factory=dict)
    replace: str = ""
    """The type of token that was meant instead, so that the parser can go on at once."""


@dataclass(frozen=True, slots=True)
class Place:
    """A token that does not fit, and what is known around it."""

    source: Source
    tokens: Sequence[Token]
    index: int
    item: int
    """Index of the token that began the item."""
    opener: Token | None
    """The innermost open bracket."""
    accepted: frozenset[str]
    """Every type of token that fits here."""
    wanted: frozenset[str]
    """The types that fit once all that is complete has been taken as complete."""

    @property
    def token(self) -> Token:
        """The token that does not fit."""
        return self.tokens[self.index]

    def at(self, offset: int) -> Token:
        """Return the token `offset` places after the one that does not fit, or before it."""
        place = self.index + offset
        return self.tokens[place] if 0 <= place < len(self.tokens) else _NOTHING

    @property
    def value_wanted(self) -> bool:
        """Whether a value has to follow."""
        return "ROOT_DOT" in self.accepted

    @property
    def after_value(self) -> bool:
        """Whether a value is complete, so that an operator could follow."""
        if self.value_wanted:
            return False
        return bool({"DEFAULT", "STEP_DOT"} & self.accepted) or (
            # A case may begin with a sign too, but then also with text.
            "SIGN" in self.accepted and "STRING" not in self.accepted
        )

    @property
    def item_wanted(self) -> bool:
        """Whether the next item could begin here."""
        return "LET" in self.accepted

    @property
    def in_cases(self) -> bool:
        """Whether a case of `match` or a table could begin here."""
        return "STRING" in self.accepted and "ELSE" in self.accepted and not self.item_wanted

    @property
    def ends(self) -> bool:
        """Whether the line, the bracket or the text ends here."""
        token = self.token
        return token.first or token.type in CLOSERS or token.type in {"$END", "COMMA"} | PIECE_ENDS

    @property
    def found(self) -> str:
        """What stands here, in words."""
        token = self.token
        if token.type == "$END":
            return "the end of the text"
        if token.first:
            return "the end of the line"
        if token.type in PIECE_ENDS and not token.virtual:
            return "`%}`" if "%" in token.text[:2] else "`}}`"
        return _WHAT.get(token.type) or f"`{token.text}`"

    @property
    def span(self) -> Span:
        """Where to point: at the token, or at the end of the line before it."""
        token = self.token
        if self.index > 0 and (token.first or token.type == "$END"):
            end = self.at(-1).span.end
            return Span(end, end)
        if token.type in PIECE_ENDS:
            return Span(token.span.start, min(token.span.start + 2, token.span.end))
        return token.span

    def item_types(self) -> list[str]:
        """Return the types of the tokens from the start of the item up to here."""
        return [token.type for token in self.tokens[self.item : self.index]]


_NOTHING: Final = Token("NOTHING", "", Span(0, 0))

Rule = Callable[[Place], Slip | None]
"""Answers for the slips it knows."""


def first_answer(rules: Sequence[Rule], place: Place) -> Slip | None:
    """Return the answer of the first rule that has one."""
    return next((slip for rule in rules if (slip := rule(place)) is not None), None)
