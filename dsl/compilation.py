"""Text to program: parse, link, check, build."""

from dsl.checker import check
from dsl.diagnostics import CompileError, Diagnostic, Severity
from dsl.generating.evaluation import fast_evaluation
from dsl.linking import Load, link
from dsl.messages import diagnostic
from dsl.program import Program
from dsl.running.runs import Limits
from dsl.source import Source, Span


def compile_mapping(
    text: str, name: str = "mapping.tie", load: Load | None = None, *, limits: Limits | None = None
) -> Program:
    """Return the program of a mapping's text.

    `name` is shown in diagnostics. `load` gives the bytes of files that the text names: other
    mappings after `use`, tables, schemas. Raises `CompileError` with every finding, in file order.
    """
    source = Source(name, text)
    try:
        unit, findings = link(source, load)
        if unit is not None:
            findings += check(unit)
        if unit is None or any(finding.severity is Severity.ERROR for finding in findings):
            raise CompileError(_ordered(findings))
        evaluation = fast_evaluation(unit, limits or Limits())
    except RecursionError:
        raise CompileError((diagnostic("too-deep", source, Span(0, 1)),)) from None
    return Program(source, unit.mapping, _ordered(findings), evaluation)


def _ordered(findings: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Return findings in file order, each once: a file may be reached in several ways."""
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=lambda finding: (finding.source.name, finding.span)))
