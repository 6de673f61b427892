"""`crosstie secret` and `service import --move-secrets`, as a person types them.

A canary that was set as a secret turns up nowhere, in whatever form, whatever is done.
"""

import base64
import html
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from stores import is_postgresql, new_database, rows_of_everything, session_on
from typer.testing import CliRunner, Result
from zstandard import ZstdDecompressor

from engine.cli.main import build

CANARY = "Canary'/S&crè\"t-1234 x"
QUOTED = quote(CANARY, safe="")
SERVICE = """\
# An export of another system.
Debugger: {DebugThreshold: debug, TestMode: '0'}
Provider:
  Operation:
    Echo: {Type: 'Test::Test'}
  Transport:
    Type: HTTP::REST
    Config:
      MaxLength: '100000'
      RouteOperationMapping: {Echo: {RequestMethod: [POST, GET], Route: '/echo/:Word'}}
Requester:
  Transport:
    Type: HTTP::REST
    Config:
      Host: https://kim:ADDRESS@partner.example/api
      DefaultCommand: GET
      Timeout: '30'
      Authentication: {AuthType: BasicAuth, BasicAuthUser: kim, BasicAuthPassword: 'VALUE'}
      AdditionalHeaders: {X-Api-Key: 'VALUE'}
""".replace("VALUE", CANARY.replace("'", "''")).replace("ADDRESS", QUOTED)
BROKEN = SERVICE + "Crosstie: {Compatibility: neither}\n"


class Place:
    """A data folder and its store, and what every command printed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "data"
        self.store = new_database(is_empty=True) if is_postgresql() else ""
        self.printed: list[str] = []

    @property
    def where(self) -> Path | str:
        return self.store or self.folder / "core.db"

    def run(
        self, *words: str, input: str = "", form: str = "table", is_quiet: bool = False
    ) -> Result:
        """Run a command; `is_quiet` for those whose result is the very value."""
        store = ["--store", self.store] if self.store else []
        options = ["--data", str(self.folder), "--format", form, *store]
        result = CliRunner().invoke(
            build(), [*options, *words], input=input, catch_exceptions=False
        )
        if not is_quiet:
            self.printed.append(result.output)
        return result


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def shapes() -> Iterator[str]:
    """Yield what of the canary must be nowhere, in small letters."""
    yield "canary"
    yield "s&crè"
    yield html.escape("S&crè").lower()
    yield "crè"
    yield "cr\\u00e8"
    yield "cr%c3%a8"
    for before in range(3):
        inside = base64.b64encode(b"x" * before + CANARY.encode()).decode()[4:-8].lower()
        yield inside
        yield inside.replace("+", "-").replace("/", "_")


def found_in(text: str) -> list[str]:
    return [shape for shape in shapes() if shape in text.lower()]


def found_in_files(folder: Path) -> dict[str, list[str]]:
    """Search every file of a folder, rows of traces unpacked."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", "replace")
        if path.parent.name == "traces" and path.suffix == ".db":
            with sqlite3.connect(path) as connection:
                for (packed,) in connection.execute("SELECT exchanges FROM chunk"):
                    text += ZstdDecompressor().decompress(packed).decode()
            connection.close()
        if shapes_there := found_in(text):
            found[str(path)] = shapes_there
    return found


def found_in_rows(place: Place) -> list[str]:
    session = session_on(place.where)
    rows = rows_of_everything(session)
    session.close()
    return [row for row in rows if found_in(row)]


def test_a_secret_is_set_listed_and_removed(place: Place) -> None:
    done = place.run("secret", "set", "crm.pw", input=f"{CANARY}\n")
    assert (done.exit_code, done.output) == (
        0, "`secret:crm.pw` may stand in any text of a service\n",
    )  # fmt: skip
    assert (place.folder / "secret.key").stat().st_mode & 0o777 == 0o600

    [row] = json.loads(place.run("secret", "list", form="json").stdout)
    assert (row["name"], row["readable"]) == ("crm.pw", "yes")
    assert set(row) == {"name", "changed", "by", "key", "readable"}

    rotated = place.run("secret", "rotate")
    assert rotated.output == "sealed 1 secret anew\n"
    [after] = json.loads(place.run("secret", "list", form="json").stdout)
    assert after["key"] != row["key"]

    assert place.run("secret", "remove", "crm.pw").output == "removed `crm.pw`\n"
    again = place.run("secret", "remove", "crm.pw")
    assert (again.exit_code, again.output) == (1, "error: there is no secret `crm.pw`\n")


@pytest.mark.parametrize(
    ("words", "input", "code", "told"),
    [
        (["set", "a"], "", 2, "error: the standard input holds no value\n"),
        (["set", "a"], "\n", 2, "error: the standard input holds no value\n"),
        (["set", "a b"], "x", 1, "error: a secret's name is of letters, digits"),
        (["set", "a", "value"], "x", 2, "unexpected extra argument"),
        (["set", "a"], "abcd", 0, "warning: a value of fewer than 5 characters is not masked"),
    ],
)
def test_what_cannot_be_a_secret_is_told(
    place: Place, words: list[str], input: str, code: int, told: str
) -> None:
    result = place.run("secret", *words, input=input)

    assert result.exit_code == code
    assert told in result.output


def test_a_key_from_the_environment_makes_no_file(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, other = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))
    monkeypatch.setenv("CROSSTIE_SECRET_KEY", key)
    assert place.run("secret", "set", "a", input=CANARY).exit_code == 0
    assert not (place.folder / "secret.key").exists()

    monkeypatch.setenv("CROSSTIE_SECRET_KEY", other)
    refused = place.run("secret", "set", "b", input="another")
    assert refused.exit_code == 1
    assert "error: the secret `a` was sealed with the key" in refused.output
    assert "or set CROSSTIE_SECRET_KEY" in refused.output

    monkeypatch.setenv("CROSSTIE_SECRET_KEY", f"{other} {key}")
    assert place.run("secret", "rotate").output == "sealed 1 secret anew\n"
    monkeypatch.setenv("CROSSTIE_SECRET_KEY", other)
    assert place.run("secret", "set", "b", input="another").exit_code == 0


def test_an_import_moves_passwords_and_exports_name_them(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "Shop.yml"
    file.write_text(SERVICE)

    done = place.run("service", "import", str(file), "--move-secrets")

    assert done.output == (
        "imported `Shop` with id 2\n"
        "moved a password to the secret `Shop.Host`\n"
        "moved a password to the secret `Shop.BasicAuthPassword`\n"
        "moved a password to the secret `Shop.X-Api-Key`\n"
    )
    exported = place.run("service", "export", "Shop")
    assert exported.stderr == ""
    assert "https://kim:secret:Shop.Host@partner.example/api" in exported.stdout
    assert "BasicAuthPassword: 'secret:Shop.BasicAuthPassword'" in exported.stdout
    assert place.run("service", "export", "Shop", "--secrets", "mask").stdout == exported.stdout


def test_an_import_that_is_refused_leaves_no_secret(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "Shop.yml"
    file.write_text(SERVICE)
    place.run("service", "import", str(file))

    for refused in ("Shop", "Broken"):
        file.write_text(SERVICE if refused == "Shop" else BROKEN)
        words = ("service", "import", str(file), "--move-secrets", "--name", refused)
        assert place.run(*words).exit_code == 1
        assert json.loads(place.run("secret", "list", form="json").stdout) == []


def test_a_service_that_names_no_secret_of_the_store_is_told_so(
    place: Place, tmp_path: Path
) -> None:
    file = tmp_path / "Shop.yml"
    file.write_text(SERVICE.replace(f"'{CANARY.replace(chr(39), chr(39) * 2)}'", "secret:shop"))

    strict = place.run("service", "add", str(file))
    assert strict.exit_code == 0
    assert strict.output.count("hint[unknown-secret]: there is no secret `shop`") == 2

    file.write_text(f"Crosstie: {{Compatibility: modern}}\n{file.read_text()}")
    modern = place.run("service", "update", "Shop", str(file))
    assert modern.exit_code == 1
    assert "error[unknown-secret]" in modern.output
    place.run("secret", "set", "shop", input=CANARY)
    assert "unknown-secret" not in place.run("service", "update", "Shop", str(file)).output


def drive(place: Place, tmp_path: Path) -> None:
    """Take a service with secrets through everything that can be done to it."""
    files = tmp_path / "given"
    files.mkdir()
    (files / "Shop.yml").write_text(SERVICE)
    (files / "Broken.yml").write_text(BROKEN)
    shop = str(files / "Shop.yml")
    place.run("service", "import", shop, "--move-secrets")
    place.run("service", "import", shop, "--move-secrets")
    place.run("service", "import", str(files / "Broken.yml"), "--move-secrets")
    for name in ("plain", "Shop.BasicAuthPassword"):
        place.run("secret", "set", name, input=CANARY)
    place.run("secret", "set", "no name", input=CANARY)
    _use(place)
    place.run("service", "clone", "Shop", "Copy")
    place.run("service", "rename", "Copy", "Other")
    text = place.run("service", "export", "Shop").stdout
    (files / "Shop.yml").write_text(text.replace("'30'", "'40'"))
    place.run("service", "update", "Shop", shop)
    place.run("service", "history", "Shop", "--diff", "1", "2")
    place.run("service", "restore", "Shop", "1")
    shown = (("service", "show", "Shop"), ("service", "list"), ("secret", "list"), ("doctor",))
    for words in shown:
        for form in ("table", "json", "yaml"):
            place.run(*words, form=form)
    place.run("secret", "rotate")
    place.run("service", "export", "Shop", "--secrets", "mask")
    place.run("backup", str(tmp_path / "desk.zip"))
    place.run("secret", "remove", "plain")
    _read_traces(place)


def _use(place: Place) -> None:
    """Let partners send the canary, at every place and in every form."""
    basic = base64.b64encode(f"kim:{CANARY}".encode()).decode()
    bodies: list[object] = [
        {"note": CANARY, "deep": [{CANARY: f"a {CANARY} b"}]},
        {"note": json.dumps({"x": CANARY})},
        {"note": basic, "form": QUOTED, "xml": html.escape(CANARY)},
    ]
    for body in bodies:
        place.run("send", "Shop", "POST", "/echo/a", json.dumps(body), is_quiet=True)
        path = f"/echo/{QUOTED}?q={QUOTED}"
        place.run("send", "Shop", "POST", path, json.dumps(body), is_quiet=True)
    place.run("send", "Shop", "POST", "/echo/a", f'{{"note": "{CANARY}', is_quiet=True)
    place.run("send", "Shop", "GET", f"/nowhere/{QUOTED}", is_quiet=True)
    place.run("send", "Shop", "PUT", f"/echo/{QUOTED}", "{}", is_quiet=True)


def _read_traces(place: Place) -> None:
    listed = json.loads(place.run("log", "list", form="json").stdout)
    assert len(listed) == 9
    for each in listed:
        place.run("log", "show", each["id"])
        place.run("log", "show", each["id"], form="json")


def test_a_secret_turns_up_nowhere(
    place: Place, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    drive(place, tmp_path)

    assert [text for text in place.printed if found_in(text)] == []
    assert found_in(caplog.text) == []
    assert found_in_files(place.folder) == {}
    assert found_in_rows(place) == []
    with zipfile.ZipFile(tmp_path / "desk.zip") as archive:
        key = (place.folder / "secret.key").read_text().splitlines()[-1]
        for member in archive.namelist():
            text = archive.read(member).decode("utf-8", "replace")
            assert found_in(text) == [], member
            assert key not in text, member


def test_the_search_for_a_secret_finds_one_that_is_there(place: Place, tmp_path: Path) -> None:
    """Without the store, nothing would be masked: then the search has to find it."""
    file = tmp_path / "Shop.yml"
    file.write_text(SERVICE)
    place.run("service", "import", str(file))
    _use(place)

    assert found_in_rows(place) != []
    assert [path for path in found_in_files(place.folder) if "traces" in path]


def test_an_archive_opens_with_the_key_and_not_without(place: Place, tmp_path: Path) -> None:
    place.run("secret", "set", "a", input=CANARY)
    place.run("backup", str(tmp_path / "desk.zip"))
    other = Place(tmp_path / "other")

    assert other.run("restore", str(tmp_path / "desk.zip")).exit_code == 0

    [row] = json.loads(other.run("secret", "list", form="json").stdout)
    assert row["readable"] == "no, its key is not here"
    (other.folder / "secret.key").write_bytes((place.folder / "secret.key").read_bytes())
    (other.folder / "secret.key").chmod(0o600)
    [row] = json.loads(other.run("secret", "list", form="json").stdout)
    assert row["readable"] == "yes"
