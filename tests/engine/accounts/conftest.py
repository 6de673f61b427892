"""Fresh accounts for each test, with one agent and one customer user."""

import asyncio
from collections.abc import Iterator

import pytest
from account_bench import AccountBench, open_bench

from engine.accounts.entry import AgentEntry, CustomerEntry

MIRA = AgentEntry(
    "mira",
    password="mira-pw",
    first_name="Mira",
    last_name="Lind",
    email="mira@acmetest.net",
    groups={"users": ("rw",)},
)
LENA = CustomerEntry(
    "lena",
    password="lena-pw",
    first_name="Lena",
    last_name="Holm",
    email="lena@acmetest.net",
    company="ACME",
    details={"city": "Lund"},
)


@pytest.fixture
def bench() -> Iterator[AccountBench]:
    with asyncio.Runner() as runner:
        opened = open_bench(runner)
        opened.run(opened.accounts.add_agent(MIRA))
        opened.run(opened.accounts.add_customer(LENA))
        opened.hasher.runs = 0
        yield opened
        opened.run(opened.database.close())
