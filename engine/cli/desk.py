"""`crosstie desk`: declare the ticket desk in one file."""

from pathlib import Path
from typing import Annotated

import typer

from engine.app import App
from engine.cli._context import read_file, with_app
from engine.cli._output import say

desk = typer.Typer(help="The ticket desk: people, queues, fields.", no_args_is_help=True)


def declare(root: typer.Typer) -> None:
    """Add the command to the root."""
    root.add_typer(desk, name="desk")


@desk.command()
def apply(
    context: typer.Context, file: Annotated[Path, typer.Argument(show_default=False)]
) -> None:
    """Make sure that everything the file names exists as it says; nothing else is touched."""
    text = read_file(file)

    async def run(app: App) -> None:
        changes = await app.apply_desk(text, name=str(file))
        for change in changes:
            say(change)
        say(f"{len(changes)} changed" if changes else "nothing to change")

    with_app(context, run)
