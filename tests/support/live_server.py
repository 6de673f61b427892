"""A running server on a real socket, in a thread of its own with its own event loop."""

import asyncio
import http.client
import json
import threading
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from stores import is_postgresql, new_database

from engine.app import App
from engine.http_head import HeadLimits
from engine.model.remote import RemoteSystem
from engine.server import application


@dataclass(frozen=True, slots=True)
class Answer:
    """A response as read from the socket."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the body read as JSON."""
        return json.loads(self.body)


class LiveServer:
    """Speaks to the server: over HTTP as a partner, through `run` as its administrator."""

    def __init__(self, app: App, port: int, loop: asyncio.AbstractEventLoop) -> None:
        self.app = app
        self.port = port
        self._loop = loop

    @property
    def url(self) -> str:
        """The base address."""
        return f"http://127.0.0.1:{self.port}"

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run something on the server's own loop and return what it returns."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def request(
        self,
        method: str,
        path: str,
        body: bytes | str | dict[str, Any] | list[Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Send one request on a connection of its own."""
        data = body if isinstance(body, bytes | str | None) else json.dumps(body)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            raw = data.encode() if isinstance(data, str) else data
            connection.request(method, path, raw, headers or {})
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read())
        finally:
            connection.close()


@contextmanager
def live_server(
    data: Path,
    services: dict[str, str] | None = None,
    backends: Mapping[str, RemoteSystem] | None = None,
    store: str = "",
) -> Iterator[LiveServer]:
    """Serve an app on a free port of the loopback address, a fresh one unless a store is given."""
    started: list[LiveServer] = []
    ready, stop = threading.Event(), asyncio.Event()
    trouble: list[BaseException] = []

    async def main() -> None:
        where = store or (new_database() if is_postgresql() else "")
        async with App.open(where, data=data, author="test", backends=backends) as app:
            for name, text in (services or {}).items():
                await app.services.add(name, text)

            class Opened:
                async def __aenter__(self) -> App:
                    return app

                async def __aexit__(self, *_: object) -> None:
                    return None

            config = uvicorn.Config(
                application(Opened), port=0, http=HeadLimits, ws="none", lifespan="on",
                log_level="error", access_log=False, server_header=False, proxy_headers=False,
            )  # fmt: skip
            server = uvicorn.Server(config)
            serving = asyncio.create_task(server.serve())
            while not server.started:
                await asyncio.sleep(0.005)
            port = server.servers[0].sockets[0].getsockname()[1]
            started.append(LiveServer(app, port, asyncio.get_running_loop()))
            ready.set()
            await stop.wait()
            server.should_exit = True
            await serving

    def thread() -> None:
        try:
            asyncio.run(main())
        except BaseException as error:  # handed to the test's own thread
            trouble.append(error)
        finally:
            ready.set()

    runner = threading.Thread(target=thread, daemon=True)
    runner.start()
    ready.wait(60)
    if trouble:
        raise trouble[0]
    server = started[0]
    try:
        yield server
    finally:
        server._loop.call_soon_threadsafe(stop.set)
        runner.join(30)
        if trouble:
            raise trouble[0]
