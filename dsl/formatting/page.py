"""Write a layout as text, with lines as wide as asked where that is possible."""

from dataclasses import dataclass, field
from typing import Final, assert_never

from dsl.formatting.layout import (
    Break,
    Either,
    Grouped,
    Hugged,
    Indented,
    Layout,
    Leaf,
    Line,
    Remarks,
    Row,
    grouped,
    indented,
    row,
)

INDENT: Final = 2
_BEFORE_COMMENT: Final = "  "


@dataclass(frozen=True, slots=True)
class _Part:
    """A layout that is still to be written: how far in, and whether on one line."""

    indent: int
    layout: Layout
    is_flat: bool = False


@dataclass(slots=True)
class _Page:
    """The text so far. Blanks and indentation wait until something follows them on the line."""

    pieces: list[str] = field(default_factory=list)
    column: int = 0
    gap: str = ""
    fresh: bool = True
    """The line is empty so far."""
    ended: bool = False
    """A comment was written, so that the line has to end."""
    comment: str | None = None
    """What the line will end with."""

    def write(self, text: str, indent: int) -> None:
        if not text.strip(" "):
            self.gap = "" if self.fresh else self.gap + text
            return
        if self.ended or (self.comment is not None and text != ","):
            self.end_line()
        blanks = " " * indent if self.fresh else self.gap
        self.pieces += (blanks, text)
        before, _, last = text.rpartition("\n")
        self.column = len(last) if before else self.column + len(blanks) + len(text)
        self.gap, self.fresh = "", False

    def end_line(self, *, blank: bool = False) -> None:
        if self.comment is not None:
            self.pieces += (_BEFORE_COMMENT, self.comment)
        self.pieces.append("\n\n" if blank else "\n")
        self.column, self.gap, self.fresh, self.ended, self.comment = 0, "", True, False, None

    def remark(self, remarks: Remarks, indent: int) -> None:
        if not self.fresh:
            self.end_line()
        for place, comment in enumerate(remarks.comments):
            if self.ended:
                self.end_line(blank=comment.blank and place > 0)
            self.write(comment.text, indent)
            self.ended = True
        if remarks.blank:
            self.end_line(blank=True)


def write(layout: Layout, width: int) -> str:
    """Return the text of a layout; it ends without a line end."""
    return _write(_Part(0, layout), width)


def write_flat(layout: Layout) -> str:
    """Return the text of a layout without any line end but those in texts."""
    return _write(_Part(0, layout, is_flat=True), 0)


def _write(whole: _Part, width: int) -> str:
    page, stack = _Page(), [whole]
    while stack:
        part = stack.pop()
        indent, is_flat, layout = part.indent, part.is_flat, part.layout
        match layout:
            case Leaf():
                page.write(layout.text, indent)
                page.comment = layout.comment if layout.comment is not None else page.comment
            case Either():
                page.write(layout.flat if is_flat else layout.broken, indent)
            case Line() if is_flat:
                page.write(layout.flat, indent)
            case Line():
                page.end_line(blank=layout.blank)
            case Remarks():
                page.remark(layout, indent)
            case Break():
                pass
            case Row():
                stack.extend(
                    _Part(indent, each, is_flat=is_flat) for each in reversed(layout.parts)
                )
            case Indented():
                stack.append(_Part(indent + INDENT, layout.inner, is_flat=is_flat))
            case Grouped():
                stack.append(_group(page, stack, part, layout, width))
            case Hugged():
                stack.extend(_hug(page, stack, part, layout, width))
            case _:
                assert_never(layout)
    if page.comment is not None or page.ended:
        page.end_line()
    return "".join(page.pieces).rstrip("\n")


def _group(page: _Page, stack: list[_Part], part: _Part, layout: Grouped, width: int) -> _Part:
    flat = _Part(part.indent, layout.inner, is_flat=True)
    if part.is_flat or (not layout.breaks and _fits(page, [flat], stack, width)):
        return flat
    return _Part(part.indent, layout.inner)


def _hug(page: _Page, stack: list[_Part], part: _Part, hug: Hugged, width: int) -> list[_Part]:
    """Return the parts that a hug comes to, the last one first."""
    head, tail = (
        _Part(part.indent, hug.head, is_flat=True),
        _Part(part.indent, hug.tail, is_flat=True),
    )
    if part.is_flat or (not hug.breaks and _fits(page, [tail, head], stack, width)):
        return [tail, head]
    if hug.head.breaks or not _fits(page, [head], [], width):
        follows = grouped(indented(hug.tail))
        return [_Part(part.indent, follows), _Part(part.indent, hug.head)]
    return [_Part(part.indent, row(hug.head, indented(hug.tail)))]


def _fits(page: _Page, parts: list[_Part], stack: list[_Part], width: int) -> bool:
    """Tell whether parts, the last one first, and what follows on their line fit on the page."""
    start = parts[-1].indent if page.fresh else page.column + len(page.gap)
    room, below = width - start, len(stack)
    todo = list(parts)
    while room >= 0:
        if not todo:
            below -= 1
            if below < 0:
                return True
            todo.append(stack[below])
        part = todo.pop()
        layout = part.layout
        match layout:
            case Leaf():
                first, ended, _ = layout.text.partition("\n")
                room -= len(first)
                if ended or layout.comment is not None:
                    return room >= 0
            case Either():
                room -= len(layout.flat if part.is_flat else layout.broken)
            case Line() if part.is_flat:
                room -= len(layout.flat)
            case Line() | Remarks():
                return True
            case Row():
                todo.extend(_Part(0, each, is_flat=part.is_flat) for each in reversed(layout.parts))
            case Indented() | Grouped():
                todo.append(_Part(0, layout.inner, is_flat=part.is_flat))
            case Hugged():
                todo.append(_Part(0, layout.tail, is_flat=part.is_flat))
                todo.append(_Part(0, layout.head, is_flat=part.is_flat))
    return False
