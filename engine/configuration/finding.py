"""Collects what is to say about a service file."""

from collections.abc import Iterable
from typing import Final

from dsl.diagnostics import Diagnostic, Severity
from dsl.source import Source, Span
from engine.configuration.legible import legible
from engine.configuration.suggestion import did_you_mean
from engine.model.service import Compatibility

MAX_FINDINGS: Final = 200
"""Remarks and errors of one file that are kept, each: more help nobody."""


class Findings:
    """The findings about one file, up to a number of them.

    A mistake of a modern service is an error. The same in a strict one is a warning: the reference
    stores such a service and says so when it runs, and the files of others have to load.
    """

    def __init__(self, source: Source, compatibility: Compatibility) -> None:
        self.source = source
        self.compatibility = compatibility
        self._compared = 0
        self._errors: list[Diagnostic] = []
        self._remarks: list[Diagnostic] = []

    def mistake(
        self, code: str, message: str, span: Span, *, label: str, helps: Iterable[str] = ()
    ) -> None:
        """Add what keeps a service, or a part of it, from working."""
        is_modern = self.compatibility is Compatibility.MODERN
        severity = Severity.ERROR if is_modern else Severity.WARNING
        self._add(code, message, span, label, helps, severity)

    def warning(
        self, code: str, message: str, span: Span, *, label: str, helps: Iterable[str] = ()
    ) -> None:
        """Add what is probably not meant so."""
        self._add(code, message, span, label, helps, Severity.WARNING)

    def hint(
        self, code: str, message: str, span: Span, *, label: str, helps: Iterable[str] = ()
    ) -> None:
        """Add what is worth knowing."""
        self._add(code, message, span, label, helps, Severity.HINT)

    def add(self, diagnostic: Diagnostic) -> None:
        """Add a finding of its own making."""
        is_error = diagnostic.severity is Severity.ERROR
        kept = self._errors if is_error else self._remarks
        if len(kept) < MAX_FINDINGS:
            kept.append(diagnostic)

    def nearest(self, name: str, known: Iterable[str], otherwise: str) -> tuple[str, ...]:
        """Return the help for an unknown name: the close one, else `otherwise`.

        Past the number of findings that are kept, nobody looks for one: comparing takes time.
        """
        self._compared += 1
        guess = did_you_mean(name, known) if self._compared <= MAX_FINDINGS else None
        return (f"did you mean `{guess}`?",) if guess else (otherwise,)

    def in_order(self) -> tuple[Diagnostic, ...]:
        """Return everything in file order."""
        return tuple(sorted((*self._errors, *self._remarks), key=lambda finding: finding.span))

    def _add(
        self,
        code: str,
        message: str,
        span: Span,
        label: str,
        helps: Iterable[str],
        severity: Severity,
    ) -> None:
        self.add(
            Diagnostic(
                code,
                legible(message),
                self.source,
                span,
                label=legible(label),
                helps=tuple(map(legible, helps)),
                severity=severity,
            )
        )


def listed(words: Iterable[str]) -> str:
    """Return words as a message lists them: ``a, b, c``, each in backticks."""
    return ", ".join(f"`{word}`" for word in words)
