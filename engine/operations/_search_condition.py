r"""The language of conditions that searches are written in.

``*`` (or ``%``) stands for any text; ``&&``, ``+`` or ``AND`` join what must all match, and bind
tighter than ``||`` or ``OR``; ``!`` before a term or a group negates it; parentheses group, double
quotes protect a text, a backslash protects a character. Blanks inside a term belong to it.
Source: ticket-operations reference 7.3.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

from engine.model.condition import AllOf, AnyOf, Condition, Not, Term

WILDCARDS = "*%"

_MAX_LENGTH = 4000
_MAX_DEPTH = 10  # SQLite reads expressions to a bounded depth
_MAX_TERMS = 500
_OPERATOR = re.compile(r"&&|\|\||\+|(?<![^\s()])(?:AND|OR)(?![^\s()])")


class MalformedConditionError(ValueError):
    """A text that is no condition: its parentheses or operators do not fit together."""


class _Mark(Enum):
    AND = auto()
    OR = auto()
    NOT = auto()
    OPEN = auto()
    CLOSE = auto()
    END = auto()


_Token = _Mark | Term
_PARENTHESES = {"(": _Mark.OPEN, ")": _Mark.CLOSE}


def parse_condition(text: str) -> Condition:
    """Return the condition that a text means.

    Operators at the ends of a group, empty groups and repeated operators mean nothing; groups and
    terms side by side must all match. Raises `MalformedConditionError` for parentheses without
    their other half, for operators that contradict each other, and for what is too large.
    """
    if len(text) > _MAX_LENGTH:
        raise MalformedConditionError("it is too long")
    tokens = list(_tokens(text))
    if sum(isinstance(token, Term) for token in tokens) > _MAX_TERMS:
        raise MalformedConditionError("it has too many terms")
    parser = _Parser([*tokens, _Mark.END])
    found = parser.alternatives(depth=0)
    if parser.next is not _Mark.END:
        raise MalformedConditionError("a parenthesis is closed that was not opened")
    if found is None:
        raise MalformedConditionError("it has no term")
    return found


def is_open(text: str) -> bool:
    """Say whether a text is nothing but wildcards and blanks."""
    return not text.strip(f"{WILDCARDS} ")


@dataclass(slots=True)
class _TermText:
    """The characters of a term under construction, each with whether it stands for itself alone."""

    characters: list[tuple[str, bool]] = field(default_factory=list)

    def add(self, text: str, *, is_protected: bool = False) -> None:
        self.characters += [(character, is_protected) for character in text]

    @property
    def has_begun(self) -> bool:
        return any(is_protected or not text.isspace() for text, is_protected in self.characters)

    def taken(self) -> Term | None:
        """Return the term without blanks around it, None when nothing is left; begin anew."""
        characters, self.characters = self.characters, []
        kept = [
            place
            for place, (text, is_protected) in enumerate(characters)
            if is_protected or not text.isspace()
        ]
        if not kept:
            return None
        pieces = [""]
        for text, is_protected in characters[kept[0] : kept[-1] + 1]:
            if text in WILDCARDS and not is_protected:
                # Wildcards side by side are one.
                if len(pieces) == 1 or pieces[-1]:
                    pieces.append("")
            else:
                pieces[-1] += text
        return Term(tuple(pieces))


def _tokens(text: str) -> Iterator[_Token]:
    term, place = _TermText(), 0
    while place < len(text):
        character = text[place]
        end_of_quote = text.find('"', place + 1) if character == '"' else -1
        operator = _OPERATOR.match(text, place)
        if character == "\\" and place + 1 < len(text):
            term.add(text[place + 1], is_protected=True)
            place += 2
        elif end_of_quote > place + 1:
            term.add(text[place + 1 : end_of_quote], is_protected=True)
            place = end_of_quote + 1
        elif operator or character in _PARENTHESES or (character == "!" and not term.has_begun):
            found = term.taken()
            if found is not None:
                yield found
            yield _mark(operator[0] if operator else character)
            place = operator.end() if operator else place + 1
        else:
            term.add(character)
            place += 1
    found = term.taken()
    if found is not None:
        yield found


def _mark(text: str) -> _Mark:
    if text in _PARENTHESES:
        return _PARENTHESES[text]
    if text == "!":
        return _Mark.NOT
    return _Mark.OR if text in ("||", "OR") else _Mark.AND


class _Parser:
    """Reads tokens from the left; `next` is the one to come."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._place = 0

    @property
    def next(self) -> _Token:
        return self._tokens[self._place]

    def alternatives(self, depth: int) -> Condition | None:
        """Return what ends at the end or before a closing parenthesis; None for nothing."""
        if depth > _MAX_DEPTH:
            raise MalformedConditionError("its groups are too deep")
        parts = [self._conjunction(depth)]
        while self.next is _Mark.OR:
            self._skip(_Mark.OR)
            parts.append(self._conjunction(depth))
        kept = tuple(part for part in parts if part is not None)
        return (kept[0] if len(kept) == 1 else AnyOf(kept)) if kept else None

    def _conjunction(self, depth: int) -> Condition | None:
        parts: list[Condition] = []
        while self.next not in (_Mark.OR, _Mark.CLOSE, _Mark.END):
            if self.next is _Mark.AND:
                self._skip(_Mark.AND)
            else:
                part = self._part(depth)
                parts += [part] if part is not None else []
        return (parts[0] if len(parts) == 1 else AllOf(tuple(parts))) if parts else None

    def _skip(self, mark: _Mark) -> None:
        while self.next is mark:
            self._place += 1
        if self.next in (_Mark.AND, _Mark.OR):
            raise MalformedConditionError("two operators contradict each other")

    def _part(self, depth: int) -> Condition | None:
        token = self.next
        self._place += 1
        if isinstance(token, Term):
            return token
        if token is _Mark.NOT:
            return self._negated(depth)
        found = self.alternatives(depth + 1)
        if self.next is not _Mark.CLOSE:
            raise MalformedConditionError("a parenthesis is not closed")
        self._place += 1
        return found

    def _negated(self, depth: int) -> Condition:
        if depth > _MAX_DEPTH:
            raise MalformedConditionError("its groups are too deep")
        if isinstance(self.next, Term) or self.next in (_Mark.OPEN, _Mark.NOT):
            part = self._part(depth + (self.next is _Mark.NOT))
            if part is not None:
                return Not(part)
        raise MalformedConditionError("a negation has nothing to negate")
