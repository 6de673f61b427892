"""What all pages of the console share: dependencies, templates, the visitor."""

import hashlib
import ipaddress
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from engine.console.session import Session, Sessions, SessionStore, form_token
from engine.console.throttle import LogInThrottle
from engine.model.accounts import Accounts
from engine.model.clock import Clock
from engine.tracing.plain_text import visible
from engine.tracing.reader import TraceReader

ROOT: Final = "/console"
SESSION_COOKIE: Final = "crosstie_console"
LOG_IN_COOKIE: Final = "crosstie_console_login"


async def _always(_login: str, _began_at: datetime) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class ConsoleDependencies:
    """What the console needs of the engine."""

    accounts: Accounts
    traces: TraceReader
    services: Callable[[], Awaitable[Sequence[str]]]
    """Returns the names of all services."""
    clock: Clock
    new_secret: Callable[[], str]
    """Returns 256 random bits as text that a cookie can hold."""
    is_admin: Callable[[int], Awaitable[bool]]
    """Says whether the agent with that id has `rw` in the group `admin`."""
    is_session_good: Callable[[str, datetime], Awaitable[bool]] = field(default=_always)
    """Says whether the sessions of an agent that began then were not all ended since."""
    sessions: SessionStore | None = None
    """Where sessions are; in the memory of this process unless given."""
    lost_exchanges: Callable[[], int] = field(default=lambda: 0)
    """Returns how many exchanges could not be recorded since the start."""


@dataclass(frozen=True, slots=True)
class Site:
    """The console of one engine."""

    needs: ConsoleDependencies
    sessions: Sessions
    throttle: LogInThrottle
    templates: Environment

    def render(self, template: str, *, status: int = 200, **context: object) -> Response:
        """Return a page for somebody who is not logged in."""
        shown = {"visitor": None, "form_token": "", "section": ""} | context
        return HTMLResponse(self.templates.get_template(template).render(shown), status)


@dataclass(frozen=True, slots=True)
class Visit:
    """A request of an administrator who is logged in."""

    site: Site
    request: Request
    session: Session
    session_id: str = field(repr=False)
    form: Mapping[str, str]
    """The fields of the form that was sent, its token checked and taken off."""

    def render(self, template: str, *, status: int = 200, **context: object) -> Response:
        """Return a page that knows its visitor."""
        return self.site.render(
            template,
            status=status,
            visitor=self.session.login,
            form_token=form_token(self.session_id),
            **context,
        )


def templates() -> Environment:
    """Return the templates; every value in them is escaped."""
    environment = Environment(
        loader=PackageLoader("engine.console", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["visible"] = visible
    environment.globals["root"] = ROOT
    environment.globals["version"] = _version()
    return environment


def is_loopback(request: Request) -> bool:
    """Say whether the browser reaches us under a name of its own machine."""
    host = request.url.hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def set_cookie(request: Request, response: Response, name: str, value: str) -> None:
    """Set a cookie that scripts and other sites cannot use; off loopback it needs HTTPS."""
    response.set_cookie(
        name, value, path=ROOT, httponly=True, samesite="lax", secure=not is_loopback(request)
    )


def _version() -> str:
    """A digest of the static files: their addresses change when they do."""
    digest = hashlib.sha256()
    folder = files("engine.console") / "static"
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.is_file():
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
