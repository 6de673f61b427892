"""Lets nobody but administrators who are logged in reach a page."""

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from engine.console.form import read_form
from engine.console.session import Session
from engine.console.site import ROOT, SESSION_COOKIE, Site, Visit

Page = Callable[[Visit], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]

_SAFE_METHODS = ("GET", "HEAD")


def guarded(site: Site, page: Page) -> Endpoint:
    """Return an endpoint that shows the page to administrators.

    Anonymous visitors are sent to the log-in. Rights are asked for at each request: who loses
    them is out at once. A form without the visitor's token never reaches the page.
    """

    async def endpoint(request: Request) -> Response:
        session_id = request.cookies.get(SESSION_COOKIE, "")
        session = await _resumed(site, session_id)
        if session is None:
            if request.method in _SAFE_METHODS:
                return RedirectResponse(_log_in_address(request), 303)
            raise HTTPException(403, "You are not logged in.")
        is_safe = request.method in _SAFE_METHODS
        form = {} if is_safe else await read_form(request, session_id)
        if not await site.needs.is_admin(session.user_id):
            await site.sessions.end(session_id)
            raise HTTPException(403, "Your account has no rights in the console any more.")
        return await page(Visit(site, request, session, session_id, form))

    return endpoint


async def _resumed(site: Site, session_id: str) -> Session | None:
    """Return a live session; one that was ended with all others of its agent is removed."""
    session = await site.sessions.resume(session_id) if session_id else None
    if session is None or await site.needs.is_session_good(session.login, session.began_at):
        return session
    await site.sessions.end(session_id)
    return None


def safe_next(address: str) -> str:
    """Return where to go after the log-in: an address of the console, whatever was asked for."""
    is_ours = address.startswith(f"{ROOT}/") and not address.startswith(f"{ROOT}/log")
    is_plain = address.isascii() and address.isprintable() and "\\" not in address
    return address if is_ours and is_plain and ".." not in address else f"{ROOT}/exchanges"


def _log_in_address(request: Request) -> str:
    wanted = request.url.path
    if request.url.query:
        wanted += f"?{request.url.query}"
    return f"{ROOT}/login?next={quote(wanted, safe='/')}"
