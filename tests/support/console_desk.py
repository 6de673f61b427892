"""A console over recorded exchanges, for tests and for looking at it."""

import asyncio
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import httpx
from fake_clock import FakeClock
from starlette.applications import Starlette

from dsl.values import Value
from engine.console.routes import routes
from engine.console.site import ConsoleDependencies
from engine.model.people import Principal, PrincipalKind
from engine.tracing.tracing import Tracing


class FakeAccounts:
    """`Accounts` with three agents; `boss` alone may use the console. Passwords are `pw-LOGIN`."""

    ids: Mapping[str, int] = {"boss": 1, "agent": 2, "<b>eve</b>": 3}

    def __init__(self) -> None:
        self.checks = 0
        self.admins = {1, 3}

    async def check_agent(
        self, login: str, password: str, *, remote_address: str = ""
    ) -> Principal | None:
        self.checks += 1
        if login in self.ids and password == f"pw-{login}":
            return Principal(PrincipalKind.AGENT, login, self.ids[login])
        return None

    async def check_customer(
        self, login: str, password: str, *, remote_address: str = ""
    ) -> Principal | None:
        raise AssertionError("customers have no business here")

    async def check_login(
        self, login: str, password: str, *, remote_address: str = ""
    ) -> Principal | None:
        raise AssertionError("customers have no business here")

    async def check_key(self, token: str) -> Principal | None:
        raise AssertionError("keys of the ticket desk open no console")

    async def check_session(self, session_id: str, *, remote_address: str) -> Principal | None:
        raise AssertionError("sessions of the ticket desk open no console")

    async def create_session(
        self, principal: Principal, *, remote_address: str, user_agent: str
    ) -> str:
        raise AssertionError("the console keeps its own sessions")

    async def session_data(
        self, session_id: str, *, remote_address: str
    ) -> Mapping[str, Value] | None:
        raise AssertionError("the console keeps its own sessions")

    async def is_admin(self, user_id: int) -> bool:
        return user_id in self.admins


class ConsoleDesk:
    """The console as an ASGI app, with everything behind it in reach."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock()
        self.accounts = FakeAccounts()
        self.tracing = Tracing.open(folder / "traces", self.clock)
        self.services: Sequence[str] = ["crm", "erp"]
        self.lost = 0
        numbers = count(1)
        self.app = Starlette(
            routes=routes(
                ConsoleDependencies(
                    accounts=self.accounts,
                    traces=self.tracing.reader,
                    services=self._names,
                    clock=self.clock,
                    new_secret=lambda: f"secret-{next(numbers):057d}",
                    is_admin=self.accounts.is_admin,
                    lost_exchanges=lambda: self.lost,
                )
            )
        )

    async def _names(self) -> Sequence[str]:
        return self.services


class ConsoleBrowser:
    """A browser that keeps cookies and follows no redirect by itself."""

    def __init__(self, app: Starlette, base_url: str, address: str) -> None:
        self.cookies = httpx.Cookies()
        self._app = app
        self._base_url = base_url
        self._address = address

    def get(self, path: str, **given: Any) -> httpx.Response:
        return self.request("GET", path, **given)

    def post(self, path: str, **given: Any) -> httpx.Response:
        return self.request("POST", path, **given)

    def request(self, method: str, path: str, **given: Any) -> httpx.Response:
        return asyncio.run(self._request(method, path, given))

    async def _request(self, method: str, path: str, given: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(
            self._app, raise_app_exceptions=False, client=(self._address, 50000)
        )
        async with httpx.AsyncClient(
            transport=transport, base_url=self._base_url, cookies=self.cookies
        ) as client:
            response = await client.request(method, path, **given)
            self.cookies = client.cookies
            return response
