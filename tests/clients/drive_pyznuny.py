"""Uses pyznuny as its users do, and prints what it returned: `drive_pyznuny.py PHASE URL`.

Run by tests/wire/test_real_clients.py.
"""

import base64
import json
import sys

from pyznuny import TicketClient
from pyznuny.ticket.exceptions import TicketClientError

PHASE, URL = sys.argv[1:3]
BASE = f"{URL}/znuny/nph-genericinterface.pl/Webservice/GenericTicketConnectorREST"
FILE = b"\x00\xff\xfeRauch \xe4"


def client(password="mira-example", **more):
    return TicketClient(BASE, username="mira", password=password, **more)


def payload(**changes):
    article = {"Subject": "Feuer & Rauch", "Body": "Zeile 1\nZeile 2 €"}
    ticket = {
        "Title": "Drucker brennt – größer", "Queue": "Raw", "State": "new", "PriorityID": 3,
        "CustomerUser": "ada", **changes.pop("Ticket", {}),
    }  # fmt: skip
    return {
        "Ticket": ticket,
        "Article": {**article, "ContentType": "text/plain; charset=utf8"},
        **changes,
    }


def refused(work):
    try:
        response = work()
    except TicketClientError as error:
        told = error.error
        known = isinstance(told, dict)
        return [told["ErrorCode"], told["ErrorMessage"]] if known else ["text", str(told)]
    except Exception as error:
        return [type(error).__name__]
    return ["no exception", response.text]


def only(response):
    [ticket] = response.json()["Ticket"]
    return ticket


def main():
    with client() as it:
        yield "session_is_text", isinstance(it.session_id, str)
        created = it.ticket.create(
            payload(
                DynamicField={"Name": "IssueKey", "Value": "ZNY-7"},
                Attachment={
                    "Filename": "rauch.bin",
                    "Content": base64.b64encode(FILE).decode(),
                    "ContentType": "application/octet-stream",
                },
                TimeUnit=5,
            )
        ).json()
        ticket_id = created["TicketID"]
        yield "created", created
        read = only(it.ticket.get(ticket_id, dynamic_fields=1, all_articles=1))
        yield "read", read
        yield "bare", only(it.ticket.get(ticket_id))
        it.ticket.update(ticket_id, Ticket={"Queue": "Misc", "Title": "Aus", "State": "open"})
        article = {
            "Subject": "Gelöscht",
            "Body": "Mit Sand.",
            "MimeType": "text/plain",
            "Charset": "utf8",
        }
        it.ticket.update(
            ticket_id, Article=article, DynamicField={"Name": "IssueKey", "Value": "ZNY-8"}
        )
        changed = only(it.ticket.get(ticket_id, dynamic_fields=1, all_articles=1))
        yield "changed", {name: changed[name] for name in ("Title", "Queue", "State", "Priority")}
        yield "subjects", [each["Subject"] for each in changed["Article"]]
        yield "field", [e["Value"] for e in changed["DynamicField"] if e["Name"] == "IssueKey"]
        it.set_endpoint.ticket_get(endpoint="/TicketGet", method="POST")
        it.register_endpoint("files", "GET", "/Ticket/{ticket_id}")
        wish = {"SessionID": it.session_id, "AllArticles": 1, "Attachments": 1}
        files = it.request("files", path_params={"ticket_id": ticket_id}, params=wish)
        [attachment] = only(files)["Article"][0]["Attachment"]
        yield "file", base64.b64decode(attachment["Content"]) == FILE


def failures():
    yield "wrong password", refused(lambda: client(password="wrong"))
    with TicketClient(BASE) as nobody:
        yield "nobody, create", refused(lambda: nobody.ticket.create(payload()))
        yield "nobody, get", refused(lambda: nobody.ticket.get(1))
    with client() as it:
        yield "unknown ticket", refused(lambda: it.ticket.get(4_000_000))
        yield "update of none", refused(lambda: it.ticket.update(4_000_000, Ticket={"Title": "x"}))
        yield (
            "unknown queue",
            refused(lambda: it.ticket.create(payload(Ticket={"Queue": "Nowhere"}))),
        )
        made = it.ticket.create(payload()).json()["TicketID"]
        yield "unknown state", refused(lambda: it.ticket.update(made, Ticket={"State": "burning"}))
        yield "left as it was", only(it.ticket.get(made))["State"]
        # The client's own check, before anything is sent.
        yield "no body", refused(lambda: it.ticket.create(payload(Article={"Subject": "s"})))
        it.session_id = "nonsense"
        yield "session that ended", refused(lambda: it.ticket.get(made))
    with TicketClient(f"{URL}/znuny/nph-genericinterface.pl/Webservice/X") as lost:
        yield "no service", refused(lambda: lost.login("mira", "mira-example"))


def search():
    """The package has no search of its own; its users register one."""
    with client() as it:
        it.register_endpoint("ticket_search", "GET", "/Ticket")
        names = {}
        for name, changes in {
            "one": {"Title": "suche-pyznuny eins"},
            "two": {"Title": "suche-pyznuny zwei", "Queue": "Misc", "State": "open"},
        }.items():
            names[it.ticket.create(payload(Ticket=changes)).json()["TicketID"]] = name

        def found(**criteria):
            asked = {"SessionID": it.session_id, "Title": "suche-pyznuny*", **criteria}
            return it.request("ticket_search", params=asked).json()

        yield "title", [names[each] for each in found(OrderBy="Up")["TicketID"]]
        yield "queue", [names[each] for each in found(Queues=["Misc"])["TicketID"]]
        yield "state", [names[each] for each in found(States=["new", "merged"])["TicketID"]]
        yield "none", found(Title="suche-pyznuny drei")


def history():
    with client() as it:
        it.register_endpoint("ticket_history", "GET", "/TicketHistory/{ticket_id}")
        made = it.ticket.create(payload()).json()["TicketID"]
        it.ticket.update(made, Ticket={"Title": "Aus"})
        told = it.request(
            "ticket_history", path_params={"ticket_id": made}, params={"SessionID": it.session_id}
        ).json()
        [one] = told["TicketHistory"]
        yield "types", [each["HistoryType"] for each in one["History"]]


phases = {each.__name__: each for each in (main, failures, search, history)}
json.dump(dict(phases[PHASE]()), sys.stdout)
