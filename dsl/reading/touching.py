"""Read the signs whose meaning depends on what they touch: `.`, `?`, `!` and `@`."""

import re
from typing import Final

from dsl.reading.numerals import read_fraction
from dsl.reading.tape import Tape

_BEFORE_NO_KEY: Final = frozenset({"ROOT_DOT", "STEP_DOT", "EQUAL", "CMP", "SIGN"})
_AFTER_KEY: Final = re.compile(r"\?\s*(?:=(?![=>])|:|\{)")
_TERNARY: Final = re.compile(
    r"\?[ \t]*(?=[^\s,;)\]}=:?.!|*/%<>])(?!(?:and|as|else|for|if|in|is|or|then|where)\b)"
    r"(?:\"(?:\{\{[^\n]{0,200}?\}\}|[^\"\\\n]|\\[^\n])*+\"|\([^()\n]*\)|\[[^\[\]\n]*\]"
    r"|[^\"()\[\]{}#,;\n]){1,200}?"
    r"(?<=[\s\w\"')\]}]):"
)
"""The colon stands behind what a `?` may choose, not in a text, a bracket or a comment."""
_WORD_START: Final = re.compile(r'[^\W\d]|"|@')
_NAME_START: Final = re.compile(r'[^\W\d]|"')
_DIGITS: Final = re.compile(r"\d+")
_LATER_STEP: Final = re.compile(r"[ \t]+[^\W\d]")
_CHAINING: Final = re.compile(r"\?\.?(?=[\[(])|\?(?=\.[^\W\d])|\?\.")


def read_dot(tape: Tape, end: int) -> None:
    """Read a dot: it begins a path of the input, or steps on from the value it touches."""
    text, start = tape.source.text, tape.pos
    touches = tape.touches_value
    following = text[end : end + 1]
    if _WORD_START.match(text, end):
        tape.emit("STEP_DOT" if touches else "ROOT_DOT", end)
    elif following.isdecimal() and not touches:
        read_fraction(tape)
    elif following.isdecimal():
        _number_step(tape, end)
    elif following == "[":
        tape.report("dot-before-bracket", start, end + 1)
        _join(tape, end, touches=touches)
    elif following == "*":
        tape.report("star-step", start, end + 1)
        _join(tape, end, touches=touches)
        tape.imagine("INDEX", "[")
        tape.emit("STAR", end + 1)
        tape.imagine("RSQB", "]")
    elif following == ".":
        tape.report("two-dots", start, end + 1)
        tape.skip(end, joined=touches)
    elif touches and _LATER_STEP.match(text, end):
        tape.report("detached-step", start, end)
        tape.emit("STEP_DOT", end)
    else:
        tape.report("lone-dot", start, end)
        tape.emit("CONTEXT", end, "$input")


def read_question_mark(tape: Tape, end: int) -> None:
    """Read `?`: of a key, or of a value whose absence drops it."""
    text, start = tape.source.text, tape.pos
    chaining = _CHAINING.match(text, start)
    is_key = tape.before(2).type not in _BEFORE_NO_KEY or tape.before().type == "RSQB"
    if _AFTER_KEY.match(text, start) and is_key:
        tape.emit("OPT", end)
    elif text.startswith(":", end):
        tape.report("foreign-sign", start, end + 1, found="?:", help="write `??`")
        tape.emit("DEFAULT", end + 1)
    elif chaining and tape.touches_value:
        tape.report("optional-chaining", start, chaining.end())
        tape.skip(chaining.end(), joined=True)
    elif _TERNARY.match(text, start):
        tape.report("ternary", start, end)
        tape.skip(end)
    elif not tape.touches_value:
        tape.report("detached-mark", start, end, found="?")
        tape.emit("OPT", end)
    else:
        tape.emit("OPT", end)


def read_exclamation_mark(tape: Tape, end: int) -> None:
    """Read `!`: exactly one element of the value it touches; before a value it is a slip."""
    if tape.touches_value:
        tape.emit("ONE", end)
    else:
        tape.report("exclamation-mark", tape.pos, end)
        tape.emit("NOT", end)


def read_at(tape: Tape, end: int) -> None:
    """Read `@`, which stands between an element and the name of its attribute."""
    if not _NAME_START.match(tape.source.text, end):
        tape.report("at-path", tape.pos, end)
        tape.emit("CONTEXT", end, "$input")
    elif tape.touches_value or tape.before().type == "ROOT_DOT":
        tape.emit("AT", end)
    else:
        tape.report("detached-attribute", tape.pos, end)
        tape.imagine("ROOT_DOT", ".")
        tape.emit("AT", end)


def _number_step(tape: Tape, end: int) -> None:
    found = _DIGITS.match(tape.source.text, end)
    stop = found.end() if found else end
    number = tape.source.text[end:stop]
    tape.report("number-step", tape.pos, stop, found=number)
    tape.emit("INDEX", end)
    tape.emit("INT", stop, number)
    tape.imagine("RSQB", "]")


def _join(tape: Tape, end: int, *, touches: bool) -> None:
    """Leave out a dot, so that what follows belongs to the value before it, or to the input."""
    if not touches:
        tape.imagine("CONTEXT", "$input").value = "$input"
    tape.skip(end, joined=True)
