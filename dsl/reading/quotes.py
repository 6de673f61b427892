"""Read what stands between quotes: plain text, text with ``{{ }}``, blocks with statements."""

import re
from typing import Final

from dsl.reading.blocks import COMMENT, RAW, plain_parts
from dsl.reading.keywords import before_text
from dsl.reading.statements import begin_statement, end_block
from dsl.reading.tape import Quote, Tape
from dsl.reading.texts import bad_escapes, decode
from dsl.reading.tokens import STATEMENTS

_LINE_PIECE: Final = re.compile(r'(?:[^"\\{\n]|\\(?:\{[{%]|[^\n])|\{(?![{%]))*+')
_BLOCK_PIECE: Final = re.compile(r"(?:[^\\{]|\\(?:\{[{%#]|.|\Z)|\{(?![{%#]))*+", re.DOTALL)
_BLOCK_END: Final = re.compile(r'(?:[^"\\]|\\.|"(?!""))*+"""', re.DOTALL)
_STATEMENT: Final = re.compile(r"\{%[^\n]*?%\}|\{%")
_PIECE_END: Final = re.compile(r"[-+]?%\}|-\}\}")
_RAW_OPENING: Final = re.compile(r"\{%[-+]?\s*raw\s*[-+]?%\}")


def read_quote(tape: Tape, _end: int) -> None:
    """Read text that starts at the tape's place, up to its end or its first ``{{``."""
    text, start = tape.source.text, tape.pos
    before_text(tape)
    if not text.startswith('"""', start):
        _read_piece(tape, Quote(start), start + 1, "OPEN")
    elif end := _BLOCK_END.match(text, start + 3):
        tape.block_end = end.end() - 3
        _read_piece(tape, Quote(start, tape.block_end), start + 3, "OPEN")
    else:
        tape.report("unclosed-block", start, start + 3)
        tape.emit("BLOCK", len(text), text[start + 3 :])


def resume_quote(tape: Tape, width: int = 2) -> None:
    """Go on with text behind the ``}}`` or ``%}`` at the tape's place, `width` characters wide."""
    quote = tape.frames.pop().quote
    if quote is not None:
        _read_piece(tape, quote, tape.pos + width, "NEXT")


def read_piece_end(tape: Tape) -> bool:
    """Go on with text behind ``%}``, ``-%}`` or ``-}}``, if one stands at the tape's place."""
    found = _PIECE_END.match(tape.source.text, tape.pos)
    quoting = [frame for frame in tape.frames if frame.quote is not None]
    if found is None or not quoting or quoting[-1].quote is None:
        return False
    is_statement = quoting[-1].opener.type in STATEMENTS
    wanted = "%}" if is_statement else "}}"
    if quoting[-1].quote.limit is None and found[0] != "%}":
        return False
    while tape.frame.quote is None:
        tape.drop_frame(f"`{found[0]}` came first")
    if not found[0].endswith(wanted):
        tape.report("wrong-piece-end", tape.pos, found.end(), found=found[0][-2:], wanted=wanted)
    resume_quote(tape, len(found[0]))
    return True


def leave_block(tape: Tape) -> None:
    """Close what is open in a text block whose closing quotes the tape has reached."""
    quotes = [frame.quote for frame in tape.frames]
    depth = max(
        i for i, quote in enumerate(quotes) if quote is not None and quote.limit is not None
    )
    _leave(tape, depth)
    tape.pos = max(tape.pos, tape.block_end + 3)
    tape.block_end = -1


def leave_line(tape: Tape) -> None:
    """Close every ``{{`` that has to end on its line; the tape has reached the end of the line."""
    quotes = [frame.quote for frame in tape.frames]
    _leave(tape, next(i for i, quote in enumerate(quotes) if quote and quote.limit is None))


def _leave(tape: Tape, depth: int) -> None:
    tape.drop_frames_silently(depth + 1)
    tape.drop_frame("")


def _read_piece(tape: Tape, quote: Quote, inner: int, opening: str) -> None:
    text = tape.source.text
    limit = len(text) if quote.limit is None else quote.limit
    end = _end_of_piece(tape, quote, inner, limit)
    raw = text[inner:end]
    for offset, part in plain_parts(raw) if quote.limit is not None else [(0, raw)]:
        for bad in bad_escapes(part):
            start = inner + offset + bad.offset
            tape.report("unknown-escape", start, start + len(bad.text), found=bad.text)
    value = decode(raw) if quote.limit is None else raw
    if text.startswith(("{{", "{%"), end) and end + 2 <= limit:
        kind = "STATEMENT" if text[end + 1] == "%" else "TEXT"
        width = 2 if quote.limit is None else 2 + _mark_width(tape, end)
        frame = tape.open(f"{kind}_{opening}", end + width)
        frame.opener.value, frame.quote = value, quote
    elif quote.limit is not None:
        end_block(tape, quote)
        tape.block_end = -1
        tape.emit("BLOCK" if opening == "OPEN" else "TEXT_CLOSE", end + 3, value)
    else:
        closed = text.startswith('"', end)
        if not closed and not tape.line_is_open:
            tape.report("unclosed-text", quote.start, quote.start + 1)
        tape.emit("STRING" if opening == "OPEN" else "TEXT_CLOSE", end + closed, value)


def _mark_width(tape: Tape, start: int) -> int:
    """Return 1 if a mark that cuts blanks stands behind the opening sign, as in ``{%-``."""
    text = tape.source.text
    if text.startswith("{%", start):
        return int(text.startswith(("-", "+"), start + 2))
    if not text.startswith("-", start + 2):
        return 0
    if text[start + 3 : start + 4].isspace():
        return 1
    tape.report("sign-or-mark", start, start + 3)
    return 0


def _end_of_piece(tape: Tape, quote: Quote, inner: int, limit: int) -> int:
    """Return where plain text ends; statements that are left out belong to it."""
    text = tape.source.text
    pattern = _LINE_PIECE if quote.limit is None else _BLOCK_PIECE
    end = inner
    while True:
        piece = pattern.match(text, end, limit)
        end = piece.end() if piece else end
        sign = text[end : min(end + 2, limit)]
        if sign not in {"{%", "{#"}:
            return end
        behind = _skip(tape, quote, end, limit)
        if behind is None:
            return end
        end = behind


def _skip(tape: Tape, quote: Quote, start: int, limit: int) -> int | None:
    """Return the end of what stands at `start` and makes no token, None for a statement."""
    text = tape.source.text
    if quote.limit is None:
        statement = _STATEMENT.match(text, start, limit)
        end = statement.end() if statement else start + 2
        tape.report("template-statement", start, end)
        return end
    is_comment = text.startswith("{#", start)
    if (special := (COMMENT if is_comment else RAW).match(text, start, limit)) is not None:
        return special.end()
    if is_comment:
        tape.report("unclosed-comment", start, start + 2)
        return limit
    if (opening := _RAW_OPENING.match(text, start, limit)) is not None:
        tape.report("open-statement", start, opening.end(), found="raw")
        return limit
    return begin_statement(tape, quote, start, limit)
