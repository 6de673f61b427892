"""Go on after a slip at the next item, so that one run reports every slip of a text.

The parser's stack is cut back to where the current item began: below an item the stack of an LALR
parser does not change until the item is complete.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Final, cast

from lark.exceptions import UnexpectedToken
from lark.parsers.lalr_analysis import Shift
from lark.parsers.lalr_parser_state import ParserState

from dsl.reading import slips_clauses, slips_items, slips_statements, slips_values
from dsl.reading.slips import Place, Rule, Slip, first_answer
from dsl.reading.tape import Stop, Tape
from dsl.reading.tokens import CLOSERS, OPENERS, PIECE_ENDS, PIECE_STARTS

_RULES: Final[Sequence[Rule]] = (
    slips_values.plain_text,
    slips_statements.loop,
    slips_clauses.branch,
    slips_items.header,
    slips_items.declaration,
    slips_items.example,
    slips_items.statement,
    slips_items.second_token,
    slips_values.step,
    slips_clauses.thin_arrow,
    slips_clauses.loop,
    slips_clauses.case,
    slips_values.call,
    slips_values.equal,
    slips_values.missing_value,
    slips_values.name_wanted,
    slips_values.not_a_value,
    slips_values.text_wanted,
    slips_values.chained,
    slips_clauses.unfinished,
    slips_items.first_token,
    slips_values.side_by_side,
    slips_values.something_else,
)

_ITEM_STARTS: Final = frozenset(
    {
        "KEY", "NAME", "STRING", "LET", "REQUIRE", "SKIP", "SPREAD", "USE", "TABLE", "FN",
        "EXAMPLE", "CHECK", "LAW", "RESULT",
    }
)  # fmt: skip
_TOP_STARTS: Final = frozenset({"USE", "TABLE", "FN", "EXAMPLE", "CHECK", "LAW", "RESULT"})
_MAX_STACK: Final = 2000
"""Longest parser stack that is searched for what fits: brackets at their limit need about half."""

_OUTSIDE: Final = -1
"""Stands for the bracket around everything."""


@dataclass(slots=True)
class Recovery:
    """One reading of the tokens of a text that is known to have a slip."""

    tape: Tape
    state: ParserState[Any]
    marks: dict[int, int] = field(default_factory=dict)
    """How long the stack was where items stand, by the index of the bracket around them."""
    openers: list[int] = field(default_factory=list)
    """The index of the innermost bracket around each token."""
    partners: dict[int, int] = field(default_factory=dict)
    """The index of the opening bracket, by the index of the closing one."""
    items: dict[int, int] = field(default_factory=dict)
    """The index of the token that began the last item, by the bracket around it."""
    failed: int = 0
    """Index of the last token that did not fit."""
    lexical: int = 0
    """How many of the findings were there before."""

    def run(self) -> None:
        """Report every slip among the tokens."""
        self.lexical = len(self.tape.findings)
        self._match_brackets()
        self._mark(_OUTSIDE, len(self.state.state_stack))
        with suppress(Stop):
            self._read()
        if not self.tape.findings:
            # Every slip was taken for the consequence of another: then this one is the first.
            span = self.tape.tokens[self.failed].span
            self.tape.report(
                "unexpected", span.start, span.end, expected="something else", found="this"
            )

    def _match_brackets(self) -> None:
        open_brackets = [_OUTSIDE]
        for index, token in enumerate(self.tape.tokens):
            if token.type in CLOSERS | PIECE_ENDS:
                self.partners[index] = open_brackets.pop()
            self.openers.append(open_brackets[-1])
            if token.type in OPENERS or token.type in PIECE_STARTS:
                open_brackets.append(index)

    def _read(self) -> None:
        tokens = self.tape.tokens
        index, resumed_at = 0, -1
        while index < len(tokens):
            before = list(self.state.state_stack)
            if len(before) > _MAX_STACK:
                span = tokens[index].span
                self.tape.report("too-deep", span.start, span.end)
                return
            try:
                self.state.feed_token(cast("Any", tokens[index]), tokens[index].type == "$END")
            except UnexpectedToken as error:
                self.failed = index
                if index != resumed_at and self._repaired(index, before, frozenset(error.expected)):
                    index += 1
                    continue
                index = self._resume(index if index != resumed_at else index + 1)
                resumed_at = index
            else:
                self._note_item(index)
                index += 1

    def _note_item(self, index: int) -> None:
        token, stack = self.tape.tokens[index], self.state.state_stack
        if token.type == "LBRACE" and "LET" in self._table[stack[-1]]:
            self._mark(index, len(stack))
        elif token.type in _ITEM_STARTS and "LET" in self._table[stack[-2]]:
            self._mark(self.openers[index], len(stack) - 1)
            self.items[self.openers[index]] = index

    def _mark(self, opener: int, length: int) -> None:
        self.marks[opener] = length

    def _opener(self, index: int) -> int:
        """Return the index of the bracket around a token, which may be the one it closes."""
        return self.partners.get(index, self.openers[index])

    def _item(self, index: int) -> int:
        """Return the index of the token that began the item around a token."""
        opener = self._opener(index)
        while opener != _OUTSIDE and opener not in self.items:
            opener = self.openers[opener]
        return self.items.get(opener, 0)

    @property
    def _table(self) -> Mapping[Any, Mapping[str, Any]]:
        return cast("Mapping[Any, Mapping[str, Any]]", self.state.parse_conf.states)

    def _repaired(self, index: int, before: list[Any], wanted: frozenset[str]) -> bool:
        """Report the slip at a token, and tell whether the parser could go on behind it."""
        tokens = self.tape.tokens
        bracket = self._opener(index)
        opener = tokens[bracket] if bracket != _OUTSIDE else None
        accepted = frozenset(
            kind for kind in self._terminals(before) if self._accepts(before, kind)
        )
        place = Place(self.tape.source, tokens, index, self._item(index), opener, accepted, wanted)
        slip = first_answer(_RULES, place)
        if slip is None:
            return False
        if not self._is_known(index, place):
            span = slip.span or place.span
            words = {"found": place.found, **slip.words}
            self.tape.report(slip.code, span.start, span.end, **words)
        return bool(slip.replace) and self._replace(index, slip)

    def _replace(self, index: int, slip: Slip) -> bool:
        try:
            token = replace(self.tape.tokens[index], type=slip.replace)
            self.state.feed_token(cast("Any", token))
        except UnexpectedToken:
            return False
        return True

    def _terminals(self, stack: Sequence[Any]) -> list[str]:
        return [kind for kind in self._table[stack[-1]] if kind.isupper() or kind == "$END"]

    def _accepts(self, stack: Sequence[Any], type: str) -> bool:
        """Tell whether a token of a type can follow, all reductions before it included."""
        states = list(stack)
        while True:
            action, argument = self._table[states[-1]].get(type, (None, None))
            if action is None:
                return False
            if action is Shift:
                return True
            if argument.expansion:
                del states[-len(argument.expansion) :]
            if argument.origin.name.startswith("$"):
                return True
            states.append(self._table[states[-1]][argument.origin.name][1])

    def _is_known(self, index: int, place: Place) -> bool:
        """Tell whether this follows from a slip that has been reported in the same item."""
        token = self.tape.tokens[index]
        if (token.virtual and token.type != "$END") or (
            index and self.tape.tokens[index - 1].virtual
        ):
            return True
        opener = self.openers[index]
        while opener >= 0:
            if self.tape.tokens[opener].unclosed:
                return True
            opener = self.openers[opener]
        start = self.tape.tokens[place.item].span.start
        end = token.span.start if token.first else token.span.end
        known = self.tape.findings[: self.lexical]
        return any(start <= finding.span.start <= end for finding in known)

    def _resume(self, index: int) -> int:
        """Cut the stack back and return the index of the token to go on with."""
        tokens = self.tape.tokens
        while index < len(tokens):
            opener = self._opener(index)
            if opener in self.marks and self._can_resume(index):
                length = self.marks[opener]
                del self.state.state_stack[length:]
                del self.state.value_stack[length - 1 :]
                self.marks = {key: mark for key, mark in self.marks.items() if mark <= length}
                self.items[self.openers[index]] = index
                return index
            index += 1
        return index

    def _can_resume(self, index: int) -> bool:
        tokens = self.tape.tokens
        token = tokens[index]
        if token.type in {"RBRACE", "$END"}:
            return True
        if not token.first:
            return token.type == "KEY" and tokens[index - 1].type == "COMMA"
        if token.type in {"NAME", "STRING"}:
            following = tokens[index + 1 : index + 3]
            types = [each.type for each in following if each.type != "OPT"]
            goes_on = bool(types) and types[0] in {"LBRACE", "EQUAL", "COLON"}
            return goes_on or self._stands_like_item(index)
        if token.type in _TOP_STARTS:
            return self.openers[index] == _OUTSIDE
        return token.type in {"KEY", "LET", "REQUIRE", "SKIP", "SPREAD"}

    def _stands_like_item(self, index: int) -> bool:
        """Tell whether a token is indented as the item is that has the slip."""
        item = self.items.get(self.openers[index], self.failed)
        position = self.tape.source.position
        tokens = self.tape.tokens
        return position(tokens[item].span.start).column == position(tokens[index].span.start).column
