"""Accounts in a store in memory, with a hasher that is quick, for tests of accounts alone."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar

from argon2 import PasswordHasher
from fake_clock import FakeClock
from stores import new_store

from engine.accounts.accounts import EmbeddedAccounts
from engine.storage.connection import Connection
from engine.storage.database import Database

T = TypeVar("T")
QUICK = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}


class CountingHasher(PasswordHasher):
    """A quick hasher that counts how often it had to work."""

    def __init__(self, **changes: int) -> None:
        super().__init__(**{**QUICK, **changes})
        self.runs = 0

    def hash(self, *arguments: Any, **keywords: Any) -> str:
        self.runs += 1
        return super().hash(*arguments, **keywords)

    def verify(self, *arguments: Any, **keywords: Any) -> bool:
        self.runs += 1
        return super().verify(*arguments, **keywords)


@dataclass
class AccountBench:
    """Accounts, and all they stand on."""

    runner: asyncio.Runner
    database: Database
    clock: FakeClock
    hasher: CountingHasher
    accounts: EmbeddedAccounts

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine on the bench's own event loop."""
        return self.runner.run(work)

    def sql(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Run a statement and return its rows."""

        def work(connection: Connection) -> list[tuple[Any, ...]]:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

        return self.run(self.database.write(work))


def open_bench(runner: asyncio.Runner, hasher: CountingHasher | None = None) -> AccountBench:
    """Return accounts in a new store in memory; secrets are counted up, never random."""
    database, clock, numbers = Database.open(new_store()), FakeClock(), count()
    hasher = hasher or CountingHasher()
    accounts = EmbeddedAccounts(
        database,
        clock,
        new_secret=lambda length: bytes(next(numbers) % 248 for _ in range(length)),
        hasher=hasher,
    )
    return AccountBench(runner, database, clock, hasher, accounts)
