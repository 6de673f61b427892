"""Where text stands: a named source and spans inside it."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points, ``text[start:end]``, in one source."""

    start: int
    end: int

    def to(self, other: "Span") -> "Span":
        """Return the smallest span that holds this one and `other`."""
        return Span(min(self.start, other.start), max(self.end, other.end))


@dataclass(frozen=True, slots=True)
class Position:
    """A place as people count it: lines and columns from 1, columns in code points."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Source:
    """A text with the name it is known by to its author.

    ``name`` is shown in diagnostics; it is never opened.
    """

    name: str
    text: str

    @property
    def _line_starts(self) -> tuple[int, ...]:
        return _starts_of(self.text)

    def position(self, offset: int) -> Position:
        """Return the line and column of a code point offset."""
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """Return line `number`, counted from 1, without its line end."""
        start = self._line_starts[number - 1]
        end = self._line_starts[number] if number < len(self._line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    @property
    def line_count(self) -> int:
        """How many lines the text has; an empty text has one."""
        return len(self._line_starts)

    def offset(self, line: int, column: int) -> int:
        """Return the code point offset of a line and column, both counted from 1."""
        return min(self._line_starts[line - 1] + column - 1, len(self.text))


@lru_cache(maxsize=16)  # sources live as long as their services, and are rarely pointed into
def _starts_of(text: str) -> tuple[int, ...]:
    """Return the offset at which each line begins."""
    return (0, *(offset + 1 for offset, character in enumerate(text) if character == "\n"))
