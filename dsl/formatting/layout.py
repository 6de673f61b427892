"""Layouts: texts with places where a line may end, and what must not be lost between them.

The scheme is Wadler's (A prettier printer, 2003): a group stands on one line when it fits, else all
its line ends are taken. Each layout knows when it is made whether it can stand on one line at all,
so that nobody has to walk a deep one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on a line of its own, from its `#` on."""

    text: str
    blank: bool
    """An empty line stands before it."""


@dataclass(frozen=True, slots=True)
class _Measured:
    """What is known of a layout when it is made."""

    breaks: bool
    """It cannot stand on one line."""
    is_open: bool
    """It ends with a comment, so that nothing may follow on the line."""


@dataclass(frozen=True, slots=True)
class Leaf(_Measured):
    """Text, and the comment behind it on its line."""

    text: str
    comment: str | None


@dataclass(frozen=True, slots=True)
class Remarks(_Measured):
    """Comments on lines of their own, before what follows."""

    comments: tuple[Comment, ...]
    blank: bool
    """An empty line stands between the last one and what follows."""


@dataclass(frozen=True, slots=True)
class Line(_Measured):
    """A place where a line may end; `flat` stands there when it does not."""

    flat: str
    blank: bool
    """An empty line follows where the line ends."""


@dataclass(frozen=True, slots=True)
class Row(_Measured):
    """One after the other."""

    parts: tuple["Layout", ...]


@dataclass(frozen=True, slots=True)
class Indented(_Measured):
    """Lines that begin inside stand further in."""

    inner: "Layout"


@dataclass(frozen=True, slots=True)
class Grouped(_Measured):
    """On one line if it fits, else with every line end of its own."""

    inner: "Layout"


@dataclass(frozen=True, slots=True)
class Either(_Measured):
    """One text where the lines of the group end, another where they do not."""

    broken: str
    flat: str


@dataclass(frozen=True, slots=True)
class Hugged(_Measured):
    """What follows a bracket goes on behind it when the bracket takes several lines itself."""

    head: "Layout"
    tail: "Layout"


@dataclass(frozen=True, slots=True)
class Break(_Measured):
    """Nothing, but the group around it takes its line ends."""


Layout = Leaf | Remarks | Line | Row | Indented | Grouped | Either | Hugged | Break
"""Anything that can be laid out."""

EMPTY: Final = Row(breaks=False, is_open=False, parts=())
BLANK: Final = Leaf(breaks=False, is_open=False, text=" ", comment=None)
COMMA: Final = Leaf(breaks=False, is_open=False, text=",", comment=None)
SPACE_OR_LINE: Final = Line(breaks=False, is_open=False, flat=" ", blank=False)
LINE: Final = Line(breaks=False, is_open=False, flat="", blank=False)
MUST_BREAK: Final = Break(breaks=True, is_open=False)
LIST_COMMA: Final = Either(breaks=False, is_open=False, broken="", flat=",")


def leaf(text: str, comment: str | None = None) -> Leaf:
    """Return a text and the comment behind it."""
    return Leaf(breaks=False, is_open=comment is not None, text=text, comment=comment)


def either(broken: str, flat: str) -> Either:
    """Return a text for the broken and one for the flat layout."""
    return Either(breaks=False, is_open=False, broken=broken, flat=flat)


def line(flat: str = " ", *, blank: bool = False) -> Line:
    """Return a place where a line may end."""
    return Line(breaks=False, is_open=False, flat=flat, blank=blank)


def remarks(comments: Sequence[Comment], *, blank: bool) -> Layout:
    """Return comments on lines of their own, or nothing if there are none."""
    if not comments:
        return EMPTY
    return Remarks(breaks=True, is_open=False, comments=tuple(comments), blank=blank)


def row(*parts: Layout) -> Layout:
    """Return parts one after the other."""
    return rows(parts)


def rows(parts: Iterable[Layout]) -> Layout:
    """Return parts one after the other."""
    kept = tuple(part for part in parts if part is not EMPTY)
    if len(kept) == 1:
        return kept[0]
    breaks = is_open = False
    for part in kept:
        if part is COMMA or part is BLANK or isinstance(part, Either | Break):
            breaks |= part.breaks  # these may stand before the comment that ends the line
            continue
        breaks |= is_open or part.breaks
        is_open = part.is_open
    return Row(breaks, is_open, kept) if kept else EMPTY


def indented(inner: Layout) -> Layout:
    """Return the same with lines that begin inside further in."""
    return Indented(inner.breaks, inner.is_open, inner)


def grouped(inner: Layout) -> Layout:
    """Return the same, on one line if it fits."""
    return Grouped(inner.breaks, inner.is_open, inner)


def hugged(head: Layout, tail: Layout) -> Layout:
    """Return a bracket and what follows it."""
    return Hugged(
        head.breaks or tail.breaks or (head.is_open and tail is not EMPTY),
        tail.is_open or (head.is_open and tail is EMPTY),
        head,
        tail,
    )
