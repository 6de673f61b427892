"""Text as it is written: escapes, and the indentation of text blocks."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

_ESCAPE: Final = re.compile(
    r"\\(?:u\{(?P<braced>[0-9A-Fa-f]{1,6})\}"
    r"|u(?P<high>[dD][89abAB][0-9A-Fa-f]{2})\\u(?P<low>[dD][c-fC-F][0-9A-Fa-f]{2})"
    r"|u(?P<four>[0-9A-Fa-f]{4})"
    r"|(?P<braces>\{[{%#])"
    r"|(?P<letter>.)|\Z)",
    re.DOTALL,
)
"""One escape. A pair of surrogates is one character, as JSON writes it (RFC 8259 §7)."""

_LETTERS: Final = {
    "n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", '"': '"', "\\": "\\", "/": "/",
    "{": "{",
}  # fmt: skip

_INDENT: Final = re.compile(r"[ \t]*")


@dataclass(frozen=True, slots=True)
class BadEscape:
    """An escape that means nothing: where it stands in the raw text and how it is written."""

    offset: int
    text: str


def decode(raw: str) -> str:
    """Return what raw text between quotes means; an unknown escape stands for itself."""
    return _ESCAPE.sub(lambda hit: _meaning(hit) or hit[0], raw) if "\\" in raw else raw


def bad_escapes(raw: str) -> Iterator[BadEscape]:
    """Yield the escapes in raw text that `decode` cannot read."""
    for hit in _ESCAPE.finditer(raw) if "\\" in raw else ():
        if _meaning(hit) is None:
            yield BadEscape(hit.start(), hit[0])


def _meaning(hit: re.Match[str]) -> str | None:
    if hit["braces"]:
        return hit["braces"]
    if hit["letter"]:
        return _LETTERS.get(hit["letter"])
    if hit["high"]:
        return chr(0x10000 + ((int(hit["high"], 16) & 0x3FF) << 10) + (int(hit["low"], 16) & 0x3FF))
    code = int(hit["braced"] or hit["four"] or "110000", 16)
    return chr(code) if code < 0xD800 or 0xDFFF < code < 0x110000 else None


def dedent(pieces: Sequence[str], statements: Container[int] = ()) -> list[str]:
    """Return the raw pieces of a text block without its indentation.

    Pieces are what stands before, between and after the block's ``{{ }}`` and statements;
    `statements` are the numbers of the pieces that a statement follows. The line end after the
    opening quotes goes, and so does a last line of blanks with the line end before it. A line that
    holds statements only goes with its line end. The indentation that all other lines share goes
    too; text on the line of the opening quotes stays as it is. A line of blanks only becomes empty.
    """
    lines = _lines(pieces)
    last = len(lines) - 1
    kept = [not _is_alone(line, statements) for line in lines]
    kept[0] = kept[0] and (last == 0 or not _is_blank(lines[0]))
    ends_blank = last > 0 and _is_blank(lines[last])
    counted = (line for line, is_kept in zip(lines[1:], kept[1:], strict=True) if is_kept)
    indent = _common_indent([line[0][1] for line in counted if not _is_blank(line)])
    out: list[list[str]] = [[] for _ in pieces]
    for number, line in enumerate(lines):
        if not kept[number] or (ends_blank and number == last):
            continue
        for place, (piece, text) in enumerate(line):
            cut = len(indent) if number > 0 and place == 0 else 0
            out[piece].append("" if number > 0 and _is_blank(line) else text[cut:])
        if number < last - ends_blank:
            out[line[-1][0]].append("\n")
    return ["".join(texts) for texts in out]


def ends_with_statements(pieces: Sequence[str], statements: Container[int]) -> bool:
    """Tell whether the last line of a block, but for one of blanks, holds statements only."""
    lines = _lines(pieces)
    return _is_alone(lines[-2 if len(lines) > 1 and _is_blank(lines[-1]) else -1], statements)


_Line: TypeAlias = list[tuple[int, str]]
"""What stands on a line before, between and after its interpolations: piece and text of each."""


def _lines(pieces: Sequence[str]) -> list[_Line]:
    lines: list[_Line] = [[]]
    for number, piece in enumerate(pieces):
        first, *others = piece.replace("\r\n", "\n").split("\n")
        lines[-1].append((number, first))
        lines.extend([(number, text)] for text in others)
    return lines


def _is_blank(line: _Line) -> bool:
    # A line that goes on with `{{` is not blank, whatever its first piece is.
    return len(line) == 1 and not line[0][1].strip(" \t")


def _is_alone(line: _Line, statements: Container[int]) -> bool:
    return (
        len(line) > 1
        and all(piece in statements for piece, _ in line[:-1])
        and not any(text.strip(" \t") for _, text in line)
    )


def _common_indent(starts: Sequence[str]) -> str:
    indents = [start[: _indent_length(start)] for start in starts]
    if not indents:
        return ""
    low, high = min(indents), max(indents)
    shared = 0
    while shared < len(low) and low[shared] == high[shared]:
        shared += 1
    return low[:shared]


def _indent_length(line: str) -> int:
    found = _INDENT.match(line)
    return found.end() if found else 0
