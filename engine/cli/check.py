"""`crosstie check`: diagnostics of mappings and service files."""

from pathlib import Path
from typing import Annotated

import typer

import dsl
from dsl.source import Source
from engine.cli._context import guarded, read_file
from engine.cli._output import draw_all, fail, say
from engine.compiler import check_service
from engine.mapping_files import loader_for
from engine.ticket_backends.backend_file import FILE_NAME, read_backends


def declare(root: typer.Typer) -> None:
    """Add the command to the root."""

    @root.command("check")
    def check(
        files: Annotated[
            list[Path], typer.Argument(help=".tie files, service .yml files, backends.yml")
        ],
    ) -> None:
        """Check mappings, service files and backends: every finding, where it is and what to do."""
        guarded(lambda: check_files(files))


def check_files(files: list[Path]) -> None:
    """Draw the findings of each file; ends the command with 1 when one is an error."""
    failed = 0
    for file in files:
        findings = findings_of(file)
        draw_all(findings)
        errors = sum(f.severity is dsl.Severity.ERROR for f in findings)
        failed += errors > 0
        remarks = len(findings) - errors
        say(f"{file}: {_count(errors, 'error')}, {_count(remarks, 'remark')}")
    if failed:
        raise SystemExit(1)


def findings_of(file: Path) -> tuple[dsl.Diagnostic, ...]:
    """Return everything there is to say about a mapping or a service file."""
    text = read_file(file)
    if file.name == FILE_NAME:
        try:
            read_backends(Source(str(file), text), loader_for(file.parent))
        except dsl.CompileError as error:
            return error.diagnostics
        return ()
    if file.suffix == ".tie":
        try:
            program = dsl.compile(text, name=str(file), load=loader_for(file.parent))
        except dsl.CompileError as error:
            return error.diagnostics
        return tuple(program.warnings)
    if file.suffix not in (".yml", ".yaml"):
        fail(f"`{file}` is neither a mapping (.tie) nor a service file (.yml, .yaml)", code=2)
    return check_service(text, name=str(file), load=loader_for(file.parent))


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
