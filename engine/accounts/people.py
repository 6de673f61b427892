"""Agents and customer users as rows: declared ones are made, or changed where they differ."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, TypeVar

from engine.accounts.announcement import PeopleAnnouncements
from engine.accounts.credential import canonical_login, write_hash
from engine.accounts.entry import DETAILS, EVERY_PERMISSION, AgentEntry, CustomerEntry
from engine.accounts.errors import AccountError
from engine.accounts.session import revoke_sessions
from engine.model.people import PrincipalKind
from engine.storage.connection import Connection
from engine.storage.emitter import NOBODY, Emitter
from engine.storage.timestamp import to_text

T = TypeVar("T")

_SELECT_AGENT: Final = """
SELECT id, title, first_name, last_name, valid_id FROM users WHERE login = ?"""
_INSERT_AGENT: Final = """
INSERT INTO users (login, title, first_name, last_name, pw, create_time, create_by, change_time,
    change_by) VALUES (?, ?, ?, ?, ?, ?, 1, ?, 1) RETURNING id"""
_UPDATE_AGENT: Final = """
UPDATE users SET title = ?, first_name = ?, last_name = ?, valid_id = 1, change_time = ?,
    change_by = 1 WHERE id = ?"""
_SELECT_PREFERENCE: Final = """
SELECT preferences_value FROM user_preferences WHERE user_id = ? AND preferences_key = ?"""
_PUT_PREFERENCE: Final = """
INSERT INTO user_preferences (user_id, preferences_key, preferences_value) VALUES (?, ?, ?)
ON CONFLICT (user_id, preferences_key)
DO UPDATE SET preferences_value = excluded.preferences_value"""
_SELECT_GROUPS: Final = "SELECT name, id FROM groups_table"
_SELECT_ROLES: Final = "SELECT name, id FROM roles"
_SELECT_AGENT_GROUP: Final = """
SELECT permission_key FROM group_user WHERE user_id = ? AND group_id = ?"""
_DELETE_AGENT_GROUP: Final = "DELETE FROM group_user WHERE user_id = ? AND group_id = ?"
_INSERT_AGENT_GROUP: Final = """
INSERT INTO group_user (user_id, group_id, permission_key, create_time, create_by, change_time,
    change_by) VALUES (?, ?, ?, ?, 1, ?, 1)"""
_INSERT_ROLE: Final = """
INSERT INTO role_user (user_id, role_id, create_time, create_by, change_time, change_by)
VALUES (?, ?, ?, 1, ?, 1) ON CONFLICT DO NOTHING"""

_SELECT_CUSTOMER: Final = """
SELECT email, customer_id, first_name, last_name, valid_id, title, phone, fax, mobile, street, zip,
    city, country, comments
FROM customer_user WHERE login = ?"""
_INSERT_CUSTOMER: Final = """
INSERT INTO customer_user (login, pw, email, customer_id, first_name, last_name, title, phone, fax,
    mobile, street, zip, city, country, comments, create_time, create_by, change_time, change_by)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, 1)"""
_UPDATE_CUSTOMER: Final = """
UPDATE customer_user SET email = ?, customer_id = ?, first_name = ?, last_name = ?, title = ?,
    phone = ?, fax = ?, mobile = ?, street = ?, zip = ?, city = ?, country = ?, comments = ?,
    valid_id = 1, change_time = ?, change_by = 1
WHERE login = ?"""
_INSERT_COMPANY: Final = """
INSERT INTO customer_company (customer_id, name, create_time, create_by, change_time, change_by)
VALUES (?, ?, ?, 1, ?, 1) ON CONFLICT DO NOTHING"""
_INSERT_FURTHER_COMPANY: Final = """
INSERT INTO customer_user_customer (user_id, customer_id, create_time, create_by, change_time,
    change_by) VALUES (?, ?, ?, 1, ?, 1) ON CONFLICT DO NOTHING"""
_SELECT_CUSTOMER_GROUP: Final = """
SELECT permission_key FROM group_customer_user
WHERE user_id = ? AND group_id = ? AND permission_value = 1"""
_DELETE_CUSTOMER_GROUP: Final = """
DELETE FROM group_customer_user WHERE user_id = ? AND group_id = ?"""
_INSERT_CUSTOMER_GROUP: Final = """
INSERT INTO group_customer_user (user_id, group_id, permission_key, permission_value, create_time,
    create_by, change_time, change_by) VALUES (?, ?, ?, 1, ?, 1, ?, 1)"""


class PeopleWriter:
    """Writes people inside one transaction.

    Each method returns what changed, in words: ``()`` for nothing, ``("added",)`` for a new one.
    Raises `AccountError` for a group or role that does not exist.
    """

    def __init__(
        self, connection: Connection, now: datetime, events: Emitter | None = None
    ) -> None:
        self._connection = connection
        self._announced = PeopleAnnouncements(connection, events or Emitter(NOBODY, connection))
        self._now = now
        self._stamp = to_text(now)

    def put_agent(self, entry: AgentEntry, new_hash: str | None) -> tuple[str, ...]:
        """Make the agent be as declared; `new_hash` is that of a password to be set."""
        row = self._connection.execute(_SELECT_AGENT, (entry.login,)).fetchone()
        changes = ["added"] if row is None else []
        if row is None:
            user_id = self._insert_agent(entry, new_hash)
        else:
            user_id, *old = row
            changes += self._update_agent(user_id, old, entry)
            changes += self._put_hash(PrincipalKind.AGENT, entry.login, new_hash)
        for key, value in self._preferences(entry).items():
            if self._put_preference(user_id, key, value):
                changes.append("e-mail" if key == "UserEmail" else key)
        if self._put_agent_groups(user_id, entry) | self._put_roles(user_id, entry.roles):
            changes.append("permissions")
        return ("added",) if row is None else tuple(changes)

    def put_customer(self, entry: CustomerEntry, new_hash: str | None) -> tuple[str, ...]:
        """Make the customer user be as declared; `new_hash` is that of a password to be set."""
        row = self._connection.execute(_SELECT_CUSTOMER, (entry.login,)).fetchone()
        changes: list[str] = []
        with self._announced.customer(entry.login):
            if row is None:
                self._insert_customer(entry, new_hash)
            else:
                changes += self._update_customer(row, entry)
                changes += self._put_hash(PrincipalKind.CUSTOMER, entry.login, new_hash)
        if self._put_companies(entry):
            changes.append("companies")
        if self._put_groups(
            entry.login,
            entry.groups,
            (_SELECT_CUSTOMER_GROUP, _DELETE_CUSTOMER_GROUP, _INSERT_CUSTOMER_GROUP),
        ):
            changes.append("permissions")
        return ("added",) if row is None else tuple(changes)

    def _put_hash(self, kind: PrincipalKind, login: str, new_hash: str | None) -> list[str]:
        if new_hash is None:
            return []
        write_hash(self._connection, kind, login, new_hash, now=self._now)
        # Whoever knew the old password may have begun sessions with it.
        canonical = canonical_login(self._connection, kind, login) or login
        revoke_sessions(self._connection, kind, canonical, now=self._now)
        return ["password"]

    def _insert_agent(self, entry: AgentEntry, new_hash: str | None) -> int:
        first_name = _first(entry.first_name, entry.login)
        last_name = _first(entry.last_name, entry.login)
        names = (entry.login, entry.title, first_name, last_name)
        row = (*names, new_hash, self._stamp, self._stamp)
        (user_id,) = self._connection.execute(_INSERT_AGENT, row).fetchone()
        return int(user_id)

    def _update_agent(self, user_id: int, old: list[str | int], entry: AgentEntry) -> list[str]:
        declared = (entry.title, entry.first_name, entry.last_name)
        new = [_first(value, was) for value, was in zip(declared, old[:3], strict=True)]
        if [*new, 1] == old:
            return []
        self._connection.execute(_UPDATE_AGENT, (*new, self._stamp, user_id))
        return ["name"] if new != old[:3] else ["valid again"]

    def _preferences(self, entry: AgentEntry) -> Mapping[str, str]:
        email = {} if entry.email is None else {"UserEmail": entry.email}
        return {**entry.preferences, **email}

    def _put_preference(self, user_id: int, key: str, value: str) -> bool:
        row = self._connection.execute(_SELECT_PREFERENCE, (user_id, key)).fetchone()
        if row == (value,):
            return False
        self._connection.execute(_PUT_PREFERENCE, (user_id, key, value))
        return True

    def _put_agent_groups(self, user_id: int, entry: AgentEntry) -> bool:
        groups: dict[str, tuple[str, ...]] = dict(entry.groups)
        if entry.is_administrator:
            names = [name for (name, _) in self._connection.execute(_SELECT_GROUPS)]
            groups |= dict.fromkeys(names, (EVERY_PERMISSION,))
        statements = (_SELECT_AGENT_GROUP, _DELETE_AGENT_GROUP, _INSERT_AGENT_GROUP)
        return self._put_groups(user_id, groups, statements)

    def _put_groups(
        self,
        owner: int | str,
        groups: Mapping[str, tuple[str, ...]],
        statements: tuple[str, str, str],
    ) -> bool:
        select, delete, insert = statements
        ids = dict(self._connection.execute(_SELECT_GROUPS))
        has_changed = False
        for name, keys in groups.items():
            group_id = _known(ids, name, "group")
            had = {key for (key,) in self._connection.execute(select, (owner, group_id))}
            if had == set(keys):
                continue
            has_changed = True
            self._connection.execute(delete, (owner, group_id))
            rows = [(owner, group_id, key, self._stamp, self._stamp) for key in dict.fromkeys(keys)]
            self._connection.executemany(insert, rows)
        return has_changed

    def _put_roles(self, user_id: int, roles: Iterable[str]) -> bool:
        ids = dict(self._connection.execute(_SELECT_ROLES))
        rows = [(user_id, _known(ids, name, "role"), self._stamp, self._stamp) for name in roles]
        return self._connection.executemany(_INSERT_ROLE, rows).rowcount > 0

    def _insert_customer(self, entry: CustomerEntry, new_hash: str | None) -> None:
        self._connection.execute(
            _INSERT_CUSTOMER,
            (
                entry.login,
                new_hash,
                _first(entry.email, ""),
                _first(entry.company, ""),
                _first(entry.first_name, entry.login),
                _first(entry.last_name, entry.login),
                *(entry.details.get(name) for name in DETAILS),
                self._stamp,
                self._stamp,
            ),
        )

    def _update_customer(self, row: tuple[str | int, ...], entry: CustomerEntry) -> list[str]:
        declared = (entry.email, entry.company, entry.first_name, entry.last_name)
        was = (*row[:4], *row[5:])
        details = (entry.details.get(name) for name in DETAILS)
        new = tuple(
            _first(value, old) for value, old in zip((*declared, *details), was, strict=True)
        )
        if new == was and row[4] == 1:
            return []
        self._connection.execute(_UPDATE_CUSTOMER, (*new, self._stamp, entry.login))
        return ["data"] if new != was else ["valid again"]

    def _put_companies(self, entry: CustomerEntry) -> bool:
        companies = [each for each in (entry.company, *entry.companies) if each]
        made = sum(self._put_company(each) for each in companies)
        links = [(entry.login, each, self._stamp, self._stamp) for each in entry.companies]
        linked = self._connection.executemany(_INSERT_FURTHER_COMPANY, links).rowcount
        return made > 0 or linked > 0

    def _put_company(self, customer_id: str) -> int:
        row = (customer_id, customer_id, self._stamp, self._stamp)
        with self._announced.company(customer_id):
            return self._connection.execute(_INSERT_COMPANY, row).rowcount


def _first(value: T | None, otherwise: T) -> T:
    return otherwise if value is None else value


def _known(ids: Mapping[str, int], name: str, kind: str) -> int:
    if name not in ids:
        raise AccountError(f"{kind}-unknown", f"there is no {kind} `{name}`")
    return ids[name]
