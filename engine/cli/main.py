"""The command `crosstie`: global options, and every command of this folder."""

import importlib
import pkgutil
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

import engine.cli
from engine.cli._context import Globals
from engine.cli._output import Format

app = typer.Typer(
    name="crosstie",
    help="Web services for ticket systems: YAML pipelines and the mapping language Tie.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"crosstie {version('crosstie')}\n")
        raise typer.Exit


@app.callback()
def _options(
    context: typer.Context,
    data: Annotated[
        Path, typer.Option("--data", envvar="CROSSTIE_DATA", help="The data folder.")
    ] = Path("crosstie-data"),
    store: Annotated[
        str,
        typer.Option(
            "--store", envvar="CROSSTIE_STORE", help="The store; SQLite in the data folder."
        ),
    ] = "",
    form: Annotated[
        Format, typer.Option("--format", help="How results are printed.")
    ] = Format.TABLE,
    _version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_print_version, help="Show the version."),
    ] = False,
) -> None:
    context.obj = Globals(data=data, store=store, form=form)


def build() -> typer.Typer:
    """Return the root command with every command of this folder."""
    if not app.registered_commands:
        for info in sorted(pkgutil.iter_modules(engine.cli.__path__), key=lambda info: info.name):
            if info.name != "main" and not info.name.startswith("_"):
                importlib.import_module(f"engine.cli.{info.name}").declare(app)
    return app


def main() -> None:
    """Run the command line. Exit codes: 0 done, 1 the check or call failed, 2 wrong usage."""
    build()()
