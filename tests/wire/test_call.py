"""`crosstie call`: a partner on a real socket, asked from the command line."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from partner import Partner, http_answer, partner
from stores import is_postgresql, new_database
from typer.testing import CliRunner, Result

from engine.cli.main import build

SERVICE = """\
---
Crosstie:
  Compatibility: modern
Debugger:
  DebugThreshold: debug
Requester:
  Transport:
    Type: HTTP::REST
    Config:
      Host: ADDRESS
      DefaultCommand: POST
      Timeout: '20'
      Authentication:
        AuthType: APIKey
        APIKey: k3y-of-the-partner
      InvokerControllerMapping:
        Push:
          Controller: /tickets/:id
  Invoker:
    Push:
      Type: Generic::PassThrough
      MappingOutbound:
        Type: Tie
        Config:
          Source: |
            id = .TicketID
            title = upper(.Title)
      MappingInbound:
        Type: Tie
        Config:
          Source: |
            Remote = .number
"""

Run = Callable[..., Awaitable[Result]]


def play(
    tmp_path: Path, answers: list[bytes], work: Callable[[Partner, Run], Awaitable[None]]
) -> None:
    store = ["--store", new_database()] if is_postgresql() else []

    def run(*words: str, input: str | None = None) -> Result:
        options = ["--data", str(tmp_path / "data"), "--format", "json", *store]
        return CliRunner().invoke(build(), [*options, *words], input=input, catch_exceptions=False)

    async def scene() -> None:
        async with partner(answers) as remote:
            (tmp_path / "crm.yml").write_text(SERVICE.replace("ADDRESS", remote.address))
            await work(remote, lambda *words, **more: asyncio.to_thread(run, *words, **more))

    asyncio.run(scene())


@pytest.mark.parametrize("is_stored", [True, False])
def test_an_invoker_is_run_and_its_exchange_recorded(tmp_path: Path, is_stored: bool) -> None:
    async def work(remote: Partner, run: Run) -> None:
        file = str(tmp_path / "crm.yml")
        if is_stored:
            assert (await run("service", "add", file)).exit_code == 0
        data = '{"TicketID": 7, "Title": "printer"}'

        called = await run("call", "crm" if is_stored else file, "Push", data)

        assert called.exit_code == 0, called.output
        assert json.loads(called.stdout) == {
            "Success": 1,
            "Data": {"Remote": 5},
            "ErrorMessage": "",
        }
        [sent] = remote.received
        assert (sent.method, sent.target, sent.body) == (
            "POST",
            "/tickets/7",
            b'{"title":"PRINTER"}',
        )
        assert dict(sent.headers)["X-API-Key"] == "k3y-of-the-partner"
        [recorded] = json.loads((await run("log", "list", "--role", "requester")).stdout)
        assert (recorded["service"], recorded["action"], recorded["outcome"]) == (
            "crm",
            "Push",
            "ok",
        )
        shown = (await run("log", "show", recorded["id"])).stdout
        assert "Incoming data after mapping" in shown
        assert "k3y-of-the-partner" not in shown

    play(tmp_path, [http_answer(200, b'{"number": 5}')], work)


def test_a_call_that_fails_ends_with_one(tmp_path: Path) -> None:
    async def work(remote: Partner, run: Run) -> None:
        called = await run(
            "call", str(tmp_path / "crm.yml"), "Push", '{"TicketID": 7, "Title": ""}'
        )

        told = "request to Controller '/tickets/7'"
        assert called.exit_code == 1
        assert json.loads(called.stdout) == {
            "Success": 0,
            "Data": None,
            "ErrorMessage": f"Error while performing REST 'POST' {told} on Host '{remote.address}'."
            " Response code '503'.",
        }

    play(tmp_path, [http_answer(503, b"later", reason="Later")], work)


def test_who_cannot_be_asked_is_told(tmp_path: Path) -> None:
    async def work(remote: Partner, run: Run) -> None:
        file = str(tmp_path / "crm.yml")

        nobody = await run("call", "Nobody", "Push", "{}")
        unknown = await run("call", file, "Pull", "{}")
        broken = await run("call", file, "Push", "{")

        assert (nobody.exit_code, unknown.exit_code, broken.exit_code) == (1, 1, 2)
        assert "there is no service `Nobody`" in nobody.stderr
        assert (
            json.loads(unknown.stdout)["ErrorMessage"] == "InvokerObject could not be initialized"
        )
        assert "the data are no JSON" in broken.stderr
        assert remote.received == []

    play(tmp_path, [], work)


def test_an_invalid_service_asks_nobody(tmp_path: Path) -> None:
    async def work(remote: Partner, run: Run) -> None:
        await run("service", "add", str(tmp_path / "crm.yml"))
        await run("service", "validity", "crm", "invalid")

        called = await run("call", "crm", "Push", "{}")

        assert called.exit_code == 1
        assert "`crm` has no requester or is not valid" in called.stderr
        assert remote.received == []

    play(tmp_path, [], work)


def test_an_export_may_leave_out_what_partners_are_shown(tmp_path: Path) -> None:
    async def work(remote: Partner, run: Run) -> None:
        await run("service", "add", str(tmp_path / "crm.yml"))

        exported = await run("service", "export", "crm", "--secrets", "mask")

        assert exported.exit_code == 0
        assert "APIKey: '*******'" in exported.stdout
        assert "k3y-of-the-partner" not in exported.stdout

    play(tmp_path, [], work)


def test_a_secret_is_sent_and_stands_nowhere_else(tmp_path: Path) -> None:
    async def work(remote: Partner, run: Run) -> None:
        file = tmp_path / "crm.yml"
        file.write_text(file.read_text().replace("k3y-of-the-partner", "secret:crm.key"))
        await run("secret", "set", "crm.key", input="f1rst-canary")
        assert (await run("service", "add", str(file))).exit_code == 0
        data = '{"TicketID": 7, "Title": "printer"}'

        first = await run("call", "crm", "Push", data.replace("printer", "f1rst-canary"))
        await run("secret", "set", "crm.key", input="s3cond-canary")
        second = await run("call", "crm", "Push", data)
        await run("secret", "set", "crm.key", input="line\nbreak")
        unfit = await run("call", "crm", "Push", data)
        await run("secret", "remove", "crm.key")
        gone = await run("call", "crm", "Push", data)

        assert [first.exit_code, second.exit_code] == [0, 0]
        keys = [dict(sent.headers)["X-API-Key"] for sent in remote.received]
        assert keys == ["f1rst-canary", "s3cond-canary"]
        told = json.loads(unfit.stdout)["ErrorMessage"]
        assert "does not fit" in told
        assert "line" not in told
        assert json.loads(gone.stdout)["ErrorMessage"] == "There is no secret crm.key."
        for recorded in json.loads((await run("log", "list")).stdout):
            shown = (await run("log", "show", recorded["id"])).stdout
            assert "f1rst-canary" not in shown
            assert "s3cond-canary" not in shown
        assert "canary" not in (await run("service", "export", "crm")).stdout

    play(tmp_path, [http_answer(200, b'{"number": 5}')] * 2, work)
