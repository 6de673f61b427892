"""`crosstie secret`: values that services name and no file holds."""

import sys
from typing import Annotated

import typer

from engine.app import App
from engine.cli._context import author, read_input, settings, with_app
from engine.cli._output import fail, say, show_rows
from engine.secret_store.secret_store import SecretEntry

secret = typer.Typer(
    help="Secrets: a service file names one as `secret:NAME`, in place of any text.",
    no_args_is_help=True,
)

_Name = Annotated[str, typer.Argument(help="The name of the secret.", show_default=False)]
_SHORT = 5
"""Traces look for longer values alone: shorter ones would be found by chance."""


def declare(root: typer.Typer) -> None:
    """Add the commands to the root."""
    root.add_typer(secret, name="secret")


@secret.command("set")
def set_secret(context: typer.Context, name: _Name) -> None:
    """Set a secret to what stands on standard input, without its last line end.

    It is sealed in the store. What opens it is the key in DATA/secret.key, made with the first
    secret, or in CROSSTIE_SECRET_KEY: 32 bytes in base64. No backup holds the key, and without it
    the secrets are lost; further hosts on one store need the same.
    """
    if sys.stdin.isatty():
        value = typer.prompt("Value", hide_input=True, err=True)
    else:
        value = read_input().removesuffix("\n").removesuffix("\r")
    if not value:
        fail("the standard input holds no value", f"crosstie secret set {name} < FILE", code=2)
    with_app(context, lambda app: app.secrets.put({name: value}, by=author()))
    say(f"`secret:{name}` may stand in any text of a service")
    if len(value) < _SHORT:
        say(f"warning: a value of fewer than {_SHORT} characters is not masked in traces")


@secret.command("list")
def list_secrets(context: typer.Context) -> None:
    """List secrets, without their values."""

    async def run(app: App) -> list[SecretEntry]:
        return list(await app.secrets.list())

    rows = [
        {
            "name": each.name,
            "changed": each.changed_at,
            "by": each.changed_by,
            "key": each.key_id,
            "readable": "yes" if each.is_readable else "no, its key is not here",
        }
        for each in with_app(context, run)
    ]
    show_rows(rows, settings(context).form)


@secret.command("remove")
def remove_secret(context: typer.Context, name: _Name) -> None:
    """Remove a secret; exchanges of services that name it fail from now on."""
    with_app(context, lambda app: app.secrets.remove(name))
    say(f"removed `{name}`")


@secret.command("rotate")
def rotate_key(context: typer.Context) -> None:
    """Seal all secrets anew, with a new key.

    The key goes into DATA/secret.key, in front of those before it, which open the archives that
    were made with them: remove their lines when those are gone. Where CROSSTIE_SECRET_KEY is set,
    put the new key in front of the old one in it first.
    """
    count = with_app(context, lambda app: app.secrets.rotate())
    say(f"sealed {count} secret{'' if count == 1 else 's'} anew")
