"""Conversations recorded from the reference system, sent at a running server.

`replay_golden.py` of the shared folder sends and compares. A difference is a defect, unless the
reference documents advise otherwise: then it stands here with the number of the advice.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from desk_declaration import golden_declaration
from golden_replay import differences_of
from live_server import LiveServer, live_server
from shared_cases import cases, shared_folder

# Numbers are those of generic-interface 12.4 (defects of the reference that are mended), of
# ticket-operations 16 (decisions), or name what a later release brings.
DIFFERENCES = {
    "rest_http_query_08": "12.4 no. 10: the first 0 of a query parameter is kept",
    "rest_http_query_09": "12.4 no. 10: the first 0 of a query parameter is kept",
    "rest_http_query_12": "12.4 no. 10: a query value keeps its second =",
    "rest_http_query_26": "12.4 no. 10: a query value keeps its second =",
    "rest_http_bad_badregex": "12.4 no. 25: a broken pattern is an error of the configuration",
    "rest_session_get_customer": "16 no. 16: backend definitions do not leak into sessions",
}
GROUPS = (
    "rest_http",
    "rest_body",
    "rest_mapping",
    "rest_xslt",
    "rest_session",
    "rest_ticketcreate",
    "rest_ticketget",
    "rest_ticketupdate",
    "rest_ticketsearch",
)


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    folder = shared_folder() / "cases"
    if not folder.is_dir():
        pytest.skip("the shared cases are not here")
    files = [
        *sorted((folder / "golden/webservices").glob("*.yml")),
        folder / "upstream/services/GenericTicketConnectorREST.yml",
    ]
    with live_server(tmp_path_factory.mktemp("golden")) as server:
        declared = yaml.safe_dump(golden_declaration(cases("golden/fixtures.json")))
        server.run(server.app.apply_desk(declared, name="golden.yml"))
        for file in files:
            server.run(server.app.services.add(file.stem, file.read_text(encoding="utf-8")))
        yield server


@pytest.mark.parametrize("group", GROUPS)
def test_a_running_server_answers_as_recorded(
    golden: LiveServer, tmp_path: Path, group: str
) -> None:
    outcomes = differences_of(golden.url, group, tmp_path)

    different = {name: why for name, why in outcomes.items() if why}
    expected = {name for name in DIFFERENCES if name in outcomes}
    assert {name: why for name, why in different.items() if name not in expected} == {}
    assert expected - different.keys() == set(), "these no longer differ: take them off the list"
