"""`crosstie upgrade`: bring the store up to date."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from engine.cli._context import guarded, settings
from engine.cli._output import say, show_rows
from engine.storage.migrations import Migration, known_migrations, migrate, missing_migrations
from engine.storage.whole_store import opened, view_of


def declare(root: typer.Typer) -> None:
    """Add the command to the root."""

    @root.command("upgrade")
    def upgrade(
        context: typer.Context,
        check: Annotated[
            bool,
            typer.Option("--check", help="Only say what is missing; exit code 1 when there is."),
        ] = False,
    ) -> None:
        """Apply the migrations that the store does not have yet, all or none of them.

        A store that is not there yet is made. `crosstie serve` does the same when it starts: this
        is for those who want it done before, and seen.
        """
        options = settings(context)
        folder, where = options.places
        found = guarded(lambda: _missing(where) if check else _applied(folder, where))
        what = "missing" if check else "applied"
        if not found:
            say("the store is up to date")
        else:
            show_rows([{"migration": str(each), "state": what} for each in found], options.form)
        if check and found:
            raise SystemExit(1)


def _missing(where: Path | str) -> Sequence[Migration]:
    if isinstance(where, Path) and not where.exists():
        return known_migrations()
    with view_of(where) as connection:
        return missing_migrations(connection)


def _applied(folder: Path, where: Path | str) -> Sequence[Migration]:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with opened(where) as session:
        return migrate(session)
