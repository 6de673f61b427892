"""`crosstie send`: a request through a provider, without a socket."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from engine.app import App
from engine.cli._context import read_file, settings, with_app
from engine.cli._output import Format, printable, say, show_value, write
from engine.model.wire import WireResponse


def declare(root: typer.Typer) -> None:
    """Add the command to the root."""

    @root.command("send")
    def send(
        context: typer.Context,
        service: Annotated[str, typer.Argument(help="The service.", show_default=False)],
        method: Annotated[str, typer.Argument(help="GET, POST, …", show_default=False)],
        path: Annotated[str, typer.Argument(help="The route: /Ticket?…", show_default=False)],
        data: Annotated[
            str | None, typer.Argument(help="A file, - for standard input, or JSON.")
        ] = None,
    ) -> None:
        """Send a request through a provider in-process and print the response."""
        body = _body(data)

        async def run(app: App) -> WireResponse:
            return await app.send(service, method.upper(), path, body)

        response = with_app(context, run)
        _show(response, settings(context).form)
        if response.status >= 400:
            raise SystemExit(1)


def _body(data: str | None) -> bytes:
    if data is None:
        return b""
    if data == "-":
        return sys.stdin.buffer.read()
    if data.lstrip().startswith(("{", "[")):
        return data.encode()
    return read_file(Path(data)).encode()


def _show(response: WireResponse, form: Format) -> None:
    text = response.body.decode("utf-8", "replace")
    if form is Format.TABLE:
        say(f"HTTP {response.status}")
        for name, value in response.headers:
            say(f"{name}: {value}")
        write(printable(text))
        return
    headers = [[name, value] for name, value in response.headers]
    show_value({"status": response.status, "headers": headers, "body": text}, form)  # type: ignore[dict-item]
