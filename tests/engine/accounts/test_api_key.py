"""API keys: whom they act for, when they end, and that the store cannot give them away."""

from datetime import timedelta

import pytest
from account_bench import AccountBench

from engine.accounts.api_key import KeyEntry, NewKey
from engine.accounts.errors import AccountError
from engine.model.people import Principal, PrincipalKind

AGENT, CUSTOMER = PrincipalKind.AGENT, PrincipalKind.CUSTOMER


def add(
    bench: AccountBench,
    kind: PrincipalKind = AGENT,
    login: str = "mira",
    *,
    days: int | None = None,
) -> str:
    ends = None if days is None else bench.clock.now() + timedelta(days=days)
    return bench.run(bench.accounts.add_key(NewKey("ci", kind, login, ends)))


def owner(bench: AccountBench, token: str) -> Principal | None:
    return bench.run(bench.accounts.check_key(token))


def test_a_key_is_shown_once_and_found_by_its_text(bench: AccountBench) -> None:
    token = add(bench)

    assert len(token) == 43
    assert token.startswith("ck_")
    assert owner(bench, token) == Principal(AGENT, "mira", 2)
    assert token not in str(bench.sql("SELECT * FROM api_key"))


def test_a_key_of_a_customer_acts_as_the_panel_user(bench: AccountBench) -> None:
    assert owner(bench, add(bench, CUSTOMER, "LENA")) == Principal(CUSTOMER, "lena", 1)


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: t + "x", str.upper, lambda _: ""])
def test_nothing_but_the_whole_key_opens(bench: AccountBench, change: object) -> None:
    assert owner(bench, change(add(bench))) is None  # type: ignore[operator]


def test_a_key_name_is_given_once(bench: AccountBench) -> None:
    add(bench)

    with pytest.raises(AccountError, match="a key `ci` already"):
        add(bench)


@pytest.mark.parametrize(("kind", "login"), [(AGENT, "lena"), (CUSTOMER, "mira"), (AGENT, "")])
def test_a_key_acts_for_an_account_there_is(
    bench: AccountBench, kind: PrincipalKind, login: str
) -> None:
    with pytest.raises(AccountError, match="there is no account"):
        add(bench, kind, login)

    assert bench.run(bench.accounts.keys()) == []


def test_a_key_ends_when_it_was_to_end(bench: AccountBench) -> None:
    token = add(bench, days=1)

    bench.clock.advance(seconds=86399)
    assert owner(bench, token) == Principal(AGENT, "mira", 2)
    bench.clock.advance(seconds=1)
    assert owner(bench, token) is None


def test_a_revoked_key_opens_nothing_and_frees_its_name(bench: AccountBench) -> None:
    token = add(bench)

    bench.run(bench.accounts.revoke_key("ci"))

    assert owner(bench, token) is None
    assert owner(bench, add(bench)) == Principal(AGENT, "mira", 2)
    with pytest.raises(AccountError, match="no key `shop`"):
        bench.run(bench.accounts.revoke_key("shop"))


@pytest.mark.parametrize(
    ("kind", "login", "table"), [(AGENT, "mira", "users"), (CUSTOMER, "lena", "customer_user")]
)
def test_a_key_ends_with_its_owner(
    bench: AccountBench, kind: PrincipalKind, login: str, table: str
) -> None:
    token = add(bench, kind, login)
    assert owner(bench, token) is not None

    bench.sql(f"UPDATE {table} SET valid_id = 2 WHERE login = ?", login)

    assert owner(bench, token) is None


def test_a_key_from_an_older_store_opens_nothing(bench: AccountBench) -> None:
    token = add(bench)
    bench.sql("UPDATE api_key SET user_type = NULL, user_login = NULL")

    assert owner(bench, token) is None
    [entry] = bench.run(bench.accounts.keys())
    assert (entry.name, entry.kind) == ("ci", None)


def test_the_list_tells_whom_keys_act_for_and_until_when(bench: AccountBench) -> None:
    add(bench, CUSTOMER, "lena", days=90)

    now = bench.clock.now()
    assert bench.run(bench.accounts.keys()) == [
        KeyEntry("ci", CUSTOMER, "lena", now, now + timedelta(days=90))
    ]
