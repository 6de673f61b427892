"""`crosstie serve`: provider and console over HTTP."""

import logging
import os
import socket
import sys
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from engine.app import App
from engine.cli._allocator import return_long_blocks
from engine.cli._context import author, settings
from engine.cli._output import fail, say
from engine.cli._welcome import prepare
from engine.http_head import HeadLimits
from engine.server import Asgi, application

_FACTORY = "engine.cli.serve:create"
_SERVICES = "CROSSTIE_SERVICES"


def declare(root: typer.Typer) -> None:
    """Add the command to the root."""

    @root.command("serve")
    def serve(
        context: typer.Context,
        host: Annotated[str, typer.Option("--host")] = "127.0.0.1",
        port: Annotated[int, typer.Option("--port", min=0, max=65535)] = 8010,
        workers: Annotated[int, typer.Option("--workers", min=1, help="Processes.")] = 1,
        services: Annotated[
            Path | None,
            typer.Option("--services", help="A folder of service files to load and watch."),
        ] = None,
        desk: Annotated[
            Path | None, typer.Option("--desk", help="A desk file to apply before starting.")
        ] = None,
    ) -> None:
        """Answer partners, and show the console, until stopped."""
        options = settings(context)
        _check_address(host, port)
        os.environ["CROSSTIE_DATA"] = str(options.data)
        os.environ["CROSSTIE_STORE"] = options.store
        os.environ[_SERVICES] = str(services or "")
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        _log_to_standard_error()
        prepare(context, desk=desk, services=services, address=address)
        say(f"serving on {address} - stop with Ctrl-C")
        _serve(host, port, workers)


def _serve(host: str, port: int, workers: int) -> None:
    try:
        uvicorn.run(
            _FACTORY,
            factory=True,
            host=host,
            port=port,
            workers=workers,
            loop="auto",
            http=HeadLimits,
            ws="none",
            lifespan="on",
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=10,
        )
    except SystemExit as end:  # uvicorn has codes of its own, and has said what is wrong
        raise SystemExit(1 if end.code else 0) from end


def create() -> Asgi:
    """Return the ASGI app of one process; its options stand in the environment."""
    _log_to_standard_error()
    return_long_blocks()
    folder = os.environ.get(_SERVICES)

    def open_app() -> AbstractAsyncContextManager[App]:
        return App.open(
            os.environ.get("CROSSTIE_STORE", ""),
            data=Path(os.environ.get("CROSSTIE_DATA", "crosstie-data")),
            author=author(),
            services_folder=Path(folder) if folder else None,
        )

    return application(open_app)


def _check_address(host: str, port: int) -> None:
    """End the command before anything is written when nobody could be answered there."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, _, _, _, address in found:
            socket.create_server(address, family=family).close()
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        fail(f"nobody can be answered at {host}, port {port}: {reason}", "try --port or --host")


def _log_to_standard_error() -> None:
    """Each of several processes begins without the settings of the one that started it."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
