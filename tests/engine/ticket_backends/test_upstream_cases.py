"""The recorded cases of the reference system, each asked through a gateway over JSON."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from case_replay import replay
from desk_fixture import open_upstream_desk
from desk_gateway import through_gateway
from shared_cases import cases
from upstream_parts import parts_of

# The recordings called operations without a transport, which knows requests with no data at all.
_NO_EMPTY = "REST adds the method to the data: no request that arrives over it is empty"
DIFFERENCES: Mapping[tuple[str, int], str] = {
    ("session_create", 1): _NO_EMPTY,
    ("session_get", 1): _NO_EMPTY,
}

_FILES = (
    "session_create",
    "session_get",
    "ticket_create",
    "ticket_get",
    "ticket_history_get",
    "ticket_search",
    "ticket_update",
)


@pytest.mark.parametrize("name", _FILES)
def test_recorded_cases_pass_through(name: str, tmp_path: Path) -> None:
    record: dict[str, Any] = cases(f"upstream/{name}.json")

    wrong: dict[int, list[str]] = {}
    for place, part in enumerate(parts_of(record)):
        folder = tmp_path / str(place)
        folder.mkdir()
        with open_upstream_desk(folder, part) as desk:
            wrong |= desk.run(replay(part, desk, through_gateway(desk)))

    expected = {number for file, number in DIFFERENCES if file == name}
    assert {n: found for n, found in wrong.items() if n not in expected} == {}
    assert expected - wrong.keys() == set(), "these no longer differ: take them off the list"
