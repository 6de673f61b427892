"""Sessions: ids, ends, and what they know."""

import re
from collections.abc import Mapping

import pytest
from account_bench import AccountBench, CountingHasher

from dsl.values import Value
from engine.accounts.errors import AccountError
from engine.model.people import Principal, PrincipalKind

HOME = "127.0.0.1"
AGENT = Principal(PrincipalKind.AGENT, "mira", 2)
CUSTOMER = Principal(PrincipalKind.CUSTOMER, "lena", 1)


def begin(bench: AccountBench, principal: Principal = AGENT) -> str:
    return bench.run(
        bench.accounts.create_session(principal, remote_address=HOME, user_agent="test/1")
    )


def check(bench: AccountBench, session_id: str, address: str = HOME) -> Principal | None:
    return bench.run(bench.accounts.check_session(session_id, remote_address=address))


def data(bench: AccountBench, session_id: str) -> Mapping[str, Value] | None:
    return bench.run(bench.accounts.session_data(session_id, remote_address=HOME))


@pytest.mark.parametrize("principal", [AGENT, CUSTOMER])
def test_a_session_belongs_to_who_began_it(bench: AccountBench, principal: Principal) -> None:
    session_id = begin(bench, principal)

    assert re.fullmatch("[0-9A-Za-z]{32}", session_id)
    assert check(bench, session_id) == principal
    assert check(bench, session_id[::-1]) is None


def test_the_store_does_not_hold_the_id(bench: AccountBench) -> None:
    session_id = begin(bench)

    rows = bench.sql("SELECT * FROM sessions")
    assert session_id not in str(rows)


@pytest.mark.parametrize(
    ("seconds", "is_live"), [(0, True), (7200, True), (7201, False), (57601, False)]
)
def test_a_session_ends_two_hours_after_it_began(
    bench: AccountBench, seconds: int, is_live: bool
) -> None:
    session_id = begin(bench)
    bench.clock.advance(seconds=seconds)

    assert (check(bench, session_id) is not None) is is_live
    assert bench.sql("SELECT count(*) FROM sessions") == [(int(is_live),)]


def test_a_session_ends_with_its_longest_time_though_it_was_used(bench: AccountBench) -> None:
    session_id = begin(bench)
    bench.clock.advance(seconds=57601)
    bench.sql("UPDATE sessions SET user_last_request = user_last_request + 57600")

    assert data(bench, session_id) is None


def test_the_limits_are_settings(bench: AccountBench) -> None:
    bench.sql("INSERT INTO setting VALUES ('SessionMaxIdleTime', '60')")
    session_id = begin(bench)
    bench.clock.advance(seconds=61)

    assert check(bench, session_id) is None


def test_a_session_is_good_for_one_address(bench: AccountBench) -> None:
    session_id = begin(bench)

    assert check(bench, session_id, "192.0.2.1") is None
    assert check(bench, session_id) == AGENT
    bench.sql("INSERT INTO setting VALUES ('SessionCheckRemoteIP', '0')")
    assert check(bench, session_id, "192.0.2.1") == AGENT


@pytest.mark.parametrize(("principal", "table"), [(AGENT, "users"), (CUSTOMER, "customer_user")])
def test_a_session_ends_when_its_user_is_made_invalid(
    bench: AccountBench, principal: Principal, table: str
) -> None:
    session_id = begin(bench, principal)
    bench.sql(f"UPDATE {table} SET valid_id = 2")

    assert check(bench, session_id) is None


def test_a_session_can_be_removed(bench: AccountBench) -> None:
    session_id = begin(bench)

    assert bench.run(bench.accounts.remove_session(session_id)) is True
    assert bench.run(bench.accounts.remove_session(session_id)) is False
    assert check(bench, session_id) is None


def test_sessions_that_are_over_are_removed_when_one_begins(bench: AccountBench) -> None:
    begin(bench)
    bench.clock.advance(seconds=7201)
    begin(bench)

    assert bench.sql("SELECT count(*) FROM sessions") == [(1,)]


def test_an_agents_session_knows_the_agent(bench: AccountBench) -> None:
    bench.sql("INSERT INTO user_preferences VALUES (2, 'OutOfOffice', '0')")

    assert data(bench, begin(bench)) == {
        "ChangeTime": "2026-03-01 12:00:00",
        "CreateTime": "2026-03-01 12:00:00",
        "OutOfOffice": "0",
        "SessionSource": "GenericInterface",
        "UserAuthBackend": "",
        "UserEmail": "mira@acmetest.net",
        "UserFirstname": "Mira",
        "UserFullname": "Mira Lind",
        "UserID": "2",
        "UserLanguage": "en",
        "UserLastLogin": "1772366400",
        "UserLastLoginTimestamp": "2026-03-01 12:00:00",
        "UserLastRequest": "1772366400",
        "UserLastname": "Lind",
        "UserLogin": "mira",
        "UserLoginFailed": "0",
        "UserRemoteAddr": "127.0.0.1",
        "UserRemoteUserAgent": "test/1",
        "UserSessionStart": "1772366400",
        "UserTitle": None,
        "UserType": "User",
        "ValidID": "1",
    }


def test_a_customers_session_knows_the_customer_and_the_company(bench: AccountBench) -> None:
    assert data(bench, begin(bench, CUSTOMER)) == {
        "ChangeBy": "1",
        "ChangeTime": "2026-03-01 12:00:00",
        "CreateBy": "1",
        "CreateTime": "2026-03-01 12:00:00",
        "CustomerCompanyCity": None,
        "CustomerCompanyComment": None,
        "CustomerCompanyCountry": None,
        "CustomerCompanyName": "ACME",
        "CustomerCompanyStreet": None,
        "CustomerCompanyURL": None,
        "CustomerCompanyValidID": "1",
        "CustomerCompanyZIP": None,
        "CustomerID": "ACME",
        "SessionSource": "GenericInterface",
        "Source": "CustomerUser",
        "UserAuthBackend": "",
        "UserCity": "Lund",
        "UserComment": "",
        "UserCountry": "",
        "UserCustomerID": "ACME",
        "UserEmail": "lena@acmetest.net",
        "UserFax": "",
        "UserFirstname": "Lena",
        "UserFullname": "Lena Holm",
        "UserID": "lena",
        "UserLastLogin": "1772366400",
        "UserLastLoginTimestamp": "2026-03-01 12:00:00",
        "UserLastRequest": "1772366400",
        "UserLastname": "Holm",
        "UserLogin": "lena",
        "UserLoginFailed": "0",
        "UserMailString": '"Lena Holm" <lena@acmetest.net>',
        "UserMobile": "",
        "UserPhone": "",
        "UserRefreshTime": "0",
        "UserRemoteAddr": "127.0.0.1",
        "UserRemoteUserAgent": "test/1",
        "UserSessionStart": "1772366400",
        "UserShowTickets": "25",
        "UserStreet": "",
        "UserTitle": "",
        "UserType": "Customer",
        "UserZip": "",
        "ValidID": "1",
    }


def test_requests_do_not_put_off_the_end_of_a_session(bench: AccountBench) -> None:
    session_id = begin(bench)
    for _ in range(2):
        bench.clock.advance(seconds=3600)
        assert check(bench, session_id) == AGENT
    bench.clock.advance(seconds=1)

    assert check(bench, session_id) is None


def test_a_session_slides_where_it_is_so_set_until_its_absolute_end(bench: AccountBench) -> None:
    bench.sql("INSERT INTO setting VALUES ('SessionSlidingExpiry', '1')")
    session_id = begin(bench)
    for _ in range(15):
        bench.clock.advance(seconds=3600)
        assert check(bench, session_id) == AGENT
    found = data(bench, session_id)
    assert found is not None
    assert found["UserLastRequest"] == str(1772366400 + 15 * 3600)
    assert found["UserSessionStart"] == "1772366400"

    bench.clock.advance(seconds=3600)
    assert check(bench, session_id) == AGENT
    bench.clock.advance(seconds=1)
    assert check(bench, session_id) is None


def test_a_sliding_session_that_idles_ends(bench: AccountBench) -> None:
    bench.sql("INSERT INTO setting VALUES ('SessionSlidingExpiry', '1')")
    session_id = begin(bench)
    bench.clock.advance(seconds=3600)
    assert check(bench, session_id) == AGENT
    bench.clock.advance(seconds=7201)

    assert check(bench, session_id) is None


def test_a_sliding_session_is_written_now_and_then_only(bench: AccountBench) -> None:
    bench.sql("INSERT INTO setting VALUES ('SessionSlidingExpiry', '1')")
    session_id = begin(bench)
    seen = set()
    for _ in range(720):
        bench.clock.advance(seconds=1)
        assert check(bench, session_id) == AGENT
        seen |= set(bench.sql("SELECT user_last_request - user_session_start FROM sessions"))

    assert sorted(seen) == [(0,), (360,), (720,)]  # a twentieth of two hours


def test_cleaning_up_removes_all_that_is_over_and_nothing_else(bench: AccountBench) -> None:
    for _ in range(3):
        begin(bench)
    bench.clock.advance(seconds=7000)
    kept = begin(bench)
    bench.run(bench.accounts.check_agent("nobody", "x", remote_address=HOME))
    bench.clock.advance(seconds=201)

    assert bench.run(bench.accounts.clean_up()) == 3
    assert check(bench, kept) == AGENT
    bench.clock.advance(seconds=3600)
    assert bench.run(bench.accounts.clean_up()) == 2  # the failures of a login and an address
    assert bench.run(bench.accounts.clean_up()) == 0


@pytest.mark.parametrize("login", ["mira", "MIRA"])
def test_all_sessions_of_a_login_can_be_ended(bench: AccountBench, login: str) -> None:
    ended, other = [begin(bench), begin(bench)], begin(bench, CUSTOMER)

    assert bench.run(bench.accounts.revoke_sessions(PrincipalKind.AGENT, login)) == 2
    assert [check(bench, each) for each in ended] == [None, None]
    assert check(bench, other) == CUSTOMER
    assert check(bench, begin(bench)) == AGENT


def test_sessions_of_an_unknown_login_cannot_be_ended(bench: AccountBench) -> None:
    with pytest.raises(AccountError, match="no account `lena`"):
        bench.run(bench.accounts.revoke_sessions(PrincipalKind.AGENT, "lena"))


@pytest.mark.parametrize(
    ("principal", "login"), [(AGENT, "mira"), (CUSTOMER, "lena"), (CUSTOMER, "LENA")]
)
def test_another_password_ends_the_sessions_begun_with_the_old_one(
    bench: AccountBench, principal: Principal, login: str
) -> None:
    ended = begin(bench, principal)

    bench.run(bench.accounts.set_password(principal.kind, login, "another"))

    assert check(bench, ended) is None
    assert check(bench, begin(bench, principal)) == principal


def test_a_hash_renewed_at_log_in_ends_no_session(bench: AccountBench) -> None:
    session_id = begin(bench)
    bench.sql("UPDATE users SET pw = ? WHERE id = 2", CountingHasher(memory_cost=16).hash("old"))

    assert bench.run(bench.accounts.check_agent("mira", "old")) == AGENT
    assert check(bench, session_id) == AGENT


def test_sessions_of_the_console_end_with_all_others(bench: AccountBench) -> None:
    is_good = bench.accounts.is_console_session_good
    began_at = bench.clock.now()
    bench.clock.advance(seconds=0.5)
    assert bench.run(is_good("mira", began_at)) is True

    bench.run(bench.accounts.revoke_sessions(PrincipalKind.AGENT, "mira"))

    assert bench.run(is_good("mira", began_at)) is False
    assert bench.run(is_good("root@localhost", began_at)) is True
    assert bench.run(is_good("mira", bench.clock.now())) is True
