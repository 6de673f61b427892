"""Tells what changed about customer users and companies.

Source: reference, section 12.2.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from dsl.values import Value
from engine.accounts.customer_record import company_record, customer_record
from engine.model.event import ObjectType
from engine.storage.connection import Connection
from engine.storage.emitter import Emitter

ROOT_ID = 1
"""Who declares people: the administrator."""


class PeopleAnnouncements:
    """Compares what customer users and companies were with what they are."""

    def __init__(self, connection: Connection, events: Emitter) -> None:
        self._connection = connection
        self._events = events

    @contextmanager
    def customer(self, login: str) -> Iterator[None]:
        """Tell of a customer user that the block adds or changes."""
        if not self._is_wanted("CustomerUser"):
            yield
            return
        old = customer_record(self._connection, login)
        yield
        new = customer_record(self._connection, login)
        if new is None or old == new:
            return
        # A login is found in any case of letters; it is told as it is stored.
        data: dict[str, Value] = {"UserLogin": new["UserLogin"], "NewData": new}
        if old is None:
            self._events.emit("CustomerUserAdd", ObjectType.CUSTOMER_USER, data, by=ROOT_ID)
        else:
            data["OldData"] = old
            self._events.emit("CustomerUserUpdate", ObjectType.CUSTOMER_USER, data, by=ROOT_ID)

    @contextmanager
    def company(self, customer_id: str) -> Iterator[None]:
        """Tell of a company that the block adds or changes."""
        if not self._is_wanted("CustomerCompany"):
            yield
            return
        old = company_record(self._connection, customer_id)
        yield
        new = company_record(self._connection, customer_id)
        if new is None or old == new:
            return
        data: dict[str, Value] = {"CustomerID": customer_id, "NewData": new}
        if old is None:
            self._events.emit("CustomerCompanyAdd", ObjectType.CUSTOMER_COMPANY, data, by=ROOT_ID)
        else:
            data |= {"OldCustomerID": customer_id, "OldData": old}
            name = "CustomerCompanyUpdate"
            self._events.emit(name, ObjectType.CUSTOMER_COMPANY, data, by=ROOT_ID)

    def _is_wanted(self, kind: str) -> bool:
        return self._events.wants(f"{kind}Add") or self._events.wants(f"{kind}Update")
