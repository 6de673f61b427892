"""A fresh embedded desk for each test."""

from collections.abc import Iterator

import pytest
from stores import new_session
from ticket_bench import Bench


@pytest.fixture
def bench() -> Iterator[Bench]:
    session = new_session()
    session.begin_write()
    yield Bench(session)
    session.close()
