"""HTTP::REST in modern services."""

import json
from typing import Any

import pytest
from rest_driver import ListTracer, answer, request, service, setup

from engine.kinds import SetupError
from engine.model.fault import Blame, Fault, Refusal, Stage
from engine.model.message import Message
from engine.model.service import Compatibility
from engine.model.stage import ServerTransport
from transports.http_rest import TRANSPORT

ROUTES: dict[str, Any] = {
    "A": {"Route": "/Ticket/:ID/:Sub", "RequestMethod": ["GET"]},
    "B": {"Route": "/Ticket/:ID/all", "RequestMethod": ["GET", "POST"]},
    "C": {"Route": "/Ticket/new/all", "RequestMethod": ["POST"]},
    "D": {"Route": "/Any"},
    "E": {"Route": "/Störung/a.b(c)"},
    "F": {"Route": "/file-:Name", "RequestMethod": ["get"]},
    "G": {"Route": "/", "RequestMethod": [""]},
}


def rest(config: dict[str, Any] | None = None, **limits: Any) -> ServerTransport:
    given = {"RouteOperationMapping": ROUTES, **(config or {})}
    return TRANSPORT.server(setup(given, Compatibility.MODERN, **limits))


def decoded(target: str, method: str = "GET", body: Any = b"", **headers: str) -> tuple[str, Any]:
    call = rest().decode(request(method, target, body, **headers), ListTracer())
    return call.action, call.message.body


def fault(target: str, method: str = "POST", body: Any = b"", **headers: str) -> Fault:
    tracer = ListTracer()
    with pytest.raises(Fault) as failed:
        rest().decode(request(method, target, body, **headers), tracer)
    assert failed.value.stage is Stage.PROVIDER_REQUEST_RECEIVE
    assert tracer.lines()[-1] == ["error", failed.value.message]
    return failed.value


@pytest.mark.parametrize(
    ("method", "target", "action"),
    [
        ("GET", "/Ticket/1/all", "B"),
        ("POST", "/Ticket/new/all", "C"),
        ("GET", "/Ticket/new/all", "B"),
        ("GET", "/Ticket/1/x", "A"),
        ("HEAD", "/Ticket/1/x", "A"),
        ("PROPFIND", "/Any", "D"),
        ("GET", "/St%C3%B6rung/a.b(c)", "E"),
        ("GET", "/St%c3%b6rung/a%2Eb%28c%29", "E"),
        ("GET", "/file-x.pdf", "F"),
        ("DELETE", "/", "G"),
        ("DELETE", "", "G"),
    ],
)
def test_the_most_specific_route_with_the_method_wins(
    method: str, target: str, action: str
) -> None:
    assert decoded(target, method)[0] == action


def test_the_short_address_leads_to_the_same_route() -> None:
    call = rest().decode(request("GET", "/Any", prefix="/Webservice/W"), ListTracer())

    assert call.action == "D"


@pytest.mark.parametrize("target", ["/Nope", "/Any/", "/any", "//Any", "/Ticket//all", "/aXb(c)"])
def test_an_unknown_path_has_no_route(target: str) -> None:
    assert fault(target).code == "transport.no-route"


def test_a_wrong_method_is_told_which_ones_are_right() -> None:
    failed = fault("/Ticket/1/all", "DELETE")

    response = rest().encode_fault(failed, None, ListTracer())

    assert response.status == 405
    assert dict(response.headers)["Allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ("a=1&a=2&a=3", {"a": ["1", "2", "3"]}),
        ("b=0&c&d=", {"b": "0", "c": "", "d": ""}),
        ("z=0&z=0", {"z": ["0", "0"]}),
        ("f=a+b%2Bc", {"f": "a b+c"}),
        ("g+h=1", {"g h": "1"}),
        ("%C3%A4=%C3%B6", {"ä": "ö"}),
        ("x=1;y=2", {"x": "1", "y": "2"}),
        ("e=x=y&&", {"e": "x=y"}),
        ("arr[]=1", {"arr[]": "1"}),
        ("q=%zz%4", {"q": "%zz%4"}),
        ("=x", {"": "x"}),
    ],
)
def test_a_query_is_read_exactly(query: str, parameters: dict[str, Any]) -> None:
    assert decoded(f"/Any?{query}") == ("D", {**parameters, "RequestMethod": "GET"})


@pytest.mark.parametrize("target", ["/Any?a=%E4", "/Ticket/%ff/x", "/Any?%ED%A0%80=1"])
def test_an_address_that_is_not_utf_8_is_the_callers_mistake(target: str) -> None:
    failed = fault(target, "GET")

    assert (failed.code, failed.blame) == ("transport.bad-encoding", Blame.CALLER)


def test_path_parameters_are_decoded_once_and_stand_above_query_and_body() -> None:
    _, data = decoded("/Ticket/a%2Fb%2520/x?ID=q&Sub=q&n=1", "GET", '{"ID": 1, "n": 2, "m": 3}')

    assert data == {"ID": "a/b%20", "Sub": "x", "n": "1", "m": 3}


@pytest.mark.parametrize("method", ["GET", "DELETE", "POST", "PUT", "PATCH", "OPTIONS"])
def test_every_method_may_have_a_body(method: str) -> None:
    assert decoded("/Any?q=1", method, '{"a": 1}') == ("D", {"a": 1, "q": "1"})


@pytest.mark.parametrize(
    ("body", "data"),
    [
        ("{}", {}),
        ("[]", []),
        ('[{"a":1},2]', [{"a": 1}, 2]),
        (b"\xef\xbb\xbf{}", {}),
    ],
)
def test_objects_and_lists_are_data(body: Any, data: Any) -> None:
    assert decoded("/Any", "POST", body) == ("D", data)


def test_parameters_reach_every_object_of_a_list() -> None:
    assert decoded("/Any?q=1", "POST", '[{"a":1},{},2]')[1] == [{"a": 1, "q": "1"}, {"q": "1"}, 2]


@pytest.mark.parametrize("body", ["null", "0", '"text"', "true"])
def test_a_single_value_is_no_data(body: str) -> None:
    assert fault("/Any", "POST", body).code == "transport.bad-structure"


@pytest.mark.parametrize(
    ("content_type", "octets"),
    [
        ("application/json; charset=ISO-8859-1", b'{"a":"\xe4"}'),
        ('application/json; charset="windows-1252"', b'{"a":"\xe4"}'),
        ("application/json; charset=utf-16", '{"a":"ä"}'.encode("utf-16")),
        ("application/json; charset=UTF8", '{"a":"ä"}'.encode()),
        ("application/json", '{"a":"ä"}'.encode()),
        ("application/x-www-form-urlencoded", '{"a":"ä"}'.encode()),
    ],
)
def test_a_declared_charset_is_read(content_type: str, octets: bytes) -> None:
    assert decoded("/Any", "POST", octets, content_type=content_type)[1] == {"a": "ä"}


@pytest.mark.parametrize("charset", ["x-nope", "utf-7", "idna", "rot13", "unicode_escape", "zlib"])
def test_other_charsets_are_not_supported(charset: str) -> None:
    failed = fault("/Any", "POST", '{"a":1}', content_type=f"application/json; charset={charset}")

    assert failed.code == "transport.unsupported-charset"
    assert rest().encode_fault(failed, None, ListTracer()).status == 415


def test_octets_that_do_not_fit_the_charset_are_the_callers_mistake() -> None:
    failed = fault("/Any", "POST", b"{}\x00", content_type="application/json; charset=utf-16")

    assert failed.code == "transport.bad-json"


def test_a_body_beyond_the_limit_is_refused() -> None:
    transport = rest({"MaxLength": "10"})

    for too_long in (request("POST", "/Any", '{"a":"1234"}'),):
        with pytest.raises(Fault) as failed:
            transport.decode(too_long, ListTracer())
        response = transport.encode_fault(failed.value, None, ListTracer())
        assert response.status == 413
    assert transport.max_body_bytes == 10
    assert rest().max_body_bytes == 10_000_000


def test_depth_is_limited_by_the_service() -> None:
    transport = rest(MaxDepth=3)
    transport.decode(request("POST", "/Any", "[[[1]]]"), ListTracer())

    with pytest.raises(Fault, match="nested deeper than 3 levels"):
        transport.decode(request("POST", "/Any", "[[[[1]]]]"), ListTracer())


@pytest.mark.parametrize("depth", [0, 251, "x", True])
def test_a_depth_out_of_range_is_refused(depth: Any) -> None:
    with pytest.raises(SetupError, match="from 1 to 250"):
        rest(MaxDepth=depth)


def test_faults_leave_as_json_with_the_status_of_their_blame() -> None:
    tracer = ListTracer()
    failed = Fault("partner.down", "no \ud800 answer", Blame.PARTNER, retry_after_seconds=0.2)

    response = rest().encode_fault(failed, "D", tracer)

    assert response.status == 502
    assert dict(response.headers) == {
        "Content-Type": "application/json; charset=UTF-8",
        "Retry-After": "1",
    }
    assert json.loads(response.body) == {
        "Error": {"ErrorCode": "partner.down", "ErrorMessage": "no ? answer"}
    }
    assert tracer.lines() == [
        ["error", "Returning provider data to remote system (HTTP Code: 502)"]
    ]


def test_a_refusal_has_the_status_of_its_reason() -> None:
    refusal = Refusal("TicketGet.AccessDenied", "TicketGet: no")

    response = rest().encode("D", Message({"Error": {}}, refusal=refusal), ListTracer())

    assert response.status == 403


@pytest.mark.parametrize("body", [None, [1], {"a": "\u2028"}, "text"])
def test_any_value_is_an_answer(body: Any) -> None:
    response = rest().encode("D", Message(body), ListTracer())

    assert (response.status, json.loads(response.body)) == (200, body)


def test_an_answer_that_json_cannot_hold_is_the_services_mistake() -> None:
    with pytest.raises(Fault) as failed:
        rest().encode("D", Message({"a": "\ud800"}), ListTracer())

    assert (failed.value.code, failed.value.blame) == ("transport.bad-answer", Blame.SERVICE)


@pytest.mark.parametrize(
    ("kept", "header"), [("1", "Keep-Alive"), ("0", "close"), ("", "close"), (None, None)]
)
def test_connections_are_kept_unless_told_otherwise(kept: Any, header: str | None) -> None:
    transport = rest({} if kept is None else {"KeepAlive": kept})

    response = transport.encode("D", Message({}), ListTracer())

    assert dict(response.headers).get("Connection") == header


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (None, "needs a Config"),
        ({}, "needs a Config"),
        ({"KeepAlive": "1"}, "needs a RouteOperationMapping"),
        ({"RouteOperationMapping": {"A": {"Route": "x"}}}, "begins with /"),
        ({"RouteOperationMapping": {"A": {}}}, "begins with /"),
        ({"RouteOperationMapping": {"A": {"Route": "/:a-b"}}}, "letters, digits and underscores"),
    ],
)
def test_a_broken_configuration_is_found_when_it_is_built(config: Any, message: str) -> None:
    with pytest.raises(SetupError, match=message):
        TRANSPORT.server(setup(config, Compatibility.MODERN))


def test_numbers_leave_as_they_came() -> None:
    provider = {
        "Operation": {"Op": {"Type": "Test::Test"}},
        "Transport": {
            "Type": "HTTP::REST",
            "Config": {"RouteOperationMapping": {"Op": {"Route": "/x"}}},
        },
    }
    body = b'{"a":18446744073709551616,"b":0.1000000000000000000001,"c":1.0,"d":-0.0,"e":[1E+3]}'

    response, _ = answer(service(provider, Compatibility.MODERN), request("POST", "/x", body))

    assert response.body == body
