"""Every way to a permission times every permission: what an agent may do to a ticket, and why.

Source: ticket-operations reference 2.7 and 2.8.
"""

from collections.abc import Iterator

import pytest
from ticket_bench import Bench

from engine.accounts.entry import PERMISSIONS
from engine.model.ticket import Ticket
from engine.storage.connection import Connection

ASKED = (*PERMISSIONS, "move", "close", "responsible")
"""The last three are no permission keys: `rw` alone gives them, and being owner or responsible."""
STAMPS = ("", 1, "", 1)

# What each way to a permission opens, written out: the expectation is not worked out by the code.
ALL = frozenset(ASKED)
BY_KEY = {key: frozenset({key}) for key in PERMISSIONS if key != "rw"} | {"rw": ALL}
OTHER_WAYS = {
    "root": ALL,
    "owner": ALL,
    "responsible": ALL,
    "responsible, switched off": frozenset(),
    "watcher": frozenset({"ro"}),
    "watcher, switched off": frozenset(),
    "none": frozenset(),
    "group elsewhere": frozenset(),
    "group, invalid": frozenset(),
    "role, invalid": frozenset(),
    "role, withdrawn": frozenset(),
}


def group_row(connection: Connection, agent: int, group: int, key: str) -> None:
    connection.execute(
        "INSERT INTO group_user VALUES (?, ?, ?, ?, ?, ?, ?)", (agent, group, key, *STAMPS)
    )


def role_row(bench: Bench, agent: int, group: int, key: str) -> int:
    role = bench.named("roles", f"role for {key}")
    bench.connection.execute(
        "INSERT INTO role_user VALUES (?, ?, ?, ?, ?, ?)", (agent, role, *STAMPS)
    )
    bench.connection.execute(
        "INSERT INTO group_role VALUES (?, ?, ?, 1, ?, ?, ?, ?)", (role, group, key, *STAMPS)
    )
    return role


class Scene:
    """A ticket in a queue of a group of its own, and an agent with nothing."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.group = bench.named("groups_table", "vault keepers")
        self.queue = bench.named("queue", "Vault", group_id=self.group)
        self.agent = bench.agent("mira")
        self.owner_id = self.responsible_id = 1

    def take(self, way: str) -> int:
        """Let the agent have that way to a permission; return who asks."""
        connection = self.bench.connection
        source, _, key = way.partition(" ")
        match source:
            case "group" if key in PERMISSIONS:
                group_row(connection, self.agent, self.group, key)
            case "role" if key in PERMISSIONS:
                role_row(self.bench, self.agent, self.group, key)
        match way:
            case "root":
                return 1
            case "owner":
                self.owner_id = self.agent
            case "responsible" | "responsible, switched off":
                self.responsible_id = self.agent
                self.bench.setting("Ticket::Responsible", str(int("off" not in way)))
            case "group elsewhere":
                group_row(connection, self.agent, 1, "rw")
            case "group, invalid":
                group_row(connection, self.agent, self.group, "rw")
                connection.execute(
                    "UPDATE groups_table SET valid_id = 2 WHERE id = ?", (self.group,)
                )
            case "role, invalid":
                role = role_row(self.bench, self.agent, self.group, "rw")
                connection.execute("UPDATE roles SET valid_id = 2 WHERE id = ?", (role,))
            case "role, withdrawn":
                role_row(self.bench, self.agent, self.group, "rw")
                connection.execute("UPDATE group_role SET permission_value = 0")
        return self.agent

    def ticket(self, way: str) -> Ticket:
        """Return the ticket, watched by the agent where that is the way."""
        ticket_id = self.bench.ticket(
            queue_id=self.queue, owner_id=self.owner_id, responsible_id=self.responsible_id
        )
        if way.startswith("watcher"):
            self.bench.setting("Ticket::Watcher", str(int("off" not in way)))
            self.bench.connection.execute(
                "INSERT INTO ticket_watcher VALUES (?, ?, ?, ?, ?, ?)",
                (ticket_id, self.agent, *STAMPS),
            )
        found = self.bench.writer().ticket(ticket_id)
        assert found is not None
        return found


def ways() -> Iterator[tuple[str, frozenset[str]]]:
    for source in ("group", "role"):
        for key, opens in BY_KEY.items():
            yield f"{source} {key}", opens
    yield from OTHER_WAYS.items()


@pytest.mark.parametrize(("way", "opens"), [pytest.param(*each, id=each[0]) for each in ways()])
def test_each_way_opens_what_it_opens_and_nothing_else(
    bench: Bench, way: str, opens: frozenset[str]
) -> None:
    scene = Scene(bench)
    who = scene.take(way)
    ticket = scene.ticket(way)
    reader = bench.writer()

    assert {asked for asked in ASKED if reader.agent_may_on_ticket(who, asked, ticket)} == opens
    # Being owner, responsible or watcher says nothing about the queue.
    of_queue = opens if way.startswith(("group", "role", "root")) else frozenset()
    assert {asked for asked in ASKED if reader.agent_may(who, asked, queue=ticket.queue)} == (
        of_queue
    )


def test_keys_of_groups_and_roles_add_up(bench: Bench) -> None:
    scene = Scene(bench)
    group_row(bench.connection, scene.agent, scene.group, "ro")
    role_row(bench, scene.agent, scene.group, "note")
    role_row(bench, scene.agent, scene.group, "create")
    ticket = scene.ticket("")
    reader = bench.writer()

    may = {asked for asked in ASKED if reader.agent_may_on_ticket(scene.agent, asked, ticket)}
    assert may == {"ro", "note", "create"}


CUSTOMER_WAYS = {
    # way: (may read a ticket of the own company, may read one of another company)
    "none": (False, False),
    "always group": (True, False),
    "company's always group": (True, False),
    "own row ro": (True, False),
    "own row rw": (True, False),
    "own row withdrawn": (False, False),
    "company row ro": (True, False),
    "further company row ro": (True, False),
    "other company row rw": (False, False),
    "row for others ro": (True, True),
    "row for others, context not in use": (False, False),
    "row for others, companies closed off": (False, False),
    "groups off": (True, False),
    "groups off, companies closed off": (False, False),
    "group invalid": (False, False),
}


@pytest.mark.parametrize("way", CUSTOMER_WAYS)
def test_each_way_of_a_customer_opens_what_it_opens(bench: Bench, way: str) -> None:
    group = bench.named("groups_table", "vault keepers")
    queue = bench.named("queue", "Vault", group_id=group)
    person(bench, "otto", "ACME")
    bench.connection.execute(
        "INSERT INTO customer_user_customer VALUES ('otto', 'SISTER', '', 1, '', 1)"
    )
    let_customer(bench, way, group)
    same = ticket_of(bench, queue, "acme")
    other = ticket_of(bench, queue, "STRANGER")
    reader = bench.writer()

    seen = tuple(reader.customer_may_on_ticket("otto", "ro", each) for each in (same, other))

    assert seen == CUSTOMER_WAYS[way]


def test_the_own_ticket_needs_the_queue_too(bench: Bench) -> None:
    group = bench.named("groups_table", "vault keepers")
    queue = bench.named("queue", "Vault", group_id=group)
    person(bench, "lena", "ACME")
    own = ticket_of(bench, queue, "ACME")

    assert bench.writer().customer_may_on_ticket("lena", "ro", own) is True
    bench.setting("CustomerGroupSupport", "1")
    assert bench.writer().customer_may_on_ticket("lena", "ro", own) is False
    own_row(bench, "lena", group, "ro")
    assert bench.writer().customer_may_on_ticket("lena", "ro", own) is True
    assert bench.writer().customer_may_on_ticket("lena", "rw", own) is False


def test_an_own_ticket_without_a_company_is_seen_where_companies_are_closed_off(
    bench: Bench,
) -> None:
    person(bench, "lena", "ACME")
    bench.setting("CustomerDisableCompanyTicketAccess", "1")

    assert bench.writer().customer_may_on_ticket("lena", "ro", ticket_of(bench, 2, "")) is True


def let_customer(bench: Bench, way: str, group: int) -> None:
    if not way.startswith("groups off"):
        bench.setting("CustomerGroupSupport", "1")
    if "closed off" in way:
        bench.setting("CustomerDisableCompanyTicketAccess", "1")
    match way:
        case "always group":
            bench.setting("CustomerGroupAlwaysGroups", '["vault keepers"]')
        case "company's always group":
            bench.setting("CustomerGroupCompanyAlwaysGroups", '["vault keepers"]')
        case "own row ro" | "own row rw":
            own_row(bench, "otto", group, way[-2:])
        case "own row withdrawn":
            own_row(bench, "otto", group, "rw", value=0)
        case "company row ro":
            company_row(bench, "ACME", group, "ro")
        case "further company row ro":
            company_row(bench, "SISTER", group, "ro")
        case "other company row rw":
            company_row(bench, "STRANGER", group, "rw")
        case "group invalid":
            own_row(bench, "otto", group, "rw")
            bench.connection.execute("UPDATE groups_table SET valid_id = 2 WHERE id = ?", (group,))
        case _ if way.startswith("row for others"):
            company_row(bench, "ACME", group, "ro", "Ticket::CustomerID::Other")
            if "not in use" not in way:
                bench.setting(
                    "CustomerGroupPermissionContext",
                    '{"001-CustomerID-same": {"Value": "Ticket::CustomerID::Same"},'
                    ' "100-CustomerID-other": {"Value": "Ticket::CustomerID::Other"}}',
                )


def person(bench: Bench, login: str, company: str) -> None:
    bench.connection.execute(
        "INSERT INTO customer_user (login, email, customer_id, first_name, last_name, create_time,"
        " create_by, change_time, change_by) VALUES (?, ?, ?, '', '', '', 1, '', 1)",
        (login, f"{login}@acmetest.net", company),
    )


def own_row(bench: Bench, login: str, group: int, key: str, *, value: int = 1) -> None:
    bench.connection.execute(
        "INSERT INTO group_customer_user VALUES (?, ?, ?, ?, '', 1, '', 1)",
        (login, group, key, value),
    )


def company_row(
    bench: Bench, company: str, group: int, key: str, context: str = "Ticket::CustomerID::Same"
) -> None:
    bench.connection.execute(
        "INSERT INTO group_customer VALUES (?, ?, ?, 1, ?, '', 1, '', 1)",
        (company, group, key, context),
    )


def ticket_of(bench: Bench, queue: int, company: str) -> Ticket:
    found = bench.writer().ticket(bench.ticket(queue_id=queue, customer_id=company))
    assert found is not None
    return found
