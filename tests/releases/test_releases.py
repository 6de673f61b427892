"""The data folder of every release opens with the code of today, and answers as it did then.

`record.py` made the folders and wrote down the answers. What an answer held it has to hold; it may
hold more.
"""

import asyncio
import json
import tarfile
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from stores import is_postgresql, new_database
from typer.testing import CliRunner, Result

from engine.accounts.secret_text import stored_form
from engine.app import App
from engine.cli.main import build
from engine.machine import SystemClock
from engine.storage.migrations import known_migrations

HERE = Path(__file__).parent
RELEASES = sorted(each.name for each in HERE.iterdir() if (each / "answers.json").exists())
MIGRATIONS = {"0.1.0": 4}
"""How many there were."""
STOCK = "GenericTicketConnectorREST"
FIRST = "0.1.0"


@pytest.fixture(params=RELEASES)
def release(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def data(release: str, tmp_path: Path) -> Path:
    """A copy of the release's data folder."""
    with tarfile.open(HERE / release / "data.tar.gz") as archive:
        archive.extractall(tmp_path, filter="data")
    return tmp_path / "crosstie-data"


@pytest.fixture
def recorded(release: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What was written down; it is that time again."""
    found = json.loads((HERE / release / "answers.json").read_text(encoding="utf-8"))
    moment = datetime.fromisoformat(found["now"])
    monkeypatch.setattr(SystemClock, "now", lambda _: moment)
    return found


def crosstie(data: Path, *words: str, store: str = "") -> Result:
    options = ["--data", str(data), "--format", "json", *(["--store", store] if store else [])]
    return CliRunner().invoke(build(), [*options, *words], catch_exceptions=False)


def test_the_first_release_is_there() -> None:
    assert FIRST in RELEASES
    assert set(MIGRATIONS) == set(RELEASES)


def test_an_upgrade_says_what_it_does(release: str, data: Path) -> None:
    later = [str(each) for each in known_migrations()[MIGRATIONS[release] :]]

    checked = crosstie(data, "upgrade", "--check")
    assert [row["migration"] for row in json.loads(checked.stdout)] == later
    assert checked.exit_code == 1
    again = crosstie(data, "upgrade", "--check")
    assert again.stdout == checked.stdout
    upgraded = crosstie(data, "upgrade")
    assert [row["migration"] for row in json.loads(upgraded.stdout)] == later
    assert upgraded.exit_code == 0
    assert crosstie(data, "upgrade", "--check").exit_code == 0
    assert crosstie(data, "upgrade").stderr == "the store is up to date\n"


@pytest.mark.skipif(is_postgresql(), reason="a release's folder holds a SQLite store")
def test_the_folder_answers_as_it_did(data: Path, recorded: Any) -> None:
    run(data, "", lambda app: compare(app, recorded))


def test_an_archive_of_it_answers_as_it_did(data: Path, recorded: Any, tmp_path: Path) -> None:
    file, target = tmp_path / "old.zip", tmp_path / "new-data"
    store = new_database() if is_postgresql() else ""
    assert crosstie(data, "backup", str(file)).exit_code == 0

    restored = crosstie(target, "restore", str(file), store=store)

    assert restored.exit_code == 0, restored.stderr
    later = [f"applied {each}" for each in known_migrations()[MIGRATIONS[FIRST] :]]
    assert [line for line in restored.stderr.splitlines() if "applied" in line] == later
    run(target, store, lambda app: compare(app, recorded))


def run(data: Path, store: str, work: Callable[[App], Coroutine[Any, Any, None]]) -> None:
    async def main() -> None:
        async with App.open(store, data=data, author="test") as app:
            await work(app)

    asyncio.run(main())


async def compare(app: App, recorded: Any) -> None:
    """Ask for everything that was asked for then, and log everybody in."""
    for one in recorded["answers"]:
        body = "" if one["body"] is None else json.dumps(one["body"])
        answer = await app.send(one["service"], one["method"], one["path"], body)
        assert answer.status == one["status"], one["path"]
        assert_holds(json.loads(answer.body), one["answer"], one["path"])
    for login, password in recorded["passwords"].items():
        who = "CustomerUserLogin" if login == "ada" else "UserLogin"
        for word, is_right in ((password, True), (f"{password}!", False)):
            body = json.dumps({who: login, "Password": word})
            answer = await app.send(STOCK, "POST", "/Session", body)
            assert ("SessionID" in json.loads(answer.body)) is is_right, login
    for name, service in recorded["services"].items():
        stored = await app.services.get(name)
        assert (stored.text, stored.validity.name) == (service["text"], service["validity"])
        history = [
            [v.number, v.validity.name, v.change, v.changed_at.isoformat(), v.changed_by]
            for v in await app.services.history(name)
        ]
        assert history == service["history"]
    key = stored_form(recorded["key"])
    statement = "SELECT name FROM api_key WHERE key_hash = ?"
    found = await app._database.read(lambda c: c.execute(statement, (key,)).fetchone())
    assert found == ("release",)


def assert_holds(found: Any, expected: Any, place: str) -> None:
    """Fail where a value of then is another one now."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key, value in expected.items():
            assert key in found, f"{place}: {key} is gone"
            assert_holds(found[key], value, f"{place} {key}")
    elif isinstance(expected, list) and isinstance(found, list):
        assert len(found) == len(expected), place
        for number, (one, other) in enumerate(zip(found, expected, strict=True)):
            assert_holds(one, other, f"{place} {number}")
    else:
        assert found == expected, place
