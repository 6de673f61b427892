"""Backends declared in a data folder, and named in services."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from gateway import OPERATIONS, Sent, service_text

import dsl
from dsl.source import Source
from engine.app import App
from engine.cli.check import check_files
from engine.compiler import check_service
from engine.model.wire import WireRequest, WireResponse
from engine.ticket_backends.backend_file import read_backends
from engine.ticket_backends.route_table import STOCK_ROUTES

_ADDRESS = "https://desk.example/otobo/nph-genericinterface.pl/Webservice/Connector"
_GET_ONLY = """\
Debugger: {DebugThreshold: error}
Provider:
  Operation: {Get: {Type: 'Ticket::TicketGet'}}
  Transport:
    Type: HTTP::REST
    Config: {RouteOperationMapping: {Get: {Route: /G, RequestMethod: [POST]}}}
"""


def _load(name: str) -> bytes:
    files = {"get.yml": _GET_ONLY.encode(), "bad.yml": b"a: [", "latin.yml": b"\xff"}
    if name not in files:
        raise FileNotFoundError(name)
    return files[name]


def _findings(text: str) -> Sequence[dsl.Diagnostic]:
    with pytest.raises(dsl.CompileError) as raised:
        read_backends(Source("backends.yml", text), _load)
    return raised.value.diagnostics


def test_a_file_declares_backends() -> None:
    text = (
        f"Backends:\n  otobo:\n    Address: {_ADDRESS}/\n"
        f"  old:\n    Address: http://[::1]:8010/Webservice/x\n    Service: get.yml\n"
        "    MaxAnswerBytes: 1000\n"
    )

    otobo, old = read_backends(Source("backends.yml", text), _load)

    assert (otobo.name, otobo.address, otobo.routes) == ("otobo", _ADDRESS, STOCK_ROUTES)
    assert otobo.max_answer_bytes == 48_000_000
    assert old.address == "http://[::1]:8010/Webservice/x"
    assert (list(old.routes), old.max_answer_bytes) == (["Ticket::TicketGet"], 1000)


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "Backends:\n", "Backends: {}\n"])
def test_a_file_may_declare_none(text: str) -> None:
    assert read_backends(Source("backends.yml", text), _load) == ()


@pytest.mark.parametrize(
    ("entry", "code", "found"),
    [
        ("{}", "missing-key", "a"),
        ("{Address: ''}", "missing-key", "a"),
        ("{Address: ftp://desk.example/x}", "broken-address", "ftp://desk.example/x"),
        ("{Address: 'https:///x'}", "broken-address", "'https:///x'"),
        ("{Address: 'https://h/x?y=1'}", "broken-address", "'https://h/x?y=1'"),
        ("{Address: 'https://[h/x'}", "broken-address", "'https://[h/x'"),
        (f"{{Address: '{_ADDRESS}', Service: none.yml}}", "unreadable-service", "none.yml"),
        (f"{{Address: '{_ADDRESS}', Service: bad.yml}}", "unreadable-service", "bad.yml"),
        (f"{{Address: '{_ADDRESS}', Service: latin.yml}}", "unreadable-service", "latin.yml"),
        (f"{{Address: '{_ADDRESS}', MaxAnswerBytes: 48 MB}}", "not-a-number", "48 MB"),
        (f"{{Address: '{_ADDRESS}', MaxAnswerBytes: 0}}", "not-a-number", "0"),
        (f"{{Address: '{_ADDRESS}', Adress: x}}", "unknown-key", "Adress"),
        ("https://desk.example", "wrong-kind", "https://desk.example"),
    ],
)
def test_a_mistake_is_told_at_its_place(entry: str, code: str, found: str) -> None:
    text = f"Backends:\n  a: {entry}\n"

    [finding] = [each for each in _findings(text) if each.code == code]

    assert text[finding.span.start : finding.span.end] in (found, "a")


@pytest.mark.parametrize("text", ["- a\n", "Backend: {}\n", "Backends: []\n", "a: 1\na: 2\n"])
def test_a_file_of_another_shape_is_refused(text: str) -> None:
    assert _findings(text)


class _Connected:
    """Keeps the addresses that were connected to, and answers all the same."""

    def __init__(self) -> None:
        self.addresses: list[str] = []

    def __call__(self, address: str) -> Sent:
        async def answer(_: WireRequest) -> WireResponse:
            return WireResponse(200, (), b'{"SessionID":"of the remote"}')

        self.addresses.append(address)
        return Sent(answer)


def _with_app(folder: Path, work: Any, **given: Any) -> Any:
    async def run() -> Any:
        async with App.open(data=folder, **given) as app:
            return await work(app)

    return asyncio.run(run())


def test_a_declared_backend_is_asked_at_its_address(tmp_path: Path) -> None:
    (tmp_path / "backends.yml").write_text(f"Backends: {{otobo: {{Address: '{_ADDRESS}'}}}}")
    connected = _Connected()

    async def work(app: App) -> Any:
        text = service_text({"In": OPERATIONS["SessionCreate"]}, Backend="otobo")
        stored = await app.services.add("Front", text)
        return stored.findings, (
            await app.send("Front", "POST", "/Session", '{"UserLogin":"x"}')
        ).body

    findings, body = _with_app(tmp_path, work, connect=connected)

    assert (findings, body) == ((), b'{"SessionID":"of the remote"}')
    assert connected.addresses == [_ADDRESS]


def _added(folder: Path, text: str, **given: Any) -> tuple[Sequence[dsl.Diagnostic], bytes]:
    """Return what is said when a strict service is stored, and what it then answers to a log-in."""

    async def work(app: App) -> Any:
        stored = await app.services.add("Front", text)
        sent = '{"UserLogin":"root@localhost","Password":"pw"}'
        return stored.findings, (await app.send("Front", "POST", "/Session", sent)).body

    found: tuple[Sequence[dsl.Diagnostic], bytes] = _with_app(folder, work, **given)
    return found


def test_a_backend_that_is_not_there_is_told_and_never_replaced_by_the_desk(
    tmp_path: Path,
) -> None:
    (tmp_path / "backends.yml").write_text(f"Backends: {{otobo: {{Address: '{_ADDRESS}'}}}}")
    text = service_text({"In": OPERATIONS["SessionCreate"]}, Backend="otobi")

    [finding], body = _added(tmp_path, text, connect=_Connected())

    assert (finding.code, finding.message) == ("unknown-backend", "there is no backend `otobi`")
    assert text[finding.span.start : finding.span.end] == "otobi"
    assert finding.helps == ("did you mean `otobo`?",)
    assert body == b'{"faultcode":"Server","faultstring":"There is no backend otobi"}'


def test_a_backend_without_anything_that_sends_is_told(tmp_path: Path) -> None:
    (tmp_path / "backends.yml").write_text(f"Backends: {{otobo: {{Address: '{_ADDRESS}'}}}}")
    text = service_text({"In": OPERATIONS["SessionCreate"]}, Backend="otobo")

    [finding], _ = _added(tmp_path, text)

    assert (
        finding.message
        == "the backend `otobo` is declared, and nothing here can send to its address"
    )
    assert text[finding.span.start : finding.span.end] == "otobo"


def test_an_operation_without_a_route_is_told_at_its_type(tmp_path: Path) -> None:
    (tmp_path / "get.yml").write_text(_GET_ONLY)
    (tmp_path / "backends.yml").write_text(
        f"Backends: {{otobo: {{Address: '{_ADDRESS}', Service: get.yml}}}}"
    )
    operations = {"In": OPERATIONS["SessionCreate"], "Get": OPERATIONS["TicketGet"]}
    text = service_text(operations, Backend="otobo")

    [finding], body = _added(tmp_path, text, connect=_Connected())

    assert finding.code == "backend-without-route"
    assert text[finding.span.start : finding.span.end] == "Session::SessionCreate"
    assert "`Service` in DATA/backends.yml" in finding.helps[0]
    assert b"The backend otobo has no way to Session::SessionCreate" in body


def test_a_modern_service_with_such_an_operation_is_not_stored(tmp_path: Path) -> None:
    text = service_text(
        {"In": OPERATIONS["SessionCreate"]}, Backend="otobo", Compatibility="modern"
    )

    with pytest.raises(dsl.CompileError, match="there is no backend `otobo`"):
        _added(tmp_path, text)


def test_an_option_that_the_remote_has_to_set_is_remarked(tmp_path: Path) -> None:
    (tmp_path / "backends.yml").write_text(f"Backends: {{otobo: {{Address: '{_ADDRESS}'}}}}")
    text = service_text({"Add": OPERATIONS["TicketCreate"]}, Backend="otobo").replace(
        "Type: Ticket::TicketCreate", "Type: Ticket::TicketCreate\n      IncludeTicketData: '1'"
    )

    async def work(app: App) -> Any:
        return (await app.services.add("Front", text)).findings

    [finding] = _with_app(tmp_path, work, connect=_Connected())

    assert (finding.code, finding.severity) == ("option-without-effect", dsl.Severity.HINT)
    assert text[finding.span.start : finding.span.end] in ("IncludeTicketData", "'1'")


def test_a_file_with_mistakes_keeps_the_app_from_opening(tmp_path: Path) -> None:
    (tmp_path / "backends.yml").write_text("Backends: {otobo: {}}")

    async def work(_: App) -> None:
        raise AssertionError("it opened")

    with pytest.raises(dsl.CompileError, match="a backend needs `Address`"):
        _with_app(tmp_path, work)


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "backends.yml").write_bytes(b"Backends: \xff")

    with pytest.raises(dsl.CompileError, match="not UTF-8 text: byte 10"):
        _with_app(tmp_path, lambda _: None)


def test_a_service_file_alone_is_checked_without_any_backend() -> None:
    text = service_text({"In": OPERATIONS["SessionCreate"]}, Backend="otobo")

    assert check_service(text, name="x.yml", load=_load) == ()


def test_the_command_checks_the_file_of_backends(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "backends.yml"
    path.write_text("Backends: {otobo: {Adress: x}}")

    with pytest.raises(SystemExit):
        check_files([path])

    told = capsys.readouterr()
    assert "a backend has no key `Adress`" in told.out + told.err
    assert "backends.yml: 1 error, 0 remarks" in told.out + told.err


@pytest.mark.parametrize("compatibility", ["strict", "modern"])
@pytest.mark.parametrize("backend", [["otobo"], {"otobo": {}}])
def test_a_backend_that_is_no_name_is_refused_in_every_service(
    compatibility: str, backend: Any
) -> None:
    text = service_text(
        {"In": OPERATIONS["SessionCreate"]}, Backend=backend, Compatibility=compatibility
    )

    [finding] = check_service(text, name="x.yml", load=_load)

    assert (finding.code, finding.severity) == ("wrong-kind", dsl.Severity.ERROR)
    assert text[finding.span.start : finding.span.end] == "Backend"


@pytest.mark.parametrize("backend", ["", None])
def test_no_backend_is_the_desk_of_this_side(tmp_path: Path, backend: Any) -> None:
    text = service_text({"In": OPERATIONS["SessionCreate"]}, Backend=backend)

    findings, body = _added(tmp_path, text)

    assert findings == ()
    assert b"SessionCreate.AuthFail" in body
