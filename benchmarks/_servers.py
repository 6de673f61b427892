"""The servers that are compared, each in a process of its own, so that its CPU time is its own."""

import asyncio
import gc
import multiprocessing
import os
import resource
import tempfile
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from decimal import Decimal
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec
import uvicorn
import uvloop
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from engine.app import App
from engine.http_head import HeadLimits
from engine.server import Asgi, application


class Server:
    """A server under measurement."""

    def __init__(self, pipe: Connection, port: int) -> None:
        self._pipe = pipe
        self.port = port

    def cpu_seconds(self) -> float:
        """Return the CPU time the server has used so far, all threads, user and system."""
        self._pipe.send("cpu")
        seconds: float = self._pipe.recv()
        return seconds

    def traced_bytes(self) -> int:
        """Return the memory of all objects made since the first time this was asked."""
        self._pipe.send("memory")
        size: int = self._pipe.recv()
        return size

    def add(self, service: str, text: str) -> None:
        """Add a service."""
        self._pipe.send(("add", service, text))
        self._pipe.recv()

    def replace(self, service: str, text: str) -> None:
        """Swap a service for another text while requests run."""
        self._pipe.send(("update", service, text))
        self._pipe.recv()


@contextmanager
def starlette() -> Iterator[Server]:
    """Serve a Starlette route that decodes and encodes exactly, with a C codec."""
    with _process(_run_starlette, ()) as server:
        yield server


@contextmanager
def crosstie(services: dict[str, str], data: Path | None = None) -> Iterator[Server]:
    """Serve Crosstie with these service files, by name, on a data folder or on a new one."""
    with (
        tempfile.TemporaryDirectory() as folder,
        _process(_run_crosstie, (str(data or folder), services)) as server,
    ):
        yield server


@contextmanager
def _process(target: Callable[..., None], arguments: tuple[object, ...]) -> Iterator[Server]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=target, args=(theirs, *arguments))
    process.start()
    try:
        yield Server(ours, ours.recv())
    finally:
        ours.send("stop")
        process.join(20)
        process.kill()


def _run_starlette(pipe: Connection) -> None:
    decoder = msgspec.json.Decoder(float_hook=Decimal)
    encoder = msgspec.json.Encoder(decimal_format="number")

    async def echo(request: Request) -> Response:
        value = decoder.decode(await request.body())
        return Response(encoder.encode(value), media_type="application/json")

    rival = Starlette(routes=[Route("/echo", echo, methods=["POST"])])
    uvloop.run(_serve(pipe, rival, HttpToolsProtocol, None))


def _run_crosstie(pipe: Connection, folder: str, services: dict[str, str]) -> None:
    os.chdir(folder)
    opened: list[App] = []

    @asynccontextmanager
    async def opening() -> AsyncIterator[App]:
        async with App.open(data=Path(folder), author="benchmark") as app:
            for name, text in services.items():
                await app.services.add(name, text)
            opened.append(app)
            yield app

    uvloop.run(_serve(pipe, application(opening), HeadLimits, opened))


async def _serve(
    pipe: Connection,
    app: Asgi | Starlette,
    http: type[asyncio.Protocol],
    opened: list[App] | None,
) -> None:
    config = uvicorn.Config(
        app, port=0, http=http, log_level="error", access_log=False, server_header=False,
        proxy_headers=False, ws="none", lifespan="on" if opened is not None else "off",
    )  # fmt: skip
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    pipe.send(server.servers[0].sockets[0].getsockname()[1])
    while True:
        order = await asyncio.to_thread(pipe.recv)
        if order == "stop":
            break
        if order == "cpu":
            usage = resource.getrusage(resource.RUSAGE_SELF)
            pipe.send(usage.ru_utime + usage.ru_stime)
        elif order == "memory":
            tracemalloc.start()
            gc.collect()
            pipe.send(tracemalloc.get_traced_memory()[0])
        elif opened:
            change, name, text = order
            services = opened[0].services
            await (services.add if change == "add" else services.update)(name, text)
            pipe.send(None)
    server.should_exit = True
    await serving
