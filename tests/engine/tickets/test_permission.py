"""Who may do what."""

import pytest
from ticket_bench import Bench

from engine.model.reference_data import Queue
from engine.model.ticket import Ticket


def queue(bench: Bench, name: str = "Raw") -> Queue:
    found = bench.writer().queue(name=name)
    assert found is not None
    return found


def ticket(bench: Bench, **changes: object) -> Ticket:
    found = bench.writer().ticket(bench.ticket(**changes))
    assert found is not None
    return found


def customer(bench: Bench, login: str, company: str) -> None:
    bench.connection.execute(
        "INSERT INTO customer_user (login, email, customer_id, first_name, last_name, create_time,"
        " create_by, change_time, change_by) VALUES (?, ?, ?, '', '', '', 1, '', 1)",
        (login, f"{login}@acmetest.net", company),
    )


@pytest.mark.parametrize(
    ("granted", "wanted", "may"),
    [
        ("ro", "ro", True),
        ("ro", "rw", False),
        ("ro", "create", False),
        ("create", "create", True),
        ("rw", "create", True),
        ("rw", "close", True),
        ("note", "close", False),
    ],
)
def test_rw_implies_every_other_permission(
    bench: Bench, granted: str, wanted: str, may: bool
) -> None:
    agent = bench.agent("mira", 1, granted)

    assert bench.writer().agent_may(agent, wanted, queue=queue(bench)) is may


def test_a_permission_counts_in_its_group_only(bench: Bench) -> None:
    agent = bench.agent("mira", 3, "rw")

    assert bench.writer().agent_may(agent, "ro", queue=queue(bench)) is False


def test_a_role_grants_what_it_holds_while_it_is_valid(bench: Bench) -> None:
    agent, role = bench.agent("mira"), bench.named("roles", "helpers")
    stamps = ("", 1, "", 1)
    bench.connection.execute(
        "INSERT INTO role_user VALUES (?, ?, ?, ?, ?, ?)", (agent, role, *stamps)
    )
    bench.connection.execute(
        "INSERT INTO group_role VALUES (?, 1, 'note', 1, ?, ?, ?, ?)", (role, *stamps)
    )

    assert bench.writer().agent_may(agent, "note", queue=queue(bench)) is True
    bench.connection.execute("UPDATE group_role SET permission_value = 0")
    assert bench.writer().agent_may(agent, "note", queue=queue(bench)) is False


def test_the_administrator_may_everything(bench: Bench) -> None:
    group = bench.named("groups_table", "secret")
    bench.named("queue", "Vault", group_id=group)

    assert bench.writer().agent_may(1, "rw", queue=queue(bench, "Vault")) is True


def test_the_owner_may_everything_on_the_ticket(bench: Bench) -> None:
    owner, other = bench.agent("mira"), bench.agent("otto")
    owned = ticket(bench, owner_id=owner)

    assert bench.writer().agent_may_on_ticket(owner, "rw", owned) is True
    assert bench.writer().agent_may_on_ticket(other, "ro", owned) is False


def test_the_responsible_counts_when_there_are_such(bench: Bench) -> None:
    agent = bench.agent("mira")
    held = ticket(bench, responsible_id=agent)

    assert bench.writer().agent_may_on_ticket(agent, "ro", held) is False
    bench.setting("Ticket::Responsible", "1")
    assert bench.writer().agent_may_on_ticket(agent, "rw", held) is True


def test_customers_may_in_every_valid_group_unless_groups_are_used(bench: Bench) -> None:
    group = bench.named("groups_table", "secret")
    bench.named("queue", "Vault", group_id=group)
    customer(bench, "lena", "ACME")
    vault = queue(bench, "Vault")

    assert bench.writer().customer_may("lena", "create", queue=vault) is True
    bench.setting("CustomerGroupSupport", "1")
    assert bench.writer().customer_may("lena", "create", queue=vault) is False
    assert bench.writer().customer_may("lena", "create", queue=queue(bench)) is True
    bench.connection.execute(
        "INSERT INTO group_customer_user VALUES ('lena', ?, 'rw', 1, '', 1, '', 1)", (group,)
    )
    assert bench.writer().customer_may("lena", "create", queue=vault) is True
    bench.connection.execute("UPDATE groups_table SET valid_id = 2 WHERE id = ?", (group,))
    assert bench.writer().customer_may("lena", "create", queue=vault) is False


def test_a_group_of_the_company_counts_for_its_customers(bench: Bench) -> None:
    group = bench.named("groups_table", "secret")
    bench.named("queue", "Vault", group_id=group)
    customer(bench, "lena", "ACME")
    bench.setting("CustomerGroupSupport", "1")
    bench.connection.execute(
        "INSERT INTO group_customer VALUES ('ACME', ?, 'ro', 1, 'Ticket::CustomerID::Same',"
        " '', 1, '', 1)",
        (group,),
    )

    assert bench.writer().customer_may("lena", "ro", queue=queue(bench, "Vault")) is True
    assert bench.writer().customer_may("lena", "rw", queue=queue(bench, "Vault")) is False


@pytest.mark.parametrize(
    ("login", "company", "may"),
    [("lena", "", True), ("LENA", "", True), ("otto", "acme", True), ("otto", "OTHER", False)],
)
def test_a_customer_sees_own_tickets_and_those_of_the_company(
    bench: Bench, login: str, company: str, may: bool
) -> None:
    customer(bench, login, company)

    seen = ticket(bench)

    assert bench.writer().customer_may_on_ticket(login, "ro", seen) is may


def test_tickets_of_the_company_can_be_closed_off(bench: Bench) -> None:
    customer(bench, "otto", "ACME")
    bench.setting("CustomerDisableCompanyTicketAccess", "1")

    assert bench.writer().customer_may_on_ticket("otto", "ro", ticket(bench)) is False


def test_further_companies_count_too(bench: Bench) -> None:
    customer(bench, "otto", "OTHER")
    bench.connection.execute(
        "INSERT INTO customer_user_customer VALUES ('otto', 'ACME', '', 1, '', 1)"
    )

    assert bench.writer().customer_ids("otto") == ("OTHER", "ACME")
    assert bench.writer().customer_may_on_ticket("otto", "ro", ticket(bench)) is True
