"""Sessions: ids, ends, and what they know."""

import re
from collections.abc import Mapping

import pytest
from account_bench import AccountBench

from dsl.values import Value
from engine.model.desk import Principal, PrincipalKind

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
