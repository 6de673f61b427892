"""A finding about an author's file, and how it is drawn for a terminal."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from dsl.source import Source, Span


class Severity(Enum):
    """How much a finding matters: an error stops compilation, the others never do."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding, pointing at the author's own file.

    `code` is stable and kebab-case. `label` says what is wrong at `span`; `notes` are further
    facts, `helps` are things to type.
    """

    code: str
    message: str
    source: Source
    span: Span
    label: str = ""
    notes: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    severity: Severity = Severity.ERROR

    def moved(self, source: Source, to_outer: Callable[[int], int]) -> "Diagnostic":
        """Return the same finding in the file that holds this text.

        `to_outer` gives the offset in `source` for an offset in the embedded text.
        """
        start = to_outer(self.span.start)
        end = max(start, to_outer(self.span.end))
        return replace(self, source=source, span=Span(start, end))


@dataclass(eq=False)
class CompileError(Exception):
    """A text that does not compile. `diagnostics` holds every finding, in file order."""

    diagnostics: tuple[Diagnostic, ...]

    def __str__(self) -> str:
        return "\n".join(draw(diagnostic) for diagnostic in self.diagnostics)


def draw(diagnostic: Diagnostic) -> str:
    """Return the finding as text: message, place, the line with carets, notes and help.

    The text ends with a line feed. Tabs are shown as one blank so that carets stay in place.
    """
    source, span = diagnostic.source, diagnostic.span
    place = source.position(span.start)
    shown = source.line(place.line).replace("\t", " ")
    width = max(1, min(span.end, span.start + len(shown) - place.column + 1) - span.start)
    number = str(place.line)
    gutter = " " * len(number)
    caret = " " * (place.column - 1) + "^" * width
    lines = [
        f"{diagnostic.severity.value}[{diagnostic.code}]: {diagnostic.message}",
        f"{gutter}--> {source.name}:{place.line}:{place.column}",
        f"{gutter} |",
        f"{number} | {shown}".rstrip(),
        f"{gutter} | {caret} {diagnostic.label}".rstrip(),
    ]
    remarks = [*diagnostic.notes, *(f"help: {text}" for text in diagnostic.helps)]
    if remarks:
        lines.append(f"{gutter} |")
        lines.extend(f"{gutter} = {remark}" for remark in remarks)
    return "\n".join(lines) + "\n"
