"""Read what stands between quotes: plain text, text with ``{{ }}``, and text blocks."""

import re
from typing import Final

from dsl.reading.keywords import before_text
from dsl.reading.tape import Quote, Tape
from dsl.reading.texts import bad_escapes, decode

_LINE_PIECE: Final = re.compile(r'(?:[^"\\{\n]|\\(?:\{[{%]|[^\n])|\{(?![{%]))*+')
_BLOCK_PIECE: Final = re.compile(r"(?:[^\\{]|\\(?:\{[{%]|.|\Z)|\{(?![{%]))*+", re.DOTALL)
_BLOCK_END: Final = re.compile(r'(?:[^"\\]|\\.|"(?!""))*+"""', re.DOTALL)
_STATEMENT: Final = re.compile(r"\{%[^\n]*?%\}|\{%")


def read_quote(tape: Tape, _end: int) -> None:
    """Read text that starts at the tape's place, up to its end or its first ``{{``."""
    text, start = tape.source.text, tape.pos
    before_text(tape)
    if not text.startswith('"""', start):
        _read_piece(tape, Quote(start), start + 1, "TEXT_OPEN")
    elif end := _BLOCK_END.match(text, start + 3):
        tape.block_end = end.end() - 3
        _read_piece(tape, Quote(start, tape.block_end), start + 3, "TEXT_OPEN")
    else:
        tape.report("unclosed-block", start, start + 3)
        tape.emit("BLOCK", len(text), text[start + 3 :])


def resume_quote(tape: Tape, width: int = 2) -> None:
    """Go on with text behind the ``}}`` at the tape's place, which is `width` characters wide."""
    quote = tape.frames.pop().quote
    if quote is not None:
        _read_piece(tape, quote, tape.pos + width, "TEXT_NEXT")


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
    end = _end_of_piece(tape, quote, inner)
    raw = text[inner:end]
    for bad in bad_escapes(raw):
        start = inner + bad.offset
        tape.report("unknown-escape", start, start + len(bad.text), found=bad.text)
    value = decode(raw) if quote.limit is None else raw
    if text.startswith("{{", end) and end != quote.limit:
        frame = tape.open(opening, end + 2)
        frame.opener.value, frame.quote = value, quote
    elif quote.limit is not None:
        tape.block_end = -1
        tape.emit("BLOCK" if opening == "TEXT_OPEN" else "TEXT_CLOSE", end + 3, value)
    else:
        closed = text.startswith('"', end)
        if not closed and not tape.line_is_open:
            tape.report("unclosed-text", quote.start, quote.start + 1)
        tape.emit("STRING" if opening == "TEXT_OPEN" else "TEXT_CLOSE", end + closed, value)


def _end_of_piece(tape: Tape, quote: Quote, inner: int) -> int:
    text = tape.source.text
    pattern = _LINE_PIECE if quote.limit is None else _BLOCK_PIECE
    limit = len(text) if quote.limit is None else quote.limit
    end = inner
    while True:
        piece = pattern.match(text, end, limit)
        end = piece.end() if piece else end
        statement = _STATEMENT.match(text, end, limit)
        if statement is None:
            return end
        tape.report("template-statement", end, statement.end())
        end = statement.end()
