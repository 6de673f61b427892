"""What people and disks do wrong ends a command with a word about it, never with a traceback."""

import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from engine.cli.main import build

Crosstie = Callable[..., Result]


@pytest.fixture
def crosstie(tmp_path: Path) -> Crosstie:
    """Return the command on a data folder of its own."""
    runner = CliRunner()

    def run(*words: str, data: Path | None = None, input: str | bytes | None = None) -> Result:
        folder = data or tmp_path / "data"
        return runner.invoke(
            build(), ["--data", str(folder), *words], input=input, catch_exceptions=False
        )

    return run


@pytest.fixture
def mapping(tmp_path: Path) -> str:
    """Return the path of a mapping that hands on the field `a`."""
    file = tmp_path / "a.tie"
    file.write_text("A = .a\n")
    return str(file)


def written(folder: Path, name: str, text: str) -> str:
    """Write a file and return its path."""
    (folder / name).write_text(text)
    return str(folder / name)


def test_a_mapping_reads_and_writes_xml(crosstie: Crosstie, mapping: str, tmp_path: Path) -> None:
    file = written(tmp_path, "in.xml", "<a><b>1</b></a>")
    read = crosstie("map", mapping, file, "--from", "xml")
    assert (read.exit_code, json.loads(read.stdout)) == (0, {"A": {"b": "1"}})
    back = crosstie("map", mapping, file, "--from", "xml", "--to", "xml")
    assert (back.exit_code, back.stdout) == (0, "<A><b>1</b></A>\n")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: 1" + "0" * 6_000, "more than 4,300 digits"),
        ("a: " + "[" * 2_000 + "]" * 2_000, "yaml-too-deep"),
        ("a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
         "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
         "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\n",
         "yaml-too-many-nodes"),
        ("a: !!python/object/apply:os.system [id]", "yaml-tag"),
    ],
)  # fmt: skip
def test_yaml_beyond_the_limits_is_no_input(
    crosstie: Crosstie, mapping: str, tmp_path: Path, text: str, told: str
) -> None:
    result = crosstie("map", mapping, written(tmp_path, "in.yml", text), "--from", "yaml")
    assert result.exit_code == 1
    assert told in result.stderr


def test_an_input_that_is_not_text_is_refused(crosstie: Crosstie, mapping: str) -> None:
    result = crosstie("map", mapping, input=b'{"a": "\xff"}')
    assert (result.exit_code, result.stdout) == (1, "")
    assert "not UTF-8 text: byte 7" in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("doctor", "--port", "99999"),
        ("serve", "--port", "-1"),
        ("log", "list", "--status", "99999999999999999999"),
        ("log", "list", "--limit", "99999999999999999999"),
        ("log", "list", "--since", "999999w"),
        ("log", "clean", "--older-than", "999999w"),
    ],
)
def test_numbers_beyond_all_sense_are_wrong_usage(
    crosstie: Crosstie, words: tuple[str, ...]
) -> None:
    assert crosstie(*words).exit_code == 2


def test_versions_beyond_all_sense_are_not_there(crosstie: Crosstie) -> None:
    crosstie("service", "new", "crm")
    for words in (("restore", "crm", "9" * 30), ("history", "crm", "--diff", "1", "9" * 30)):
        result = crosstie("service", *words)
        assert result.exit_code == 1
        assert "has no version 999" in result.stderr


@pytest.mark.parametrize("name", ["", " ", " mira", "mi\u202era", "mi\nra"])
@pytest.mark.parametrize("command", ["user", "customer", "key"])
def test_a_name_nobody_can_see_is_none(crosstie: Crosstie, command: str, name: str) -> None:
    result = crosstie(command, "add", name)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "visible text" in result.stderr


def test_a_data_folder_that_is_a_file_is_told(crosstie: Crosstie, tmp_path: Path) -> None:
    file = Path(written(tmp_path, "file", "x"))
    for words in (("service", "list"), ("log", "clean"), ("user", "add", "mira"), ("doctor",)):
        assert crosstie(*words, data=file).exit_code in (0, 1)


def test_a_damaged_store_is_told(crosstie: Crosstie, tmp_path: Path) -> None:
    data = tmp_path / "damaged"
    (data / "traces").mkdir(parents=True)
    written(data, "core.db", "no database" * 100)
    written(data / "traces", "2026-01-02.db", "no database" * 100)
    written(data / "traces", "2026-02-31.db", "no day")
    listed = crosstie("service", "list", data=data)
    assert (listed.exit_code, "cannot be opened" in listed.stderr) == (1, True)
    assert crosstie("log", "list", data=data).exit_code == 0
    cleaned = crosstie("log", "clean", "--older-than", "1s", data=data)
    assert cleaned.exit_code in (0, 1)
    assert crosstie("doctor", data=data).exit_code == 1


def test_a_taken_port_ends_serve_before_anything_is_written(
    crosstie: Crosstie, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = crosstie("serve", "--port", str(port))
    assert result.exit_code == 1
    assert f"port {port}" in result.stderr
    assert not (tmp_path / "data").exists()


def test_a_store_given_by_its_address_is_the_one_of_every_command(
    crosstie: Crosstie, tmp_path: Path
) -> None:
    store = f"sqlite:///{tmp_path / 'elsewhere'}"
    crosstie("--store", store, "service", "new", "crm")
    crosstie("--store", store, "send", "crm", "POST", "/echo", '{"a": 1}')
    listed = crosstie("--store", store, "--format", "json", "log", "list")
    assert json.loads(listed.stdout)[0]["request"] == "POST /Webservice/crm/echo"
    assert "nothing found" in crosstie("log", "list").stderr


@pytest.mark.parametrize("name", ["a/b", "50%41", "a?b#c", "käse"])
def test_a_service_is_reached_whatever_its_name_holds(crosstie: Crosstie, name: str) -> None:
    crosstie("service", "new", name)
    sent = crosstie("send", name, "POST", "/echo?straße=ä", '{"a": 1}')
    assert (sent.exit_code, json.loads(sent.stdout)) == (0, {"a": 1, "straße": "ä"})


def test_the_files_of_the_store_are_for_their_owner_alone(
    crosstie: Crosstie, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    crosstie("service", "new", "crm")
    crosstie("send", "crm", "POST", "/echo", '{"a": 1}')
    files = [path for path in data.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".db"}
    assert {oct(path.stat().st_mode & 0o077) for path in files} == {"0o0"}


def test_a_row_that_a_program_reads_is_one_line(crosstie: Crosstie) -> None:
    crosstie("service", "new", "crm")
    crosstie("send", "crm", "POST", f"/echo?word={'x' * 200}", '{"a": 1}')
    head, row = crosstie("log", "list").stdout.splitlines()
    assert head.split() == [
        "id", "time", "ms", "service", "action", "request", "status", "outcome", "problem",
    ]  # fmt: skip
    assert "x" * 200 in row
    assert len(row.split()[0]) == 32
