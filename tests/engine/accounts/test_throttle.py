"""Guessing passwords: it gets slower, for accounts there are as for those there are not."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

import pytest
from account_bench import AccountBench

from engine.accounts.accounts import EmbeddedAccounts
from engine.accounts.log_in_failure import (
    FORGOTTEN_AFTER_SECONDS,
    FREE_PER_ACCOUNT,
    FREE_PER_ADDRESS,
    MAX_ACCOUNT_DELAY_SECONDS,
    MAX_ADDRESS_DELAY_SECONDS,
    Failures,
)
from engine.model.people import Principal, PrincipalKind
from engine.storage.connection import Connection
from engine.storage.database import Database

T = TypeVar("T")

MIRA = Principal(PrincipalKind.AGENT, "mira", 2)
ATTACKER, HOME = "192.0.2.1", "192.0.2.9"


class CountedWrites:
    """A store that counts how often it is written to."""

    def __init__(self, database: Database) -> None:
        self.read = database.read
        self.writes = 0
        self._write = database.write

    async def write(self, work: Callable[[Connection], T]) -> T:
        self.writes += 1
        return await self._write(work)


def log_in(
    bench: AccountBench, password: str = "mira-pw", login: str = "mira", address: str = HOME
) -> Principal | None:
    return bench.run(bench.accounts.check_agent(login, password, remote_address=address))


def fail(bench: AccountBench, times: int, login: str = "mira", address: str = ATTACKER) -> None:
    for _ in range(times):
        assert log_in(bench, "wrong", login, address) is None


def test_a_few_failures_cost_nothing(bench: AccountBench) -> None:
    fail(bench, FREE_PER_ACCOUNT - 1)

    assert log_in(bench) == MIRA


def test_the_right_password_has_to_wait_after_too_many_failures(bench: AccountBench) -> None:
    fail(bench, FREE_PER_ACCOUNT)

    assert log_in(bench) is None
    bench.clock.advance(seconds=1)
    assert log_in(bench) == MIRA


@pytest.mark.parametrize("login", ["mira", "nobody", "root@localhost"])
def test_the_wait_doubles_with_each_failure_whoever_it_is(bench: AccountBench, login: str) -> None:
    fail(bench, FREE_PER_ACCOUNT, login)
    waits = []
    for _ in range(11):
        seconds, runs = 0, bench.hasher.runs
        while bench.hasher.runs == runs:
            bench.clock.advance(seconds=1)
            seconds += 1
            fail(bench, 1, login)
        waits.append(seconds)

    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    assert waits[-1] == MAX_ACCOUNT_DELAY_SECONDS


@pytest.mark.parametrize("login", ["mira", "nobody"])
def test_a_thousand_tries_are_as_many_hashes_as_are_free(bench: AccountBench, login: str) -> None:
    fail(bench, 1000, login)

    assert bench.hasher.runs == FREE_PER_ACCOUNT


@pytest.mark.parametrize("login", ["mira", "nobody"])
def test_tries_at_once_are_no_way_around(bench: AccountBench, login: str) -> None:
    async def burst() -> list[Principal | None]:
        tries = [
            bench.accounts.check_agent(login, f"guess {number}", remote_address=ATTACKER)
            for number in range(200)
        ]
        return await asyncio.gather(*tries)

    assert set(bench.run(burst())) == {None}
    # Those that hash at the same time do not know of each other: at most three more.
    assert FREE_PER_ACCOUNT <= bench.hasher.runs <= FREE_PER_ACCOUNT + 3


def test_a_log_in_begins_anew(bench: AccountBench) -> None:
    fail(bench, FREE_PER_ACCOUNT - 1)
    assert log_in(bench) == MIRA
    fail(bench, FREE_PER_ACCOUNT - 1)
    assert log_in(bench) == MIRA
    assert bench.sql("SELECT count(*) FROM log_in_failure") == [(1,)]  # of the other address

    assert log_in(bench, address=ATTACKER) == MIRA
    assert bench.sql("SELECT count(*) FROM log_in_failure") == [(0,)]


def test_another_account_does_not_wait(bench: AccountBench) -> None:
    fail(bench, FREE_PER_ACCOUNT, "nobody")

    assert log_in(bench) == MIRA


def test_the_case_of_a_login_is_no_way_around(bench: AccountBench) -> None:
    for login in ("mira", "MIRA", "Mira", " mira", "mira "):
        fail(bench, 1, login)

    assert log_in(bench) is None


def test_an_address_that_tries_many_accounts_waits(bench: AccountBench) -> None:
    for number in range(FREE_PER_ADDRESS):
        fail(bench, 1, f"user{number}")

    assert log_in(bench, address=ATTACKER) is None
    assert log_in(bench, address=HOME) == MIRA
    bench.clock.advance(seconds=1)
    assert log_in(bench, address=ATTACKER) == MIRA


def test_the_wait_of_an_address_ends_earlier() -> None:
    failures = Failures(address=(10_000, 1000))

    assert failures.wait_seconds(1000) == MAX_ADDRESS_DELAY_SECONDS
    assert failures.wait_seconds(1059) == 1
    assert failures.wait_seconds(1060) == 0


def test_a_clock_set_back_makes_nobody_wait_longer() -> None:
    assert Failures(account=(FREE_PER_ACCOUNT + 3, 10_000)).wait_seconds(1) == 8


def test_failures_are_forgotten(bench: AccountBench) -> None:
    fail(bench, FREE_PER_ACCOUNT + 1)
    bench.clock.advance(seconds=FORGOTTEN_AFTER_SECONDS + 1)
    fail(bench, FREE_PER_ACCOUNT - 1)

    assert log_in(bench) == MIRA


def test_the_store_keeps_nothing_that_was_typed(bench: AccountBench) -> None:
    fail(bench, 1, "my password, typed into the wrong field")

    shown = str(bench.sql("SELECT * FROM log_in_failure"))
    assert "typed" not in shown
    assert ATTACKER not in shown


def test_failures_count_for_all_processes(bench: AccountBench) -> None:
    other = EmbeddedAccounts(bench.database, bench.clock, hasher=bench.hasher)
    fail(bench, FREE_PER_ACCOUNT)

    assert bench.run(other.check_agent("mira", "mira-pw")) is None


def test_what_is_remembered_waits_too(bench: AccountBench) -> None:
    assert log_in(bench) == MIRA
    fail(bench, FREE_PER_ACCOUNT)

    assert log_in(bench) is None


def test_a_log_in_without_failures_writes_nothing(bench: AccountBench) -> None:
    counted = CountedWrites(bench.database)
    accounts = EmbeddedAccounts(counted, bench.clock, hasher=bench.hasher)  # type: ignore[arg-type]

    for _ in range(3):
        assert bench.run(accounts.check_agent("mira", "mira-pw", remote_address=HOME)) == MIRA
    assert counted.writes == 0
    assert bench.run(accounts.check_agent("mira", "wrong", remote_address=HOME)) is None
    assert counted.writes == 1
    assert bench.run(accounts.check_agent("mira", "mira-pw", remote_address=HOME)) == MIRA
    assert counted.writes == 2


def test_a_login_of_either_kind_is_found_with_one_hash(bench: AccountBench) -> None:
    check = bench.accounts.check_login

    assert bench.run(check("mira", "mira-pw")) == MIRA
    assert bench.run(check("lena", "lena-pw")) == Principal(PrincipalKind.CUSTOMER, "lena", 1)
    assert bench.run(check("nobody", "x")) is None
    assert bench.hasher.runs == 3
