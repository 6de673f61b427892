"""`crosstie restore`: a store from one file."""

from pathlib import Path
from typing import Annotated

import typer

from engine.archive.archive_file import ArchiveFile
from engine.archive.progress import Progress
from engine.archive.restoring import Restored, restore_archive
from engine.cli._context import guarded, settings
from engine.cli._output import say
from engine.cli._progress import bars


def declare(root: typer.Typer) -> None:
    """Add the command to the root."""

    @root.command("restore")
    def restore(
        context: typer.Context,
        file: Annotated[Path, typer.Argument(show_default=False)],
        replace: Annotated[
            bool,
            typer.Option("--replace", help="Empty the store first, and the mapping files with it."),
        ] = False,
    ) -> None:
        """Fill a new store from a file of `crosstie backup`, all of it or nothing.

        The file may come from SQLite or PostgreSQL and from an older version: its rows are brought
        up to date. It is checked to the last byte before anything is written. Servers that run on
        the store answer from what was restored a second later, without a restart; on SQLite,
        requests that write are turned away while it is being written, on PostgreSQL they wait.
        People log in to the console anew. Mapping files go to the data folder of this machine.

        Secrets need the key that sealed them: secret.key of the data folder they come from, copied
        into this one, or CROSSTIE_SECRET_KEY.
        """
        folder, where = settings(context).places

        def run(progress: Progress) -> Restored:
            with ArchiveFile.open(file) as archive:
                return restore_archive(archive, where, folder, replace=replace, progress=progress)

        with bars() as progress:
            restored = guarded(lambda: run(progress))
        made_at = restored.manifest.made_at
        rows = sum(table.rows for table in restored.manifest.tables)
        say(f"restored {rows} rows, as they were at {made_at}")
        for migration in restored.applied:
            say(f"applied {migration}")
