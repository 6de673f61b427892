"""Credentials over real sockets: what services accept, and that no secret is kept or told."""

import base64
import json
import logging
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from live_server import LiveServer, live_server
from shared_cases import ROOT

from engine.accounts.api_key import NewKey
from engine.accounts.entry import AgentEntry
from engine.accounts.log_in_failure import FREE_PER_ACCOUNT, Subjects, count_failure
from engine.model.people import PrincipalKind
from engine.storage.connection import Connection
from engine.tracing.query import ExchangeQuery

STOCK = (ROOT / "examples/services/GenericTicketConnectorREST.yml").read_text(encoding="utf-8")
DEBUG = STOCK.removeprefix("---\n")
PASSWORD = "canary-password-77"
SERVICES = {
    "strict": DEBUG,
    "opted-in": f"Crosstie: {{Credentials: [basic]}}\n{DEBUG}",
    "modern": f"Crosstie: {{Compatibility: modern}}\n{DEBUG}",
    "closed": f"Crosstie: {{Compatibility: modern, Credentials: []}}\n{DEBUG}",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with live_server(tmp_path_factory.mktemp("data"), SERVICES) as running:
        entry = AgentEntry("mia", password=PASSWORD, groups={"users": ("rw",)})
        running.run(running.app.accounts.add_agent(entry))
        yield running


@pytest.fixture(scope="module")
def key(server: LiveServer) -> str:
    made = server.run(server.app.accounts.add_key(NewKey("ci", PrincipalKind.AGENT, "mia")))
    return str(made)


@pytest.fixture(scope="module")
def session(server: LiveServer) -> str:
    login = {"UserLogin": "mia", "Password": PASSWORD}
    answer = server.request("POST", "/Webservice/strict/Session", login)
    return str(answer.json()["SessionID"])


def basic(password: str = PASSWORD) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(f'mia:{password}'.encode()).decode()}"}


def opens(server: LiveServer, service: str, headers: dict[str, str]) -> bool:
    """Say whether a request with nothing but headers may update a ticket that is not there."""
    path = f"/Webservice/{service}/Ticket/999"
    code = server.request("PATCH", path, {"Ticket": {"Title": "x"}}, headers).json()["Error"]
    return str(code["ErrorCode"]) == "TicketUpdate.AccessDenied"


@pytest.mark.parametrize(
    ("service", "opened"),
    [
        ("strict", ["login", "session", "key as session"]),
        ("opted-in", ["login", "session", "key as session", "basic"]),
        (
            "modern",
            ["login", "session", "key as session", "basic", "bearer session", "bearer key", "key"],
        ),
        ("closed", ["login", "session", "key as session"]),
    ],
)
def test_a_service_opens_to_the_headers_it_accepts(
    server: LiveServer, key: str, session: str, service: str, opened: list[str]
) -> None:
    ways = {
        "login": {"X-OTRS-Header-UserLogin": "mia", "X-OTRS-Header-Password": PASSWORD},
        "session": {"X-OTRS-Header-SessionID": session},
        "key as session": {"x-otrs-header-sessionid": key},
        "basic": basic(),
        "bearer session": {"Authorization": f"Bearer {session}"},
        "bearer key": {"Authorization": f"bearer {key}"},
        "key": {"X-API-Key": key},
    }

    assert [way for way, headers in ways.items() if opens(server, service, headers)] == opened


def test_a_modern_service_answers_wrong_credentials_with_401(server: LiveServer) -> None:
    path = "/Webservice/modern/Ticket/1"
    for headers in (basic("wrong"), {"Authorization": "Bearer x"}, {"X-API-Key": "x"}):
        assert server.request("GET", path, headers=headers).status == 401
    assert (
        server.request("GET", "/Webservice/strict/Ticket/1", headers=basic("wrong")).status == 200
    )


def test_a_session_is_begun_with_nothing_but_headers(server: LiveServer) -> None:
    headers = {"X-OTRS-Header-UserLogin": "mia", "X-OTRS-Header-Password": PASSWORD}

    answer = server.request("POST", "/Webservice/strict/Session", None, headers)

    assert len(answer.json()["SessionID"]) == 32


def test_no_secret_of_a_header_reaches_a_trace_or_the_log(
    server: LiveServer, key: str, session: str, caplog: pytest.LogCaptureFixture
) -> None:
    encoded = basic()["Authorization"].partition(" ")[2]
    sent: list[dict[str, str]] = [
        {"X-OTRS-Header-UserLogin": "mia", "X-OTRS-Header-Password": PASSWORD},
        {"X-OTRS-Header-SessionID": session},
        {"X-OTRS-Header-TwoFactorToken": "canary-2fa-998877"},
        basic(),
        {"Authorization": f"Bearer {session}"},
        {"Authorization": f"Bearer {key}"},
        {"X-API-Key": key},
    ]
    with caplog.at_level(logging.DEBUG):
        for headers in sent:
            for service in SERVICES:
                path = f"/Webservice/{service}/Ticket/1?{urlencode({'AccessToken': key})}"
                server.request("GET", path, headers=headers)
                server.request("POST", f"/Webservice/{service}/Ticket", {"Ticket": {}}, headers)

    server.app.tracing.flush()
    found = server.app.tracing.reader.recordings(ExchangeQuery(limit=1_000))
    text = json.dumps(
        [[each.exchange.path, [(e.summary, e.data) for e in each.entries]] for each in found]
    )
    assert "x-otrs-header-password" in text.lower()
    for secret in (PASSWORD, session, key, encoded, "canary-2fa-998877"):
        assert secret not in text
        assert secret not in caplog.text


def test_no_secret_lies_in_a_file_of_the_data_folder(
    server: LiveServer, key: str, session: str
) -> None:
    server.request("GET", "/Webservice/modern/Ticket/1", headers={"X-API-Key": key})
    server.request("GET", "/Webservice/modern/Ticket/1", headers=basic())
    server.app.tracing.flush()

    for path in Path(server.app.data).rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        for secret in (PASSWORD, session, key):
            assert secret.encode() not in content, path


def test_log_ins_wait_after_failures_and_the_answer_does_not_tell_why(server: LiveServer) -> None:
    server.run(server.app.accounts.add_agent(AgentEntry("target", password=PASSWORD)))

    def log_in(login: str, password: str) -> Any:
        data = {"UserLogin": login, "Password": password}
        return server.request("POST", "/Webservice/strict/Session", data).body

    def fail(connection: Connection) -> None:
        for login in ("target", "nobody"):
            for _ in range(FREE_PER_ACCOUNT + 7):
                count_failure(connection, Subjects.of(login, ""), epoch=int(time.time()))

    answers = [log_in("target", "wrong"), log_in("nobody", "wrong")]
    server.run(server.app._database.write(fail))
    answers += [log_in("target", "wrong"), log_in("nobody", "wrong"), log_in("target", PASSWORD)]

    assert b"SessionCreate.AuthFail" in answers[0]
    assert answers == [answers[0]] * 5


def test_a_session_of_the_console_ends_with_all_others_of_the_agent(server: LiveServer) -> None:
    accounts = server.app.accounts
    server.run(accounts.add_agent(AgentEntry("boss", password=PASSWORD, is_administrator=True)))
    with httpx.Client(base_url=server.url) as browser:
        page = browser.get("/console/login").text
        token = re.search(r'name="form_token" value="(\w+)"', page)
        assert token is not None
        given = {"login": "boss", "password": PASSWORD, "form_token": token[1]}
        assert browser.post("/console/login", data=given).status_code == 303
        assert browser.get("/console/exchanges").status_code == 200

        server.run(accounts.set_password(PrincipalKind.AGENT, "boss", "another"))

        assert browser.get("/console/exchanges").status_code == 303
