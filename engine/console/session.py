"""Who is logged in to the console, and until when."""

import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from engine.model.clock import Clock

IDLE_END = timedelta(minutes=30)
ABSOLUTE_END = timedelta(hours=12)

MAX_SESSIONS = 10_000
"""Live sessions in memory; with more, the one that was used longest ago ends."""

_TOUCH_EVERY = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Session:
    """A log-in. Times are in UTC."""

    user_id: int
    login: str
    began_at: datetime
    used_at: datetime

    def is_live(self, now: datetime) -> bool:
        """Say whether it has ended neither by idling nor by age."""
        return now - self.used_at < IDLE_END and now - self.began_at < ABSOLUTE_END


class SessionStore(Protocol):
    """Where sessions are. Keys are hashes: whoever reads the store cannot log in with it."""

    async def put(self, key: str, session: Session) -> None:
        """Write a session, new or changed."""

    async def get(self, key: str) -> Session | None:
        """Return a session, whether it has ended or not."""

    async def remove(self, key: str) -> None:
        """Forget a session; nothing happens when there is none."""


class SessionMemory:
    """A `SessionStore` for one process: everyone is logged out when it ends."""

    def __init__(self) -> None:
        self._sessions: OrderedDict[str, Session] = OrderedDict()

    async def put(self, key: str, session: Session) -> None:
        """Write a session, new or changed."""
        self._sessions[key] = session
        self._sessions.move_to_end(key)
        if len(self._sessions) > MAX_SESSIONS:
            self._sessions.popitem(last=False)

    async def get(self, key: str) -> Session | None:
        """Return a session, whether it has ended or not."""
        return self._sessions.get(key)

    async def remove(self, key: str) -> None:
        """Forget a session; nothing happens when there is none."""
        self._sessions.pop(key, None)


class Sessions:
    """Begins, resumes and ends sessions. Ids are 256 random bits and live in cookies alone."""

    def __init__(self, store: SessionStore, clock: Clock, new_secret: Callable[[], str]) -> None:
        self._store = store
        self._clock = clock
        self._new_secret = new_secret

    async def begin(self, user_id: int, login: str) -> str:
        """Return the id of a new session."""
        session_id = self._new_secret()
        now = self._clock.now()
        await self._store.put(_key(session_id), Session(user_id, login, now, now))
        return session_id

    async def resume(self, session_id: str) -> Session | None:
        """Return a live session and note that it was used; one that has ended is removed."""
        key = _key(session_id)
        session = await self._store.get(key)
        if session is None:
            return None
        now = self._clock.now()
        if not session.is_live(now):
            await self._store.remove(key)
            return None
        if now - session.used_at >= _TOUCH_EVERY:
            session = replace(session, used_at=now)
            await self._store.put(key, session)
        return session

    async def end(self, session_id: str) -> None:
        """End a session: its id is of no use any more."""
        await self._store.remove(_key(session_id))


def form_token(secret: str) -> str:
    """Return the token that forms carry for a cookie's secret.

    It proves that the page with the form was made for whoever holds the cookie, which a foreign
    page cannot read.
    """
    return hmac.new(secret.encode(), b"crosstie console form", hashlib.sha256).hexdigest()


def _key(session_id: str) -> str:
    return hashlib.sha256(session_id.encode()).hexdigest()
