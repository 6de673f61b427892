"""A fresh store for each test."""

import asyncio
from collections.abc import Iterator

import pytest
from account_bench import AccountBench, open_bench


@pytest.fixture
def bench() -> Iterator[AccountBench]:
    with asyncio.Runner() as runner:
        opened = open_bench(runner)
        yield opened
        opened.run(opened.database.close())
