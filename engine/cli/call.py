"""`crosstie call`: an invoker run now, of a stored service or straight from a file."""

from pathlib import Path
from typing import Annotated

import typer

from dsl.values import DataError, Value, decode_json
from engine.app import App
from engine.cli._context import read_file, read_input, settings, with_app
from engine.cli._output import fail, show_value
from engine.mapping_files import loader_for
from engine.model.call_result import CallResult


def declare(root: typer.Typer) -> None:
    """Add the command to the root."""

    @root.command("call")
    def call(
        context: typer.Context,
        service: Annotated[
            str, typer.Argument(help="A service, or a service file.", show_default=False)
        ],
        invoker: Annotated[str, typer.Argument(help="The invoker.", show_default=False)],
        data: Annotated[
            str | None, typer.Argument(help="A file, - for standard input, or JSON.")
        ] = None,
    ) -> None:
        """Ask a partner through an invoker and print how it ended."""
        given = _data(data)

        async def run(app: App) -> CallResult:
            if service.endswith((".yml", ".yaml")):
                return await _from_file(app, Path(service), invoker, given)
            return await app.call(service, invoker, given)

        result = with_app(context, run)
        show_value(result.as_value(), settings(context).form)
        if not result.is_success:
            raise SystemExit(1)


async def _from_file(app: App, file: Path, invoker: str, data: Value) -> CallResult:
    requester = app.services.requester_of(
        read_file(file), name=file.stem, file=str(file), load=loader_for(file.parent)
    )
    if requester is None:
        fail(f"`{file}` has no requester with a transport")
    return await app.ask(requester, invoker, data)


def _data(data: str | None) -> Value:
    if data is None:
        return {}
    text = read_input() if data == "-" else data
    if data != "-" and not data.lstrip().startswith(("{", "[")):
        text = read_file(Path(data))
    try:
        value: Value = decode_json(text.encode())
    except DataError as error:
        fail(f"the data are no JSON: {error}", code=2)
    return value
