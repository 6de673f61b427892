"""What applying a desk file, and adding accounts, tells: names and data (reference, 12.2)."""

from typing import Any

import pytest
from account_bench import AccountBench
from event_record import EventRecord

from dsl.diagnostics import CompileError
from dsl.source import Source
from engine.accounts.accounts import EmbeddedAccounts
from engine.accounts.entry import CustomerEntry
from engine.desk.desk import apply_desk
from engine.model.event import ObjectType

QUEUE = {
    "Name": "Hardware",
    "GroupID": 1,
    "UnlockTimeout": None,
    "FirstResponseTime": None,
    "FirstResponseNotify": None,
    "UpdateTime": None,
    "UpdateNotify": None,
    "SolutionTime": None,
    "SolutionNotify": None,
    "Calendar": None,
    "FollowUpID": 1,
    "FollowUpLock": 0,
    "Comment": None,
    "ValidID": 1,
}
FIELD = {
    "InternalField": 0,
    "Name": "Floor",
    "Label": "Floor",
    "FieldType": "Text",
    "ObjectType": "Ticket",
    "Config": {"DefaultValue": ""},
    "ValidID": 1,
}
CUSTOMER: dict[str, Any] = {
    "UserLogin": "lena",
    "UserEmail": "lena@acmetest.net",
    "UserCustomerID": "ACME",
    "UserTitle": None,
    "UserFirstname": "Lena",
    "UserLastname": "Holm",
    "UserPhone": None,
    "UserFax": None,
    "UserMobile": None,
    "UserStreet": None,
    "UserZip": None,
    "UserCity": None,
    "UserCountry": None,
    "UserComment": None,
    "ValidID": 1,
}
COMPANY: dict[str, Any] = {
    "CustomerID": "ACME",
    "CustomerCompanyName": "ACME",
    "CustomerCompanyStreet": None,
    "CustomerCompanyZIP": None,
    "CustomerCompanyCity": None,
    "CustomerCompanyCountry": None,
    "CustomerCompanyURL": None,
    "CustomerCompanyComment": None,
    "ValidID": 1,
}
LENA = "{login: lena, first_name: Lena, last_name: Holm, email: lena@acmetest.net, company: ACME}"


@pytest.fixture
def events() -> EventRecord:
    return EventRecord()


def told(bench: AccountBench, events: EventRecord, text: str) -> list[tuple[str, Any]]:
    """Apply a file and return what it tells."""
    source = Source("desk.yml", text)
    bench.run(apply_desk(source, bench.database, bench.accounts, bench.clock, events))
    return [(event.name, dict(event.data)) for event in events.take()]


def test_a_queue_tells_what_it_is_and_what_it_was(bench: AccountBench, events: EventRecord) -> None:
    ((name, data),) = told(bench, events, "queues: [Hardware]")
    queue = QUEUE | {"QueueID": data["Queue"]["QueueID"]}
    assert (name, data) == ("QueueCreate", {"Queue": queue})
    assert told(bench, events, "queues: [Hardware]") == []

    promise = "queues: [{name: Hardware, solution_time: 480, solution_notify: 80, calendar: 2}]"
    new = queue | {"SolutionTime": 480, "SolutionNotify": 80, "Calendar": "2"}
    assert told(bench, events, promise) == [("QueueUpdate", {"Queue": new, "OldQueue": queue})]
    assert told(bench, events, promise) == []


def test_a_field_tells_what_it_is_and_what_it_was(bench: AccountBench, events: EventRecord) -> None:
    text = "dynamic_fields: [{name: Floor, object: Ticket, type: Text%s}]"
    ((name, data),) = told(bench, events, text % "")
    field = FIELD | {key: data["NewData"][key] for key in ("ID", "FieldOrder")}
    assert (name, data) == ("DynamicFieldAdd", {"NewData": field})

    new = field | {"Label": "The floor"}
    changed = ("DynamicFieldUpdate", {"NewData": new, "OldData": field})
    assert told(bench, events, text % ", label: The floor") == [changed]


def test_a_customer_tells_what_it_is_and_what_it_was(
    bench: AccountBench, events: EventRecord
) -> None:
    assert told(bench, events, f"customers: [{LENA}]") == [
        ("CustomerUserAdd", {"UserLogin": "lena", "NewData": CUSTOMER}),
        ("CustomerCompanyAdd", {"CustomerID": "ACME", "NewData": COMPANY}),
    ]
    # Who comes in with another password is the same customer.
    assert told(bench, events, "customers: [{login: lena, password: n3w}]") == []

    new = CUSTOMER | {"UserPhone": "0123"}
    data = {"UserLogin": "lena", "NewData": new, "OldData": CUSTOMER}
    assert told(bench, events, 'customers: [{login: LENA, phone: "0123"}]') == [
        ("CustomerUserUpdate", data)
    ]


def test_a_company_tells_what_it_is_and_what_it_was(
    bench: AccountBench, events: EventRecord
) -> None:
    assert told(bench, events, "companies: [ACME]") == [
        ("CustomerCompanyAdd", {"CustomerID": "ACME", "NewData": COMPANY})
    ]
    data = {
        "CustomerID": "ACME",
        "NewData": COMPANY | {"CustomerCompanyCity": "Lund"},
        "OldCustomerID": "ACME",
        "OldData": COMPANY,
    }
    assert told(bench, events, "companies: [{id: ACME, city: Lund}]") == [
        ("CustomerCompanyUpdate", data)
    ]


def test_events_say_what_they_are_about_and_who_did_it(
    bench: AccountBench, events: EventRecord
) -> None:
    source = Source("desk.yml", f"queues: [Hardware]\ncustomers: [{LENA}]")
    bench.run(apply_desk(source, bench.database, bench.accounts, bench.clock, events))

    assert [(event.object_type, event.user_id) for event in events.events] == [
        (ObjectType.QUEUE, 1),
        (ObjectType.CUSTOMER_USER, 1),
        (ObjectType.CUSTOMER_COMPANY, 1),
    ]
    queue, customer, company = (event.ids for event in events.events)
    assert queue.keys() == {"QueueID"}
    assert (customer, company) == ({"UserLogin": "lena"}, {"CustomerID": "ACME"})


def test_a_file_that_is_refused_tells_nothing(bench: AccountBench, events: EventRecord) -> None:
    with pytest.raises(CompileError):
        told(bench, events, "queues: [Hardware, {name: Vault, group: nobody}]")

    assert events.take() == []


def test_adding_a_customer_tells_of_it(bench: AccountBench, events: EventRecord) -> None:
    accounts = EmbeddedAccounts(bench.database, bench.clock, events=events)

    bench.run(accounts.add_customer(CustomerEntry(login="otto", company="ACME")))

    assert [event.name for event in events.take()] == ["CustomerUserAdd", "CustomerCompanyAdd"]
