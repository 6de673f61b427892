"""`crosstie key`: API keys."""

from typing import Annotated

import typer

from engine.accounts.administration import ADMINISTRATOR
from engine.accounts.api_key import KeyEntry, NewKey
from engine.app import App
from engine.cli._context import settings, with_app
from engine.cli._output import fail, say, show_rows, write
from engine.cli._span import now, span
from engine.model.people import PrincipalKind

key = typer.Typer(help="API keys.", no_args_is_help=True)

_Name = Annotated[str, typer.Argument(show_default=False)]
_KINDS = {PrincipalKind.AGENT: "agent", PrincipalKind.CUSTOMER: "customer"}


def declare(root: typer.Typer) -> None:
    """Add the commands to the root."""
    root.add_typer(key, name="key")


@key.command("add")
def add_key(
    context: typer.Context,
    name: _Name,
    agent: Annotated[str, typer.Option("--agent", help="The agent it acts for.")] = "",
    customer: Annotated[
        str, typer.Option("--customer", help="The customer user it acts for.")
    ] = "",
    expires: Annotated[
        str, typer.Option("--expires", help="When it ends: 12h, 90d. Never, without.")
    ] = "",
) -> None:
    """Make an API key; it is shown once."""
    if agent and customer:
        fail("a key acts for an agent or for a customer user, not for both", code=2)
    kind = PrincipalKind.CUSTOMER if customer else PrincipalKind.AGENT
    owner = customer or agent or ADMINISTRATOR
    expires_at = now() + span(expires) if expires else None

    async def run(app: App) -> str:
        return await app.accounts.add_key(NewKey(name, kind, owner, expires_at))

    token = with_app(context, run)
    if owner == ADMINISTRATOR:
        say(f"it acts for `{owner}`, who may do everything; --agent or --customer make it safer")
    say("keep this key, it is not shown again:")
    write(token)


@key.command("list")
def list_keys(context: typer.Context) -> None:
    """List API keys; what is kept of them opens nothing."""

    async def run(app: App) -> list[KeyEntry]:
        return list(await app.accounts.keys())

    show_rows([_row(each) for each in with_app(context, run)], settings(context).form)


@key.command("revoke")
def revoke_key(context: typer.Context, name: _Name) -> None:
    """End an API key at once."""

    async def run(app: App) -> None:
        await app.accounts.revoke_key(name)

    with_app(context, run)
    say(f"`{name}` opens nothing any more")


def _row(entry: KeyEntry) -> dict[str, object]:
    has_ended = entry.expires_at is not None and entry.expires_at <= now()
    return {
        "name": entry.name,
        "acts_for": "nobody" if entry.kind is None else f"{_KINDS[entry.kind]} {entry.login}",
        "created": entry.created_at,
        "expires": entry.expires_at,
        "opens": "nothing" if has_ended or entry.kind is None else "what its owner may",
    }
