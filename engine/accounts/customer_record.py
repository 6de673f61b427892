"""Customer users and companies as events show them, by the reference's names; never a password.

Source: reference, section 12.2.
"""

from typing import Final

from dsl.values import Value
from engine.storage.connection import Connection

_SELECT_CUSTOMER: Final = """
SELECT login AS "UserLogin", email AS "UserEmail", customer_id AS "UserCustomerID",
    title AS "UserTitle", first_name AS "UserFirstname", last_name AS "UserLastname",
    phone AS "UserPhone", fax AS "UserFax", mobile AS "UserMobile", street AS "UserStreet",
    zip AS "UserZip", city AS "UserCity", country AS "UserCountry", comments AS "UserComment",
    valid_id AS "ValidID"
FROM customer_user WHERE login = ?"""
_SELECT_COMPANY: Final = """
SELECT customer_id AS "CustomerID", name AS "CustomerCompanyName",
    street AS "CustomerCompanyStreet", zip AS "CustomerCompanyZIP", city AS "CustomerCompanyCity",
    country AS "CustomerCompanyCountry", url AS "CustomerCompanyURL",
    comments AS "CustomerCompanyComment", valid_id AS "ValidID"
FROM customer_company WHERE customer_id = ?"""


def customer_record(connection: Connection, login: str) -> dict[str, Value] | None:
    """Return ``{"UserLogin": "lena", "UserEmail": …}``, or None when there is no such customer."""
    return _record(connection, _SELECT_CUSTOMER, login)


def company_record(connection: Connection, customer_id: str) -> dict[str, Value] | None:
    """Return ``{"CustomerID": "ACME", "CustomerCompanyName": …}``, or None when there is none."""
    return _record(connection, _SELECT_COMPANY, customer_id)


def _record(connection: Connection, statement: str, key: str) -> dict[str, Value] | None:
    cursor = connection.execute(statement, (key,))
    names = [column[0] for column in cursor.description]
    row = cursor.fetchone()
    return None if row is None else dict(zip(names, row, strict=True))
