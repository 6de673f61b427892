"""Recorded behaviour of the reference, compared with strict services."""

import json
from typing import Any

import pytest
import yaml
from rest_driver import answer, exact, recorded_request, request, service
from shared_cases import cases, shared_folder

from engine.model.wire import WireRequest

# Defects of the reference that we mend, by their number in 12.4 of its description, and what we
# answer instead.
MENDED: dict[str, tuple[int, dict[str, Any]]] = {
    "rest_http_query_08": (10, {"a": "0", "RequestMethod": "GET"}),
    "rest_http_query_09": (10, {"a": ["0", "0"], "RequestMethod": "GET"}),
    "rest_http_query_12": (10, {"a": "b=c", "RequestMethod": "GET"}),
    "rest_http_query_26": (10, {"a": "1?b=2", "RequestMethod": "GET"}),
}
# A broken pattern is found when the service is loaded (25), so the mapping cannot be initialized.
MENDED_FAULTS = {"rest_http_bad_badregex": (25, "Unknown")}

RECORDED = cases("recorded/rest_provider_recorded.json")["cases"]
GOLDEN = [
    case
    for file in ("rest_http", "rest_body", "rest_mapping")
    for case in cases(f"golden/{file}.json")
]
# Answers to addresses without a service are the server's.
SERVED = [
    case
    for case in GOLDEN
    if (shared_folder() / f"cases/golden/webservices/{case['service']}.yml").is_file()
]


def provider_of(name: str) -> dict[str, Any]:
    text = (shared_folder() / f"cases/golden/webservices/{name}.yml").read_text(encoding="utf-8")
    provider: dict[str, Any] = yaml.safe_load(text)["Provider"]
    return provider


def recorded(case: dict[str, Any]) -> WireRequest:
    given = case["input"]
    body, note = given["body"] or "", " encoded in ISO-8859-1"
    octets = body.removesuffix(note).encode("latin-1" if body.endswith(note) else "utf-8")
    headers = {name.lower().replace("-", "_"): value for name, value in given["headers"].items()}
    return request(given["method"], given["path_and_query"], octets, prefix="", **headers)


@pytest.mark.parametrize("case", RECORDED, ids=[case["name"] for case in RECORDED])
def test_a_strict_service_answers_and_traces_like_the_reference(case: dict[str, Any]) -> None:
    if not case["debug"]:
        pytest.skip("no service is addressed: the server answers")
    config, expected = case["config"], case["expected_output"]
    provider = {
        "Operation": config["Operation"],
        "Transport": {"Type": config["TransportType"], "Config": config["TransportConfig"]},
    }

    response, tracer = answer(service(provider), recorded(case))

    assert response.status == int(expected["status"])
    assert sorted(response.headers) == sorted(map(tuple, expected["headers"]))
    if "body_json" in expected:
        assert json.loads(response.body) == expected["body_json"]
    else:
        assert response.body.decode() == expected["body"]
    assert tracer.lines() == case["debug"]


@pytest.mark.parametrize("case", SERVED, ids=[case["id"] for case in SERVED])
def test_a_strict_service_answers_like_a_recorded_conversation(case: dict[str, Any]) -> None:
    request = case["request"]
    if "raw" in request:
        pytest.skip("how a body is framed is the server's")

    response, _ = answer(service(provider_of(case["service"])), recorded_request(request))

    if case["id"] in MENDED:
        assert json.loads(response.body) == MENDED[case["id"]][1]
        return
    if case["id"] in MENDED_FAULTS:
        assert json.loads(response.body)["faultstring"] == MENDED_FAULTS[case["id"]][1]
        return
    expected = case["response"]
    assert response.status == expected["status"]
    assert told_headers(response.headers) == told_headers(expected["headers"])
    if request["method"] == "HEAD":
        return
    if expected["body_format"] == "json":
        assert exact(response.body) == exact(expected["body"])
    else:
        assert response.body.decode() == (expected.get("body") or "")


def told_headers(headers: Any) -> dict[str, str]:
    """Headers that a transport decides, the way it writes them."""
    ours = ("content-type", "authorization")
    return {
        name: value
        for name, value in headers
        if name.lower() in ours or name.lower().startswith("x-")
    }


TRACED = [case for case in cases("golden/debuglog.json") if case["service"].startswith("EchoREST")]


@pytest.mark.parametrize("case", TRACED, ids=[case["id"] for case in TRACED])
def test_a_strict_service_traces_like_a_recorded_conversation(case: dict[str, Any]) -> None:
    _, tracer = answer(service(provider_of(case["service"])), recorded_request(case["request"]))

    entries = [entry for log in case["debug_log"] for entry in log["Data"]]
    if not entries:
        assert not [line for line in tracer.lines() if line[0] != "debug"]
        return
    assert tracer.lines() == [[entry["DebugLevel"], entry["Summary"]] for entry in entries]
    for entry, (_, _, data) in zip(entries, tracer.entries, strict=True):
        if entry["Data"] == "No data provided":
            assert data is None
        elif not entry["Data"].startswith(("$VAR1", "{DUMP")):
            assert isinstance(data, str)
            assert readable(data) == readable(entry["Data"])


def readable(text: str) -> Any:
    """JSON by value, since the order of keys is not fixed; other text as it is."""
    try:
        return json.loads(text)
    except ValueError:
        return text


UPSTREAM = [
    case for case in cases("upstream/rest_transport.json")["cases"] if case["kind"] == "direct"
]


@pytest.mark.parametrize("case", UPSTREAM, ids=[case["name"] for case in UPSTREAM])
def test_a_strict_service_reads_a_direct_request(case: dict[str, Any]) -> None:
    provider = {
        "Operation": {"Op": {"Type": "Test::Test"}},
        "Transport": {
            "Type": "HTTP::REST",
            "Config": {"RouteOperationMapping": {"Op": case["config"]["provider"]}},
        },
    }
    given = case["input"]

    response, _ = answer(service(provider), request(given["method"], given["path_and_query"]))

    body = json.loads(response.body)
    assert {key: body[key] for key in case["expected_output"]} == case["expected_output"]
