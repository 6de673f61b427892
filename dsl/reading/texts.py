"""Text as it is written: escapes, and the indentation of text blocks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_ESCAPE: Final = re.compile(
    r"\\(?:u\{(?P<braced>[0-9A-Fa-f]{1,6})\}"
    r"|u(?P<high>[dD][89abAB][0-9A-Fa-f]{2})\\u(?P<low>[dD][c-fC-F][0-9A-Fa-f]{2})"
    r"|u(?P<four>[0-9A-Fa-f]{4})"
    r"|(?P<braces>\{\{|\{%)"
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


def dedent(pieces: Sequence[str]) -> list[str]:
    """Return the raw pieces of a text block without its indentation.

    Pieces are what stands before, between and after the block's ``{{ }}``. The line end after the
    opening quotes goes, and so does a last line of blanks with the line end before it. The
    indentation that all other lines share goes too; text on the line of the opening quotes stays
    as it is. A line of blanks only becomes empty.
    """
    lines = [piece.replace("\r\n", "\n").split("\n") for piece in pieces]
    indent = _common_indent(lines)
    dedented = [
        "\n".join(_without_indent(piece, indent, lines, i)) for i, piece in enumerate(lines)
    ]
    if lines[0][0].strip(" \t") == "" and len(lines[0]) > 1:
        dedented[0] = dedented[0].split("\n", 1)[1]
    if len(lines[-1]) > 1 and lines[-1][-1].strip(" \t") == "":
        dedented[-1] = dedented[-1].rsplit("\n", 1)[0] if "\n" in dedented[-1] else ""
    return dedented


def _common_indent(lines: Sequence[Sequence[str]]) -> str:
    indents = [
        line[: _indent_length(line)]
        for piece_number, piece in enumerate(lines)
        for line_number, line in enumerate(piece[1:], 1)
        # A line that goes on with `{{` is not blank, whatever this piece of it holds.
        if line.strip(" \t") or (line_number == len(piece) - 1 and piece_number < len(lines) - 1)
    ]
    if not indents:
        return ""
    low, high = min(indents), max(indents)
    shared = 0
    while shared < len(low) and low[shared] == high[shared]:
        shared += 1
    return low[:shared]


def _without_indent(
    piece: Sequence[str], indent: str, lines: Sequence[Sequence[str]], number: int
) -> Iterator[str]:
    yield piece[0]
    for line_number, line in enumerate(piece[1:], 1):
        goes_on = line_number == len(piece) - 1 and number < len(lines) - 1
        yield line[len(indent) :] if goes_on or line.strip(" \t") else ""


def _indent_length(line: str) -> int:
    found = _INDENT.match(line)
    return found.end() if found else 0
