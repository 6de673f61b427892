"""`crosstie backup`: the whole store in one file."""

from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from engine.archive.writing import Stamp, write_archive
from engine.cli._context import guarded, settings
from engine.cli._output import say
from engine.cli._progress import bars
from engine.machine import SystemClock


def declare(root: typer.Typer) -> None:
    """Add the command to the root."""

    @root.command("backup")
    def backup(
        context: typer.Context,
        file: Annotated[Path, typer.Argument(show_default=False)],
        force: Annotated[
            bool, typer.Option("--force", help="Overwrite a file that is there.")
        ] = False,
    ) -> None:
        """Write the whole store to a file, while servers go on serving.

        The file holds everything of the store as it is at one moment: tickets, files, people with
        the hashes of their passwords, sessions, keys, services with their history; and the
        mapping files of the data folder. Keep it as you keep the store: it is made readable for
        you alone. Traces, log-ins to the console and compiled mappings are left out. SQLite and
        PostgreSQL write the same file, and `crosstie restore` fills either from it.

        Secrets of services are in the file as they are stored, sealed. What opens them is not: the
        data folder's secret.key, or CROSSTIE_SECRET_KEY. Keep a copy of it somewhere else.
        """
        options = settings(context)
        folder, where = options.places
        stamp = Stamp(SystemClock().now(), version("crosstie"))
        with bars() as progress:
            manifest = guarded(
                lambda: write_archive(
                    where,
                    folder / "mappings",
                    file,
                    stamp=stamp,
                    may_overwrite=force,
                    progress=progress,
                )
            )
        rows = sum(table.rows for table in manifest.tables)
        tables, files = len(manifest.tables), len(manifest.mappings)
        say(f"wrote `{file}`: {rows} rows of {tables} tables, {files} mapping files")
