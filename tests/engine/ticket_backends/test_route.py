"""How data become an address and a body."""

from decimal import Decimal
from typing import Any

import pytest

from dsl.source import Source
from engine.configuration.check import read_definition
from engine.ticket_backends._route import RemoteRoute
from engine.ticket_backends.route_table import STOCK_ROUTES, routes_of


@pytest.mark.parametrize(
    ("data", "query"),
    [
        ({}, ""),
        ({"A": "b c+d&e=f;g/h%ä"}, "A=b%20c%2Bd%26e%3Df%3Bg%2Fh%25%C3%A4"),
        ({"A b&": ""}, "A%20b%26="),
        ({"A": ["x", 1, Decimal("1.50"), True, False, None]}, "A=x&A=1&A=1.50&A=1&A=0"),
        ({"A": None, "B": [], "C": "c"}, "C=c"),
        ({"A": 12345678901234567890123}, "A=12345678901234567890123"),
        ({"RequestMethod": "POST", "A": "a"}, "A=a"),
    ],
)
def test_a_query_holds_every_value_as_it_is(data: dict[str, Any], query: str) -> None:
    address = RemoteRoute("GET", "/List").filled(data)

    assert address is not None
    assert (address.path, address.query, address.body) == ("/List", query, b"")


@pytest.mark.parametrize("data", [{"A": {"b": 1}}, {"A": [["b"]]}, {"A": [{"b": 1}]}])
def test_a_query_cannot_hold_inner_structure(data: dict[str, Any]) -> None:
    assert RemoteRoute("GET", "/List").filled(data) is None
    assert RemoteRoute("POST", "/List").filled(data) is not None


@pytest.mark.parametrize(
    ("value", "segment"),
    [
        (5, "5"),
        ("5", "5"),
        ("../x", "..%2Fx"),
        ("a?b#c d", "a%3Fb%23c%20d"),
        (":Name", "%3AName"),
        ("ä", "%C3%A4"),
        (".a", ".a"),
    ],
)
def test_a_parameter_is_one_segment_whatever_it_holds(value: Any, segment: str) -> None:
    address = RemoteRoute("PATCH", "/x/:Name/y").filled({"Name": value, "B": 1})

    assert address is not None
    assert (address.path, address.body) == (f"/x/{segment}/y", b'{"B":1}')


@pytest.mark.parametrize("value", [None, "", ".", "..", [], ["5"], {"a": 1}])
def test_what_is_no_segment_needs_another_route(value: Any) -> None:
    assert RemoteRoute("GET", "/x/:Name").filled({"Name": value}) is None


def test_one_parameter_of_two_may_hold_the_name_of_the_other() -> None:
    address = RemoteRoute("GET", "/:First/:Second").filled({"First": ":Second", "Second": "b"})

    assert address is not None
    assert address.path == "/%3ASecond/b"


def test_no_data_are_sent_without_a_body() -> None:
    address = RemoteRoute("POST", "/x/:A").filled({"A": 1})

    assert address is not None
    assert address.body == b""


def _table(routes: str) -> Any:
    text = f"""
Debugger: {{DebugThreshold: error}}
Provider:
  Operation: {{Get: {{Type: 'Ticket::TicketGet'}}, Find: {{Type: 'Ticket::TicketSearch'}},
    FindToo: {{Type: 'Ticket::TicketSearch'}},
    Mapped: {{Type: 'Ticket::TicketCreate',
      MappingInbound: {{Type: Test, Config: {{TestOption: ToUpper}}}}}},
    Simple: {{Type: 'Ticket::TicketUpdate',
      MappingInbound: {{Type: Simple}}, MappingOutbound: {{}}}},
    Renamed: {{Type: 'Ticket::TicketUpdate', MappingOutbound: {{Type: Simple,
      Config: {{KeyMapDefault: {{MapType: Keep}}, ValueMapDefault: {{MapType: Keep}}}}}}}}}}
  Transport:
    Type: HTTP::REST
    Config: {{RouteOperationMapping: {{{routes}}}}}
"""
    table = routes_of(read_definition(Source("remote.yml", text)))
    return {kind: [f"{one.method} {one.path}" for one in routes] for kind, routes in table.items()}


@pytest.mark.parametrize(
    ("routes", "expected"),
    [
        ("Get: {Route: /G, RequestMethod: [GET, PUT]}", {"Ticket::TicketGet": ["PUT /G"]}),
        ("Get: {Route: /G, RequestMethod: [DELETE]}", {"Ticket::TicketGet": ["DELETE /G"]}),
        ("Get: {Route: /G}", {"Ticket::TicketGet": ["POST /G"]}),
        (
            "Find: {Route: /A, RequestMethod: [GET]}, FindToo: {Route: /B, RequestMethod: [POST]}",
            {"Ticket::TicketSearch": ["POST /B", "GET /A"]},
        ),
        ("Mapped: {Route: /M, RequestMethod: [POST]}", {}),
        ("Renamed: {Route: /R, RequestMethod: [POST]}", {}),
        ("Simple: {Route: /S, RequestMethod: [PATCH]}", {"Ticket::TicketUpdate": ["PATCH /S"]}),
        ("Get: {Route: '/G/?', RequestMethod: [GET]}", {}),
        ("Get: {Route: '/(G|g)', RequestMethod: [GET]}", {}),
        ("Get: {Route: '/G/:a b', RequestMethod: [GET]}", {}),
        ("Get: {Route: ''}, Nobody: {Route: /N}", {}),
    ],
)
def test_routes_are_those_of_the_remotes_own_file(routes: str, expected: Any) -> None:
    assert _table(routes) == expected


def test_the_stock_routes_are_those_of_the_shipped_service() -> None:
    from shared_cases import shared_folder

    path = shared_folder() / "cases/upstream/services/GenericTicketConnectorREST.yml"
    if not path.is_file():
        pytest.skip("the shared cases are not here")
    definition = read_definition(Source("stock.yml", path.read_text(encoding="utf-8")))

    assert dict(routes_of(definition)) == dict(STOCK_ROUTES)
