"""A fresh embedded desk for each test."""

import sqlite3
from collections.abc import Iterator

import pytest
from ticket_bench import Bench

from engine.storage.migrations import migrate


@pytest.fixture
def bench() -> Iterator[Bench]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    migrate(connection)
    yield Bench(connection)
    connection.close()
