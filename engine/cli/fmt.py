"""`crosstie fmt`: the one style of Tie."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Annotated, Final

import typer

import dsl
from engine.cli._context import guarded, read_file, read_input
from engine.cli._embedded import format_embedded
from engine.cli._output import draw_all, fail, say, write
from engine.mappings.tie import MAPPING

_SERVICE: Final = (".yml", ".yaml")


@dataclass(frozen=True, slots=True)
class _Wanted:
    check: bool
    diff: bool


def declare(root: typer.Typer) -> None:
    """Add the command to the root."""

    @root.command("fmt")
    def fmt(
        files: Annotated[
            list[str],
            typer.Argument(
                help=".tie files, service .yml files, folders of them, or - for standard input",
                metavar="FILES...",
            ),
        ],
        check: Annotated[
            bool, typer.Option("--check", help="Write nothing; name the files that would change.")
        ] = False,
        diff: Annotated[
            bool, typer.Option("--diff", help="Write nothing; show what would change.")
        ] = False,
    ) -> None:
        """Write mappings in the one style; what they mean and say in comments stays."""
        guarded(lambda: _run(files, _Wanted(check, diff)))


def _run(files: list[str], wanted: _Wanted) -> None:
    changed = unchanged = failed = 0
    for file in _files(files):
        text = read_input() if file == "-" else read_file(Path(file))
        try:
            formatted = _formatted(text, file)
        except dsl.CompileError as error:
            draw_all(error.diagnostics)
            failed += 1
            continue
        _hand_out(file, text, formatted, wanted)
        changed, unchanged = changed + (text != formatted), unchanged + (text == formatted)
    if files != ["-"]:
        verb = "would change" if wanted.check or wanted.diff else "changed"
        say(f"{changed} {verb}, {unchanged} unchanged" + (f", {failed} failed" if failed else ""))
    if failed or (wanted.check and changed):
        raise SystemExit(1)


def _files(names: list[str]) -> Iterator[str]:
    for name in names:
        if name != "-" and Path(name).is_dir():
            found = sorted(Path(name).rglob("*"))
            yield from (str(path) for path in found if path.suffix in (".tie", *_SERVICE))
        elif name == "-" or Path(name).suffix in (".tie", *_SERVICE):
            yield name
        else:
            fail(f"`{name}` is neither a mapping (.tie) nor a service file (.yml, .yaml)", code=2)


def _formatted(text: str, name: str) -> str:
    if name == "-":
        return dsl.format_text(text, "standard input")
    if name.endswith(".tie"):
        return dsl.format_text(text, name)
    # A folder may hold YAML of any kind: what names no mapping of Tie is none of our business.
    return format_embedded(text, name) if MAPPING.name in text else text


def _hand_out(name: str, text: str, formatted: str, wanted: _Wanted) -> None:
    if wanted.diff:
        lines = (text.splitlines(keepends=True), formatted.splitlines(keepends=True))
        sys.stdout.writelines(_complete(unified_diff(*lines, name, name)))
    elif name == "-" and not wanted.check:
        sys.stdout.write(formatted)
    if text == formatted or wanted.diff:
        return
    if wanted.check:
        write(name)
    elif name != "-":
        Path(name).write_text(formatted, encoding="utf-8")


def _complete(lines: Iterator[str]) -> Iterator[str]:
    """Yield the lines of a difference, each with its line end."""
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
