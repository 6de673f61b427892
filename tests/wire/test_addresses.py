"""Which service a request reaches, and how its body is framed: the part of the server itself."""

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlencode

import pytest
from live_server import LiveServer, live_server
from shared_cases import ROOT

ECHO = """
Debugger: {DebugThreshold: debug}
Provider:
  Operation:
    Op: {Type: Test::Test}
  Transport:
    Type: HTTP::REST
    Config:
      KeepAlive: ''
      MaxLength: '1000'
      RouteOperationMapping:
        Op: {Route: /x}
"""


STOCK = ROOT / "examples/services/GenericTicketConnectorREST.yml"
PREFIXES = ("/otrs", "/otobo", "/znuny", "/any/where", "")
AGENT = {"UserLogin": "mira", "Password": "mira-example"}
LOG_IN = urlencode(AGENT)
# The operation that a route leads to names itself in what it answers to a request without more.
ROUTES = {
    ("POST", "/Session"): "SessionCreate",
    ("GET", "/Session/abc"): "SessionGet",
    ("DELETE", "/Session/abc"): "SessionRemove",
    ("POST", "/Ticket"): "TicketCreate",
    ("GET", "/Ticket"): "TicketSearch",
    ("GET", "/Ticket/1"): "TicketGet",
    ("PATCH", "/Ticket/1"): "TicketUpdate",
    ("GET", "/TicketList?TicketID=1,2"): "TicketGet",
    ("GET", "/TicketHistory/1"): "TicketHistoryGet",
    ("POST", "/TicketGet"): "TicketGet",
    ("POST", "/TicketSearch"): "TicketSearch",
    ("POST", "/ticket-create"): "TicketCreate",
    ("GET", "/ticket-get"): "TicketGet",
    ("POST", "/ticket-get"): "TicketGet",
    ("POST", "/ticket-search"): "TicketSearch",
    ("PATCH", "/ticket-update"): "TicketUpdate",
    ("PUT", "/ticket-update"): "TicketUpdate",
}


@pytest.fixture(scope="module")
def echo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    services = {
        "W": ECHO,
        "Käse & Co": ECHO,
        "Kept": ECHO.replace("KeepAlive: ''", "KeepAlive: '1'"),
    }
    with live_server(tmp_path_factory.mktemp("echo"), services) as server:
        yield server


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_service_answers_under_every_prefix_by_name_and_by_id(
    echo: LiveServer, prefix: str
) -> None:
    script = f"{prefix}/nph-genericinterface.pl" if prefix else ""
    for address in ("Webservice/W", "WebserviceID/2"):
        answer = echo.request("GET", f"{script}/{address}/x?a=1")
        assert (answer.status, answer.json()) == (200, {"a": "1", "RequestMethod": "GET"})


def test_a_name_is_percent_decoded_as_utf_8(echo: LiveServer) -> None:
    answer = echo.request("GET", "/otobo/nph-genericinterface.pl/Webservice/K%C3%A4se%20&%20Co/x")

    assert answer.status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/otobo/nph-genericinterface.pl/foo",
        "/otobo/nph-genericinterface.pl/WebserviceID/77/x",
        "/otobo/nph-genericinterface.pl/WebserviceID/99999999999999999999999/x",
        "/otobo/nph-genericinterface.pl/Webservice/w/x",
        "/otobo/nph-genericinterface.pl/Webservice/%FF/x",
    ],
)
def test_an_address_of_no_service_has_the_bare_answer_of_the_reference(
    echo: LiveServer, path: str
) -> None:
    answer = echo.request("GET", path)

    assert (answer.status, answer.body) == (500, b"")
    assert "content-type" not in answer.headers


def test_without_the_script_there_is_a_404_that_says_so(echo: LiveServer) -> None:
    assert echo.request("GET", "/Webservice/Nobody/x").status == 404
    assert echo.request("GET", "/nowhere").status == 404


def test_a_chunked_body_is_one_body(echo: LiveServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", echo.port, timeout=10)
    connection.request(
        "POST", "/Webservice/W/x", iter([b'{"a"', b":1}"]), {"Transfer-Encoding": "chunked"},
        encode_chunked=True,
    )  # fmt: skip

    with closing(connection), connection.getresponse() as response:
        assert json.loads(response.read()) == {"a": 1}


def test_a_chunked_body_over_the_limit_is_refused_while_it_comes(echo: LiveServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", echo.port, timeout=10)
    connection.request(
        "POST", "/Webservice/W/x", iter([b"x" * 600, b"x" * 600]), {"Transfer-Encoding": "chunked"},
        encode_chunked=True,
    )  # fmt: skip

    with closing(connection), connection.getresponse() as response:
        assert response.status == 413


def test_headers_beyond_the_limits_are_refused(echo: LiveServer) -> None:
    many = echo.request("GET", "/Webservice/W/x", headers={f"X-{n}": "1" for n in range(150)})
    long = echo.request("GET", "/Webservice/W/x", headers={"X-Long": "x" * 70_000})

    assert (many.status, long.status) == (431, 431)


def test_a_connection_answers_request_after_request(echo: LiveServer) -> None:
    with socket.create_connection(("127.0.0.1", echo.port), 10) as wire:
        for number in (b"1", b"2"):
            wire.sendall(b"GET /Webservice/Kept/x?n=" + number + b" HTTP/1.1\r\nHost: a\r\n\r\n")
            response = http.client.HTTPResponse(wire)
            response.begin()
            assert json.loads(response.read())["n"] == number.decode()
            response.close()


def test_health_is_told_to_those_who_watch(echo: LiveServer) -> None:
    assert echo.request("GET", "/health/live").body == b"live\n"
    assert echo.request("GET", "/health/ready").body == b"ready\n"


def test_a_service_is_swapped_under_load_without_a_lost_call(echo: LiveServer) -> None:
    echo.run(echo.app.services.add("Swapped", ECHO))
    statuses: list[int] = []
    stop = threading.Event()

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", echo.port, timeout=10)
        while not stop.is_set():
            connection.request("GET", "/Webservice/Swapped/x")
            response = connection.getresponse()
            response.read()
            statuses.append(response.status)
        connection.close()

    askers = [threading.Thread(target=ask) for _ in range(3)]
    for asker in askers:
        asker.start()
    for number in range(15):
        text = ECHO.replace("MaxLength: '1000'", f"MaxLength: '{1000 + number}'")
        echo.run(echo.app.services.update("Swapped", text))
    stop.set()
    for asker in askers:
        asker.join()

    assert len(statuses) > 15
    assert set(statuses) == {200}


@pytest.mark.parametrize("prefix", PREFIXES)
def test_the_stock_service_answers_under_every_prefix_by_name_and_by_id(
    server: LiveServer, prefix: str
) -> None:
    script = f"{prefix}/nph-genericinterface.pl" if prefix else ""
    number = server.run(server.app.services.get(STOCK.stem)).id
    for address in (f"Webservice/{STOCK.stem}", f"WebserviceID/{number}"):
        session = server.request("POST", f"{script}/{address}/Session", AGENT).json()
        assert session.keys() == {"SessionID"}
        read = server.request(
            "GET", f"{script}/{address}/Ticket/1?SessionID={session['SessionID']}"
        )
        [ticket] = read.json()["Ticket"]
        assert ticket["TicketID"] == 1


@pytest.mark.parametrize(("method", "route", "operation"), [(*k, v) for k, v in ROUTES.items()])
def test_every_route_of_the_stock_service_leads_to_its_operation(
    server: LiveServer, method: str, route: str, operation: str
) -> None:
    path = f"/otobo/nph-genericinterface.pl/Webservice/{STOCK.stem}{route}"
    answer = server.request(method, path, {"Nothing": 1} if method != "GET" else None)

    assert answer.status == 200
    if operation == "SessionRemove":
        assert answer.json() == {"Success": 1}
        return
    assert answer.json()["Error"]["ErrorCode"].partition(".")[0] == operation


def test_an_operation_of_an_unknown_type_fails_alone(server: LiveServer) -> None:
    text = STOCK.read_text(encoding="utf-8").replace("Ticket::TicketUpdate", "Ticket::Elsewhere")
    server.run(server.app.services.add("Partly", text))
    base = "/otrs/nph-genericinterface.pl/Webservice/Partly"

    unknown = server.request("PATCH", f"{base}/Ticket/1", AGENT)
    known = server.request("GET", f"{base}/Ticket/1?{LOG_IN}")

    assert unknown.status == 500
    assert unknown.json() == {
        "faultcode": "Server",
        "faultstring": (
            "Can't load operation backend module"
            " Kernel::GenericInterface::Operation::Ticket::Elsewhere!"
        ),
    }
    assert known.status == 200
    assert known.json()["Ticket"][0]["TicketID"] == 1
