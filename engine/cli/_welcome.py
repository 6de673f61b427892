"""What happens before the first request: the administrator, the example desk, what to try next."""

import os
from pathlib import Path

import typer

from engine.app import App
from engine.cli._context import read_file, with_app
from engine.cli._output import say


def prepare(
    context: typer.Context, *, desk: Path | None, services: Path | None, address: str
) -> None:
    """Create the store if it is new, apply the desk file, and tell what can be tried."""
    text = read_file(desk) if desk else None
    if services is not None and not services.is_dir():
        raise typer.BadParameter(f"there is no folder `{services}`", param_hint="--services")

    async def run(app: App) -> None:
        await _administrator(app)
        if text is not None:
            for change in await app.apply_desk(text, name=str(desk)):
                say(change)
        if services is not None:
            await app.load_folder(services)
        _hints(address, [service.name for service in await app.services.list()])

    with_app(context, run)


async def _administrator(app: App) -> None:
    given = os.environ.get("CROSSTIE_ADMIN_PASSWORD")
    drawn = await app.ensure_administrator(given)
    if drawn:
        say(f"administrator root@localhost, password {drawn} (shown this once)")


def _hints(address: str, names: list[str]) -> None:
    say("")
    say(f"  console   {address}/console/   (log in as root@localhost)")
    if "GenericTicketConnectorREST" in names:
        route = "otobo/nph-genericinterface.pl/Webservice/GenericTicketConnectorREST/Session"
        login = '{"UserLogin": "mira", "Password": "mira-example"}'
        say(f"  try       curl -s {address}/{route} -d '{login}'")
    if "Jira" in names:
        say(f"            curl -s {address}/Webservice/Jira/issues -d @examples/jira-issue.json")
    say("")
