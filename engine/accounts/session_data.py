"""What a session knows about its user: keys and values as SessionGet shows them.

Source: reference, section 2.5. Values are texts, or null for what was never set.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from engine.model.people import Principal, PrincipalKind
from engine.storage.connection import Connection
from engine.storage.timestamp import to_epoch, to_text

# Names in quotes: PostgreSQL would fold them to lower case.
_SELECT_AGENT: Final = """
SELECT id AS "UserID", login AS "UserLogin", title AS "UserTitle", first_name AS "UserFirstname",
    last_name AS "UserLastname", valid_id AS "ValidID", create_time AS "CreateTime",
    change_time AS "ChangeTime"
FROM users WHERE id = ?"""
_SELECT_PREFERENCES: Final = """
SELECT preferences_key, preferences_value FROM user_preferences WHERE user_id = ?"""
_SELECT_CUSTOMER: Final = """
SELECT login AS "UserID", login AS "UserLogin", COALESCE(title, '') AS "UserTitle",
    first_name AS "UserFirstname", last_name AS "UserLastname", email AS "UserEmail",
    customer_id AS "UserCustomerID", customer_id AS "CustomerID",
    COALESCE(phone, '') AS "UserPhone", COALESCE(fax, '') AS "UserFax",
    COALESCE(mobile, '') AS "UserMobile",
    COALESCE(street, '') AS "UserStreet", COALESCE(zip, '') AS "UserZip",
    COALESCE(city, '') AS "UserCity", COALESCE(country, '') AS "UserCountry",
    COALESCE(comments, '') AS "UserComment", valid_id AS "ValidID", create_time AS "CreateTime",
    create_by AS "CreateBy", change_time AS "ChangeTime", change_by AS "ChangeBy"
FROM customer_user WHERE login = ?"""
_SELECT_COMPANY: Final = """
SELECT name AS "CustomerCompanyName", street AS "CustomerCompanyStreet",
    zip AS "CustomerCompanyZIP", city AS "CustomerCompanyCity",
    country AS "CustomerCompanyCountry", url AS "CustomerCompanyURL",
    comments AS "CustomerCompanyComment", valid_id AS "CustomerCompanyValidID"
FROM customer_company WHERE customer_id = ?"""

_AGENT_USUAL: Final = {"UserLanguage": "en"}
_CUSTOMER_USUAL: Final = {
    "Source": "CustomerUser",
    "UserRefreshTime": "0",
    "UserShowTickets": "25",
}


@dataclass(frozen=True, slots=True)
class Visit:
    """From where, with what and when a session was begun."""

    remote_address: str
    user_agent: str
    started_at: datetime


def session_data(
    connection: Connection, principal: Principal, visit: Visit
) -> Mapping[str, str | None]:
    """Return everything a new session keeps about its user; never a password."""
    if principal.kind is PrincipalKind.AGENT:
        user = _agent(connection, principal)
    else:
        user = _customer(connection, principal)
    full_name = f"{user['UserFirstname']} {user['UserLastname']}"
    return {**user, "UserFullname": full_name, **_visit(principal, visit)}


def _agent(connection: Connection, principal: Principal) -> dict[str, str | None]:
    preferences = dict(connection.execute(_SELECT_PREFERENCES, (principal.user_id,)))
    return {**_AGENT_USUAL, **preferences, **_row(connection, _SELECT_AGENT, principal.user_id)}


def _customer(connection: Connection, principal: Principal) -> dict[str, str | None]:
    user = _row(connection, _SELECT_CUSTOMER, principal.login)
    company = _row(connection, _SELECT_COMPANY, user.get("CustomerID") or "")
    name = f"{user['UserFirstname']} {user['UserLastname']}"
    mail = f'"{name}" <{user["UserEmail"]}>'
    return {**_CUSTOMER_USUAL, **company, **user, "UserMailString": mail}


def _visit(principal: Principal, visit: Visit) -> Mapping[str, str | None]:
    epoch = str(to_epoch(visit.started_at))
    return {
        "SessionSource": "GenericInterface",
        "UserAuthBackend": "",
        "UserLastLogin": epoch,
        "UserLastLoginTimestamp": to_text(visit.started_at),
        "UserLastRequest": epoch,
        "UserLoginFailed": "0",
        "UserRemoteAddr": visit.remote_address,
        "UserRemoteUserAgent": visit.user_agent,
        "UserSessionStart": epoch,
        "UserType": principal.kind.value,
    }


def _row(connection: Connection, statement: str, key: str | int) -> dict[str, str | None]:
    """Return the columns of the row by their names, as texts; empty when there is none."""
    cursor = connection.execute(statement, (key,))
    names = [column[0] for column in cursor.description]
    values = cursor.fetchone() or ()
    return {
        name: None if value is None else str(value)
        for name, value in zip(names, values, strict=False)
    }
