"""A folder of service files: what is in it answers, and nothing in it can stop the rest."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from engine.app import App
from engine.model.service import Validity
from engine.service_folder import ServiceFolder
from engine.storage.errors import StoreUnavailable

SERVICE = """\
Crosstie: {Compatibility: modern}
Debugger: {DebugThreshold: error}
Provider:
  Operation:
    Echo: {Type: Test::Test}
  Transport:
    Type: HTTP::REST
    Config: {RouteOperationMapping: {Echo: {RequestMethod: [POST], Route: /echo}}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an empty folder for service files."""
    (tmp_path / "services").mkdir()
    return tmp_path / "services"


def with_app(tmp_path: Path, work: Callable[[App], Awaitable[None]]) -> None:
    """Run the work on an app with a data folder of its own."""

    async def run() -> None:
        async with App.open(data=tmp_path / "data", author="test") as app:
            await work(app)

    asyncio.run(run())


def put(folder: Path, name: str, text: str = SERVICE) -> Path:
    """Write a service file."""
    path = folder / name
    path.write_text(text)
    return path


def test_files_come_change_and_go(tmp_path: Path, folder: Path) -> None:
    async def work(app: App) -> None:
        watched = ServiceFolder(folder, app.services)
        path = put(folder, "crm.yml")
        await watched.load()
        assert (await app.services.get("crm")).revision == 1
        put(folder, "crm.yml", f"{SERVICE}# changed\n")
        await watched.load()
        assert (await app.services.get("crm")).revision == 2
        path.unlink()
        await watched.load()
        assert (await app.services.get("crm")).validity is Validity.INVALID
        put(folder, "crm.yml")
        await watched.load()
        assert (await app.services.get("crm")).validity is Validity.VALID

    with_app(tmp_path, work)


def test_what_is_no_service_file_stops_nothing_else(
    tmp_path: Path, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    put(folder, "a-broken.yml", "a: [")
    (folder / "b-binary.yml").write_bytes(b"\xff")
    (folder / "c-folder.yml").mkdir()
    (folder / "d-nowhere.yml").symlink_to(folder / "nothing")
    os.mkfifo(folder / "e-pipe.yml")
    put(folder, ".f-hidden.yml")
    put(folder, "g\u202eh.yml")
    put(folder, "z-good.yml")

    async def work(app: App) -> None:
        await ServiceFolder(folder, app.services).load()
        assert [each.name for each in await app.services.list()] == ["z-good"]

    with_app(tmp_path, work)
    told = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert [text.split(" was not loaded")[0].removeprefix(f"{folder}/") for text in told] == [
        "a-broken.yml", "b-binary.yml", r"g\u202eh.yml",
    ]  # fmt: skip


def test_a_file_that_gets_another_ending_keeps_its_service(tmp_path: Path, folder: Path) -> None:
    async def work(app: App) -> None:
        watched = ServiceFolder(folder, app.services)
        path = put(folder, "crm.yml")
        await watched.load()
        path.rename(folder / "crm.yaml")
        await watched.load()
        assert (await app.services.get("crm")).validity is Validity.VALID

    with_app(tmp_path, work)


def test_a_service_that_is_deleted_before_its_file_is_no_trouble(
    tmp_path: Path, folder: Path
) -> None:
    async def work(app: App) -> None:
        watched = ServiceFolder(folder, app.services)
        path = put(folder, "crm.yml")
        await watched.load()
        await app.services.delete("crm")
        path.unlink()
        await watched.load()
        assert await app.services.list() == ()

    with_app(tmp_path, work)


def test_two_that_watch_one_folder_do_not_quarrel(
    tmp_path: Path, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def work(app: App) -> None:
        put(folder, "crm.yml")
        await asyncio.gather(*(ServiceFolder(folder, app.services).load() for _ in range(4)))
        assert (await app.services.get("crm")).revision == 1

    with_app(tmp_path, work)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def test_a_file_that_the_store_refused_comes_in_later(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work(app: App) -> None:
        watched = ServiceFolder(folder, app.services)
        put(folder, "crm.yml")

        async def refuse(*_: object, **__: object) -> None:
            raise StoreUnavailable("database is locked")

        with monkeypatch.context() as patch:
            patch.setattr(app.services, "add", refuse)
            with pytest.raises(StoreUnavailable):
                await watched.load()
        await watched.load()
        assert (await app.services.get("crm")).revision == 1

    with_app(tmp_path, work)


def test_the_app_goes_on_watching_whatever_one_look_met(
    tmp_path: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    looks = 0
    seen = asyncio.Event()

    async def load(_: ServiceFolder) -> None:
        nonlocal looks
        looks += 1
        if looks == 4:
            seen.set()
        raise (RuntimeError("canary") if looks < 3 else FileNotFoundError(2, "gone", "x"))

    monkeypatch.setattr("engine.app._CHANGES_SECONDS", 0.001)
    monkeypatch.setattr(ServiceFolder, "load", load)

    async def run() -> None:
        async with App.open(data=tmp_path / "data", services_folder=folder):
            await asyncio.wait_for(seen.wait(), 10)

    asyncio.run(run())
    told = [record.getMessage() for record in caplog.records if record.name == "crosstie.app"]
    assert ["canary" in text for text in told] == [True, False], "each trouble is told once"
