"""Administration of accounts: adding, changing, listing; the administrator; API keys."""

import pytest
from account_bench import AccountBench

from engine.accounts.entry import AgentEntry, CustomerEntry
from engine.accounts.errors import AccountError
from engine.accounts.people import PeopleWriter
from engine.accounts.roll import Person
from engine.model.people import PrincipalKind


def put(bench: AccountBench, entry: AgentEntry | CustomerEntry) -> tuple[str, ...]:
    """Declare a person as a desk file does and return what changed."""

    async def main() -> tuple[str, ...]:
        agents = [entry] if isinstance(entry, AgentEntry) else []
        customers = [entry] if isinstance(entry, CustomerEntry) else []
        hashes = await bench.accounts.new_hashes(agents, customers)
        now = bench.clock.now()
        if isinstance(entry, AgentEntry):
            return await bench.database.write(
                lambda c: PeopleWriter(c, now).put_agent(entry, hashes.agents.get(entry.login))
            )
        return await bench.database.write(
            lambda c: PeopleWriter(c, now).put_customer(entry, hashes.customers.get(entry.login))
        )

    return bench.run(main())


def groups(bench: AccountBench, login: str) -> list[tuple[str, str]]:
    return bench.sql(
        "SELECT g.name, p.permission_key FROM users u JOIN group_user p ON p.user_id = u.id"
        " JOIN groups_table g ON g.id = p.group_id WHERE u.login = ? ORDER BY 1, 2",
        login,
    )


def test_lists_show_everybody(bench: AccountBench) -> None:
    assert bench.run(bench.accounts.agents()) == [
        Person("mira", "Mira Lind", "mira@acmetest.net", is_valid=True),
        Person("root@localhost", "Admin Crosstie", "root@localhost", is_valid=True),
    ]
    assert bench.run(bench.accounts.customers()) == [
        Person("lena", "Lena Holm", "lena@acmetest.net", is_valid=True)
    ]


def test_a_login_is_added_once(bench: AccountBench) -> None:
    with pytest.raises(AccountError, match="`mira` is taken"):
        bench.run(bench.accounts.add_agent(AgentEntry("mira")))
    with pytest.raises(AccountError, match="`lena` is taken"):
        bench.run(bench.accounts.add_customer(CustomerEntry("lena")))


def test_an_agent_in_a_group_that_is_not_there_is_not_added(bench: AccountBench) -> None:
    with pytest.raises(AccountError, match="there is no group `nowhere`"):
        bench.run(bench.accounts.add_agent(AgentEntry("otto", groups={"nowhere": ("rw",)})))

    assert bench.sql("SELECT count(*) FROM users WHERE login = 'otto'") == [(0,)]


def test_an_administrator_has_every_group(bench: AccountBench) -> None:
    bench.run(bench.accounts.add_agent(AgentEntry("otto", is_administrator=True)))

    assert groups(bench, "otto") == [("admin", "rw"), ("stats", "rw"), ("users", "rw")]
    (((otto,),), ((mira,),)) = (
        bench.sql("SELECT id FROM users WHERE login = ?", login) for login in ("otto", "mira")
    )
    is_administrator = bench.accounts.is_administrator
    found = [bench.run(is_administrator(user_id)) for user_id in (1, otto, mira, 999)]
    assert found == [True, True, False, False]


def test_an_administrator_that_was_made_invalid_is_none(bench: AccountBench) -> None:
    bench.sql("UPDATE users SET valid_id = 2 WHERE id = 1")

    assert bench.run(bench.accounts.is_administrator(1)) is False


def test_the_first_password_of_the_administrator_is_set_once(bench: AccountBench) -> None:
    accounts = bench.accounts

    assert bench.run(accounts.ensure_admin("first")) is True
    assert bench.run(accounts.ensure_admin("second")) is False
    assert bench.run(accounts.check_agent("root@localhost", "first")) is not None


def test_a_password_needs_an_account(bench: AccountBench) -> None:
    with pytest.raises(AccountError, match="no account `nobody`"):
        bench.run(bench.accounts.set_password(PrincipalKind.CUSTOMER, "nobody", "x"))


def test_declaring_again_changes_nothing(bench: AccountBench) -> None:
    entry = AgentEntry("mira", password="mira-pw", first_name="Mira", groups={"users": ("rw",)})
    before = bench.sql("SELECT * FROM users")

    assert put(bench, entry) == ()
    assert bench.sql("SELECT * FROM users") == before


@pytest.mark.parametrize(
    ("entry", "changes"),
    [
        (AgentEntry("mira", password="other"), ("password",)),
        (AgentEntry("mira", last_name="Berg"), ("name",)),
        (AgentEntry("mira", email="m@acmetest.net"), ("e-mail",)),
        (AgentEntry("mira", preferences={"OutOfOffice": "1"}), ("OutOfOffice",)),
        (AgentEntry("mira", groups={"users": ("ro", "note")}), ("permissions",)),
        (AgentEntry("otto"), ("added",)),
        (CustomerEntry("lena", password="other"), ("password",)),
        (CustomerEntry("lena", details={"phone": "1"}), ("data",)),
        (CustomerEntry("lena", company="BETA"), ("data", "companies")),
        (CustomerEntry("lena", companies=("BETA",)), ("companies",)),
        (CustomerEntry("lena", groups={"users": ("ro",)}), ("permissions",)),
        (CustomerEntry("lena"), ()),
    ],
)
def test_what_changes_is_told(
    bench: AccountBench, entry: AgentEntry | CustomerEntry, changes: tuple[str, ...]
) -> None:
    assert put(bench, entry) == changes
    assert put(bench, entry) == ()


def test_what_is_not_declared_stays(bench: AccountBench) -> None:
    put(bench, AgentEntry("mira", last_name="Berg", groups={"stats": ("ro",)}))
    put(bench, CustomerEntry("lena", details={"phone": "1"}))

    assert bench.sql("SELECT first_name, last_name FROM users WHERE login = 'mira'") == [
        ("Mira", "Berg")
    ]
    assert groups(bench, "mira") == [("stats", "ro"), ("users", "rw")]
    assert bench.sql("SELECT email, customer_id, city, phone FROM customer_user") == [
        ("lena@acmetest.net", "ACME", "Lund", "1")
    ]


def test_a_declared_person_is_valid_again(bench: AccountBench) -> None:
    bench.sql("UPDATE users SET valid_id = 2 WHERE login = 'mira'")

    assert put(bench, AgentEntry("mira")) == ("valid again",)
