"""HTTP::REST in strict services, beyond the recorded cases."""

import json
from typing import Any

import msgspec
import pytest
from rest_driver import ListTracer, request, setup

from engine.kinds import SetupError
from engine.model.fault import Blame, Fault, Refusal, Stage
from engine.model.message import Message
from engine.model.stage import ServerTransport
from transports.http_rest import TRANSPORT

ROUTES: dict[str, Any] = {
    "A": {"Route": "/t/:ID/:Sub", "RequestMethod": ["GET", "POST"]},
    "B": {"Route": "/t/:ID/all"},
    "C": {"Route": "/(?:one|two)/:Rest"},
    "D": {"Route": "/a.b"},
    "E": {"Route": "/plain"},
    "F": {"Route": "/plain", "RequestMethod": [""]},
    "G": {"Route": "/doc-:Name/:ID"},
    "H": {"Route": " /spa ced # a comment"},
    "I": {"Route": "/slow/(a|a)+b"},
    "J": {"Route": None},
    "K": {"Route": "/:X/:X/two"},
}


def rest(config: dict[str, Any] | None = None) -> ServerTransport:
    return TRANSPORT.server(setup({"RouteOperationMapping": ROUTES, **(config or {})}))


def decoded(target: str, method: str = "GET", body: Any = b"", **headers: str) -> tuple[str, Any]:
    call = rest().decode(request(method, target, body, **headers), ListTracer())
    return call.action, call.message.body


@pytest.mark.parametrize(
    ("method", "target", "action", "data"),
    [
        ("GET", "/t/1/all", "A", {"ID": "1", "Sub": "all"}),
        ("PUT", "/t/1/all", "B", {"ID": "1"}),
        ("GET", "/t/12%2F3/x", "A", {"ID": "12/3", "Sub": "x"}),
        ("GET", "/two/x", "C", {"Rest": "x"}),
        ("GET", "/aXb", "D", {}),
        ("GET", "/plain", "E", {}),
        ("GET", "/doc-a.pdf/7", "G", {"Name": "a.pdf", "ID": "7"}),
        ("GET", "/spaced", "H", {}),
        ("GET", "/a/b/two", "K", {"X": "a"}),
    ],
)
def test_the_first_matching_route_in_the_order_of_names_wins(
    method: str, target: str, action: str, data: dict[str, str]
) -> None:
    assert decoded(target, method) == (action, {**data, "RequestMethod": method})


@pytest.mark.parametrize("target", ["/t/1", "/plain/", "/three/x", "/t//all", "/doc-/7"])
def test_an_unknown_path_is_shown_as_it_came(target: str) -> None:
    with pytest.raises(Fault) as failed:
        decoded(f"{target}?a=1")

    told = f"HTTP::REST Error while determine Operation for request URI '{target}'."
    assert failed.value.message == told


def test_a_pattern_that_backtracks_without_end_is_stopped() -> None:
    with pytest.raises(Fault) as failed:
        decoded("/slow/" + "a" * 60 + "bc")

    assert failed.value.code == "transport.pattern-timeout"


def test_the_last_service_of_the_target_counts_even_in_the_query() -> None:
    assert decoded("/t/1/x?u=/Webservice/Other/plain?a=1")[0] == "E"


@pytest.mark.parametrize(
    ("query", "data"),
    [
        ("b=0&c&d=", {"b": "0", "c": "", "d": ""}),
        ("g+h=1+2", {"g+h": "1 2"}),
        ("a=1&&b=2&", {"a": "1", "": "", "b": "2"}),
        ("RequestMethod=x", {}),
    ],
)
def test_a_query_is_read_like_the_reference_does(query: str, data: dict[str, str]) -> None:
    assert decoded(f"/plain?{query}")[1] == {**data, "RequestMethod": "GET"}


@pytest.mark.parametrize("body", ["null", "false", "0", '""', '"0"', "0.0", "{", "[" * 100_000])
def test_false_and_malformed_bodies_read_alike(body: str) -> None:
    with pytest.raises(Fault, match="Error while decoding request content\\."):
        decoded("/plain", "POST", body)


@pytest.mark.parametrize("body", ["{}", "[]", "1", '"a"', "true"])
def test_bodies_without_data_are_unsupported(body: str) -> None:
    with pytest.raises(Fault, match="Unsupported request content structure\\."):
        decoded("/plain", "POST", body)


def test_bodies_nest_as_deeply_as_we_can_read() -> None:
    assert decoded("/plain", "POST", "[" * 250 + "]" * 250)[0] == "E"


def test_parameters_reach_every_object_of_a_list() -> None:
    assert decoded("/plain?q=1", "POST", '[{"a":1},{},2]')[1] == [{"a": 1, "q": "1"}, {}, 2]


def test_a_body_that_was_not_read_is_too_large() -> None:
    unread = msgspec.structs.replace(request("POST", "/plain"), is_too_long=True)

    with pytest.raises(Fault) as failed:
        rest().decode(unread, ListTracer())

    response = rest().encode_fault(failed.value, None, ListTracer())
    assert (response.status, response.body) == (413, b"Payload Too Large")


@pytest.mark.parametrize(
    ("length", "limit"),
    [("100", 100), (7, 7), ("-1", 0), ("x", 48_000_000), (None, 48_000_000), ("010", 48_000_000)],
)
def test_max_length_counts_when_it_is_an_integer(length: Any, limit: int) -> None:
    assert rest({"MaxLength": length}).max_body_bytes == limit


@pytest.mark.parametrize(
    ("stage", "body"),
    [
        (Stage.PROVIDER_REQUEST_RECEIVE, b"no \xe2\x82\xac ?"),
        (Stage.PROVIDER_REQUEST_MAP, {"faultcode": "Server", "faultstring": "no € ?"}),
        (None, {"faultcode": "Server", "faultstring": "no € ?"}),
    ],
)
def test_faults_are_text_or_a_server_fault(stage: Stage | None, body: Any) -> None:
    failed = Fault("x.y", "no € \ud800", Blame.CALLER, stage=stage)

    response = rest({"KeepAlive": "1"}).encode_fault(failed, "E", ListTracer())

    assert response.status == 500
    assert response.headers == (
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Connection", "Keep-Alive"),
    )
    assert (response.body if isinstance(body, bytes) else json.loads(response.body)) == body


def test_a_refusal_is_status_200() -> None:
    refusal = Refusal("TicketGet.AccessDenied", "TicketGet: no")

    response = rest().encode("E", Message({"Error": {}}, refusal=refusal), ListTracer())

    assert response.status == 200


def test_an_answer_that_is_no_object_has_no_headers() -> None:
    tracer = ListTracer()

    response = rest().encode("E", Message([1]), tracer)

    assert (response.status, response.headers) == (500, ())
    assert response.body == b"Data is not a hash reference."
    assert tracer.lines() == [["error", "Data is not a hash reference."]]


def test_no_data_are_null_and_line_separators_are_escaped() -> None:
    assert rest().encode("E", Message(None), ListTracer()).body == b"null"
    body = rest().encode("E", Message({"a": "x\u2028\u2029é/"}), ListTracer()).body
    assert body == '{"a":"x\\u2028\\u2029é/"}'.encode()


@pytest.mark.parametrize("route", ["/(", "/:a-b", "/(?<n>a"])
def test_a_route_that_cannot_be_read_is_found_when_the_service_is_built(route: str) -> None:
    with pytest.raises(SetupError) as refused:
        rest({"RouteOperationMapping": {"A": {"Route": route}}})

    assert refused.value.path == ("RouteOperationMapping", "A", "Route")
    assert refused.value.code == "broken-route"
