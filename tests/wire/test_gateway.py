"""A gateway over real sockets: conversations with an installed system pass through it unchanged."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from desk_declaration import golden_declaration
from golden_replay import differences_of
from http_sender import HttpSender
from live_server import LiveServer, live_server
from shared_cases import cases, shared_folder

from engine.ticket_backends.remote import RemoteTicketSystem

_SERVICE = "GenericTicketConnectorREST"
# The number is that of ticket-operations 16, as where the installed system is asked directly.
DIFFERENCES = {
    "rest_session_get_customer": "16 no. 16: backend definitions do not leak into sessions",
}
GROUPS = (
    "rest_session",
    "rest_ticketcreate",
    "rest_ticketget",
    "rest_ticketupdate",
    "rest_ticketsearch",
)


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    folder = shared_folder() / "cases"
    if not folder.is_dir():
        pytest.skip("the shared cases are not here")
    text = (folder / f"upstream/services/{_SERVICE}.yml").read_text(encoding="utf-8")
    with live_server(tmp_path_factory.mktemp("installed"), {_SERVICE: text}) as installed:
        declared = yaml.safe_dump(golden_declaration(cases("golden/fixtures.json")))
        installed.run(installed.app.apply_desk(declared, name="golden.yml"))
        address = f"{installed.url}/otobo/nph-genericinterface.pl/Webservice/{_SERVICE}"
        with live_server(
            tmp_path_factory.mktemp("gateway"),
            {_SERVICE: f"{text}\nCrosstie: {{Backend: installed}}\n"},
            {"installed": RemoteTicketSystem(HttpSender(address))},
        ) as server:
            yield server


@pytest.mark.parametrize("group", GROUPS)
def test_conversations_pass_through_as_recorded(
    gateway: LiveServer, tmp_path: Path, group: str
) -> None:
    outcomes = differences_of(gateway.url, group, tmp_path)

    different = {name: why for name, why in outcomes.items() if why}
    expected = {name for name in DIFFERENCES if name in outcomes}
    assert {name: why for name, why in different.items() if name not in expected} == {}
    assert expected - different.keys() == set(), "these no longer differ: take them off the list"


def test_the_gateway_itself_holds_no_ticket_of_these(gateway: LiveServer) -> None:
    found = gateway.run(gateway.app.tickets.read(lambda desk: desk.ticket(2)))

    assert found is None, "the first is the welcome that every desk has"
