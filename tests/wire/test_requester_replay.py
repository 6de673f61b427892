"""Recorded calls of partners, made again over a real socket: what is sent, told and traced."""

import asyncio
import base64
import json
from typing import Any
from urllib.parse import parse_qsl

import pytest
import yaml
from partner import Received, http_answer, partner
from requester_driver import recorded_answer
from rest_driver import ListTracer, exact
from shared_cases import cases

from dsl.source import Source
from dsl.values import decode_json, encode_json
from engine.compiler import Compiler
from engine.machine import SystemClock
from engine.model.call_result import CallResult
from engine.model.dependencies import Dependencies
from engine.model.exchange import Exchange, Role
from engine.model.level import Level
from engine.registry import discover
from engine.runtime.requester import call
from engine.stage_build import Identity
from transports._rest_json import encode_like_perl
from transports.http_clients import HttpxClients

RECORDED = cases("recorded/rest_requester_recorded.json")["cases"]
GOLDEN = [
    case
    for case in cases("golden/requester.json")
    if case["input"]["Config"]["Requester"]["Transport"]["Type"] == "HTTP::REST"
]
OLD_ADDRESS = "http://127.0.0.1:5599"
# Defects of the reference that we mend, by their number in 12.4, and what we tell instead.
NOT_IN_ADDRESS = "`TicketID` is a list or an object, and an address holds texts and numbers"
MENDED: dict[str, dict[str, Any]] = {
    "requester_rest_path_param_array": {"Success": 0, "Data": None, "ErrorMessage": NOT_IN_ADDRESS},
    # The reference dies of an empty list.
    "requester_rest_answer_array_empty": {"Success": 1, "Data": [], "ErrorMessage": ""},
}


def run(config: dict[str, Any], invoker: str, data: Any, tracer: ListTracer) -> Any:
    """Return the call of an invoker of a service file, still to be awaited."""
    clients = HttpxClients()
    compiler = Compiler(discover(), _dependencies, clients=clients)
    definition = compiler.read(Source("W.yml", yaml.safe_dump(config)))
    requester = compiler.compile(definition, Identity("W", 1), _no_file).requester
    assert requester is not None

    async def work() -> CallResult:
        try:
            deadline = asyncio.get_running_loop().time() + requester.transport.timeout_seconds
            exchange = Exchange(
                "0" * 32, "W", Role.REQUESTER, SystemClock().now(), deadline, tracer
            )
            return await call(requester, invoker, decode_json(encode_json(data)), exchange)
        finally:
            await clients.close()

    return work()


def _dependencies(compatibility: Any) -> Dependencies:
    nothing: Any = None
    return Dependencies(nothing, nothing, SystemClock(), lambda: "0" * 32, compatibility)


def _no_file(name: str) -> bytes:
    raise FileNotFoundError(name)


def placed(value: Any, old: str, new: str) -> Any:
    return json.loads(json.dumps(value).replace(old, new))


@pytest.mark.parametrize("case", RECORDED, ids=[case["name"] for case in RECORDED])
def test_a_strict_call_goes_as_recorded(case: dict[str, Any]) -> None:
    async def scene() -> None:
        told = recorded_answer(case.get("answer"))
        async with partner([http_answer(told.status, told.body, told.headers)]) as remote:
            tracer = ListTracer()
            transport = placed(case["config"]["TransportConfig"], "@HOST@", remote.address)
            type_ = "HTTP::Foo" if "unknown transport" in case["name"] else "HTTP::REST"
            config = {
                "Debugger": {"DebugThreshold": "debug"},
                "Requester": {
                    "Transport": {"Type": type_, "Config": transport},
                    "Invoker": {
                        "Inv": {
                            "Type": "Generic::PassThrough",
                            **case["config"].get("Invoker", {}),
                        }
                    },
                },
            }
            result = (await run(config, "Inv", case["input"], tracer)).as_value()

            error = placed(case.get("expected_error"), "@HOST@", remote.address)
            assert result["ErrorMessage"] == (error or "")
            assert result["Data"] == case.get("expected_output")
            assert tracer.lines() == placed(case["debug"], "@HOST@", remote.address)
            if case.get("request"):
                [sent] = remote.received
                assert (sent.method, sent.target) == (
                    case["request"]["method"],
                    case["request"]["target"],
                )
                assert sent.body.decode() == case["request"]["body"]
                host = remote.address.removeprefix("http://")
                headers = {name: value.replace(host, "@HOSTNAME@") for name, value in sent.headers}
                assert headers == dict(map(tuple, case["request"]["headers"]))
            else:
                assert remote.received == []

    asyncio.run(scene())


@pytest.mark.parametrize("case", GOLDEN, ids=[case["id"] for case in GOLDEN])
def test_a_strict_call_goes_as_in_a_golden_transcript(case: dict[str, Any]) -> None:
    async def scene() -> None:
        answers = [_answer(each) for each in case["remote_answers"]]
        async with partner(answers) as remote:
            tracer = ListTracer()
            given = placed(case["input"], OLD_ADDRESS, remote.address)
            threshold = given["Config"]["Debugger"]["DebugThreshold"]
            tracer.threshold = Level.DEBUG if threshold == "debug" else Level.ERROR
            result = (
                await run(given["Config"], given["Invoker"], given["Data"], tracer)
            ).as_value()
            text = encode_like_perl(result).decode().replace(remote.address, OLD_ADDRESS)
            if case["id"] in MENDED:
                assert json.loads(text) == MENDED[case["id"]]
                return
            seen, expected = exact(text), exact(json.dumps(case["result"]))
            assert {key: seen[key] for key in expected} == expected
            assert [_shown(each) for each in remote.received] == [
                _recorded(each) for each in case["sent"]
            ]
            _compare(tracer, case["debug_log"], remote.address)

    asyncio.run(scene())


def _answer(told: dict[str, Any]) -> bytes:
    body = (
        base64.b64decode(told["body_base64"])
        if "body_base64" in told
        else (told.get("body") or "").encode()
    )
    return http_answer(told["status"], body, told["headers"], told["reason"])


def _shown(sent: Received) -> dict[str, Any]:
    left_out = ("te", "connection", "host", "user-agent")
    path, _, query = sent.target.partition("?")
    return {
        "line": (sent.method, path, sorted(parse_qsl(query, keep_blank_values=True))),
        "headers": {
            name.lower(): value
            for name, value in sent.headers
            if name.lower() not in (*left_out, "content-length")
        },
        "body": exact(sent.body) if sent.body[:1] in (b"{", b"[") else sent.body.decode(),
    }


def _recorded(sent: dict[str, Any]) -> dict[str, Any]:
    body = (sent.get("body") or "").encode()
    headers = [tuple(each) for each in sent["headers"]]
    return _shown(Received(sent["method"], sent["target"], headers, body))


def _compare(tracer: ListTracer, log: Any, address: str) -> None:
    entries = [entry for part in log for entry in part["Data"]]
    lines = placed(tracer.lines(), address, OLD_ADDRESS)
    assert lines == [[entry["DebugLevel"], entry["Summary"]] for entry in entries]
    for entry, (_, summary, data) in zip(entries, tracer.entries, strict=True):
        told = entry["Data"]
        if isinstance(told, dict):
            continue  # octets that are no text
        is_dump = told.startswith("$VAR1")
        if summary.startswith("URI after adding"):
            assert isinstance(data, str)
            assert sorted(data.partition("?")[2].split("&")) == sorted(
                told.partition("?")[2].split("&")
            )
        elif told == "No data provided":
            assert not isinstance(data, str) or not data
        elif not is_dump and "{PATH}" in told:
            assert str(data).startswith(told.partition(" (Name or")[0].partition(" at {")[0])
        elif not is_dump and isinstance(data, str):
            assert data.replace(address, OLD_ADDRESS) == told
        else:
            assert is_dump == (not isinstance(data, str))
