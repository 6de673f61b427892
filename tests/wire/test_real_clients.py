"""Clients of OTRS, OTOBO and Znuny, unmodified, against `crosstie serve`.

Each phase of a client's script in tests/clients tells what the client returned, values and
exceptions; here stands what it should be. Source: clients reference; ticket-operations 2 to 8.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from real_client import RealClient, client_file
from serve_process import ServeProcess, serve_process
from shared_cases import ROOT

PYOTRS = RealClient("pyotrs-1.5.3", "drive_pyotrs.py")
OLD_PYOTRS = RealClient("pyotrs-0.12.7", "drive_pyotrs.py")
OTOBO = RealClient("otobo-5.0.0", "drive_otobo.py")
ZNUNY = RealClient("znuny-5.0.0", "drive_otobo.py")
OTOBO_ZNUNY = RealClient("otobo-znuny-1.4.1", "drive_otobo.py")
PYZNUNY = RealClient("pyznuny-1.1.0", "drive_pyznuny.py")
BOTH_PYOTRS, ALL_OTOBO, BUILDERS = (
    pytest.mark.parametrize("client", clients, ids=lambda client: client.folder)
    for clients in ((PYOTRS, OLD_PYOTRS), (OTOBO, ZNUNY, OTOBO_ZNUNY), (OTOBO, ZNUNY))
)

TITLE = "Drucker brennt – größer"
NO_ACCESS = "User does not have access to the ticket!"
NO_QUEUE = "Ticket->QueueID or Ticket->Queue parameter is invalid!"
NO_STATE = "Ticket->StateID or Ticket->State parameter is invalid!"
NOT_AUTHENTICATED = "User could not be authenticated!"


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServeProcess]:
    """Serve the examples, and the services that clients write for their users."""
    folder = tmp_path_factory.mktemp("clients")
    services = folder / "services"
    shutil.copytree(ROOT / "examples/services", services)
    for client in (OTOBO, ZNUNY):
        built = client.run("build", "", client.package)["yaml"]
        (services / f"Built-{client.package}.yml").write_text(built, encoding="utf-8")
    with serve_process(folder, services=services) as process:
        yield process


def values(fields: list[dict[str, Any]]) -> dict[str, Any]:
    return {field["Name"]: field["Value"] for field in fields if field["Value"] is not None}


@BOTH_PYOTRS
def test_pyotrs_logs_in_creates_reads_and_changes_tickets(
    serving: ServeProcess, tmp_path: Path, client: RealClient
) -> None:
    told = client.run("main", serving.url, str(client_file(tmp_path, client)))

    assert told["session_create"] is told["session_get"] is told["session_is_text"] is True
    assert (told["session"]["UserLogin"], told["session"]["UserType"]) == ("mira", "User")
    read = told["read"]["Ticket"]
    assert str(read["TicketID"]) == told["created"]["TicketID"]
    assert read["TicketNumber"] == told["created"]["TicketNumber"]
    assert {name: read[name] for name in ("Title", "Queue", "State", "Priority", "Lock")} == {
        "Title": TITLE, "Queue": "Raw", "State": "new", "Priority": "3 normal", "Lock": "unlock",
    }  # fmt: skip
    assert (read["CustomerUserID"], read["CustomerID"], read["Owner"]) == ("ada", "ACME", "mira")
    assert values(read["DynamicField"]) == {"Floor": "1", "IssueKey": "CRM-7"}
    [article] = read["Article"]
    assert article["ArticleID"] == told["created"]["ArticleID"]
    assert (article["Subject"], article["Body"]) == ("Feuer & Rauch", "Zeile 1\nZeile 2 €")
    assert (article["MimeType"], article["Charset"]) == ("text/plain", "utf8")
    assert article["From"] == '"Ada Lovelace" <ada@acme.test>'
    assert [(file["Filename"], file["FilesizeRaw"]) for file in article["Attachment"]] == [
        ("leer__.txt", "1"),
        ("rauch.bin", "10"),
    ]
    assert told["file"] is True
    assert told["listed"] == ["Tür klemmt", TITLE]
    assert told["updated"]["TicketID"] == told["created"]["TicketID"]
    assert told["changed"] == {
        "Title": "Aus", "Queue": "Misc", "Priority": "5 very high", "State": "pending reminder",
    }  # fmt: skip
    assert told["pending_days"] == 2
    assert told["articles"] == [
        ["Feuer & Rauch", "Zeile 1\nZeile 2 €", ["leer__.txt", "rauch.bin"]],
        ["Gelöscht", "Mit Sand.", ["sand.bin"]],
    ]
    assert told["field"] == "CRM-8"
    assert told["restored"] is True


@BOTH_PYOTRS
def test_pyotrs_works_for_a_customer(
    serving: ServeProcess, tmp_path: Path, client: RealClient
) -> None:
    told = client.run("customer", serving.url, str(client_file(tmp_path, client)))

    assert told == {"session_create": True, "read": ["Von Ada", "ada"], "sender": ["customer"]}


@BOTH_PYOTRS
def test_pyotrs_fails_as_documented(
    serving: ServeProcess, tmp_path: Path, client: RealClient
) -> None:
    told = client.run("failures", serving.url, str(client_file(tmp_path, client)))

    def refused(code: str, text: str) -> list[str]:
        return ["APIError", code, text]

    assert told == {
        "wrong password": refused("SessionCreate.AuthFail", "Authorization failing!"),
        "no session": ["SessionNotCreated"],
        "no service": ["HTTPError", "500", "b''"],
        "unknown ticket": refused("TicketGet.AccessDenied", NO_ACCESS),
        "unknown among several": refused("TicketGet.AccessDenied", NO_ACCESS),
        "update of none": refused("TicketUpdate.AccessDenied", NO_ACCESS),
        "unknown queue": refused("TicketCreate.InvalidParameter", NO_QUEUE),
        "missing parameter": refused(
            "TicketCreate.MissingParameter", "Ticket->CustomerUser parameter is missing!"
        ),
        "unknown state": refused("TicketUpdate.InvalidParameter", NO_STATE),
        "left as it was": "new",
        "unknown session": False,
        "session that ended": refused("TicketGet.AuthFail", "Authorization failing!"),
        "create without a session": refused("TicketCreate.AuthFail", NOT_AUTHENTICATED),
    }


@BOTH_PYOTRS
def test_pyotrs_finds_tickets(serving: ServeProcess, tmp_path: Path, client: RealClient) -> None:
    folder = client_file(tmp_path, client)

    assert client.run("search", serving.url, str(folder)) == {
        "title": ["one", "two", "three"],
        "title with a blank": ["two"],
        "newest first": ["three", "two", "one"],
        "states": ["one", "two", "three"],
        "state": ["two", "three"],
        "queue": ["one"],
        "priority": ["two"],
        "both": ["three"],
        "customer": ["one", "two"],
        "since yesterday": ["one", "two", "three"],
        "before yesterday": [],
        "none": [],
        "by number": "one",
        "no such number": False,
        "field": ["three"],
        "field like": ["one", "two", "three"],
    }


def test_pyotrs_reads_the_history(serving: ServeProcess, tmp_path: Path) -> None:
    # Release 0.12.7 has no call for it.
    told = PYOTRS.run("history", serving.url, str(client_file(tmp_path, PYOTRS)))

    assert told["ticket"] is True
    assert told["types"] == [
        "NewTicket", "CustomerUpdate", "NewTicket", "Misc", "OwnerUpdate", "PriorityUpdate",
    ]  # fmt: skip
    first, *rest = told["names"]
    assert first.startswith("%%20")
    assert "%%Raw%%3 normal%%new%%" in first
    assert rest == [
        "%%CustomerID=ACME;CustomerUser=ada;",
        "%%GenericInterface Create",
        "Reset of unlock time.",
        "%%mira%%2",
        "%%3 normal%%3%%5 very high%%5",
    ]
    assert told["unknown"] == [
        "APIError",
        "TicketHistoryGet.AccessDenied",
        "User does not have access to the ticket 4000000!",
    ]


@ALL_OTOBO
def test_otobo_and_znuny_create_read_and_change_tickets(
    serving: ServeProcess, client: RealClient
) -> None:
    told = client.run("main", serving.url, client.package)

    new = {
        "title": TITLE, "queue": "Raw", "queue_id": 2, "state": "new", "priority": "3 normal",
        "priority_id": 3, "lock": "unlock", "type": "Unclassified", "owner": "mira",
        "customer": "ACME", "is_new": True,
        "articles": [["Feuer & Rauch", "Zeile 1\nZeile 2 €", "a@b.test"]],
    }  # fmt: skip
    assert told["created"] == told["read"] == new
    assert told["same"] == [True, True]
    moved = {"title": "Aus", "queue": "Misc", "queue_id": 4}
    urgent = {"priority": "5 very high", "priority_id": 5}
    # An update that adds no article shows what it knows of the last one.
    nothing_added = {"articles": [[None, None, None]]}
    assert told["updated"] == new | moved | urgent | nothing_added
    open_and_locked = {"state": "open", "lock": "lock"}
    assert told["by number"] == told["updated"] | open_and_locked
    more = ["Gelöscht", "Mit Sand.", "Mira Lind"]
    assert told["changed"] == told["by number"] | {"articles": [*new["articles"], more]}
    assert told["five articles"] == 5


@ALL_OTOBO
def test_otobo_and_znuny_fail_as_documented(serving: ServeProcess, client: RealClient) -> None:
    told = client.run("failures", serving.url, client.package)

    error = "OTOBOError" if client is OTOBO_ZNUNY else "GenericInterfaceError"

    def refused(operation: str, reason: str, text: str) -> list[str]:
        return [error, f"{operation}.{reason}", f"{operation}: {text}"]

    missing = "parameter is missing"
    assert told == {
        "no log-in": ["RuntimeError", "Client is not authenticated"],
        "wrong password, create": refused("TicketCreate", "AuthFail", NOT_AUTHENTICATED),
        "wrong password, get": refused("TicketGet", "AuthFail", "Authorization failing!"),
        "wrong password, update": refused("TicketUpdate", "AuthFail", NOT_AUTHENTICATED),
        "unknown ticket": refused("TicketGet", "AccessDenied", NO_ACCESS),
        "update of none": refused("TicketUpdate", "AccessDenied", NO_ACCESS),
        "missing title": refused("TicketCreate", "MissingParameter", f"Ticket->Title {missing}!"),
        "missing article": refused(
            "TicketCreate", "MissingParameter", f"Article {missing} or not valid!"
        ),
        "unknown queue": refused("TicketCreate", "InvalidParameter", NO_QUEUE),
        "unknown state": refused("TicketUpdate", "InvalidParameter", NO_STATE),
        "left as it was": "new",
        "no service": "JSONDecodeError",
    }


@ALL_OTOBO
def test_otobo_and_znuny_find_tickets(serving: ServeProcess, client: RealClient) -> None:
    told = client.run("search", serving.url, client.package)

    everything = ["one", "three", "two"]
    mark = f"suche-{client.package}"
    error = "OTOBOError" if client is OTOBO_ZNUNY else "GenericInterfaceError"
    assert told == {
        "title": everything,
        "queue": ["three", "two"],
        "queue by id": ["one"],
        "state": ["one"],
        "states": everything,
        "priority": ["two"],
        "both": ["three"],
        "number": ["one"],
        "two at most": 2,
        "search_and_get": [f"{mark} drei", f"{mark} zwei"],
        "none": [],
        "wrong password": [
            error, "TicketSearch.AuthFail", "TicketSearch: Authorization failing!",
        ],
    }  # fmt: skip


@BUILDERS
def test_a_service_that_a_client_wrote_for_its_users_works(
    serving: ServeProcess, client: RealClient
) -> None:
    # Its mappings make mira of whoever logs in, by a pattern on `UserLogin`.
    told = client.run("built", serving.url, client.package)

    assert told == {"created": ["Gebaut", "mira"], "updated": "Umgebaut", "restricted": "Von mira"}


def test_pyznuny_logs_in_creates_reads_and_changes_tickets(serving: ServeProcess) -> None:
    told = PYZNUNY.run("main", serving.url)

    assert told["session_is_text"] is True
    read = told["read"]
    assert str(read["TicketID"]) == told["created"]["TicketID"]
    assert read["TicketNumber"] == told["created"]["TicketNumber"]
    assert {name: read[name] for name in ("Title", "Queue", "State", "Priority")} == {
        "Title": TITLE, "Queue": "Raw", "State": "new", "Priority": "3 normal",
    }  # fmt: skip
    # It sends a `TimeUnit` of 5 beside the article; the interface knows that of an article alone.
    assert (read["CustomerUserID"], read["Owner"], read["TimeUnit"]) == ("ada", "mira", 0)
    assert values(read["DynamicField"]) == {"IssueKey": "ZNY-7"}
    [article] = read["Article"]
    assert (article["Subject"], article["Body"]) == ("Feuer & Rauch", "Zeile 1\nZeile 2 €")
    # It asks with `DynamicFields=0` and `AllArticles=0`.
    volatile = {"Age", "TimeUnit"}
    assert {k: v for k, v in told["bare"].items() if k not in volatile} == {
        k: v for k, v in read.items() if k not in volatile | {"Article", "DynamicField"}
    }
    assert told["changed"] == {
        "Title": "Aus", "Queue": "Misc", "State": "open", "Priority": "3 normal",
    }  # fmt: skip
    assert told["subjects"] == ["Feuer & Rauch", "Gelöscht"]
    assert told["field"] == ["ZNY-8"]
    assert told["file"] is True


def test_pyznuny_fails_as_documented(serving: ServeProcess) -> None:
    def refused(operation: str, reason: str, text: str) -> list[str]:
        return [f"{operation}.{reason}", f"{operation}: {text}"]

    no_log_in = "UserLogin, CustomerUserLogin or SessionID is required!"
    assert PYZNUNY.run("failures", serving.url) == {
        "wrong password": refused("SessionCreate", "AuthFail", "Authorization failing!"),
        "nobody, create": refused("TicketCreate", "MissingParameter", no_log_in),
        "nobody, get": refused("TicketGet", "AuthFail", "Authorization failing!"),
        "unknown ticket": refused("TicketGet", "AccessDenied", NO_ACCESS),
        "update of none": refused("TicketUpdate", "AccessDenied", NO_ACCESS),
        "unknown queue": refused("TicketCreate", "InvalidParameter", NO_QUEUE),
        "unknown state": refused("TicketUpdate", "InvalidParameter", NO_STATE),
        "left as it was": "new",
        "no body": ["ValidationError"],
        "session that ended": refused("TicketGet", "AuthFail", "Authorization failing!"),
        "no service": ["text", ""],
    }


def test_pyznuny_finds_tickets(serving: ServeProcess) -> None:
    assert PYZNUNY.run("search", serving.url) == {
        "title": ["one", "two"],
        "queue": ["two"],
        "state": ["one"],
        "none": {},
    }


def test_pyznuny_reads_the_history(serving: ServeProcess) -> None:
    assert PYZNUNY.run("history", serving.url) == {
        "types": [
            "NewTicket", "CustomerUpdate", "NewTicket", "Misc", "OwnerUpdate", "TitleUpdate",
        ]
    }  # fmt: skip
