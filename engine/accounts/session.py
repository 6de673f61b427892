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
from engine.model.desk import Principal, PrincipalKind
from engine.storage.connection import Connection
from engine.storage.setting import is_on, read_settings
from engine.storage.timestamp import to_epoch

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


@dataclass(frozen=True, slots=True)
class Session:
    """A session that was looked up; `is_expired` asks for its removal."""

    principal: Principal
    remote_address: str
    is_expired: bool
    data: str

    def values(self) -> Mapping[str, Value]:
        """Return what the session knows about its user."""
        return cast("Mapping[str, Value]", json.loads(self.data))


def insert_session(
    connection: Connection, session_id: str, principal: Principal, visit: Visit
) -> None:
    """Write a session, and remove those whose time is over."""
    epoch = to_epoch(visit.started_at)
    max_time, max_idle_time = _limits(connection)
    connection.execute(_DELETE_STARTED, (epoch - max_time,))
    connection.execute(_DELETE_IDLE, (epoch - max_idle_time,))
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
    max_time, max_idle_time = _limits(connection)
    epoch = to_epoch(now)
    is_over = epoch - start > max_time or epoch - last_request > max_idle_time
    if is_on(read_settings(connection), "SessionCheckRemoteIP") and its_address != remote_address:
        return None
    principal = Principal(PrincipalKind(user_type), login, user_id)
    return Session(principal, its_address, is_over or valid_id != 1, data)


def delete_session(connection: Connection, session_id: str) -> bool:
    """Remove a session; say whether there was one."""
    return connection.execute(_DELETE, (stored_form(session_id),)).rowcount == 1


def _limits(connection: Connection) -> tuple[int, int]:
    """Return the seconds after the start and after the last request when a session ends."""
    settings = read_settings(connection)
    return int(str(settings["SessionMaxTime"])), int(str(settings["SessionMaxIdleTime"]))
