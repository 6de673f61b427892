"""Split a text into the tokens of Tie, with balanced brackets and every slip below the grammar.

Where a slip has an obvious meaning its finding is noted and the token that was meant goes on, so
that the parser has nothing to say about it a second time.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from dsl.reading.brackets import close_before_statement, read_bracket
from dsl.reading.foreign import FOREIGN, read_foreign, read_other, read_slip
from dsl.reading.keywords import before_equal_or_colon, type_of_word
from dsl.reading.numerals import read_number
from dsl.reading.quotes import leave_block, leave_line, read_piece_end, read_quote
from dsl.reading.tape import LIST_CLOSERS, MAX_TOKENS, Stop, Tape
from dsl.reading.tokens import Vocabulary
from dsl.reading.touching import read_at, read_dot, read_exclamation_mark, read_question_mark
from dsl.source import Span

Reader = Callable[[Tape, int], None]
"""Writes the tokens for what was recognised between the tape's place and an end."""

_SHAPES: Final = (
    r"(?P<blank>[ \t\r\n]+)|(?P<comment>#[^\n]*)"
    r'|(?P<regex>r"(?:[^"\\\n]|\\[^\n])*+"?)|(?P<word>[^\W\d]\w*)|(?P<number>\d+)'
    r'|(?P<context>\$[^\W\d]\w*)|(?P<quote>")|(?P<bracket>[()\[\]{}])|(?P<dot>\.(?!\.\.))'
    r"|(?P<slip>//|/\*|;|'|`|[“”„«»‘’‚]|\$)|(?P<foreign>%s)|(?P<sign>%s)|(?P<other>.)"
)


class Lexer:
    """Reads texts; made once for a grammar."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        signs = [sign for sign in vocabulary.signs if sign not in "()[]{}"]
        self._match = re.compile(_SHAPES % (_choice(FOREIGN), _choice(signs))).match
        self._readers: Mapping[str, Reader] = {
            "word": self._word,
            "regex": _regex,
            "number": read_number,
            "context": _context,
            "quote": read_quote,
            "bracket": read_bracket,
            "dot": read_dot,
            "slip": read_slip,
            "foreign": read_foreign,
            "sign": self._sign,
            "other": read_other,
        }

    def read(self, tape: Tape) -> None:
        """Read the tape's source to its end. Raises `tape.Stop` where it is no use to go on."""
        text, match, readers = tape.source.text, self._match, self._readers
        tape.pos = 1 if text.startswith("\ufeff") else 0
        length = len(text)
        while tape.pos < length:
            if len(tape.tokens) > MAX_TOKENS:
                tape.report("too-many-tokens", tape.pos, tape.pos, limit=str(MAX_TOKENS))
                raise Stop
            if 0 <= tape.block_end <= tape.pos:
                leave_block(tape)
                continue
            found = match(text, tape.pos)
            kind = found.lastgroup if found else None
            if found is None or kind is None:
                break
            if kind == "blank":
                tape.pos = found.end()
                if "\n" in found[0]:
                    tape.fresh = True
                    if tape.line_is_open:
                        leave_line(tape)
            elif kind == "comment":
                tape.pos = found.end()
            else:
                readers[kind](tape, found.end())
        while tape.frames:
            tape.drop_frame("the text ends first")
        tape.imagine("$END").span = Span(length, length)

    def _word(self, tape: Tape, end: int) -> None:
        word = tape.source.text[tape.pos : end]
        token = tape.emit(type_of_word(tape, word, self._vocabulary), end)
        if token.first and tape.frames:
            close_before_statement(tape, token)

    def _sign(self, tape: Tape, end: int) -> None:
        if tape.source.text[tape.pos] in "-+%" and read_piece_end(tape):
            return
        kind = self._vocabulary.signs[tape.source.text[tape.pos : end]]
        special = _SPECIAL.get(kind)
        if special is not None:
            special(tape, end)
        else:
            tape.emit(kind, end)


def _choice(signs: Mapping[str, object] | list[str]) -> str:
    return "|".join(map(re.escape, sorted(signs, key=len, reverse=True)))


def _context(tape: Tape, end: int) -> None:
    tape.emit("CONTEXT", end)


def _regex(tape: Tape, end: int) -> None:
    start = tape.pos
    text = tape.source.text[start:end]
    closed = len(text) > 2 and text.endswith('"') and not _ends_escaped(text)
    if not closed:
        tape.report("unclosed-regex", start, start + 2)
    tape.emit("REGEX", end, text[2 : -1 if closed else None])


def _ends_escaped(text: str) -> bool:
    body = text[:-1]
    return (len(body) - len(body.rstrip("\\"))) % 2 == 1


def _equal(tape: Tape, end: int) -> None:
    _key(tape)
    tape.frame.spread = False
    tape.emit("EQUAL", end)


def _colon(tape: Tape, end: int) -> None:
    if tape.frame.opener.type == "INDEX":
        tape.frame.slice = True
        if tape.before().type == "INT":
            tape.before().type = "SLICE_INT"
    else:
        _key(tape)
    tape.emit("COLON", end)


def _key(tape: Tape) -> None:
    key = before_equal_or_colon(tape)
    if key is not None and key.first and tape.frame.closer in LIST_CLOSERS:
        place = tape.tokens.index(key, -2)
        before = tape.tokens[place - 1]
        if before.type != "COMMA" and before is not tape.frame.opener:
            tape.close_before(place)


def _comma(tape: Tape, end: int) -> None:
    tape.frame.spread = False
    tape.emit("COMMA", end)


def _fat_arrow(tape: Tape, end: int) -> None:
    tape.frame.ordering = False
    tape.emit("FAT_ARROW", end)


def _arrow(tape: Tape, end: int) -> None:
    before = tape.before()
    if before.type == "ELSE":
        if tape.frame.otherwise:
            tape.report("second-else", before.span.start, before.span.end)
        tape.frame.otherwise = True
    tape.emit("ARROW", end)


def _spread(tape: Tape, end: int) -> None:
    tape.frame.spread = True
    tape.emit("SPREAD", end)


_SPECIAL: Final[Mapping[str, Reader]] = {
    "EQUAL": _equal,
    "COLON": _colon,
    "COMMA": _comma,
    "ARROW": _arrow,
    "FAT_ARROW": _fat_arrow,
    "SPREAD": _spread,
    "OPT": read_question_mark,
    "ONE": read_exclamation_mark,
    "AT": read_at,
}
