"""The layout of a text block: comments, `{% raw %}`, indentation, and the blanks that marks cut."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from dsl.reading.texts import decode, dedent, ends_with_statements
from dsl.reading.tokens import STATEMENTS, Token

_COMMENT: Final = r"\{#(?P<comment>[-+]?).*?(?P<comment_end>[-+]?)#\}"
_RAW: Final = (
    r"\{%(?P<raw>[-+]?)\s*raw\s*(?P<raw_end>[-+]?)%\}(?P<text>.*?)"
    r"\{%(?P<endraw>[-+]?)\s*endraw\s*(?P<endraw_end>[-+]?)%\}"
)
COMMENT: Final = re.compile(_COMMENT, re.DOTALL)
RAW: Final = re.compile(_RAW, re.DOTALL)
_SPECIAL: Final = re.compile(rf"\\.|{_COMMENT}|{_RAW}", re.DOTALL)
_BLANKS: Final = " \t\r\n"


@dataclass(slots=True)
class _Segment:
    """A run of plain text; the other fields tell what stands before it."""

    raw: str
    left: str = ""
    """The mark at the start of what stands before it, `-` in ``{%-``."""
    right: str = ""
    """The mark at the end of what stands before it, `-` in ``-%}``."""
    begins_piece: bool = False
    """An expression or a statement stands before it, not a comment or a sign of `raw`."""
    after_expression: bool = False
    is_verbatim: bool = False
    """It stands between `{% raw %}` and `{% endraw %}`."""


def plain_parts(raw: str) -> Iterator[tuple[int, str]]:
    """Yield the parts of a piece of a block whose escapes are read, each with its offset."""
    offset = 0
    for hit in _specials(raw):
        yield offset, raw[offset : hit.start()]
        offset = hit.end()
    yield offset, raw[offset:]


def lay_out(tokens: Sequence[Token]) -> tuple[list[str], bool]:
    """Return the text of each piece of a block, and whether the last line end made by it goes.

    The indentation is gone, and so are comments, lines that hold nothing but statements and
    comments, and what a mark such as the one of ``{%-`` cuts. Where the last line holds statements
    only, there is no line end after it that could go: then it is the last one of the text made.
    """
    segments = [segment for place in range(len(tokens)) for segment in _segments(tokens, place)]
    statements = {
        place
        for place, after in enumerate(segments[1:])
        if not (after.after_expression or after.left or after.right)
    }
    raws = [segment.raw for segment in segments]
    cuts_line_end = ends_with_statements(raws, statements)
    for segment, raw in zip(segments, dedent(raws, statements), strict=True):
        segment.raw = raw
    for before, after in pairwise(segments):
        if after.left == "-":
            before.raw = before.raw.rstrip(_BLANKS)
        if after.right == "-":
            after.raw = after.raw.lstrip(_BLANKS)
    if cuts_line_end and not any(token.type in STATEMENTS for token in tokens):
        _cut_line_end(segments)
        cuts_line_end = False
    return _joined(segments), cuts_line_end


def _segments(tokens: Sequence[Token], place: int) -> Iterator[_Segment]:
    token = tokens[place]
    segment = _Segment("", begins_piece=True)
    if place > 0:
        before = tokens[place - 1]
        segment.left, segment.right = _mark(before.text[-1:]), _mark(token.text[:1])
        segment.after_expression = before.type not in STATEMENTS
    offset = 0
    for hit in _specials(token.value):
        segment.raw = token.value[offset : hit.start()]
        yield segment
        offset = hit.end()
        if hit["text"] is None:
            segment = _Segment("", hit["comment"], hit["comment_end"])
        else:
            yield _Segment(hit["text"], hit["raw"], hit["raw_end"], is_verbatim=True)
            segment = _Segment("", hit["endraw"], hit["endraw_end"])
    segment.raw = token.value[offset:]
    yield segment


def _specials(raw: str) -> Iterator[re.Match[str]]:
    """Yield the comments and verbatim parts of a piece."""
    if "{#" not in raw and "{%" not in raw:
        return iter(())
    return (hit for hit in _SPECIAL.finditer(raw) if not hit[0].startswith("\\"))


def _mark(character: str) -> str:
    return character if character in {"-", "+"} else ""


def _cut_line_end(segments: Sequence[_Segment]) -> None:
    for segment in reversed(segments):
        if segment.raw or segment.begins_piece:
            segment.raw = segment.raw.removesuffix("\n")
            return


def _joined(segments: Sequence[_Segment]) -> list[str]:
    """Return the pieces that segments make, their escapes read."""
    pieces: list[str] = []
    for segment in segments:
        text = segment.raw if segment.is_verbatim else decode(segment.raw)
        if segment.begins_piece:
            pieces.append(text)
        else:
            pieces[-1] += text
    return pieces
