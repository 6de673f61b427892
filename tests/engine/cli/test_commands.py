"""The commands, as a person types them: what they print, and their exit codes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from shared_cases import ROOT
from stores import is_postgresql, new_database
from typer.testing import CliRunner, Result

from engine.cli.main import build

Crosstie = Callable[..., Result]
STOCK = ROOT / "examples/services/GenericTicketConnectorREST.yml"
JIRA = ROOT / "examples/services/Jira.yml"


@pytest.fixture
def crosstie(tmp_path: Path) -> Crosstie:
    """Return the command on a data folder of its own."""
    runner = CliRunner()
    store = ["--store", new_database()] if is_postgresql() else []

    def run(*words: str, input: str | None = None, form: str = "table") -> Result:
        options = ["--data", str(tmp_path / "data"), "--format", form, *store]
        return runner.invoke(build(), [*options, *words], input=input, catch_exceptions=False)

    return run


def rows(result: Result) -> list[dict[str, object]]:
    """Return what a command printed as JSON."""
    found: list[dict[str, object]] = json.loads(result.stdout)
    return found


def test_a_service_is_added_listed_shown_and_deleted(crosstie: Crosstie) -> None:
    added = crosstie("service", "add", str(STOCK))
    assert (added.exit_code, added.stderr) == (
        0, "added `GenericTicketConnectorREST` with id 2\n",
    )  # fmt: skip

    [listed] = rows(crosstie("service", "list", form="json"))
    assert listed["name"] == "GenericTicketConnectorREST"
    assert (listed["id"], listed["validity"], listed["revision"]) == (2, "valid", 1)
    assert crosstie("service", "show", "GenericTicketConnectorREST").stdout == STOCK.read_text()

    refused = crosstie("service", "delete", "GenericTicketConnectorREST")
    assert refused.exit_code == 2
    assert "--yes" in refused.stderr
    assert crosstie("service", "delete", "GenericTicketConnectorREST", "--yes").exit_code == 0
    assert rows(crosstie("service", "list", form="json")) == []


def test_what_is_not_there_is_told_without_a_traceback(crosstie: Crosstie, tmp_path: Path) -> None:
    for words in (
        ("service", "show", "Nobody"),
        ("service", "add", str(tmp_path / "none.yml")),
        ("service", "restore", "Nobody", "1"),
        ("send", "Nobody", "GET", "/"),
        ("log", "show", "0" * 32),
        ("desk", "apply", str(tmp_path / "none.yml")),
        ("check", str(tmp_path / "none.tie")),
    ):
        result = crosstie(*words)
        assert result.exit_code == 1, words
        assert result.stderr.startswith("error: "), words
        assert "Traceback" not in result.output


def test_an_import_takes_its_name_from_the_file_and_only_once(
    crosstie: Crosstie, tmp_path: Path
) -> None:
    file = tmp_path / "shop v1.2.yml"
    file.write_text(STOCK.read_text())

    assert crosstie("service", "import", str(file)).stderr == "imported `shop v1.2` with id 2\n"
    again = crosstie("service", "import", str(file))
    named = crosstie("service", "import", str(file), "--name", "Other v1.2")

    assert again.exit_code == 1
    assert "shop v1.2" in again.stderr
    assert named.stderr == "imported `Other v1.2` with id 3\n"


def test_a_clone_needs_a_new_name(crosstie: Crosstie) -> None:
    crosstie("service", "add", str(STOCK))

    unnamed = crosstie("service", "clone", "GenericTicketConnectorREST")
    taken = crosstie("service", "clone", "GenericTicketConnectorREST", "GenericTicketConnectorREST")
    made = crosstie("service", "clone", "GenericTicketConnectorREST", "Copy")

    assert unnamed.exit_code == 2
    assert taken.exit_code == 1
    assert made.stderr == "cloned `GenericTicketConnectorREST` as `Copy` with id 3\n"
    assert crosstie("service", "show", "Copy").stdout == STOCK.read_text()


def test_history_shows_versions_differences_and_brings_one_back(
    crosstie: Crosstie, tmp_path: Path
) -> None:
    crosstie("service", "add", str(STOCK), "--name", "Shop")
    changed = tmp_path / "changed.yml"
    changed.write_text(STOCK.read_text().replace("Route: /Session\n", "Route: /LogIn\n"))
    assert crosstie("service", "update", "Shop", str(changed)).exit_code == 0
    assert crosstie("service", "update", "Shop", str(changed)).exit_code == 0

    versions = rows(crosstie("service", "history", "Shop", form="json"))
    assert [version["version"] for version in versions] == [2, 1]
    assert all(version["by"] and version["time"] for version in versions)
    difference = crosstie("service", "history", "Shop", "--diff", "1", "2").stdout
    assert "-          Route: /Session\n+          Route: /LogIn\n" in difference

    crosstie("service", "restore", "Shop", "1")
    assert crosstie("service", "show", "Shop").stdout == STOCK.read_text()
    assert rows(crosstie("service", "history", "Shop", form="json"))[0]["version"] == 3


def test_an_export_warns_of_passwords_or_masks_them(crosstie: Crosstie, tmp_path: Path) -> None:
    file = tmp_path / "Out.yml"
    file.write_text(
        "Debugger: {DebugThreshold: error}\nRequester:\n  Transport:\n    Type: HTTP::REST\n"
        "    Config:\n      Host: https://crm.test\n      DefaultCommand: GET\n"
        "      Timeout: '60'\n"
        "      Authentication:\n        AuthType: BasicAuth\n        BasicAuthUser: u\n"
        "        BasicAuthPassword: canary-7f3\n"
    )
    crosstie("service", "add", str(file))

    plain = crosstie("service", "export", "Out")
    masked = crosstie("service", "export", "Out", "--secrets", "mask")
    written = crosstie("service", "export", "Out", "-o", str(tmp_path))

    assert "canary-7f3" in plain.stdout
    assert plain.stderr.startswith("warning: ")
    assert "canary-7f3" not in masked.stdout
    assert "BasicAuthUser: u" in masked.stdout
    assert written.exit_code == 0


def test_validity_and_rename_decide_who_answers(crosstie: Crosstie) -> None:
    crosstie("service", "new", "Echo")
    assert crosstie("send", "Echo", "POST", "/echo", '{"a": 1}').stdout == '{"a":1}\n'

    crosstie("service", "rename", "Echo", "Echo2")
    assert crosstie("send", "Echo2", "POST", "/echo", '{"a": 1.10}').stdout == '{"a":1.10}\n'
    crosstie("service", "validity", "Echo2", "invalid-temporarily")
    refused = crosstie("send", "Echo2", "POST", "/echo", '{"a": 1}')
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "not valid" in refused.stderr
    assert crosstie("service", "validity", "Echo2", "perhaps").exit_code == 2


def test_check_draws_what_is_wrong_inside_a_service_file_where_it_is(
    crosstie: Crosstie, tmp_path: Path
) -> None:
    file = tmp_path / "Jira.yml"
    file.write_text(JIRA.read_text().replace("| lower", "| lowr"))
    line = next(n for n, text in enumerate(file.read_text().splitlines(), 1) if "lowr" in text)

    result = crosstie("check", str(file))

    assert result.exit_code == 1
    assert "error[unknown-function]" in result.stderr
    assert f"--> {file}:{line}:" in result.stderr
    assert "did you mean `lower`?" in result.stderr
    assert crosstie("check", str(JIRA)).exit_code == 0


def test_a_modern_service_with_an_error_is_not_stored(crosstie: Crosstie, tmp_path: Path) -> None:
    file = tmp_path / "Jira.yml"
    file.write_text(JIRA.read_text().replace("| lower", "| lowr"))

    assert crosstie("service", "add", str(file)).exit_code == 1
    assert rows(crosstie("service", "list", form="json")) == []


def test_map_runs_one_mapping(crosstie: Crosstie, tmp_path: Path) -> None:
    mapping = tmp_path / "m.tie"
    mapping.write_text("total = sum(.lines[*].price)\nowner = $config.owner\n")
    config = tmp_path / "c.yml"
    config.write_text("owner: ada\n")
    given = '{"lines": [{"price": 1.10}, {"price": 2.2}]}'

    result = crosstie("map", str(mapping), "-", "--config", str(config), input=given)

    assert result.stdout == '{\n  "total": 3.30,\n  "owner": "ada"\n}\n'
    yaml = crosstie("map", str(mapping), "-", "--config", str(config), "--to", "yaml", input=given)
    assert yaml.stdout == "total: 3.3\nowner: ada\n"


def test_map_draws_every_field_that_failed(crosstie: Crosstie, tmp_path: Path) -> None:
    mapping = tmp_path / "m.tie"
    mapping.write_text("a = .x | upper\nb = .y + 1\nc = 1\n")

    result = crosstie("map", str(mapping), "-", input='{"y": "1"}')

    assert result.exit_code == 1
    assert result.stdout == ""
    assert f"--> {mapping}:1:" in result.stderr
    assert f"--> {mapping}:2:" in result.stderr


def test_test_runs_the_examples_inside_mappings(crosstie: Crosstie, tmp_path: Path) -> None:
    good = crosstie("test", str(JIRA))
    assert (good.exit_code, good.stderr) == (0, "1 passed, 0 failed\n")
    assert "ok " in good.stdout

    mapping = tmp_path / "m.tie"
    mapping.write_text('a = .x + 1\nexample "one" { given { x: 1 } expect { a: 3 } }\n')
    bad = crosstie("test", str(mapping))
    assert bad.exit_code == 1
    assert f"not ok {mapping}: one" in bad.stdout


def test_what_a_request_did_can_be_read_afterwards(crosstie: Crosstie) -> None:
    crosstie("service", "new", "Echo")
    crosstie("send", "Echo", "POST", "/echo", '{"a": 1, "Password": "canary-55"}')
    crosstie("send", "Echo", "POST", "/nowhere", "{}")

    listed = rows(crosstie("log", "list", form="json"))
    assert [(row["status"], row["outcome"]) for row in listed] == [(404, "fault"), (200, "ok")]
    [ok] = rows(crosstie("log", "list", "--outcome", "ok", "--action", "Echo", form="json"))
    shown = crosstie("log", "show", str(ok["id"])).stdout
    assert "Detected operation 'Echo'" in shown
    assert "canary-55" not in shown
    assert crosstie("log", "list", "--level", "loud").exit_code == 2
    assert crosstie("log", "clean", "--older-than", "30d").exit_code == 0


def test_a_desk_is_declared_once(crosstie: Crosstie) -> None:
    first = crosstie("desk", "apply", str(ROOT / "examples/desk.yml"))
    second = crosstie("desk", "apply", str(ROOT / "examples/desk.yml"))

    assert first.exit_code == 0
    assert second.stderr == "nothing to change\n"


def test_accounts_are_made_and_can_log_in(crosstie: Crosstie) -> None:
    crosstie("service", "add", str(STOCK), "--name", "Tickets")
    made = crosstie("user", "add", "mia", "--password-stdin", input="mia-secret\n")
    customer = crosstie("customer", "add", "lou", "--company", "ACME", "--email", "lou@acme.test")
    key = crosstie("key", "add", "shop")

    assert made.exit_code == 0
    login = json.dumps({"UserLogin": "mia", "Password": "mia-secret"})
    assert (
        len(json.loads(crosstie("send", "Tickets", "POST", "/Session", login).stdout)["SessionID"])
        == 32
    )
    login = json.dumps({"CustomerUserLogin": "lou", "Password": customer.stdout.strip()})
    assert "SessionID" in json.loads(crosstie("send", "Tickets", "POST", "/Session", login).stdout)
    assert len(key.stdout.strip()) > 30
    assert crosstie("user", "add", "mia", "--password-stdin", input="x\n").exit_code == 1


def test_a_user_is_added_with_a_role(crosstie: Crosstie, tmp_path: Path) -> None:
    desk = tmp_path / "desk.yml"
    desk.write_text("groups: [sales]\nroles: [{name: sellers, groups: {sales: rw}}]\n")
    crosstie("desk", "apply", str(desk))

    made = crosstie("user", "add", "mia", "--role", "sellers")
    unknown = crosstie("user", "add", "max", "--role", "buyers")

    assert (made.exit_code, unknown.exit_code) == (0, 1)
    assert unknown.stderr == "error: there is no role `buyers`\n"


def test_a_key_acts_for_whom_it_was_made_until_it_is_revoked(crosstie: Crosstie) -> None:
    crosstie("service", "add", str(STOCK), "--name", "Tickets")
    crosstie("user", "add", "mia")
    crosstie("customer", "add", "lou", "--company", "ACME")
    key = crosstie("key", "add", "shop", "--agent", "mia", "--expires", "90d").stdout.strip()
    crosstie("key", "add", "portal", "--customer", "lou")
    crosstie("key", "add", "all")

    listed = rows(crosstie("key", "list", form="json"))
    assert [(row["name"], row["acts_for"], row["opens"]) for row in listed] == [
        ("all", "agent root@localhost", "what its owner may"),
        ("portal", "customer lou", "what its owner may"),
        ("shop", "agent mia", "what its owner may"),
    ]
    assert [row["expires"] is None for row in listed] == [True, True, False]
    assert key not in crosstie("key", "list", form="json").stdout

    path = f"/Ticket/1?SessionID={key}"
    assert "AuthFail" not in crosstie("send", "Tickets", "GET", path).stdout
    assert crosstie("key", "revoke", "shop").stderr == "`shop` opens nothing any more\n"
    assert "AuthFail" in crosstie("send", "Tickets", "GET", path).stdout
    assert crosstie("key", "revoke", "shop").exit_code == 1
    assert len(rows(crosstie("key", "list", form="json"))) == 2


def test_a_key_has_one_owner_that_is_there(crosstie: Crosstie) -> None:
    both = crosstie("key", "add", "x", "--agent", "mia", "--customer", "lou")
    nobody = crosstie("key", "add", "x", "--agent", "mia")
    never = crosstie("key", "add", "x", "--expires", "soon")

    assert (both.exit_code, nobody.exit_code, never.exit_code) == (2, 1, 2)
    assert nobody.stderr == "error: there is no account `mia`\n"
    assert crosstie("key", "list").stderr == "nothing found\n"


def test_sessions_end_with_a_password_or_on_demand(crosstie: Crosstie) -> None:
    crosstie("service", "add", str(STOCK), "--name", "Tickets")
    crosstie("user", "add", "mia", "--password-stdin", input="mia-secret\n")
    login = json.dumps({"UserLogin": "mia", "Password": "mia-secret"})

    def begin() -> None:
        assert "SessionID" in crosstie("send", "Tickets", "POST", "/Session", login).stdout

    begin()
    begin()
    told = crosstie("user", "revoke-sessions", "mia")
    assert (told.exit_code, told.stderr) == (0, "2 sessions of `mia` ended\n")
    assert crosstie("customer", "revoke-sessions", "mia").exit_code == 1

    begin()
    told = crosstie("user", "set-password", "mia", "--password-stdin", input="another\n")
    assert (told.exit_code, told.stderr) == (0, "another password for `mia`\n")
    assert crosstie("user", "revoke-sessions", "mia").stderr == "0 sessions of `mia` ended\n"
    assert "AuthFail" in crosstie("send", "Tickets", "POST", "/Session", login).stdout


def test_the_doctor_finds_nothing_wrong_here(crosstie: Crosstie) -> None:
    crosstie("service", "list")

    found = rows(crosstie("doctor", form="json"))

    assert {row["check"]: row["result"] for row in found} == dict.fromkeys(
        [
            "python",
            "packages",
            "shadowing",
            "grammar",
            "sqlite",
            "data folder",
            "store",
            "port",
            "clock",
        ],
        "good",
    )
