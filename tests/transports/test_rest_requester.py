"""The REST requester's codec: messages become requests, answers become messages."""

import json
import re
from typing import Any

import pytest
from msgspec.structs import replace
from requester_driver import (
    HOST,
    as_received,
    client,
    decoded,
    encoded,
    recorded_answer,
    rest_config,
)
from rest_driver import PREFIX, ListTracer, answer, service
from shared_cases import cases

from engine.kinds import SetupError
from engine.model.fault import Blame, Fault
from engine.model.http_out import OutgoingRequest
from engine.model.service import Compatibility
from engine.model.wire import WireRequest, WireResponse
from transports._rest_client_config import outbound_headers

UPSTREAM = cases("upstream/rest_transport.json")["cases"]
# The reference sends the address of the object in its memory, and its provider finds no route; we
# send nothing (12.4 no. 15).
MENDED = "Wrong HTTP command Requester - Basic Transport Mapping"
LOOPS = [case for case in UPSTREAM if case["kind"] == "loop" and case["name"] != MENDED]
HEADERS = [case for case in UPSTREAM if case["kind"] == "headers"]
RECORDED = [
    case for case in cases("recorded/rest_requester_recorded.json")["cases"] if case.get("request")
]
MODERN = Compatibility.MODERN


@pytest.mark.parametrize("case", LOOPS, ids=[case["name"] for case in LOOPS])
def test_what_a_requester_sends_its_own_provider_reads(case: dict[str, Any]) -> None:
    given = case["config"]["requester"]
    rest = client(rest_config(given["Controller"], given["DefaultCommand"]))
    provider = {
        "Operation": {"Op": {"Type": "Test::Test"}},
        "Transport": {
            "Type": "HTTP::REST",
            "Config": {"RouteOperationMapping": {"Op": case["config"]["provider"]}},
        },
    }

    sent = encoded(rest, case["input"])
    told, _ = answer(service(provider), as_received_at_provider(sent))

    if "expected_output" in case:
        got = decoded(rest, WireResponse(told.status, (), told.body), case["input"])
        method = got.pop("RequestMethod", None)
        assert got == case["expected_output"]
        assert method == case.get("RequestMethod_key_in_result")
        return
    with pytest.raises(Fault) as fault:
        decoded(rest, WireResponse(told.status, (), told.body), case["input"])
    if case["expected_error"]:
        assert fault.value.message == case["expected_error"].replace("@HOST@", HOST)
    else:
        assert re.search(case["expected_error_pattern"], fault.value.message)


def test_an_object_in_a_query_is_not_sent_as_garbage() -> None:
    [case] = [case for case in UPSTREAM if case["name"] == MENDED]
    given = case["config"]["requester"]

    with pytest.raises(Fault, match="`Complex` is a list or an object"):
        encoded(client(rest_config(given["Controller"], given["DefaultCommand"])), case["input"])


def as_received_at_provider(sent: OutgoingRequest) -> WireRequest:
    received = as_received(sent)
    return replace(received, path=f"{PREFIX}{received.path}")


@pytest.mark.parametrize("case", HEADERS, ids=[case["name"] for case in HEADERS])
def test_headers_are_common_and_of_the_invoker(case: dict[str, Any]) -> None:
    config = {"OutboundHeaders": case["config"]["OutboundHeaders"]}
    left_out = frozenset(name.lower() for name in case["config"]["Blacklist"])

    headers = outbound_headers(config, case["input"]["Operation"], left_out)

    assert headers == case["expected_output"]


@pytest.mark.parametrize("case", RECORDED, ids=[case["name"] for case in RECORDED])
def test_a_strict_requester_writes_what_was_recorded(case: dict[str, Any]) -> None:
    config = {**case["config"]["TransportConfig"], "Host": HOST}

    sent = encoded(client(config), case["input"])

    assert (sent.method, sent.target) == (case["request"]["method"], case["request"]["target"])
    assert sent.body.decode() == case["request"]["body"]
    added = [["Host", "@HOSTNAME@"], ["Content-Length", str(len(sent.body))]]
    assert sorted([*added, *map(list, sent.headers)]) == sorted(case["request"]["headers"])


@pytest.mark.parametrize("case", RECORDED, ids=[case["name"] for case in RECORDED])
def test_a_strict_requester_reads_answers_as_recorded(case: dict[str, Any]) -> None:
    rest = client({**case["config"]["TransportConfig"], "Host": HOST})
    response = recorded_answer(case.get("answer"))

    if "Mapping" in case.get("expected_error", ""):
        assert decoded(rest, response, case["input"]) == [1, {"a": 2}]
    elif "expected_error" in case:
        with pytest.raises(Fault) as fault:
            decoded(rest, response, case["input"])
        assert fault.value.message == case["expected_error"].replace("@HOST@", HOST)
        assert fault.value.blame is Blame.PARTNER
    else:
        assert decoded(rest, response, case["input"]) == case["expected_output"]


@pytest.mark.parametrize(
    ("controller", "command", "target", "body"),
    [
        ("/x?fixed=1", "GET", "/x?fixed=1&A.B=v&a=1", b""),
        ("/x?fixed=1&n=:nope&a=:a", "POST", "/x?fixed=1&a=1", b'{"A.B":"v"}'),
        ("/x/:a", "post", "/x/1", b'{"A.B":"v"}'),
        ("/x/:A.B/:a", "PUT", "/x/v/1", b""),
    ],
)
def test_a_modern_requester_keeps_what_is_fixed(
    controller: str, command: str, target: str, body: bytes
) -> None:
    sent = encoded(client(rest_config(controller, command), MODERN), {"a": 1, "A.B": "v"})

    assert (sent.target, sent.body) == (target, body)


@pytest.mark.parametrize("compatibility", Compatibility)
def test_a_placeholder_leads_into_the_data(compatibility: Compatibility) -> None:
    data = {"Ticket": {"Articles": [{"Subject": "a b/c"}]}}
    rest = client(
        rest_config("/x/:Ticket.Articles.0.Subject?s=:Ticket.Articles.0.Subject"), compatibility
    )

    sent = encoded(rest, data)

    assert sent.target == "/x/a%20b%2Fc?s=a%20b%2Fc"
    assert json.loads(sent.body) == data


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"id": ["1"]}, "`id` is a list or an object, and an address holds texts and numbers"),
        ({"id": ".."}, "a value of the path is only dots, and would lead to another folder"),
        ({"id": "\ud800"}, "the value of `id` holds half of a surrogate pair"),
        ({"other": 1}, "the data hold no value for `:id` of the controller"),
    ],
)
def test_a_value_that_no_path_can_hold_is_not_sent(data: dict[str, Any], told: str) -> None:
    rest, tracer = client(rest_config("/x/:id"), MODERN), ListTracer()

    with pytest.raises(Fault) as fault:
        encoded(rest, data, tracer)

    assert (fault.value.code, fault.value.message) == ("transport.bad-parameter", told)
    assert tracer.lines()[-1] == ["error", told]


@pytest.mark.parametrize(
    ("value", "segment"),
    [
        ("../admin", "..%2Fadmin"),
        ("?x=1", "%3Fx%3D1"),
        ("#", "%23"),
        ("@evil.test", "%40evil.test"),
        ("a\r\nHost: evil", "a%0D%0AHost%3A%20evil"),
        ("", ""),
        (True, "1"),
    ],
)
def test_a_value_stays_inside_its_segment(value: Any, segment: str) -> None:
    sent = encoded(client(rest_config("/x/:id/y")), {"id": value})

    assert (sent.address, sent.target) == (HOST, f"/x/{segment}/y")


@pytest.mark.parametrize(
    ("form", "kind", "data", "body"),
    [
        ("JSON", "application/json", {"a": [1]}, '{"a":[1]}'),
        (
            "FORM",
            "application/x-www-form-urlencoded",
            {"b": "ä ", "a": [1, None]},
            "a=1&a=&b=%C3%A4+",
        ),
        (
            "XML",
            "application/xml",
            {"Ticket": {"Title": "<ä>", "Tag": ["1", "2"]}},
            '<?xml version="1.0" encoding="utf-8"?>\n'
            "<Ticket><Title>&lt;ä&gt;</Title><Tag>1</Tag><Tag>2</Tag></Ticket>",
        ),
    ],
)
def test_a_body_has_the_form_that_the_service_says(
    form: str, kind: str, data: dict[str, Any], body: str
) -> None:
    sent = encoded(client(rest_config("/x", ContentType=form)), data)

    assert sent.body.decode() == body
    assert dict(sent.headers)["Content-Type"] == kind


def test_a_body_in_xml_has_one_root() -> None:
    with pytest.raises(Fault, match="one key at the top"):
        encoded(client(rest_config("/x", ContentType="XML")), {"a": 1, "b": 2})


@pytest.mark.parametrize(
    ("authentication", "header"),
    [
        (
            {"AuthType": "BasicAuth", "BasicAuthUser": "u" * 60, "BasicAuthPassword": "ä"},
            ("Authorization", "Basic " + "dXV1" * 20 + "OsOk"),
        ),
        ({"AuthType": "APIKey", "APIKey": "k1"}, ("X-API-Key", "k1")),
        ({"AuthType": "APIKey", "APIKey": "k1", "APIKeyHeader": "X-Mine"}, ("X-Mine", "k1")),
        ({"AuthType": "Bearer", "BearerToken": "t"}, ("Authorization", "Bearer t")),
    ],
)
def test_credentials_are_one_header(
    authentication: dict[str, str], header: tuple[str, str]
) -> None:
    sent = encoded(client(rest_config("/x", Authentication=authentication)), {})

    assert sent.headers == (("Content-Type", "application/json"), header)


def test_a_log_in_inside_the_host_is_sent_and_not_told() -> None:
    rest = client(rest_config("/x") | {"Host": "https://me:pass%40@partner.test/base"})

    sent = encoded(rest, {})

    assert (sent.address, sent.target) == ("https://partner.test", "/base/x")
    assert dict(sent.headers)["Authorization"] == "Basic bWU6cGFzc0A="
    with pytest.raises(Fault) as fault:
        decoded(rest, WireResponse(404, (), b"x"))
    assert "on Host 'https://partner.test/base'" in fault.value.message


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"Host": "ftp://x"}, "Host is an address in ASCII"),
        ({"Host": "http://x/?a=b"}, "Host holds neither"),
        ({"Timeout": "soon"}, "Timeout is a number of seconds"),
        ({"AdditionalHeaders": {"X-A": "a\r\nX-B: b"}}, "one line of Latin-1 text"),
        ({"AdditionalHeaders": {"X A": "a"}}, "cannot be the name of a header"),
        ({"Authentication": {"AuthType": "Bearer", "BearerToken": "a\nb"}}, "one line of Latin-1"),
        ({"Proxy": {"UseProxy": "Yes", "ProxyHost": "proxy"}}, "ProxyHost is an address"),
    ],
)
def test_what_cannot_be_sent_is_found_when_the_service_is_built(
    more: dict[str, Any], told: str
) -> None:
    with pytest.raises(SetupError, match=told):
        client(rest_config("/x") | more)


@pytest.mark.parametrize(
    ("response", "value"),
    [
        (WireResponse(200, (), b""), None),
        (WireResponse(226, (), b"[1]"), [1]),
        (WireResponse(200, (), b"0"), 0),
        (WireResponse(200, (("content-type", "text/plain"),), b"OK"), {"Body": "OK"}),
        (
            WireResponse(
                200, (("content-type", "application/soap+xml; charset=iso-8859-1"),), b"<\xe4/>"
            ),
            {"Body": "<ä/>"},
        ),
        (
            WireResponse(200, (("content-type", "application/json; charset=latin1"),), b'"\xe4"'),
            "ä",
        ),
    ],
)
def test_a_modern_requester_reads_what_partners_answer(response: WireResponse, value: Any) -> None:
    assert decoded(client(rest_config("/x"), MODERN), response) == value


@pytest.mark.parametrize(("padding", "is_long"), [(204_791, False), (204_792, True)])
def test_a_long_answer_is_read_and_not_traced(padding: int, is_long: bool) -> None:
    tracer, rest = ListTracer(), client(rest_config("/x"))
    body = b'{"a":"' + b"x" * padding + b'"}'

    message = rest.decoder.decode(WireResponse(200, (), body), "", tracer)

    assert message.is_long is is_long
    assert message.body == {"a": "x" * padding}
    received = "JSON data received from remote system"
    assert tracer.lines() == [
        ["debug", f"{received} was too large for logging" if is_long else received]
    ]
