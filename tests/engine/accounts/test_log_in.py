"""Log-in: who is let in, how often hashing is paid for, and what a wrong login costs."""

import pytest
from account_bench import QUICK, AccountBench
from argon2 import PasswordHasher

from engine.accounts.accounts import EmbeddedAccounts
from engine.accounts.errors import AccountError
from engine.accounts.password import MAX_PASSWORD_BYTES, REMEMBERED_SECONDS
from engine.model.accounts import Accounts
from engine.model.people import Principal, PrincipalKind


def agent(bench: AccountBench, password: str, login: str = "mira") -> Principal | None:
    return bench.run(bench.accounts.check_agent(login, password))


def test_they_are_accounts(bench: AccountBench) -> None:
    accounts: Accounts = bench.accounts

    assert bench.run(accounts.check_agent("nobody", "x")) is None


def test_an_agent_acts_as_itself(bench: AccountBench) -> None:
    assert agent(bench, "mira-pw") == Principal(PrincipalKind.AGENT, "mira", 2)


def test_a_login_is_found_in_any_case(bench: AccountBench) -> None:
    assert agent(bench, "mira-pw", "MIRA") == Principal(PrincipalKind.AGENT, "mira", 2)


def test_a_customer_acts_as_the_panel_user(bench: AccountBench) -> None:
    found = bench.run(bench.accounts.check_customer("lena", "lena-pw"))

    assert found == Principal(PrincipalKind.CUSTOMER, "lena", 1)


@pytest.mark.parametrize("password", ["", "wrong", "mira-pw ", "x" * (MAX_PASSWORD_BYTES + 1)])
def test_a_wrong_password_lets_nobody_in(bench: AccountBench, password: str) -> None:
    assert agent(bench, password) is None


def test_agents_and_customers_do_not_share_logins(bench: AccountBench) -> None:
    assert bench.run(bench.accounts.check_customer("mira", "mira-pw")) is None
    assert agent(bench, "lena-pw", "lena") is None


def test_an_invalid_user_is_not_let_in(bench: AccountBench) -> None:
    assert agent(bench, "mira-pw") is not None
    bench.sql("UPDATE users SET valid_id = 2 WHERE login = 'mira'")

    assert agent(bench, "mira-pw") is None


@pytest.mark.parametrize("login", ["nobody", "root@localhost"])
def test_an_unknown_login_costs_as_much_as_a_known_one(bench: AccountBench, login: str) -> None:
    assert agent(bench, "wrong", login) is None

    assert bench.hasher.runs == 1


def test_what_was_verified_is_remembered_for_a_while(bench: AccountBench) -> None:
    for _ in range(5):
        assert agent(bench, "mira-pw") is not None
    assert bench.hasher.runs == 1

    bench.clock.advance(seconds=REMEMBERED_SECONDS + 1)
    assert agent(bench, "mira-pw") is not None
    assert bench.hasher.runs == 2


def test_a_wrong_password_is_never_remembered(bench: AccountBench) -> None:
    assert agent(bench, "mira-pw") is not None
    assert [agent(bench, "wrong") for _ in range(3)] == [None] * 3

    assert bench.hasher.runs == 4


def test_a_new_password_ends_the_old_one_at_once(bench: AccountBench) -> None:
    assert agent(bench, "mira-pw") is not None
    bench.run(bench.accounts.set_password(PrincipalKind.AGENT, "mira", "new-pw"))

    assert agent(bench, "mira-pw") is None
    assert agent(bench, "new-pw") is not None


def test_a_hash_with_old_parameters_is_renewed_at_log_in(bench: AccountBench) -> None:
    weak = PasswordHasher(**{**QUICK, "memory_cost": 16}).hash("old")
    bench.sql("UPDATE users SET pw = ? WHERE login = 'mira'", weak)

    assert agent(bench, "old") is not None

    ((stored,),) = bench.sql("SELECT pw FROM users WHERE login = 'mira'")
    assert "m=8," in stored
    assert agent(bench, "old") is not None


def test_what_is_no_hash_matches_nothing(bench: AccountBench) -> None:
    bench.sql("UPDATE users SET pw = 'plain' WHERE login = 'mira'")

    assert agent(bench, "plain") is None


def test_stored_passwords_are_argon2id(bench: AccountBench) -> None:
    rows = bench.sql("SELECT pw FROM users WHERE id = 2 UNION ALL SELECT pw FROM customer_user")

    assert [pw.startswith("$argon2id$v=19$") for (pw,) in rows] == [True, True]


def test_the_usual_hasher_has_the_parameters_of_rfc_9106(bench: AccountBench) -> None:
    usual = EmbeddedAccounts(bench.database, bench.clock)
    bench.run(usual.set_password(PrincipalKind.AGENT, "mira", "pw"))

    ((stored,),) = bench.sql("SELECT pw FROM users WHERE login = 'mira'")
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


@pytest.mark.parametrize("password", ["", "x" * (MAX_PASSWORD_BYTES + 1), "ä" * 600])
def test_a_password_has_a_length(bench: AccountBench, password: str) -> None:
    with pytest.raises(AccountError, match="1 to 1024 bytes"):
        bench.run(bench.accounts.set_password(PrincipalKind.AGENT, "mira", password))


@pytest.mark.parametrize(
    "password", ["", "x" * 1_000_000, "x" * (MAX_PASSWORD_BYTES + 1), "ä" * 600, "\ud800"]
)
@pytest.mark.parametrize("login", ["mira", "nobody"])
def test_what_cannot_be_a_password_is_refused_unhashed(
    bench: AccountBench, login: str, password: str
) -> None:
    assert agent(bench, password, login) is None

    assert bench.hasher.runs == 0


@pytest.mark.parametrize("login", ["", "m" * 201, "m" * 1_000_000])
def test_what_cannot_be_a_login_is_refused_unhashed(bench: AccountBench, login: str) -> None:
    assert agent(bench, "mira-pw", login) is None

    assert bench.hasher.runs == 0


COMPOSED, TAKEN_APART = "caf\u00e9-pw", "cafe\u0301-pw"


@pytest.mark.parametrize("set_as", [COMPOSED, TAKEN_APART])
@pytest.mark.parametrize("typed_as", [COMPOSED, TAKEN_APART])
def test_a_password_is_the_same_however_a_keyboard_writes_it(
    bench: AccountBench, set_as: str, typed_as: str
) -> None:
    bench.run(bench.accounts.set_password(PrincipalKind.AGENT, "mira", set_as))

    assert agent(bench, typed_as) is not None
    assert agent(bench, "cafe-pw") is None


def test_compatible_characters_are_not_the_same_password(bench: AccountBench) -> None:
    bench.run(bench.accounts.set_password(PrincipalKind.AGENT, "mira", "\ufb01sh 1"))

    assert agent(bench, "fish 1") is None
    assert agent(bench, "\ufb01sh 1") is not None


def test_a_hash_of_what_was_typed_in_an_older_store_still_counts(bench: AccountBench) -> None:
    bench.sql("UPDATE users SET pw = ? WHERE login = 'mira'", bench.hasher.hash(TAKEN_APART))

    assert agent(bench, TAKEN_APART) is not None


@pytest.mark.parametrize("password", ["wrong", TAKEN_APART])
def test_forms_cost_the_same_for_an_unknown_login(bench: AccountBench, password: str) -> None:
    runs = []
    for login in ("mira", "nobody"):
        bench.hasher.runs = 0
        assert agent(bench, password, login) is None
        runs.append(bench.hasher.runs)

    assert runs[0] == runs[1]
