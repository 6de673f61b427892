"""`crosstie test`: run the examples that mappings carry."""

from pathlib import Path
from typing import Annotated

import typer

import dsl
from dsl.testing import run_examples
from engine.cli._context import guarded, read_file
from engine.cli._output import draw_all, fail, say, write
from engine.compiler import mappings_of
from engine.mapping_files import loader_for


def declare(root: typer.Typer) -> None:
    """Add the command to the root."""

    @root.command("test")
    def test(
        files: Annotated[list[Path], typer.Argument(help=".tie files and service .yml files")],
    ) -> None:
        """Run the examples of mappings, those inside service files too."""
        guarded(lambda: _run(files))


def _run(files: list[Path]) -> None:
    passed = failed = 0
    for file in files:
        for name, program in _programs(file):
            for result in run_examples(program):
                mark = "ok" if result.passed else "not ok"
                write(f"{mark} {name}: {result.title}")
                if not result.passed:
                    draw_all(result.findings)
                passed, failed = passed + result.passed, failed + (not result.passed)
    say(f"{passed} passed, {failed} failed")
    if failed:
        raise SystemExit(1)


def _programs(file: Path) -> list[tuple[str, dsl.Program]]:
    text, load = read_file(file), loader_for(file.parent)
    if file.suffix == ".tie":
        return [(str(file), dsl.compile(text, name=str(file), load=load))]
    if file.suffix not in (".yml", ".yaml"):
        fail(f"`{file}` is neither a mapping (.tie) nor a service file (.yml, .yaml)", code=2)
    return mappings_of(text, name=str(file), load=load)
