"""Credentials in headers are spelled out for an installed system, which reads only its payload."""

import base64
import itertools
from typing import Any

import pytest
from gateway import Gateway, service_text

from engine.accounts.api_key import NewKey
from engine.model.people import PrincipalKind

_names = itertools.count()


@pytest.fixture
def front(gateway: Gateway) -> str:
    name = f"Front{next(_names)}"
    gateway.add(name, service_text(Backend="installed", Compatibility="modern"))
    return name


def _asked(
    gateway: Gateway, front: str, method: str, path: str, headers: dict[str, str], body: str = ""
) -> Any:
    response = gateway.runner.run(gateway.front.send(front, method, path, body, headers))
    return response.status, response.body


def _basic(login: str, password: str) -> dict[str, str]:
    pair = base64.b64encode(f"{login}:{password}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


_LOGINS = [
    _basic("mira", "s3cret"),
    {"X-OTRS-Header-UserLogin": "mira", "X-OTRS-Header-Password": "s3cret"},
    {"X-OTRS-Header-CustomerUserLogin": "lena", "X-OTRS-Header-Password": "s3cret"},
]


@pytest.mark.parametrize("headers", _LOGINS)
def test_a_login_in_headers_logs_in(gateway: Gateway, front: str, headers: dict[str, str]) -> None:
    status, body = _asked(gateway, front, "POST", "/Session", headers)

    assert status == 200
    assert b'"SessionID":"' in body


@pytest.mark.parametrize("header", ["Authorization", "X-OTRS-Header-SessionID"])
def test_a_session_in_headers_is_passed_on(gateway: Gateway, front: str, header: str) -> None:
    login = {"UserLogin": "mira", "Password": "s3cret"}
    session = gateway.directly("POST", "/Session", login).data["SessionID"]
    scheme = "Bearer " if header == "Authorization" else ""

    # There is no such ticket; that this is what is told shows that the session was taken.
    _, body = _asked(gateway, front, "GET", "/Ticket/9999", {header: f"{scheme}{session}"})
    _, without = _asked(gateway, front, "GET", "/Ticket/9999", {})

    assert b"TicketGet.AccessDenied" in body
    assert b"TicketGet.AccessDenied" not in without


def test_the_payload_wins_over_headers(gateway: Gateway, front: str) -> None:
    sent = '{"UserLogin":"nobody","Password":"wrong"}'

    status, _ = _asked(gateway, front, "POST", "/Session", _basic("mira", "s3cret"), sent)

    assert status == 401


def test_a_strict_front_listens_to_no_basic_login(gateway: Gateway) -> None:
    gateway.add("StrictFront", service_text(Backend="installed"))

    _, body = _asked(gateway, "StrictFront", "POST", "/Session", _basic("mira", "s3cret"))

    assert b"SessionCreate.MissingParameter" in body


def test_an_api_key_stays_here(gateway: Gateway, front: str) -> None:
    _, body = _asked(gateway, front, "GET", "/Ticket/9999", {"X-API-Key": "k3y"})

    assert b"TicketGet.AuthFail" in body


@pytest.mark.parametrize("place", ["Authorization", "X-OTRS-Header-SessionID", "payload"])
def test_an_api_key_in_the_place_of_a_session_stays_here_too(
    gateway: Gateway, front: str, place: str
) -> None:
    # A key that the installed system would know: it would open it, were it passed on.
    key = gateway.runner.run(
        gateway.installed.accounts.add_key(NewKey(f"k{next(_names)}", PrincipalKind.AGENT, "mira"))
    )
    headers = {} if place == "payload" else {place: f"{'Bearer ' * (place[0] == 'A')}{key}"}
    path = f"/Ticket/9999?SessionID={key}" if place == "payload" else "/Ticket/9999"

    _, body = _asked(gateway, front, "GET", path, headers)

    assert b"TicketGet.AuthFail" in body
