"""The outermost ASGI app: finds the service a request is for, reads the body, runs the provider."""

import gc
import re
from collections.abc import Awaitable, Callable, Coroutine, Iterator, MutableMapping, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from dsl.diagnostics import CompileError
from engine.app import App
from engine.body_budget import BodyBudget
from engine.console.routes import routes as console_routes
from engine.console.session_file import SessionFile
from engine.console.site import ConsoleDependencies
from engine.machine import new_secret
from engine.model.excerpt import LONG_BODY_BYTES
from engine.model.wire import WireRequest, WireResponse
from engine.request_body import NoRoom, Room, declared_bytes, read_body
from engine.services.errors import ServiceError
from engine.storage.errors import StoreFailure

Scope = MutableMapping[str, Any]
Receive = Callable[[], Coroutine[Any, Any, MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = Sequence[tuple[bytes, bytes]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]

_SCRIPT = "nph-genericinterface.pl"
# The reference looks for its script anywhere in the URI and takes what follows (2.1); without the
# script the address has to begin with the service.
_ADDRESS = re.compile(
    rf"(?:{re.escape(_SCRIPT)}|\A)/(?:WebserviceID/(?P<id>[0-9]+)|Webservice/(?P<name>[^/?]+))"
)

_MAX_PATH_CHARACTERS = 256
MAX_HEADER_BYTES = 65_536
MAX_HEADERS = 100


@dataclass(frozen=True, slots=True)
class _Running:
    """What answers while the server is up."""

    app: App
    console: Asgi
    budget: BodyBudget


def application(open_app: Callable[[], AbstractAsyncContextManager[App]]) -> Asgi:
    """Return the ASGI app: provider addresses here, everything else by Starlette.

    The app is opened when the server starts and closed when it stops (ASGI lifespan).
    """
    running: list[_Running] = []

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(open_app, running, receive, send)
            return
        [now] = running
        path = scope["raw_path"].decode("latin-1")
        address = (_address_again if len(path) <= _MAX_PATH_CHARACTERS else _address)(path)
        response = _refusal(scope)
        if response is None:
            if address is None and _SCRIPT not in path:
                await now.console(scope, receive, send)
                return
            try:
                response = await _answer(now, address, path, scope, receive)
            except ClientDisconnect:
                return
        await _send(send, response, scope["method"])

    return serve


async def _live(
    open_app: Callable[[], AbstractAsyncContextManager[App]],
    running: list[_Running],
    receive: Receive,
    send: Send,
) -> None:
    """Speak the lifespan protocol: open the app, say so, wait for the end, close it."""
    await receive()
    try:
        async with open_app() as app:
            running.append(_Running(app, _starlette(app), BodyBudget()))
            with _little_garbage_collection():
                await send({"type": "lifespan.startup.complete"})
                await receive()
            running.clear()
    except (ServiceError, CompileError, OSError, StoreFailure) as error:
        await send({"type": "lifespan.startup.failed", "message": str(error)})
        return
    await send({"type": "lifespan.shutdown.complete"})


@contextmanager
def _little_garbage_collection() -> Iterator[None]:
    """Let the collector look away from what is there by now, and look less often at what is new.

    Requests leave next to no cycles behind. Left alone it costs each of them some percent.
    """
    usual = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def _starlette(app: App) -> Asgi:
    async def live(_: Request) -> Response:
        return PlainTextResponse("live\n")

    async def ready(_: Request) -> Response:
        trouble = await app.trouble()
        return PlainTextResponse(trouble or "ready\n", status_code=503 if trouble else 200)

    async def home(_: Request) -> Response:
        return RedirectResponse("/console/")

    return Starlette(
        routes=[
            Route("/health/live", live),
            Route("/health/ready", ready),
            Route("/", home),
            *console_routes(_console(app)),
        ]
    )


def _console(app: App) -> ConsoleDependencies:
    async def names() -> Sequence[str]:
        return [service.name for service in await app.services.list()]

    return ConsoleDependencies(
        accounts=app.accounts,
        traces=app.tracing.reader,
        services=names,
        clock=app.clock,
        new_secret=new_secret,
        is_admin=app.accounts.is_administrator,
        is_session_good=app.accounts.is_console_session_good,
        sessions=SessionFile(app.data / "console.db"),
        lost_exchanges=lambda: app.tracing.losses.total,
    )


def _refusal(scope: Scope) -> WireResponse | None:
    """Return the answer to a request whose head breaks a rule, whatever its address is."""
    headers: Headers = scope["headers"]
    hosts = [name for name, _ in headers].count(b"host")
    length = sum([len(name) + len(value) for name, value in headers])
    if len(headers) > MAX_HEADERS or length > MAX_HEADER_BYTES:
        return _plain(431, b"Request Header Fields Too Large")
    if hosts != 1 and (hosts > 1 or scope["http_version"] == "1.1"):
        return _plain(400, b"A request names one Host")  # RFC 9112 §3.2
    return None


async def _answer(
    now: _Running, address: int | str | None, path: str, scope: Scope, receive: Receive
) -> WireResponse:
    app = now.app
    service = app.service_by_id(address) if isinstance(address, int) else app.service(address or "")
    if service is None:
        # Clients of the reference know its bare 500 for a service that is not there.
        legacy = _SCRIPT in path
        return WireResponse(500, (), b"") if legacy else _plain(404, b"There is no such service")
    declared = declared_bytes(scope["headers"])
    longest = service.transport.max_body_bytes
    try:
        if declared is not None and declared > longest:
            return await app.provide(service, _request(path, scope, None))
        if declared is not None and declared <= LONG_BODY_BYTES:
            body = await read_body(receive, longest)
            return await app.provide(service, _request(path, scope, body))
        with now.budget.share() as share:  # it is the body's until the answer is there
            room = Room(now.budget, share)
            request = _request(path, scope, await read_body(receive, longest, room))
            return await app.provide(service, request)
    except NoRoom:
        return _plain(503, b"Too much is being sent at once", ("retry-after", "10"))
    except TimeoutError:
        return _plain(408, b"Request Timeout", ("connection", "close"))


def _request(path: str, scope: Scope, body: bytes | None) -> WireRequest:
    return WireRequest(
        method=scope["method"],
        path=path,
        query=scope["query_string"].decode("latin-1"),
        headers=tuple([(k.decode("latin-1"), v.decode("latin-1")) for k, v in scope["headers"]]),
        body=body or b"",
        remote_address=(scope.get("client") or ("",))[0],
        is_too_long=body is None,
    )


def _address(path: str) -> int | str | None:
    """Return the id or the name of the service that a raw path is for, None when there is none."""
    found = _ADDRESS.search(path)
    if found is None:
        return None
    if found["id"]:
        return int(found["id"][:18])
    # A name that is not UTF-8 keeps U+FFFD, which no service name may hold.
    return unquote(found["name"])


_address_again = lru_cache(maxsize=1024)(_address)
"""Partners ask for the same few addresses; long ones are not worth the memory."""


async def _send(send: Send, response: WireResponse, method: str) -> None:
    length = (b"content-length", b"%d" % len(response.body))
    headers = (*_encoded(response.headers), length)
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    body = b"" if method == "HEAD" else response.body
    await send({"type": "http.response.body", "body": body})


@lru_cache(maxsize=512)  # those of a service are the same for nearly all its answers
def _encoded(headers: tuple[tuple[str, str], ...]) -> Headers:
    return tuple([(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in headers])


def _plain(status: int, text: bytes, *more: tuple[str, str]) -> WireResponse:
    return WireResponse(status, (("content-type", "text/plain; charset=UTF-8"), *more), text)
