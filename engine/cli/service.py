"""`crosstie service`: web services, their files and their history."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from engine.app import App
from engine.cli._context import guarded, read_file, settings, with_app
from engine.cli._output import draw_all, fail, say, show_rows, write
from engine.cli.check import check_files
from engine.model.service import Validity

_Name = Annotated[str, typer.Argument(help="The name of the service.", show_default=False)]
_File = Annotated[Path, typer.Argument(help="A service file.", show_default=False)]

service = typer.Typer(help="Web services.", no_args_is_help=True)


def declare(root: typer.Typer) -> None:
    """Add the command to the root."""
    root.add_typer(service, name="service")


@service.command("list")
def list_(context: typer.Context) -> None:
    """List the services."""
    found = with_app(context, lambda app: app.services.list())
    rows = [
        {
            "id": each.id,
            "name": each.name,
            "validity": each.validity.word,
            "revision": each.revision,
            "changed": each.changed_at,
            "by": each.changed_by,
        }
        for each in found
    ]
    show_rows(rows, settings(context).form)


@service.command()
def show(context: typer.Context, name: _Name) -> None:
    """Print a service's file as it is stored."""
    write(with_app(context, lambda app: app.services.get(name)).text)


@service.command()
def new(context: typer.Context, name: _Name) -> None:
    """Add a service with an empty REST provider, to be filled by `service update`."""

    async def run(app: App) -> None:
        await app.services.new(name)
        say(f"added `{name}`; `crosstie service show {name}` prints it")

    with_app(context, run)


@service.command()
def add(
    context: typer.Context,
    file: _File,
    name: Annotated[str | None, typer.Option("--name", help="Default: the file's name.")] = None,
) -> None:
    """Add a service from a file."""
    text = read_file(file)

    async def run(app: App) -> None:
        added = await app.services.add(name or file.stem, text, file=str(file))
        draw_all(added.findings)
        say(f"added `{added.service.name}` with id {added.service.id}")

    with_app(context, run)


@service.command()
def update(context: typer.Context, name: _Name, file: _File) -> None:
    """Replace a service's file."""
    text = read_file(file)

    async def run(app: App) -> None:
        changed = await app.services.update(name, text, file=str(file))
        draw_all(changed.findings)
        say(f"`{name}` is now at revision {changed.service.revision}")

    with_app(context, run)


@service.command()
def rename(context: typer.Context, name: _Name, new_name: Annotated[str, typer.Argument()]) -> None:
    """Give a service another name."""
    with_app(context, lambda app: app.services.rename(name, new_name))
    say(f"`{name}` is now `{new_name}`")


@service.command()
def delete(
    context: typer.Context,
    name: _Name,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete a service with its history and its recorded exchanges."""
    if not yes:
        if not sys.stdin.isatty():
            fail(f"deleting `{name}` needs a yes", "add --yes", code=2)
        if not typer.confirm(f"Delete `{name}`, its history and its recorded exchanges?", err=True):
            say("nothing was deleted")
            raise SystemExit(1)
    with_app(context, lambda app: app.services.delete(name))
    say(f"deleted `{name}`")


@service.command()
def clone(
    context: typer.Context,
    name: _Name,
    new_name: Annotated[
        str | None, typer.Argument(help="A name no service has yet; asked for when left out.")
    ] = None,
) -> None:
    """Copy a service's file and validity under a new name, with a history of its own."""
    if new_name is None:
        if not sys.stdin.isatty():
            fail("a clone needs a new name", f"crosstie service clone {name} NEW", code=2)
        new_name = typer.prompt("Name of the clone", err=True)
    chosen: str = new_name
    cloned = with_app(context, lambda app: app.services.clone(name, chosen))
    say(f"cloned `{name}` as `{cloned.name}` with id {cloned.id}")


@service.command()
def export(
    context: typer.Context,
    name: _Name,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="A file or folder; default: print it.")
    ] = None,
    secrets: Annotated[
        str, typer.Option("--secrets", help="include: as stored; mask: passwords are blotted out.")
    ] = "include",
) -> None:
    """Write a service as YAML that OTRS, OTOBO and Znuny also read."""
    if secrets not in ("include", "mask"):
        fail(f"--secrets is `include` or `mask`, not `{secrets}`", code=2)
    file = with_app(context, lambda app: app.services.export(name, secrets=secrets))
    if file.warning:
        say(f"warning: {file.warning}")
    if output is None:
        write(file.text)
        return
    target = output / file.file_name if output.is_dir() else output
    try:
        target.write_text(file.text, encoding="utf-8")
    except OSError as error:
        fail(f"`{target}` cannot be written: {error.strerror}")
    say(f"wrote {target}")


@service.command("import")
def import_(
    context: typer.Context,
    file: _File,
    name: Annotated[str | None, typer.Option("--name", help="Default: the file's name.")] = None,
    move_secrets: Annotated[
        bool,
        typer.Option(
            "--move-secrets",
            help="Move its passwords into the secret store, and leave their names in the file.",
        ),
    ] = False,
) -> None:
    """Import an export of OTRS, OTOBO, Znuny or Crosstie."""
    text = read_file(file)

    async def run(app: App) -> None:
        if move_secrets:
            imported = await app.services.import_with_secrets(file.name, text, name, file=str(file))
            draw_all(imported.stored.findings)
            service = imported.stored.service
            say(f"imported `{service.name}` with id {service.id}")
            for each in imported.secrets:
                say(f"moved a password to the secret `{each}`")
            return
        added = await app.services.import_(file.name, text, name, file=str(file))
        draw_all(added.findings)
        say(f"imported `{added.service.name}` with id {added.service.id}")

    with_app(context, run)


@service.command()
def history(
    context: typer.Context,
    name: _Name,
    diff: Annotated[
        tuple[int, int] | None, typer.Option("--diff", help="Show what changed from A to B.")
    ] = None,
) -> None:
    """List the versions of a service, newest first, or the difference of two."""
    if diff is not None:
        first, second = diff
        text = with_app(context, lambda app: app.services.diff(name, first, second))
        write(text or "the two versions are equal")
        return
    versions = with_app(context, lambda app: app.services.history(name))
    rows = [
        {"version": v.number, "time": v.changed_at, "by": v.changed_by, "change": v.change}
        for v in versions
    ]
    show_rows(rows, settings(context).form)


@service.command()
def restore(context: typer.Context, name: _Name, version: Annotated[int, typer.Argument()]) -> None:
    """Bring an old version back, as a new version."""
    restored = with_app(context, lambda app: app.services.restore(name, version))
    say(f"`{name}` holds version {version} again, as revision {restored.revision}")


@service.command()
def validity(
    context: typer.Context,
    name: _Name,
    value: Annotated[str, typer.Argument(help="valid, invalid or invalid-temporarily")],
) -> None:
    """Say whether a service answers."""
    chosen = {each.word: each for each in Validity}.get(value)
    if chosen is None:
        fail(f"a validity is one of {', '.join(v.word for v in Validity)}, not `{value}`", code=2)
    with_app(context, lambda app: app.services.set_validity(name, chosen))
    say(f"`{name}` is {value}")


@service.command()
def check(files: Annotated[list[Path], typer.Argument()]) -> None:
    """Check service files without storing them."""
    guarded(lambda: check_files(files))
