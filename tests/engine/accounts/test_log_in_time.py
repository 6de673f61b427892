"""A login that nobody has takes as long as a wrong password."""

import asyncio
import time
from collections.abc import Callable
from statistics import median

from account_bench import AccountBench, CountingHasher, open_bench

from engine.accounts.entry import AgentEntry

ROUNDS = 60
ATTEMPTS = 5
"""A busy machine may spoil one measurement. What leaks, leaks in all of them."""
HASH = {"time_cost": 2, "memory_cost": 4096, "parallelism": 1}


def spent(bench: AccountBench, login: str) -> float:
    """Return the CPU seconds of one wrong log-in, of all threads, as others' work is no part."""
    bench.sql("DELETE FROM log_in_failure")
    began = time.process_time()
    assert bench.run(bench.accounts.check_agent(login, "wrong", remote_address="::1")) is None
    return time.process_time() - began


def difference(measure: Callable[[str], float], known: str, other: str) -> float:
    """Return how far apart the medians of two logins are, as a part of the smaller one."""
    for login in (known, other):
        measure(login)
    times: dict[str, list[float]] = {known: [], other: []}
    for number in range(ROUNDS):
        # In turn, and not always in the same order: what slows one down slows the other down too.
        for login in (known, other) if number % 2 else (other, known):
            times[login].append(measure(login))
    first, second = median(times[known]), median(times[other])
    return abs(first - second) / min(first, second)


def test_medians_of_known_and_unknown_logins_are_less_than_5_percent_apart() -> None:
    with asyncio.Runner() as runner:
        bench = open_bench(runner, CountingHasher(**HASH))
        bench.run(bench.accounts.add_agent(AgentEntry("mira", password="mira-pw")))
        found = []
        while len(found) < ATTEMPTS and (not found or min(found) >= 0.05):
            found.append(difference(lambda login: spent(bench, login), "mira", "nobody"))
        bench.run(bench.database.close())

    assert min(found) < 0.05, found


def test_the_measurement_sees_what_takes_longer() -> None:
    with asyncio.Runner() as runner:
        bench = open_bench(runner, CountingHasher(**HASH))
        bench.run(bench.accounts.add_agent(AgentEntry("mira", password="mira-pw")))
        # A login whose hash is half as much work again: far beyond what a busy machine blurs.
        more = CountingHasher(**HASH | {"memory_cost": 6144}).hash("mira-pw")
        bench.sql("UPDATE users SET pw = ? WHERE login = 'mira'", more)
        found = difference(lambda login: spent(bench, login), "mira", "nobody")
        bench.run(bench.database.close())

    assert found > 0.05
