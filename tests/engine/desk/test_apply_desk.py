"""Desk files applied: what exists afterwards, what was told, and that nothing else changed."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from account_bench import AccountBench
from stores import rows_of_everything

from dsl.diagnostics import CompileError
from dsl.source import Source
from engine.desk.desk import apply_desk
from engine.model.desk import DeskReader
from engine.storage.setting import read_settings
from engine.tickets.store import EmbeddedTicketStore

T = TypeVar("T")
EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "desk.yml"
EVERYTHING = """\
settings: {Ticket::Service: true, Ticket::Type: 1, CustomerGroupAlwaysGroups: [users, secret]}
groups: [users, secret]
roles:
  - {name: helpers, groups: {secret: [ro, note]}}
users:
  - {login: mira, password: s3cret, first_name: Mira, last_name: Lind, email: m@acmetest.net,
     groups: {users: rw}, roles: [helpers], preferences: {UserLanguage: sv}}
companies:
  - {id: ACME, name: Acme Instruments, city: Lund}
customers:
  - {login: lena, password: s3cret, first_name: Lena, last_name: Holm, email: l@acmetest.net,
     company: ACME, companies: [BETA], services: [Printing], phone: 0123, groups: {users: rw}}
queues:
  - {name: Hardware, group: secret}
  - {name: "Hardware::Printer"}
types: [Unclassified, Incident]
services: [Printing, {name: Scanning, default: true}]
slas: [{name: Gold, services: [Printing]}]
states: [{name: waiting for vendor, type: open}]
priorities: [urgent]
dynamic_fields:
  - {name: Floor, object: Ticket, type: Dropdown, label: The floor, values: {"0": Ground, "1": Up}}
  - {name: Key, object: Ticket, type: Text, regex: "^[A-Z]+$", regex_message: Capitals}
  - {name: Many, object: Article, type: Text, multivalue: true}
  - {name: Day, object: Ticket, type: Date, date_restriction: DisablePastDates}
  - {name: Tags, object: Ticket, type: Multiselect, values: [x, no], possible_none: true}
"""


def apply(bench: AccountBench, text: str) -> tuple[str, ...]:
    source = Source("desk.yml", text)
    return bench.run(apply_desk(source, bench.database, bench.accounts, bench.clock))


def look(bench: AccountBench, work: Callable[[DeskReader], T]) -> T:
    return bench.run(EmbeddedTicketStore(bench.database, bench.clock).read(work))


def everything(bench: AccountBench) -> list[str]:
    """Return every row of the store."""
    return bench.run(bench.database.read(rows_of_everything))


def test_whatever_is_named_exists(bench: AccountBench) -> None:
    assert apply(bench, EVERYTHING) == (
        "setting `Ticket::Service`: changed",
        "setting `Ticket::Type`: changed",
        "setting `CustomerGroupAlwaysGroups`: changed",
        "group `secret`: added",
        "role `helpers`: added",
        "role `helpers`: permissions in `secret`",
        "type `Incident`: added",
        "priority `urgent`: added",
        "state `waiting for vendor`: added",
        "service `Printing`: added",
        "service `Scanning`: added",
        "service `Scanning`: for every customer",
        "SLA `Gold`: added",
        "SLA `Gold`: for service `Printing`",
        "queue `Hardware`: added",
        "queue `Hardware::Printer`: added",
        "dynamic field `Floor`: added",
        "dynamic field `Key`: added",
        "dynamic field `Many`: added",
        "dynamic field `Day`: added",
        "dynamic field `Tags`: added",
        "company `ACME`: added",
        "user `mira`: added",
        "customer `lena`: added",
    )

    def check(desk: DeskReader) -> None:
        hardware, printer = desk.queue(name="Hardware"), desk.queue(name="Hardware::Printer")
        assert hardware is not None
        assert printer is not None
        assert (hardware.group_id, printer.group_id) == (4, 1)
        state = desk.state(name="waiting for vendor")
        assert state is not None
        assert state.type == "open"
        mira = desk.agent(login="mira")
        assert mira is not None
        assert mira.preferences == {"UserEmail": "m@acmetest.net", "UserLanguage": "sv"}
        assert desk.agent_may(mira.id, "note", queue=hardware) is True
        assert desk.agent_may(mira.id, "rw", queue=hardware) is False
        lena = desk.customer_user("lena")
        assert lena is not None
        assert (lena.email, lena.details["phone"]) == ("l@acmetest.net", "0123")
        assert desk.customer_ids("lena") == ("ACME", "BETA")
        assert desk.customer_services("lena") == (1,)
        assert desk.customer_services("someone") == (2,)
        assert desk.sla_services(1) == [1]

    look(bench, check)


def test_fields_are_configured_as_operations_read_them(bench: AccountBench) -> None:
    apply(bench, EVERYTHING)

    fields = look(
        bench, lambda desk: [*desk.dynamic_fields("Ticket"), *desk.dynamic_fields("Article")]
    )
    assert {field.name: (field.type, field.label, field.config) for field in fields[:1]} == {
        "Day": ("Date", "Day", {"DefaultValue": "", "DateRestriction": "DisablePastDates"})
    }
    assert {field.name: field.config for field in fields[1:] if not field.is_internal} == {
        "Floor": {
            "DefaultValue": "",
            "PossibleValues": {"0": "Ground", "1": "Up"},
            "PossibleNone": 0,
        },
        "Key": {
            "DefaultValue": "",
            "RegExList": [{"Value": "^[A-Z]+$", "ErrorMessage": "Capitals"}],
        },
        "Tags": {"DefaultValue": "", "PossibleValues": {"x": "x", "no": "no"}, "PossibleNone": 1},
        "Many": {"DefaultValue": "", "MultiValue": 1},
    }


@pytest.mark.parametrize("text", [EVERYTHING, EXAMPLE.read_text("utf-8")])
def test_applying_again_changes_nothing(bench: AccountBench, text: str) -> None:
    assert apply(bench, text)
    before = everything(bench)
    bench.clock.advance(days=1)

    assert apply(bench, text) == ()
    assert everything(bench) == before


def test_an_unchanged_password_is_verified_and_not_hashed_again(bench: AccountBench) -> None:
    text = "users: [{login: mira, password: s3cret}]"
    apply(bench, text)
    bench.hasher.runs = 0

    apply(bench, text)

    assert bench.hasher.runs == 1


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("users: [{login: mira, password: other}]", ("user `mira`: password",)),
        ("users: [{login: mira, last_name: Berg}]", ("user `mira`: name",)),
        ("users: [{login: mira, groups: {users: ro}}]", ("user `mira`: permissions",)),
        ("queues: [{name: Hardware, group: users}]", ("queue `Hardware`: changed",)),
        (
            "states: [{name: waiting for vendor, type: new}]",
            ("state `waiting for vendor`: changed",),
        ),
        (
            "dynamic_fields: [{name: Key, object: Ticket, type: Text}]",
            ("dynamic field `Key`: changed",),
        ),
        ("companies: [{id: ACME, name: Acme}]", ("company `ACME`: changed",)),
        ("settings: {Ticket::Type: false}", ("setting `Ticket::Type`: changed",)),
        ("slas: [{name: Gold, services: [Scanning]}]", ("SLA `Gold`: for service `Scanning`",)),
        ("customers: [{login: lena, services: [Scanning]}]", ("customer `lena`: services",)),
        ("priorities: [urgent]", ()),
        ("users: [otto]", ("user `otto`: added",)),
        ("", ()),
    ],
)
def test_a_later_file_changes_what_it_names(
    bench: AccountBench, text: str, changes: tuple[str, ...]
) -> None:
    apply(bench, EVERYTHING)

    assert apply(bench, text) == changes
    assert apply(bench, text) == ()


def test_what_was_made_invalid_is_valid_again(bench: AccountBench) -> None:
    apply(bench, "types: [Incident]")
    bench.sql("UPDATE ticket_type SET valid_id = 2 WHERE name = 'Incident'")

    assert apply(bench, "types: [Incident]") == ("type `Incident`: valid again",)


def test_declared_people_can_log_in(bench: AccountBench) -> None:
    apply(bench, EXAMPLE.read_text("utf-8"))

    assert bench.run(bench.accounts.check_agent("mira", "mira-example")) is not None
    assert bench.run(bench.accounts.check_customer("ada", "ada-example")) is not None


@pytest.mark.parametrize(
    "mistake",
    [
        "queues: [{name: Q, group: nowhere}]",
        "types: [T, {nam: x}]",
        "settings: {Ticket::Typ: 1}",
        "dynamic_fields: [{name: ProcessManagementProcessID, object: Ticket, type: Text}]",
    ],
)
def test_a_mistake_applies_nothing(bench: AccountBench, mistake: str) -> None:
    before = everything(bench)

    with pytest.raises(CompileError):
        apply(bench, f"groups: [secret]\nusers: [{{login: mira, password: x}}]\n{mistake}\n")

    assert everything(bench) == before


def test_settings_are_stored_in_their_kind(bench: AccountBench) -> None:
    apply(
        bench,
        "settings:\n"
        "  SystemID: '20'\n"
        "  OTOBOTimeZone: Europe/Stockholm\n"
        "  GenericInterface::Operation::TicketCreate: {HistoryType: WebRequestCustomer}\n",
    )

    settings = bench.run(bench.database.read(read_settings))
    assert settings["SystemID"] == 20
    assert settings["OTOBOTimeZone"] == "Europe/Stockholm"
    assert settings["GenericInterface::Operation::TicketCreate"] == {
        "HistoryType": "WebRequestCustomer"
    }


COMPANIES = """\
groups: [secret, vault]
companies:
  - {id: ACME, name: Acme, groups: {secret: ro, vault: [ro, rw]}, groups_of_others: {secret: ro}}
"""


def company_rows(bench: AccountBench) -> list[tuple[str, ...]]:
    return bench.sql(
        "SELECT x.customer_id, g.name, x.permission_key, x.permission_context"
        " FROM group_customer x JOIN groups_table g ON g.id = x.group_id"
        " WHERE x.permission_value = 1 ORDER BY x.permission_context, g.name, x.permission_key"
    )


def test_companies_have_groups(bench: AccountBench) -> None:
    assert apply(bench, COMPANIES)[-3:] == (
        "company `ACME`: permissions in `secret`",
        "company `ACME`: permissions in `vault`",
        "company `ACME`: permissions in `secret`",
    )
    assert company_rows(bench) == [
        ("ACME", "secret", "ro", "Ticket::CustomerID::Other"),
        ("ACME", "secret", "ro", "Ticket::CustomerID::Same"),
        ("ACME", "vault", "ro", "Ticket::CustomerID::Same"),
        ("ACME", "vault", "rw", "Ticket::CustomerID::Same"),
    ]
    assert apply(bench, COMPANIES) == ()


def test_groups_of_a_company_are_replaced_where_they_are_named(bench: AccountBench) -> None:
    apply(bench, COMPANIES)

    assert apply(bench, "companies: [{id: ACME, name: Acme, groups: {vault: ro}}]") == (
        "company `ACME`: permissions in `vault`",
    )
    assert [row[1:3] for row in company_rows(bench)] == [
        ("secret", "ro"),
        ("secret", "ro"),
        ("vault", "ro"),
    ]


def test_a_declared_password_ends_the_sessions_begun_with_the_old_one(bench: AccountBench) -> None:
    apply(bench, EVERYTHING)
    principal = bench.run(bench.accounts.check_agent("mira", "s3cret"))
    assert principal is not None
    session_id = bench.run(
        bench.accounts.create_session(principal, remote_address="::1", user_agent="")
    )

    def is_live() -> bool:
        check = bench.accounts.check_session(session_id, remote_address="::1")
        return bench.run(check) is not None

    apply(bench, EVERYTHING)
    assert is_live()
    apply(bench, "users: [{login: MIRA, password: another}]")
    assert not is_live()


def test_roles_of_a_desk_file_count(bench: AccountBench) -> None:
    apply(bench, EVERYTHING)
    ((mira,),) = bench.sql("SELECT id FROM users WHERE login = 'mira'")

    def may(desk: DeskReader) -> list[bool]:
        hardware = desk.queue(name="Hardware")
        assert hardware is not None
        asked = ("ro", "note", "create", "rw")
        return [desk.agent_may(mira, each, queue=hardware) for each in asked]

    assert look(bench, may) == [True, True, False, False]
    apply(bench, "roles: [{name: helpers, groups: {secret: rw}}]")
    assert look(bench, may) == [True, True, True, True]
