"""The list of accounts, and who of them administers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from engine.storage.connection import Connection

_SELECT_AGENTS: Final = """
SELECT u.login, u.first_name || ' ' || u.last_name, COALESCE(p.preferences_value, ''), u.valid_id
FROM users u LEFT JOIN user_preferences p ON p.user_id = u.id AND p.preferences_key = 'UserEmail'
ORDER BY u.login"""
_SELECT_CUSTOMERS: Final = """
SELECT login, first_name || ' ' || last_name, email, valid_id FROM customer_user ORDER BY login"""
_SELECT_AGENT: Final = "SELECT 1 FROM users WHERE login = ?"
_SELECT_CUSTOMER: Final = "SELECT 1 FROM customer_user WHERE login = ?"
_SELECT_ADMINISTRATOR: Final = """
SELECT 1 FROM users u JOIN groups_table g ON g.name = 'admin' AND g.valid_id = 1
WHERE u.id = ? AND u.valid_id = 1 AND (
    EXISTS (SELECT 1 FROM group_user
        WHERE user_id = u.id AND group_id = g.id AND permission_key = 'rw')
    OR EXISTS (SELECT 1 FROM role_user m JOIN roles r ON r.id = m.role_id AND r.valid_id = 1
        JOIN group_role x ON x.role_id = r.id AND x.permission_value = 1
        WHERE m.user_id = u.id AND x.group_id = g.id AND x.permission_key = 'rw'))"""


@dataclass(frozen=True, slots=True)
class Person:
    """An account as lists show it."""

    login: str
    name: str
    email: str
    is_valid: bool


def read_agents(connection: Connection) -> Sequence[Person]:
    """Return all agents by login."""
    return _people(connection, _SELECT_AGENTS)


def read_customers(connection: Connection) -> Sequence[Person]:
    """Return all customer users by login."""
    return _people(connection, _SELECT_CUSTOMERS)


def has_agent(connection: Connection, login: str) -> bool:
    """Say whether there is an agent of that login, valid or not."""
    return connection.execute(_SELECT_AGENT, (login,)).fetchone() is not None


def has_customer(connection: Connection, login: str) -> bool:
    """Say whether there is a customer user of that login, valid or not."""
    return connection.execute(_SELECT_CUSTOMER, (login,)).fetchone() is not None


def is_administrator(connection: Connection, user_id: int) -> bool:
    """Say whether a valid agent has `rw` in the group `admin`, directly or by a role."""
    return connection.execute(_SELECT_ADMINISTRATOR, (user_id,)).fetchone() is not None


def _people(connection: Connection, statement: str) -> Sequence[Person]:
    return [
        Person(login, name, email, valid_id == 1)
        for login, name, email, valid_id in connection.execute(statement)
    ]
