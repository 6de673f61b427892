"""Agents and customer users as the desk sees them: names, companies, permissions; no passwords."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from engine.model.people import Agent, CustomerCompany, CustomerUser
from engine.storage.connection import Connection
from engine.storage.timestamp import from_text

DEFAULT_CUSTOMER: Final = "<DEFAULT>"
"""The pseudo login whose services are those of every customer without own ones (11.6)."""

_DETAILS: Final = (
    "title",
    "phone",
    "fax",
    "mobile",
    "street",
    "zip",
    "city",
    "country",
    "comments",
)

_COMPANY_DETAILS: Final = ("street", "zip", "city", "country", "url", "comments")

_SELECT_AGENT: Final = """
SELECT id, login, title, first_name, last_name, valid_id, create_time, change_time FROM users"""
_SELECT_AGENT_BY_ID: Final = f"{_SELECT_AGENT} WHERE id = ?"
_SELECT_AGENT_BY_LOGIN: Final = f"{_SELECT_AGENT} WHERE login = ?"
_SELECT_VALID_AGENTS: Final = f"{_SELECT_AGENT} WHERE valid_id = 1 ORDER BY login"
_SELECT_ALL_PREFERENCES: Final = """
SELECT user_id, preferences_key, preferences_value FROM user_preferences
WHERE preferences_value IS NOT NULL"""
_SELECT_PREFERENCES: Final = """
SELECT preferences_key, preferences_value FROM user_preferences
WHERE user_id = ? AND preferences_value IS NOT NULL"""
_SELECT_PERMISSIONS: Final = """
SELECT p.group_id, p.permission_key FROM group_user p
JOIN groups_table v ON v.id = p.group_id AND v.valid_id = 1 WHERE p.user_id = ?
UNION SELECT g.group_id, g.permission_key FROM role_user u
JOIN roles r ON r.id = u.role_id AND r.valid_id = 1
JOIN group_role g ON g.role_id = r.id AND g.permission_value = 1
JOIN groups_table v ON v.id = g.group_id AND v.valid_id = 1 WHERE u.user_id = ?"""
_SELECT_WATCHER: Final = "SELECT 1 FROM ticket_watcher WHERE ticket_id = ? AND user_id = ?"
_SELECT_CUSTOMER: Final = """
SELECT id, login, email, customer_id, first_name, last_name, valid_id, create_time, change_time,
title, phone, fax, mobile, street, zip, city, country, comments FROM customer_user"""
_SELECT_CUSTOMER_BY_LOGIN: Final = f"{_SELECT_CUSTOMER} WHERE login = ?"
_SELECT_CUSTOMER_BY_EMAIL: Final = (
    f"{_SELECT_CUSTOMER} WHERE email = ? AND valid_id = 1 ORDER BY id"
)
_SELECT_COMPANY: Final = """
SELECT customer_id, name, valid_id, street, zip, city, country, url, comments
FROM customer_company WHERE customer_id = ?"""
_SELECT_CUSTOMER_IDS: Final = """
SELECT customer_id FROM customer_user WHERE login = ?
UNION ALL SELECT customer_id FROM customer_user_customer WHERE user_id = ?"""
_SELECT_SERVICES: Final = """
SELECT service_id FROM service_customer_user WHERE customer_user_login = ? ORDER BY service_id"""
_SELECT_CUSTOMER_PERMISSION: Final = """
SELECT 1 FROM group_customer_user WHERE user_id = ? AND group_id = ?
AND permission_key IN (?, 'rw') AND permission_value = 1"""
_SELECT_COMPANY_PERMISSION: Final = """
SELECT 1 FROM group_customer WHERE customer_id = ? AND group_id = ?
AND permission_key IN (?, 'rw') AND permission_value = 1 AND permission_context = ?"""


def read_agent(connection: Connection, *, login: str | None, id: int | None) -> Agent | None:
    """Return an agent by id if that is given, else by login."""
    if id is not None:
        row = connection.execute(_SELECT_AGENT_BY_ID, (id,)).fetchone()
    else:
        row = connection.execute(_SELECT_AGENT_BY_LOGIN, (login,)).fetchone()
    if row is None:
        return None
    return _agent(row, dict(connection.execute(_SELECT_PREFERENCES, (row[0],))))


def read_valid_agents(connection: Connection) -> Sequence[Agent]:
    """Return all valid agents by login."""
    preferences: dict[int, dict[str, str]] = {}
    for user_id, key, value in connection.execute(_SELECT_ALL_PREFERENCES):
        preferences.setdefault(user_id, {})[key] = value
    rows = connection.execute(_SELECT_VALID_AGENTS)
    return [_agent(row, preferences.get(row[0], {})) for row in rows]


def read_permissions(connection: Connection, user_id: int) -> Mapping[int, frozenset[str]]:
    """Return the permission keys of an agent in each valid group, own ones and those of roles."""
    found: dict[int, set[str]] = {}
    for group_id, key in connection.execute(_SELECT_PERMISSIONS, (user_id, user_id)):
        found.setdefault(group_id, set()).add(key)
    return {group_id: frozenset(keys) for group_id, keys in found.items()}


def read_customer(connection: Connection, login: str) -> CustomerUser | None:
    """Return a customer user by login, valid or not."""
    return _customer(connection.execute(_SELECT_CUSTOMER_BY_LOGIN, (login,)).fetchone())


def read_customer_by_email(connection: Connection, email: str) -> CustomerUser | None:
    """Return the first valid customer user with that address."""
    return _customer(connection.execute(_SELECT_CUSTOMER_BY_EMAIL, (email,)).fetchone())


def read_company(connection: Connection, customer_id: str) -> CustomerCompany | None:
    """Return a company by its id."""
    row = connection.execute(_SELECT_COMPANY, (customer_id,)).fetchone()
    if row is None:
        return None
    details = dict(zip(_COMPANY_DETAILS, row[3:], strict=True))
    return CustomerCompany(id=row[0], name=row[1], is_valid=row[2] == 1, details=details)


def read_customer_ids(connection: Connection, login: str) -> Sequence[str]:
    """Return the companies of a customer user, the own one first, each once."""
    rows = connection.execute(_SELECT_CUSTOMER_IDS, (login, login))
    return tuple(dict.fromkeys(customer_id for (customer_id,) in rows))


def read_customer_services(connection: Connection, login: str) -> Sequence[int]:
    """Return the service ids of a customer user, or those that every customer has."""
    for each in (login, DEFAULT_CUSTOMER):
        services = tuple(
            service_id for (service_id,) in connection.execute(_SELECT_SERVICES, (each,))
        )
        if services:
            return services
    return ()


def has_customer_permission(
    connection: Connection, login: str, group_id: int, permission: str
) -> bool:
    """Say whether a row grants a permission to a customer user."""
    row = connection.execute(_SELECT_CUSTOMER_PERMISSION, (login, group_id, permission)).fetchone()
    return row is not None


def has_company_permission(
    connection: Connection, customer_id: str, group_id: int, permission: str, context: str
) -> bool:
    """Say whether a row grants a permission to a company, in one permission context."""
    values = (customer_id, group_id, permission, context)
    return connection.execute(_SELECT_COMPANY_PERMISSION, values).fetchone() is not None


def is_watcher(connection: Connection, ticket_id: int, user_id: int) -> bool:
    """Say whether an agent watches a ticket."""
    return connection.execute(_SELECT_WATCHER, (ticket_id, user_id)).fetchone() is not None


def _agent(row: tuple[Any, ...], preferences: Mapping[str, str]) -> Agent:
    found_id, login, title, first_name, last_name, valid_id, create_time, change_time = row
    return Agent(
        id=found_id,
        login=login,
        title=title,
        first_name=first_name,
        last_name=last_name,
        is_valid=valid_id == 1,
        preferences=preferences,
        create_time=from_text(create_time),
        change_time=from_text(change_time),
    )


def _customer(row: tuple[Any, ...] | None) -> CustomerUser | None:
    if row is None:
        return None
    row_id, login, email, customer_id, first_name, last_name, valid_id, created, changed = row[:9]
    return CustomerUser(
        id=row_id,
        login=login,
        email=email,
        customer_id=customer_id,
        first_name=first_name,
        last_name=last_name,
        is_valid=valid_id == 1,
        details=dict(zip(_DETAILS, row[9:], strict=True)),
        create_time=from_text(created),
        change_time=from_text(changed),
    )
