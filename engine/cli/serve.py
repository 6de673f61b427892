"""`crosstie serve`: provider and console over HTTP."""

import logging
import os
import sys
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from engine.app import App
from engine.cli._context import author, settings
from engine.cli._output import say
from engine.cli._welcome import prepare
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
        os.environ["CROSSTIE_DATA"] = str(options.data)
        os.environ["CROSSTIE_STORE"] = options.store
        os.environ[_SERVICES] = str(services or "")
        prepare(context, desk=desk, services=services, address=f"http://{host}:{port}")
        logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
        say(f"serving on http://{host}:{port} - stop with Ctrl-C")
        uvicorn.run(
            _FACTORY,
            factory=True,
            host=host,
            port=port,
            workers=workers,
            loop="auto",
            http="httptools",
            ws="none",
            lifespan="on",
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=10,
        )


def create() -> Asgi:
    """Return the ASGI app of one process; its options stand in the environment."""
    folder = os.environ.get(_SERVICES)

    def open_app() -> AbstractAsyncContextManager[App]:
        return App.open(
            os.environ.get("CROSSTIE_STORE", ""),
            data=Path(os.environ.get("CROSSTIE_DATA", "crosstie-data")),
            author=author(),
            services_folder=Path(folder) if folder else None,
        )

    return application(open_app)
