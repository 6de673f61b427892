"""Eight partners change one ticket at the same time, through two servers: nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from live_server import LiveServer, live_server
from shared_cases import ROOT
from stores import is_postgresql, new_database

WRITERS, CHANGES = 8, 12
STOCK = (ROOT / "examples/services/GenericTicketConnectorREST.yml").read_text(encoding="utf-8")
DESK = (ROOT / "examples/desk.yml").read_text(encoding="utf-8")
MIRA = {"UserLogin": "mira", "Password": "mira-example"}
ARTICLE = {"Subject": "Note", "ContentType": "text/plain; charset=utf-8"}


def ask(server: LiveServer, method: str, path: str, body: dict[str, Any]) -> Any:
    return server.request(method, f"/Webservice/stock{path}", MIRA | body).json()


def test_no_change_of_eight_writers_is_lost(tmp_path: Path) -> None:
    store = new_database() if is_postgresql() else f"sqlite:///{tmp_path}"
    with (
        live_server(tmp_path, {"stock": STOCK}, store=store) as first,
        live_server(tmp_path, {}, store=store) as second,
    ):
        first.run(first.app.apply_desk(DESK, name="desk.yml"))
        ticket = {"Title": "Door", "Queue": "Raw", "State": "new", "Priority": "3 normal",
                  "CustomerUser": "lena@acmetest.net"}  # fmt: skip
        created = ask(
            first, "POST", "/Ticket", {"Ticket": ticket, "Article": ARTICLE | {"Body": "b"}}
        )
        path = f"/Ticket/{created['TicketID']}"

        def change(writer: int) -> list[int]:
            server = (first, second)[writer % 2]
            done = []
            for number in range(CHANGES):
                article = ARTICLE | {"Body": f"{writer}.{number}", "TimeUnit": "0.5"}
                answer = ask(
                    server, "PATCH", path,
                    {"Article": article, "Ticket": {"Title": f"{writer}.{number}"}},
                )  # fmt: skip
                done.append(int(answer["ArticleID"]))
            return done

        with ThreadPoolExecutor(WRITERS) as pool:
            articles = [each for done in pool.map(change, range(WRITERS)) for each in done]
        found = ask(second, "POST", "/TicketGet", {"TicketID": created["TicketID"],
                                                   "AllArticles": 1})  # fmt: skip
        history = first.request(
            "GET",
            f"/Webservice/stock/TicketHistory/{created['TicketID']}"
            f"?UserLogin={MIRA['UserLogin']}&Password={MIRA['Password']}",
        ).json()

    [shown] = found["Ticket"]
    expected = {f"{writer}.{number}" for writer in range(WRITERS) for number in range(CHANGES)}
    bodies = [one["Body"] for one in shown["Article"]]
    assert len(set(articles)) == len(articles) == WRITERS * CHANGES
    assert set(bodies[1:]) == expected
    assert len(bodies) == len(expected) + 1
    assert shown["TimeUnit"] == WRITERS * CHANGES / 2
    entries = history["TicketHistory"][0]["History"]
    # Each change of the title names the one before it: they happened one after the other.
    names = [one["Name"] for one in entries if one["HistoryType"] == "TitleUpdate"]
    titles = ["Door", *(name.split("%%")[2].removesuffix("...") for name in names)]
    assert [name.split("%%")[1] for name in names] == titles[:-1]
    assert set(titles[1:]) == expected
    assert shown["Title"] == titles[-1]
