"""Tie, the mapping language: text in, a pure program out.

    program = dsl.compile(text, name="issue_to_ticket.tie")
    ticket = program.run(issue)

`compile` raises `CompileError` with all findings; a run that fails raises `MappingFault` with all
field errors. See `dsl.program.Program`.
"""

from dsl.caching import Cache, FolderCache
from dsl.compilation import compile_mapping as compile  # noqa: A004 - the name people expect
from dsl.diagnostics import CompileError, Diagnostic, Severity, draw
from dsl.faults import FieldError, MappingFault
from dsl.formatter import format_text
from dsl.program import SKIPPED, Program, RunContext
from dsl.running.runs import Limits
from dsl.source import Source, Span
from dsl.values import MISSING, DataError, Value

__all__ = [
    "MISSING",
    "SKIPPED",
    "Cache",
    "CompileError",
    "DataError",
    "Diagnostic",
    "FieldError",
    "FolderCache",
    "Limits",
    "MappingFault",
    "Program",
    "RunContext",
    "Severity",
    "Source",
    "Span",
    "Value",
    "compile",
    "draw",
    "format_text",
]
