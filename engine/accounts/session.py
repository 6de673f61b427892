"""Sessions: one row each, found by the hash of an id that only the client knows.

Source: reference, section 2.3.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from dsl.values import Value
from engine.accounts.secret_text import stored_form
from engine.accounts.session_data import Visit, session_data
from engine.model.people import Principal, PrincipalKind
from engine.storage.connection import Connection
from engine.storage.setting import is_on, read_settings
from engine.storage.timestamp import to_epoch, to_microseconds

ID_LENGTH: Final = 32

_INSERT: Final = """
INSERT INTO sessions (session_id, user_type, user_login, user_id, user_session_start,
    user_last_request, user_remote_addr, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_SELECT: Final = """
SELECT s.user_type, s.user_login, s.user_id, s.user_session_start, s.user_last_request,
    s.user_remote_addr, s.data, COALESCE(u.valid_id, c.valid_id, 0)
FROM sessions s
LEFT JOIN users u ON s.user_type = 'User' AND u.id = s.user_id
LEFT JOIN customer_user c ON s.user_type = 'Customer' AND c.login = s.user_login
WHERE s.session_id = ?"""
_DELETE: Final = "DELETE FROM sessions WHERE session_id = ?"
_DELETE_STARTED: Final = "DELETE FROM sessions WHERE user_session_start < ?"
_DELETE_IDLE: Final = "DELETE FROM sessions WHERE user_last_request < ?"
_DELETE_OF: Final = "DELETE FROM sessions WHERE user_type = ? AND user_login = ?"
_TOUCH: Final = """
UPDATE sessions SET user_last_request = ? WHERE session_id = ? AND user_last_request < ?"""
_REVOKE: Final = """
INSERT INTO session_revocation (user_type, user_login, revoked_time) VALUES (?, ?, ?)
ON CONFLICT (user_type, user_login) DO UPDATE SET revoked_time = excluded.revoked_time"""
_SELECT_REVOKED: Final = """
SELECT revoked_time FROM session_revocation WHERE user_type = ? AND user_login = ?"""

_TOUCHES_PER_IDLE_TIME: Final = 20
"""A session that slides is written this often at most: a write for each request is too dear."""


@dataclass(frozen=True, slots=True)
class Session:
    """A session that was looked up; `is_expired` asks for its removal.

    `is_to_be_touched` asks for its last request to be noted, where sessions slide.
    """

    principal: Principal
    is_expired: bool
    is_to_be_touched: bool
    last_request_epoch: int | None
    """When it slid last, None when it never did."""
    data: str

    def values(self) -> Mapping[str, Value]:
        """Return what the session knows about its user."""
        data = cast("dict[str, Value]", json.loads(self.data))
        if self.last_request_epoch is not None:
            data["UserLastRequest"] = str(self.last_request_epoch)
        return data


def insert_session(
    connection: Connection, session_id: str, principal: Principal, visit: Visit
) -> None:
    """Write a session, and remove those whose time is over."""
    delete_expired(connection, now=visit.started_at)
    epoch = to_epoch(visit.started_at)
    data = json.dumps(session_data(connection, principal, visit), ensure_ascii=False)
    connection.execute(
        _INSERT,
        (
            stored_form(session_id),
            principal.kind.value,
            principal.login,
            principal.user_id,
            epoch,
            epoch,
            visit.remote_address,
            data,
        ),
    )


def read_session(
    connection: Connection, session_id: str, *, now: datetime, remote_address: str
) -> Session | None:
    """Return the session of an id, or None for a wrong id or the wrong remote address.

    A session ends with its time, and when its user is made invalid.
    """
    row = connection.execute(_SELECT, (stored_form(session_id),)).fetchone()
    if row is None:
        return None
    user_type, login, user_id, start, last_request, its_address, data, valid_id = row
    settings = read_settings(connection)
    if is_on(settings, "SessionCheckRemoteIP") and its_address != remote_address:
        return None
    max_time, max_idle_time = _limits(settings)
    epoch = to_epoch(now)
    is_over = epoch - start > max_time or epoch - last_request > max_idle_time
    is_stale = (epoch - last_request) * _TOUCHES_PER_IDLE_TIME >= max_idle_time
    return Session(
        principal=Principal(PrincipalKind(user_type), login, user_id),
        is_expired=is_over or valid_id != 1,
        is_to_be_touched=is_stale and is_on(settings, "SessionSlidingExpiry"),
        last_request_epoch=last_request if last_request > start else None,
        data=data,
    )


def touch_session(connection: Connection, session_id: str, *, now: datetime) -> None:
    """Note that a session was used."""
    epoch = to_epoch(now)
    connection.execute(_TOUCH, (epoch, stored_form(session_id), epoch))


def delete_session(connection: Connection, session_id: str) -> bool:
    """Remove a session; say whether there was one."""
    return connection.execute(_DELETE, (stored_form(session_id),)).rowcount == 1


def delete_expired(connection: Connection, *, now: datetime) -> int:
    """Remove all sessions whose time is over; return how many there were."""
    epoch = to_epoch(now)
    max_time, max_idle_time = _limits(read_settings(connection))
    started = connection.execute(_DELETE_STARTED, (epoch - max_time,)).rowcount
    return started + connection.execute(_DELETE_IDLE, (epoch - max_idle_time,)).rowcount


def revoke_sessions(
    connection: Connection, kind: PrincipalKind, login: str, *, now: datetime
) -> int:
    """End all sessions of an account and return how many there were.

    The moment is kept for sessions that lie elsewhere: those of the console.
    """
    connection.execute(_REVOKE, (kind.value, login, to_microseconds(now)))
    return connection.execute(_DELETE_OF, (kind.value, login)).rowcount


def are_revoked(
    connection: Connection, kind: PrincipalKind, login: str, *, since: datetime
) -> bool:
    """Say whether sessions of an account that began at `since` were ended by now."""
    row = connection.execute(_SELECT_REVOKED, (kind.value, login)).fetchone()
    return row is not None and to_microseconds(since) < row[0]


def _limits(settings: Mapping[str, Value]) -> tuple[int, int]:
    """Return the seconds after the start and after the last request when a session ends."""
    return int(str(settings["SessionMaxTime"])), int(str(settings["SessionMaxIdleTime"]))
