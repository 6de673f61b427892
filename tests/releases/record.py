"""Makes the data folder that a release is remembered by, and writes down what it answers.

Run by the Python of that release, installed from its own commit, and once only: what it made is
committed and never made anew.

    git worktree add --detach /tmp/release COMMIT && make -C /tmp/release install
    cd /tmp/release && .venv/bin/python REPOSITORY/tests/releases/record.py 0.1.0

``VERSION/data.tar.gz`` is the data folder, ``VERSION/answers.json`` is::

    {"now": str, "passwords": {login: password}, "key": str, "session": str,
     "services": {name: {"text": str, "validity": str, "history": [[...]]}},
     "answers": [{"service": str, "method": str, "path": str, "body": ..., "status": int,
                  "answer": ...}]}
"""

import asyncio
import json
import shutil
import sys
import tarfile
import tempfile
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path

import engine.app
from engine.model.service import Validity

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "examples" / "services"
PASSWORDS = {"mira": "mira-releases", "jöran": "jöran-releases", "ada": "ada-releases"}
STOCK = "GenericTicketConnectorREST"
MAPPING = 'Title = "[{{ .key }}] {{ .summary | upper }}"\n'
MODERN = """\
Crosstie: {Compatibility: modern}
Debugger: {DebugThreshold: error}
Description: With a mapping from a file
Provider:
  Transport:
    Type: HTTP::REST
    Config: {RouteOperationMapping: {Echo: {RequestMethod: [POST], Route: /echo}}}
  Operation:
    Echo:
      Type: Test::Test
      MappingInbound: {Type: Tie, Config: {Mapping: releases/title}}
"""
MIRA = {"UserLogin": "mira", "Password": PASSWORDS["mira"]}
FILE = b64encode(bytes(range(256)) * 8).decode()
PIXEL = b64encode(b"\x89PNG\r\n\x1a\n\x00\x00").decode()


class Clock:
    """The time of everything, so that two runs write down the same."""

    moment = datetime(2026, 11, 24, 12, tzinfo=UTC)

    @classmethod
    def now(cls, _: object = None) -> datetime:
        """Return a minute more each time something is written."""
        return cls.moment

    @classmethod
    def tick(cls) -> None:
        cls.moment += timedelta(seconds=61)


def ticket(number: int) -> dict[str, object]:
    """Return what one of the tickets is made of."""
    return {
        "Ticket": {
            "Title": f"Printer {number} – jämmed 🖨",
            "Queue": ("Hardware", "Hardware::Printer", "Raw")[number % 3],
            "State": ("new", "open", "waiting for vendor")[number % 3],
            "Priority": ("3 normal", "urgent")[number % 2],
            "Type": "Incident",
            "CustomerUser": "ada",
            **({"Service": "Printing", "SLA": "Gold"} if number % 2 else {}),
            **(
                {"State": "pending reminder", "PendingTime": {"Diff": 90}}
                if number == 3
                else {"Owner": "mira", "Responsible": "mira"}
            ),
        },
        "Article": {
            "Subject": f"It jammed {number} times",
            "Body": "Line one\n\nLine «three» \u2028 & <b>no markup</b>\n",
            "ContentType": "text/plain; charset=utf8",
            "TimeUnit": 1.5 * number,
            "DynamicField": {"Name": "Mood", "Value": "calm"},
        },
        "DynamicField": [
            {"Name": "Floor", "Value": f"floor {number}"},
            {"Name": "Impact", "Value": "high"},
            {"Name": "Urgent", "Value": 1},
            {"Name": "Affected", "Value": ["a", "b"]},
            {"Name": "Due", "Value": "2026-12-24 18:00:00"},
        ],
        "Attachment": [
            {"Filename": "bytes.bin", "ContentType": "application/octet-stream", "Content": FILE},
            {"Filename": "Größe.png", "ContentType": "image/png", "Content": PIXEL},
        ],
    }


class Recorder:
    """Asks an app, and keeps what it answers."""

    def __init__(self, app: "engine.app.App") -> None:
        self.app = app
        self.answers: list[dict[str, object]] = []

    async def write(self, method: str, path: str, **data: object) -> dict[str, str]:
        """Ask for a change, which has to succeed."""
        Clock.tick()
        answer = await self.app.send(STOCK, method, path, json.dumps(MIRA | data))
        found = json.loads(answer.body)
        if answer.status != 200 or "Error" in found:
            raise SystemExit(f"{method} {path}: {answer.status} {answer.body!r}")
        return found

    async def read(self, service: str, method: str, path: str, body: object = None) -> None:
        """Ask for what is there, and keep the answer."""
        text = "" if body is None else json.dumps(body)
        answer = await self.app.send(service, method, path, text)
        self.answers.append(
            {"service": service, "method": method, "path": path, "body": body,
             "status": answer.status, "answer": json.loads(answer.body)}
        )  # fmt: skip


async def record(data: Path) -> dict[str, object]:
    """Fill a data folder; return what is to be found in it ever after."""
    (data / "mappings" / "releases").mkdir(parents=True)
    (data / "mappings" / "releases" / "title.tie").write_text(MAPPING)
    async with engine.app.App.open(data=data, author="release") as app:
        await app.ensure_administrator("root-releases")
        await app.apply_desk((HERE / "desk.yml").read_text(encoding="utf-8"), name="desk.yml")
        key = await app.accounts.add_key("release")
        await add_services(app)
        recorder = Recorder(app)
        session = await write_tickets(recorder)
        Clock.tick()
        await read_everything(recorder, session)
        services = {}
        for service in await app.services.list():
            history = [
                [v.number, v.validity.name, v.change, v.changed_at.isoformat(), v.changed_by]
                for v in await app.services.history(service.name)
            ]
            services[service.name] = {
                "text": service.text, "validity": service.validity.name, "history": history
            }  # fmt: skip
    return {
        "now": Clock.moment.isoformat(),
        "passwords": {**PASSWORDS, "root@localhost": "root-releases"},
        "key": key,
        "session": session,
        "services": services,
        "answers": recorder.answers,
    }


async def add_services(app: "engine.app.App") -> None:
    """Add services, one with a history and one that does not answer."""
    stock = (EXAMPLES / f"{STOCK}.yml").read_text(encoding="utf-8")
    await app.services.add(STOCK, stock)
    Clock.tick()
    await app.services.update(STOCK, stock.replace("Log in\n", "Log in, please – 🙂\n"))
    await app.services.add("Modern Ünïcode", MODERN)
    await app.services.add("Asleep", MODERN)
    Clock.tick()
    await app.services.set_validity("Asleep", Validity.INVALID)


async def write_tickets(recorder: Recorder) -> str:
    """Write tickets with everything on them; return the id of a session."""
    for number in range(1, 6):
        await recorder.write("POST", "/Ticket", **ticket(number))
    article = {
        "Subject": "More",
        "Body": "<p>Ünd more</p>",
        "ContentType": "text/html; charset=utf-8",
    }
    state = {"State": "closed successful"}
    await recorder.write("PATCH", "/Ticket/2", Ticket=state, Article=article)
    await recorder.write("PATCH", "/Ticket/4", Ticket={"Title": "Other title", "Queue": "Vault"},
                         DynamicField={"Name": "Floor", "Value": ""})  # fmt: skip
    found = await recorder.write("POST", "/Session")
    return found["SessionID"]


async def read_everything(recorder: Recorder, session: str) -> None:
    """Read every ticket as an agent and as a customer, and the session."""
    login = {"CustomerUserLogin": "ada", "Password": PASSWORDS["ada"]}
    for number in range(1, 7):
        query = "AllArticles=1&Attachments=1&DynamicFields=1&Extended=1&HTMLBodyAsAttachment=1"
        await recorder.read(STOCK, "GET", f"/Ticket/{number}?SessionID={session}&{query}")
        who = "&".join(f"{name}={value}" for name, value in login.items())
        await recorder.read(STOCK, "GET", f"/Ticket/{number}?{who}&AllArticles=1&DynamicFields=1")
    await recorder.read(STOCK, "GET", f"/Session/{session}")
    await recorder.read("Modern Ünïcode", "POST", "/echo", {"key": "A-1", "summary": "straße"})


def main(version: str) -> None:
    """Write the two files of a version."""
    engine.app.SystemClock.now = Clock.now  # type: ignore[method-assign]
    folder = HERE / version
    folder.mkdir()
    with tempfile.TemporaryDirectory() as place:
        data = Path(place) / "crosstie-data"
        found = asyncio.run(record(data))
        shutil.rmtree(data / "compiled", ignore_errors=True)
        with tarfile.open(folder / "data.tar.gz", "w:gz") as archive:
            archive.add(data, "crosstie-data", filter=without_owner)
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    (folder / "answers.json").write_text(text, encoding="utf-8")


def without_owner(info: tarfile.TarInfo) -> tarfile.TarInfo:
    """Nobody's name goes into the repository."""
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mtime = int(Clock.moment.timestamp())
    return info


if __name__ == "__main__":
    main(sys.argv[1])
