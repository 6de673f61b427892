"""Read brackets: what an opening one belongs to, and which one a closing one closes."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from dsl.reading.keywords import before_parenthesis
from dsl.reading.quotes import resume_quote
from dsl.reading.tape import LIST_CLOSERS, Tape
from dsl.reading.tokens import STATEMENTS, Token

_RESERVED_BEFORE_BRACE: Final = frozenset(
    {
        "IN", "AND", "OR", "NOT", "IS", "WHERE", "LIMIT", "INTO", "IF", "FOR", "MATCH", "LET",
        "REQUIRE", "TRUE", "FALSE", "NULL", "MISSING", "MAPPING", "USE", "TABLE", "FN", "EXAMPLE",
        "CHECK", "LAW",
    }
)  # fmt: skip
"""Words after which a brace makes no sense, unless the word is meant as the name of a block.

After the others, such as ``else {`` and ``result {``, an object may follow.
"""

_AT_TOP: Final = frozenset({"MAPPING", "USE", "TABLE", "FN", "EXAMPLE", "CHECK", "LAW"})
_IN_BRACES: Final = frozenset({"LET", "REQUIRE"})
_STATEMENT_GOES_ON: Final = re.compile(r"[ \t]+[^\s=:?{#]")
_STATEMENT: Final = re.compile(r"\{%[^\n]*?%\}|\{%")


def read_bracket(tape: Tape, end: int) -> None:
    """Read one bracket."""
    _BRACKETS[tape.source.text[tape.pos]](tape, end)


def close_before_statement(tape: Tape, token: Token) -> None:
    """Close what a statement shows to be open: it stands first on its line and was just written."""
    if token.type not in _AT_TOP | _IN_BRACES or not _STATEMENT_GOES_ON.match(
        tape.source.text, token.span.end
    ):
        return
    place = len(tape.tokens) - 1
    if token.type in _IN_BRACES:
        tape.close_before(place)
    elif tape.source.position(token.span.start).column == 1:
        tape.close_before(place, LIST_CLOSERS | {"RBRACE"})


def _open_parenthesis(tape: Tape, end: int) -> None:
    before_parenthesis(tape)
    tape.open("LPAR", end)


def _open_square(tape: Tape, end: int) -> None:
    text, touches = tape.source.text, tape.touches_value
    if text.startswith("]", end) and (touches or text.startswith("].", end)):
        _empty_index(tape, end, touches=touches)
    else:
        tape.open("INDEX" if touches else "LSQB", end)


def _empty_index(tape: Tape, end: int, *, touches: bool) -> None:
    tape.report("empty-index", tape.pos, end + 1)
    if not touches:
        tape.imagine("CONTEXT", "$input").value = "$input"
    tape.emit("INDEX", end)
    tape.imagine("STAR", "*")
    tape.emit("RSQB", end + 1)


def _open_brace(tape: Tape, end: int) -> None:
    text = tape.source.text
    if text.startswith("{%", tape.pos):
        statement = _STATEMENT.match(text, tape.pos)
        end = statement.end() if statement else end
        tape.report("template-statement", tape.pos, end)
        tape.pos = end
        return
    if text.startswith("{{", tape.pos):
        tape.report("braces-outside-text", tape.pos, end + 1)
        tape.open("LPAR", end + 1)
        return
    name = tape.before(2 if tape.before().type == "OPT" else 1)
    if name.type in _RESERVED_BEFORE_BRACE and name.first and tape.frame.closer in {"", "RBRACE"}:
        tape.report("reserved-block-name", name.span.start, name.span.end, found=name.text)
        name.type = "NAME"
    is_example = tape.before().type == "STRING" and tape.before(2).type == "EXAMPLE"
    tape.open("LBRACE", end).example = is_example


def _close_parenthesis(tape: Tape, end: int) -> None:
    tape.close("RPAR", end)


def _close_square(tape: Tape, end: int) -> None:
    tape.close("RSQB", end)


def _close_brace(tape: Tape, end: int) -> None:
    frame = tape.frame
    double = tape.source.text.startswith("}}", tape.pos)
    if double and frame.opener.text == "{{":
        tape.frames.pop()
        tape.emit("RPAR", end + 1)
        return
    if double and frame.closer in LIST_CLOSERS and _is_list_in_text(tape):
        while tape.frame.quote is None:
            tape.drop_frame("`}}` came first")
        resume_quote(tape)
    elif frame.quote is None:
        tape.close("RBRACE", end)
    else:
        if frame.opener.type in STATEMENTS:
            found = "}}" if double else "}"
            tape.report(
                "wrong-piece-end", tape.pos, tape.pos + len(found), found=found, wanted="%}"
            )
        elif not double:
            tape.report("single-brace", tape.pos, end)
        resume_quote(tape, 2 if double else 1)


def _is_list_in_text(tape: Tape) -> bool:
    """Tell whether only parentheses and square brackets are open inside an interpolation."""
    for frame in reversed(tape.frames):
        if frame.quote is not None:
            return True
        if frame.closer not in LIST_CLOSERS:
            break
    return False


_BRACKETS: Final[Mapping[str, Callable[[Tape, int], None]]] = {
    "(": _open_parenthesis,
    "[": _open_square,
    "{": _open_brace,
    ")": _close_parenthesis,
    "]": _close_square,
    "}": _close_brace,
}
