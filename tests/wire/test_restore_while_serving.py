"""A restore by another process while a server answers: it follows without a restart."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from live_server import LiveServer, live_server
from shared_cases import ROOT
from stores import is_postgresql, new_database

STOCK = (ROOT / "examples/services/GenericTicketConnectorREST.yml").read_text(encoding="utf-8")
DESK = (ROOT / "examples/desk.yml").read_text(encoding="utf-8")
MAPPED = """\
Crosstie: {Compatibility: modern}
Debugger: {DebugThreshold: error}
Provider:
  Transport:
    Type: HTTP::REST
    Config: {RouteOperationMapping: {Echo: {RequestMethod: [POST], Route: /echo}}}
  Operation:
    Echo:
      Type: Test::Test
      MappingInbound: {Type: Tie, Config: {Mapping: word}}
"""
MIRA = {"UserLogin": "mira", "Password": "mira-example"}
TICKET = {
    "Ticket": {"Title": "Before", "Queue": "Sales", "State": "new", "Priority": "3 normal",
               "CustomerUser": "ada"},
    "Article": {"Subject": "a", "Body": "b", "ContentType": "text/plain; charset=utf8"},
}  # fmt: skip
SECONDS = 20


class Desk:
    """A running server, and the command in a process of its own on the same store."""

    def __init__(self, server: LiveServer, data: Path, store: str) -> None:
        self.server = server
        self.data = data
        self._environment = os.environ | {"CROSSTIE_DATA": str(data), "CROSSTIE_STORE": store}

    def crosstie(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", "from engine.cli.main import main; main()", *words],
            env=self._environment, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stderr

    def ask(self, service: str, method: str, path: str, **data: Any) -> Any:
        return self.server.request(method, f"/Webservice/{service}{path}", data).json()

    def everything(self) -> dict[str, Any]:
        """Return an answer from each thing that a server may keep in memory."""
        ticket = self.ask("Stock", "GET", f"/Ticket/2?{urlencode(MIRA)}")
        queue = self.ask("Stock", "POST", "/Ticket", **MIRA, **_in_queue("Later"))
        return {
            "ticket": ticket.get("Ticket", [{}])[0].get("Title", ticket.get("Error")),
            "queue": "TicketID" in queue,
            "later": "SessionID" in self.ask("Stock", "POST", "/Session", **_later()),
            "mapped": self.ask("Mapped", "POST", "/echo").get("Word"),
            "other": self.server.request("POST", "/Webservice/Other/Session", {}).status,
        }

    def wait_for(self, expected: dict[str, Any]) -> None:
        end = time.monotonic() + SECONDS
        while (found := self.everything()) != expected:
            assert time.monotonic() < end, list(found.values())
            time.sleep(0.2)


def _in_queue(name: str) -> dict[str, Any]:
    return TICKET | {"Ticket": TICKET["Ticket"] | {"Queue": name}}


def _later() -> dict[str, str]:
    return {"UserLogin": "later", "Password": "later-example"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    data = tmp_path / "data"
    store = new_database() if is_postgresql() else ""
    (data / "mappings").mkdir(parents=True)
    (data / "mappings" / "word.tie").write_text('Word = "before"\n')
    with live_server(data, {"Stock": STOCK, "Mapped": MAPPED}, store=store) as server:
        server.run(server.app.apply_desk(DESK, name="desk.yml"))
        yield Desk(server, data, store)


def change(desk: Desk) -> None:
    """Change something of everything."""
    later = f"{DESK}  - {{name: Extra, object: Ticket, type: Text, label: Extra}}\n"
    later = later.replace("queues:\n", "queues:\n  - {name: Later, group: users}\n")
    later = later.replace(
        "users:\n", "users:\n  - {login: later, password: later-example, first_name: La, "
        "last_name: Ter, email: later@desk.test, groups: {users: rw}}\n", 1,
    )  # fmt: skip
    desk.server.run(desk.server.app.apply_desk(later, name="desk.yml"))
    services = desk.server.app.services
    (desk.data / "mappings" / "word.tie").write_text('Word = "after"\n')
    desk.server.run(services.add("Other", STOCK))
    desk.ask("Stock", "PATCH", "/Ticket/2", **MIRA, Ticket={"Title": "After"})


def test_a_server_follows_a_restore_without_a_restart(desk: Desk, tmp_path: Path) -> None:
    before = {"ticket": "Before", "queue": False, "later": False, "mapped": "before", "other": 404}
    after = {"ticket": "After", "queue": True, "later": True, "mapped": "after", "other": 500}
    assert desk.ask("Stock", "POST", "/Ticket", **MIRA, **TICKET)["TicketID"] == "2"
    file = tmp_path / "before.zip"
    desk.wait_for(before)
    told = desk.crosstie("backup", str(file))
    assert told.startswith(f"wrote `{file}`: ")
    change(desk)
    desk.wait_for(after)
    later = tmp_path / "after.zip"
    desk.crosstie("backup", str(later))

    desk.crosstie("restore", str(file), "--replace")
    desk.wait_for(before)

    # Ids of tickets that are gone do not return.
    created = desk.ask("Stock", "POST", "/Ticket", **MIRA, **TICKET)
    assert int(created["TicketID"]) > 3
    desk.crosstie("restore", str(later), "--replace")
    desk.wait_for(after)
