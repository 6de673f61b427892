"""Systems that forward to each other end a request; what else the loopback does to it."""

import asyncio
import json
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from gateway import OPERATIONS, exchange_of, service_text
from stores import is_postgresql, new_database

from engine.app import App
from engine.model.fault import Fault
from engine.model.wire import WireRequest, WireResponse
from engine.ticket_backends.remote import MAX_HOPS, RemoteTicketSystem
from transports.loopback import Loopback

_LOGIN = {"UserLogin": "mira", "Password": "s3cret"}


class _Later:
    """A provider that is known only after its partner, and counts what it is asked."""

    def __init__(self) -> None:
        self.app: App | None = None
        self.requests: list[WireRequest] = []

    async def answer(self, service: str, request: WireRequest) -> WireResponse:
        assert self.app is not None
        self.requests.append(request)
        return await self.app.answer(service, request)


async def _circle(folder: Path, compatibility: str) -> tuple[WireResponse, list[WireRequest]]:
    first, second = _Later(), _Later()
    async with AsyncExitStack() as stack:
        for name, this, other in (("first", first, second), ("second", second, first)):
            backends = {"other": RemoteTicketSystem(Loopback(other, "Front"))}
            store = new_database() if is_postgresql() else ""
            this.app = await stack.enter_async_context(
                App.open(store, data=folder / name, backends=backends)
            )
            text = service_text(
                {"In": OPERATIONS["SessionCreate"]}, Backend="other", Compatibility=compatibility
            )
            await this.app.services.add("Front", text)
        assert first.app is not None
        asking = first.app.send("Front", "POST", "/Session", json.dumps(_LOGIN))
        answer = await asyncio.wait_for(asking, timeout=30)
        return answer, [*first.requests, *second.requests]


@pytest.mark.parametrize("compatibility", ["strict", "modern"])
def test_a_circle_of_systems_ends_with_a_fault(tmp_path: Path, compatibility: str) -> None:
    answer, requests = asyncio.run(_circle(tmp_path, compatibility))

    told = "The request went round between systems that forward it to each other"
    assert answer.status == {"strict": 500, "modern": 502}[compatibility]
    assert told in answer.body.decode()
    hops = sorted(request.header("x-crosstie-hops") or "" for request in requests)
    assert hops == [str(n) for n in range(1, MAX_HOPS + 1)]


@pytest.mark.parametrize(("said", "is_loop"), [("3", False), ("4", True), ("9" * 9, True)])
def test_the_number_of_hops_decides(tmp_path: Path, said: str, is_loop: bool) -> None:
    async def ask() -> str:
        async with App.open(data=tmp_path) as app:
            system = RemoteTicketSystem(Loopback(app, "Nobody"))
            exchange, _ = exchange_of(app, headers=(("x-crosstie-hops", said),))
            with pytest.raises(Fault) as raised:
                await system.ask("Session::SessionCreate", _LOGIN, exchange)
            return raised.value.code

    code = asyncio.run(ask())

    assert code == ("remote.loop" if is_loop else "remote.unreachable")


def test_a_loop_that_is_met_here_has_the_status_of_a_loop(tmp_path: Path) -> None:
    async def ask() -> WireResponse:
        async with App.open(data=tmp_path) as app:
            system = RemoteTicketSystem(Loopback(app, "Nobody"))
            text = service_text(
                {"In": OPERATIONS["SessionCreate"]}, Backend="x", Compatibility="modern"
            )
            async with App.open(data=tmp_path / "front", backends={"x": system}) as front:
                await front.services.add("Front", text)
                headers = {"X-Crosstie-Hops": "4"}
                return await front.send("Front", "POST", "/Session", '{"UserLogin":"x"}', headers)

    answer = asyncio.run(ask())

    assert answer.status == 508
    assert json.loads(answer.body)["Error"]["ErrorCode"] == "remote.loop"


@pytest.mark.parametrize("said", ["", "x", "-1", "²"])
def test_a_header_that_is_no_number_counts_as_none(tmp_path: Path, said: str) -> None:
    later = _Later()

    async def ask() -> None:
        async with App.open(data=tmp_path) as app:
            later.app = app
            await app.services.add("Here", service_text())
            system = RemoteTicketSystem(Loopback(later, "Here"))
            exchange, _ = exchange_of(app, headers=(("x-crosstie-hops", said),))
            with pytest.raises(Exception, match=r"SessionCreate\.AuthFail"):
                await system.ask("Session::SessionCreate", _LOGIN, exchange)

    asyncio.run(ask())

    assert later.requests[0].header("x-crosstie-hops") == "1"


def test_the_partners_software_is_named_to_the_remote(tmp_path: Path) -> None:
    later = _Later()

    async def ask() -> None:
        async with App.open(data=tmp_path) as app:
            later.app = app
            await app.services.add("Here", service_text())
            system = RemoteTicketSystem(Loopback(later, "Here"))
            exchange, _ = exchange_of(app, headers=(("user-agent", "PyOTRS/1.5"),))
            with pytest.raises(Exception, match=r"SessionCreate\.AuthFail"):
                await system.ask("Session::SessionCreate", _LOGIN, exchange)

    asyncio.run(ask())

    assert later.requests[0].header("user-agent") == "PyOTRS/1.5"


def test_a_body_beyond_the_limit_of_the_remote_is_refused_by_it(tmp_path: Path) -> None:
    async def ask() -> Fault:
        async with App.open(data=tmp_path) as app:
            await app.services.add("Here", service_text().replace("'48000000'", "'100'"))
            system = RemoteTicketSystem(Loopback(app, "Here"))
            exchange, _ = exchange_of(app)
            with pytest.raises(Fault) as raised:
                await system.ask("Session::SessionCreate", {"UserLogin": "x" * 200}, exchange)
            return raised.value

    fault = asyncio.run(ask())

    assert (fault.code, fault.data) == (
        "remote.failed", {"Status": 413, "Body": "Payload Too Large"},
    )  # fmt: skip
