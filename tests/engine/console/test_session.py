"""Sessions, wherever they are kept."""

import asyncio
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from fake_clock import FakeClock

from engine.console import session
from engine.console.session import SessionMemory, Sessions, SessionStore, form_token
from engine.console.session_file import SessionFile


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> SessionStore:
    return SessionMemory() if request.param == "memory" else SessionFile(tmp_path / "console.db")


def sessions(store: SessionStore, clock: FakeClock) -> Sessions:
    numbers = count(1)
    return Sessions(store, clock, lambda: f"id-{next(numbers)}")


def test_a_session_is_resumed_by_its_id_until_it_is_ended(store: SessionStore) -> None:
    clock = FakeClock()
    kept = sessions(store, clock)

    async def story() -> None:
        session_id = await kept.begin(7, "bo\u00df")
        clock.advance(seconds=60)
        resumed = await kept.resume(session_id)
        assert resumed is not None
        assert (resumed.user_id, resumed.login) == (7, "bo\u00df")
        assert resumed.began_at == clock.now() - timedelta(seconds=60)
        assert resumed.used_at == clock.now()

        assert await kept.resume("id-2") is None
        await kept.end("id-2")
        await kept.end(session_id)
        assert await kept.resume(session_id) is None

    asyncio.run(story())


def test_use_prolongs_a_session_and_idling_ends_it(store: SessionStore) -> None:
    clock = FakeClock()
    kept = sessions(store, clock)

    async def story() -> list[bool]:
        session_id = await kept.begin(7, "boss")
        live = []
        for minutes in (29, 29, 31, 1):
            clock.advance(seconds=minutes * 60)
            live.append(await kept.resume(session_id) is not None)
        return live

    assert asyncio.run(story()) == [True, True, False, False]


def test_the_store_never_sees_an_id(store: SessionStore) -> None:
    kept = sessions(store, FakeClock())

    async def story() -> object:
        return await store.get(await kept.begin(7, "boss"))

    assert asyncio.run(story()) is None


def test_a_file_serves_several_processes_and_forgets_old_sessions(tmp_path: Path) -> None:
    clock = FakeClock()
    path = tmp_path / "console.db"
    one, other = sessions(SessionFile(path), clock), sessions(SessionFile(path), clock)

    async def story() -> None:
        session_id = await one.begin(7, "boss")
        assert await other.resume(session_id) is not None
        clock.advance(seconds=13 * 3600)
        await other._store.put("other", session.Session(8, "eve", clock.now(), clock.now()))
        assert await SessionFile(path).get(session._key(session_id)) is None
        assert await SessionFile(path).get("other") is not None

    asyncio.run(story())


def test_memory_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "MAX_SESSIONS", 3)
    store = SessionMemory()
    kept = sessions(store, FakeClock())

    async def story() -> list[bool]:
        ids = [await kept.begin(1, "boss") for _ in range(5)]
        return [await kept.resume(each) is not None for each in ids]

    assert asyncio.run(story()) == [False, False, True, True, True]


def test_a_token_belongs_to_one_secret() -> None:
    assert form_token("a") != form_token("b")
    assert form_token("a") == form_token("a")
    assert "a-secret" not in form_token("a-secret")
