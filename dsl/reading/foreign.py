"""Signs and characters from elsewhere: what was probably meant, and what Tie writes instead."""

import re
from dataclasses import dataclass
from typing import Final

from dsl.reading.keywords import before_equal_or_colon
from dsl.reading.tape import Tape


@dataclass(frozen=True, slots=True)
class Foreign:
    """A sign of another language: the token it most likely means and what to write instead."""

    type: str
    help: str


FOREIGN: Final = {
    "&&": Foreign("AND", "write `and`"),
    "||": Foreign("OR", "write `or`"),
    "&": Foreign("AND", 'write `and`, or join text with "{{ a }}{{ b }}"'),
    "===": Foreign("CMP", "write `==`"),
    "!==": Foreign("CMP", "write `!=`"),
    "<>": Foreign("CMP", "write `!=`"),
    "=<": Foreign("CMP", "write `<=`"),
    "≤": Foreign("CMP", "write `<=`"),
    "≥": Foreign("CMP", "write `>=`"),
    "≠": Foreign("CMP", "write `!=`"),
    ":=": Foreign("EQUAL", "write `=`"),
    "+=": Foreign("EQUAL", "write `=`; a key is set once"),
    "**": Foreign("STAR", "write `power(a, b)`"),
    "++": Foreign("SIGN", "write `concat(a, b)`"),
    "~": Foreign("SIGN", 'join text with "{{ a }}{{ b }}"'),
    "^": Foreign("STAR", "write `power(a, b)`"),
    "|>": Foreign("PIPE", "write `|`"),
    "::": Foreign("COLON", "write `:`"),
    "→": Foreign("ARROW", "write `->`"),
    "⇒": Foreign("FAT_ARROW", "write `=>`"),
    "−": Foreign("SIGN", "write `-`, the sign on the keyboard"),
    "–": Foreign("SIGN", "write `-`, the sign on the keyboard"),
    "—": Foreign("SIGN", "write `-`, the sign on the keyboard"),
    "×": Foreign("STAR", "write `*`"),
    "÷": Foreign("MUL", "write `/`"),
    "…": Foreign("SPREAD", "write three dots, `...`"),
}
"""Longer signs win over shorter ones and over the signs of Tie."""

_BLANKS: Final = {
    "\u00a0": "a no-break space",
    "\u202f": "a narrow no-break space",
    "\u200b": "a zero-width space",
    "\ufeff": "a byte order mark",
    "\u3000": "an ideographic space",
    "\f": "a form feed",
    "\v": "a vertical tab",
}
"""Blanks that editors and web pages put where a space was meant."""

_INVISIBLE: Final = re.compile(r"(?:[^\S \t\r\n]|[\u200b-\u200f\u2060\ufeff])+")
_UNKNOWN: Final = re.compile(r"[^\s\w\"'#$()\[\]{}.,:;=|@*/%+\-<>!?`“”„«»‘’‚]+")
_LINE_COMMENT: Final = re.compile(r"//[^\n]*")
_LONG_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_SINGLE: Final = re.compile(r"'((?:[^'\\\n]|\\[^\n])*+)'?")
_BACK: Final = re.compile(r"`([^`\n]*+)`?")
_SMART: Final = re.compile(r"[“”„«»‘’‚]([^“”„«»‘’‚\"\n]*+)[“”„«»‘’‚\"]?")


def read_foreign(tape: Tape, end: int) -> None:
    """Read a sign of another language as the sign of Tie that does its work."""
    sign = tape.source.text[tape.pos : end]
    foreign = FOREIGN[sign]
    tape.report("foreign-sign", tape.pos, end, found=sign, help=foreign.help)
    if foreign.type in {"EQUAL", "COLON"}:
        before_equal_or_colon(tape)
    tape.emit(foreign.type, end)


def read_slip(tape: Tape, end: int) -> None:
    """Read a comment, quotes or a terminator as other languages write them, or a lone `$`."""
    text, start = tape.source.text, tape.pos
    sign = text[start:end]
    if sign == ";":
        tape.report("semicolon", start, end)
        tape.pos = end
    elif sign == "$":
        tape.report("dollar-path", start, end)
        tape.emit("CONTEXT", end, "$input")
    elif sign in {"//", "/*"}:
        comment = (_LINE_COMMENT if sign == "//" else _LONG_COMMENT).match(text, start)
        tape.report("comment-sign", start, end, found=sign)
        tape.pos = comment.end() if comment else end
    else:
        _read_quotes(tape, sign)


def read_other(tape: Tape, end: int) -> None:
    """Read characters that mean nothing in Tie."""
    text, start = tape.source.text, tape.pos
    if invisible := _INVISIBLE.match(text, start):
        name = _BLANKS.get(text[start], f"the blank U+{ord(text[start]):04X}")
        tape.report("odd-blank", start, invisible.end(), found=name)
        tape.skip(invisible.end())
    else:
        unknown = _UNKNOWN.match(text, start)
        end = unknown.end() if unknown else end
        tape.report("unknown-character", start, end, found=text[start:end])
        tape.skip(end)


def _read_quotes(tape: Tape, sign: str) -> None:
    code, pattern = _QUOTES.get(sign, ("smart-quotes", _SMART))
    found = pattern.match(tape.source.text, tape.pos)
    if found is None:
        return
    tape.report(code, tape.pos, found.end(), help=f'"{found[1]}"')
    tape.emit("STRING", found.end(), found[1])


_QUOTES: Final = {"'": ("single-quotes", _SINGLE), "`": ("back-quotes", _BACK)}
