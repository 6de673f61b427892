"""Logging in and out."""

from math import ceil

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from engine.console.form import read_form
from engine.console.guard import safe_next
from engine.console.session import form_token
from engine.console.site import (
    LOG_IN_COOKIE,
    ROOT,
    SESSION_COOKIE,
    Site,
    Visit,
    is_loopback,
    set_cookie,
)

MAX_LOGIN_CHARACTERS = 200
MAX_PASSWORD_BYTES = 1_024

FAILED = "Log-in failed. Check login and password; after several tries, wait before the next."
NO_RIGHTS = "This account may not use the console: it needs the right rw in the group admin."


class LogIn:
    """The page with the log-in form."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show(self, request: Request) -> Response:
        """Show the empty form."""
        return self._form(request, next_page=request.query_params.get("next", ""))

    async def submit(self, request: Request) -> Response:
        """Check login and password, and begin a session with a new id."""
        fields = await read_form(request, request.cookies.get(LOG_IN_COOKIE))
        login, password = fields.get("login", "").strip(), fields.get("password", "")
        wanted = fields.get("next", "")
        address = request.client.host if request.client else ""
        wait_seconds = self._site.throttle.begin(login[:MAX_LOGIN_CHARACTERS], address)
        if wait_seconds > 0:
            response = self._form(
                request, status=429, problem=FAILED, login=login, next_page=wanted
            )
            response.headers["retry-after"] = str(ceil(wait_seconds))
            return response
        principal = None
        if _is_plausible(login, password):
            principal = await self._site.needs.accounts.check_agent(
                login, password, remote_address=address
            )
        if principal is None:
            return self._form(request, status=401, problem=FAILED, login=login, next_page=wanted)
        self._site.throttle.succeeded(login, address)
        if not await self._site.needs.is_admin(principal.user_id):
            return self._form(request, status=403, problem=NO_RIGHTS, login=login, next_page=wanted)
        if old := request.cookies.get(SESSION_COOKIE):
            await self._site.sessions.end(old)
        session_id = await self._site.sessions.begin(principal.user_id, principal.login)
        response = RedirectResponse(safe_next(wanted), 303)
        set_cookie(request, response, SESSION_COOKIE, session_id)
        response.delete_cookie(LOG_IN_COOKIE, path=ROOT)
        return response

    def _form(
        self,
        request: Request,
        *,
        status: int = 200,
        problem: str = "",
        login: str = "",
        next_page: str = "",
    ) -> Response:
        secret = self._site.needs.new_secret()
        response = self._site.render(
            "log_in.html",
            status=status,
            form_token=form_token(secret),
            problem=problem,
            login=login[:MAX_LOGIN_CHARACTERS],
            next=safe_next(next_page),
            needs_https=request.url.scheme != "https" and not is_loopback(request),
        )
        set_cookie(request, response, LOG_IN_COOKIE, secret)
        return response


async def log_out(visit: Visit) -> Response:
    """End the session and show the log-in form."""
    await visit.site.sessions.end(visit.session_id)
    response = RedirectResponse(f"{ROOT}/login", 303)
    response.delete_cookie(SESSION_COOKIE, path=ROOT)
    return response


def _is_plausible(login: str, password: str) -> bool:
    """Whether hashing the password is worth the work: a megabyte of it is not."""
    size = len(password.encode("utf-8", "replace"))
    return 0 < len(login) <= MAX_LOGIN_CHARACTERS and 0 < size <= MAX_PASSWORD_BYTES
