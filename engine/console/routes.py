"""All addresses of the console, and who may reach them."""

import logging
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from engine.console.guard import Page, guarded
from engine.console.headers import SafeHeaders
from engine.console.pages import exchange_detail, exchange_list
from engine.console.pages.log_in import LogIn, log_out
from engine.console.session import SessionMemory, Sessions
from engine.console.site import ROOT, ConsoleDependencies, Site, templates
from engine.console.throttle import LogInThrottle

_LOG = logging.getLogger("crosstie.console")

_WORDS = {
    403: "You may not do this.",
    404: "There is no such page.",
    405: "This page cannot be used this way.",
    413: "That is more than this page takes.",
    415: "This page takes forms only.",
    500: "Something in the console broke. The log of the server says what.",
}


def routes(needs: ConsoleDependencies) -> list[BaseRoute]:
    """Return the routes of the console, all below `/console`."""
    site = Site(
        needs=needs,
        sessions=Sessions(needs.sessions or SessionMemory(), needs.clock, needs.new_secret),
        throttle=LogInThrottle(needs.clock),
        templates=templates(),
    )
    failure = _Failure(site)
    console = Starlette(
        routes=[*_open_routes(site), *_guarded_routes(site)],
        exception_handlers={HTTPException: failure.told, Exception: failure.broken},
    )
    # Outermost, so that what the handler of broken pages sends gets the headers too.
    return [
        Route(ROOT, _home),
        Mount(ROOT, app=console, middleware=[Middleware(SafeHeaders)]),
    ]


def _open_routes(site: Site) -> list[BaseRoute]:
    log_in = LogIn(site)
    return [
        Route("/", _home),
        Route("/login", log_in.show, methods=["GET"]),
        Route("/login", log_in.submit, methods=["POST"]),
        Mount("/static", StaticFiles(packages=[("engine.console", "static")])),
    ]


def _guarded_routes(site: Site) -> list[BaseRoute]:
    pages: tuple[tuple[str, str, Page], ...] = (
        ("POST", "/logout", log_out),
        ("GET", "/exchanges", exchange_list.show),
        ("GET", "/exchanges/{id}", exchange_detail.show),
    )
    return [Route(path, guarded(site, page), methods=[method]) for method, path, page in pages]


async def _home(_: Request) -> Response:
    return RedirectResponse(f"{ROOT}/exchanges", 303)


class _Failure:
    """The page for what went wrong."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def told(self, _: Request, error: Exception) -> Response:
        """Show an answer that a page gave by raising `HTTPException`."""
        if not isinstance(error, HTTPException):
            raise error
        phrase = HTTPStatus(error.status_code).phrase
        words = _WORDS.get(error.status_code, "")
        if error.detail != phrase:
            words = error.detail
        return self._page(error.status_code, phrase, words)

    async def broken(self, request: Request, error: Exception) -> Response:
        """Show that we are at fault; what it was is for the log alone."""
        _LOG.error("%s %s broke: %s", request.method, request.url.path, type(error).__name__)
        return self._page(500, HTTPStatus(500).phrase, _WORDS[500])

    def _page(self, status: int, phrase: str, words: str) -> Response:
        return self._site.render(
            "failure.html", status=status, code=status, phrase=phrase, words=words
        )
