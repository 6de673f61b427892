"""What the trace of an exchange holds, compared with the reference's recorded debug log."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from desk_declaration import golden_declaration
from live_server import LiveServer, live_server
from shared_cases import cases, shared_folder

from engine.tracing.query import ExchangeQuery

RECORDS = cases("golden/debuglog.json")


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    folder = shared_folder() / "cases"
    names = sorted({record["service"] for record in RECORDS})
    with live_server(tmp_path_factory.mktemp("golden")) as server:
        declared = yaml.safe_dump(golden_declaration(cases("golden/fixtures.json")))
        server.run(server.app.apply_desk(declared, name="golden.yml"))
        for name in names:
            file = folder / f"golden/webservices/{name}.yml"
            if not file.is_file():
                file = folder / f"upstream/services/{name}.yml"
            server.run(server.app.services.add(name, file.read_text(encoding="utf-8")))
        yield server


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["id"])
def test_the_trace_has_the_recorded_entries(golden: LiveServer, record: dict[str, Any]) -> None:
    request = record["request"]
    headers = {name: value for name, value in request["headers"] if name != "Content-Length"}

    answer = golden.request(request["method"], request["target"], request.get("body"), headers)

    golden.app.tracing.flush()
    query = ExchangeQuery(service=record["service"], limit=1)
    kept = golden.app.tracing.reader.recordings(query)
    assert answer.status == record["response"]["status"]
    expected = [
        (entry["DebugLevel"], entry["Summary"])
        for log in record["debug_log"]
        for entry in log["Data"]
    ]
    found = [(entry.level.word, entry.summary) for each in kept for entry in each.entries]
    assert found == expected


def test_no_password_or_session_reaches_a_file_of_the_traces(golden: LiveServer) -> None:
    path = "/otobo/nph-genericinterface.pl/Webservice/GenericTicketConnectorREST"
    login = {"UserLogin": "golden.agent", "Password": "golden-agent-pw"}
    session = golden.request("POST", f"{path}/Session", login).json()["SessionID"]
    golden.request("GET", f"{path}/Session/{session}")
    golden.request(
        "GET",
        f"{path}/Ticket/1?SessionID={session}",
        headers={"Authorization": "Basic Z29sZGVuOmNhbmFyeQ=="},
    )

    golden.app.tracing.flush()
    found = golden.app.tracing.reader.recordings(ExchangeQuery(limit=1_000))
    text = json.dumps(
        [[each.exchange.path, [(e.summary, e.data) for e in each.entries]] for each in found]
    )
    assert "SessionCreate" in text
    for secret in (session, "golden-agent-pw", "Z29sZGVuOmNhbmFyeQ=="):
        assert secret not in text
