"""Uses pyotrs as its users do, and prints what it returned: run by tests/wire/test_real_clients.py.

Works with both releases: `drive_pyotrs.py PHASE URL FOLDER`.
"""

import base64
import copy
import json
import sys
import warnings
from datetime import datetime, timedelta
from pathlib import Path

warnings.simplefilter("ignore")  # of the client itself, on newer releases of Python

from pyotrs import Article, Attachment, Client, DynamicField, Ticket  # noqa: E402
from pyotrs.lib import TICKET_CONNECTOR_CONFIG_DEFAULT, PyOTRSError  # noqa: E402

PHASE, URL, FOLDER = sys.argv[1], sys.argv[2], Path(sys.argv[3])
FILE = b"\x00\xff\xfeRauch \xe4"


def client(password="mira-example", **more):
    return Client(URL, "mira", password, session_id_file=str(FOLDER / "session"), **more)


def logged_in(**more):
    opened = client(**more)
    opened.session_create()
    return opened


def ticket(**changes):
    given = {
        "Title": "Drucker brennt – größer", "Queue": "Raw", "State": "new",
        "Priority": "3 normal", "CustomerUser": "ada", **changes,
    }  # fmt: skip
    return Ticket.create_basic(**given)


def article(**changes):
    return Article({"Subject": "Feuer & Rauch", "Body": "Zeile 1\nZeile 2 €", **changes})


def file(name="rauch.bin", content=FILE):
    text = base64.b64encode(content).decode()
    return Attachment.create_basic(text, "application/octet-stream", name)


def refused(work):
    """Return the exception of the client that a call ends with, and the last lines it tells."""
    try:
        value = work()
    except PyOTRSError as error:
        told = str(error).splitlines()
        return [type(error).__name__, *[line.rpartition(": ")[2] for line in told[1:]]]
    return ["no exception", repr(value)]


def main():
    it = client()
    yield "session_create", it.session_create()
    yield "session_is_text", isinstance(it.session_id_store.value, str)
    yield "session_get", it.session_get(session_id=it.session_id_store.value)
    yield "session", {each["Key"]: each.get("Value") for each in it.result}
    created = it.ticket_create(
        ticket(), article(), attachments=[file(), file("leer €.txt", b"x")],
        dynamic_fields=[DynamicField("IssueKey", "CRM-7"), DynamicField("Floor", "1")],
    )  # fmt: skip
    ticket_id = int(created["TicketID"])
    yield "created", created
    whole = {"articles": True, "attachments": True, "dynamic_fields": True}
    yield "read", it.ticket_get_by_id(ticket_id, **whole).to_dct()
    [only] = it.ticket_get_by_id(ticket_id, **whole).articles
    yield "file", base64.b64decode(only.attachment_get("rauch.bin").Content) == FILE
    other = it.ticket_create(ticket(Title="Tür klemmt", Queue="Misc"), article())
    listed = it.ticket_get_by_list([int(other["TicketID"]), ticket_id])
    yield "listed", [each.field_get("Title") for each in listed]
    yield "updated", it.ticket_update(ticket_id, Queue="Misc", Priority="5 very high", Title="Aus")
    it.ticket_update(
        ticket_id,
        article=article(Subject="Gelöscht", Body="Mit Sand."),
        attachments=[file("sand.bin", b"sand")],
        dynamic_fields=[DynamicField("IssueKey", "CRM-8")],
    )
    it.ticket_update_set_pending(ticket_id, pending_days=2)
    changed = it.ticket_get_by_id(ticket_id, **whole)
    yield (
        "changed",
        {name: changed.field_get(name) for name in ("Title", "Queue", "Priority", "State")},
    )
    yield "pending_days", round(int(changed.field_get("UntilTime")) / 86_400)
    yield (
        "articles",
        [
            [
                each.field_get("Subject"),
                each.field_get("Body"),
                [f.Filename for f in each.attachments],
            ]
            for each in changed.articles
        ],
    )
    yield "field", changed.dynamic_field_get("IssueKey").value
    restored = client()
    it.session_id_store.write(it.session_id_store.value)
    restored.session_restore_or_create()
    yield "restored", restored.session_id_store.value == it.session_id_store.value


def customer():
    it = Client(
        URL, "ada", "ada-example", session_id_file=str(FOLDER / "session"), customer_user=True
    )
    yield "session_create", it.session_create()
    created = it.ticket_create(ticket(Title="Von Ada"), article(), attachments=[file()])
    read = it.ticket_get_by_id(int(created["TicketID"]), articles=True)
    yield "read", [read.field_get("Title"), read.field_get("CustomerUserID")]
    yield "sender", [each.field_get("SenderType") for each in read.articles]


def failures():
    yield "wrong password", refused(client(password="wrong").session_create)
    yield "no session", refused(lambda: client().ticket_get_by_id(1))
    yield "no service", refused(
        client(webservice_config_ticket={**TICKET_CONNECTOR_CONFIG_DEFAULT, "Name": "X"})
        .session_create
    )  # fmt: skip
    it = logged_in()
    yield "unknown ticket", refused(lambda: it.ticket_get_by_id(4_000_000))
    yield "unknown among several", refused(lambda: it.ticket_get_by_list([4_000_000, 1]))
    yield "update of none", refused(lambda: it.ticket_update(4_000_000, Title="x"))
    yield "unknown queue", refused(lambda: it.ticket_create(ticket(Queue="Nowhere"), article()))
    queueless = Ticket({"Title": "t", "State": "new", "Priority": "3 normal"})
    yield "missing parameter", refused(lambda: it.ticket_create(queueless, article()))
    made = int(it.ticket_create(ticket(), article())["TicketID"])
    yield "unknown state", refused(lambda: it.ticket_update(made, State="burning"))
    yield "left as it was", it.ticket_get_by_id(made).field_get("State")
    yield "unknown session", it.session_get(session_id="nonsense")
    it.session_id_store.value = "nonsense"
    yield "session that ended", refused(lambda: it.ticket_get_by_id(made))
    yield "create without a session", refused(lambda: it.ticket_create(ticket(), article()))


def search():
    it = logged_in()

    def made(**changes):
        fields = [DynamicField("IssueKey", changes.pop("key", "PYO-1"))]
        return int(
            it.ticket_create(ticket(**changes), article(), dynamic_fields=fields)["TicketID"]
        )

    def found(search_with=it, **criteria):
        return [names.get(int(each), each) for each in search_with.ticket_search(**criteria)]

    mark = f"suche-{FOLDER.name}"
    names = {
        made(Title=f"{mark} eins"): "one",
        made(Title=f"{mark} zwei", Queue="Misc", State="open", Priority="5 very high"): "two",
        made(Title=f"{mark} drei", Queue="Misc", State="open", key="PYO-2"): "three",
    }
    up = {"Title": f"{mark}*", "SortBy": "TicketNumber", "OrderBy": "Up"}
    yield "title", found(**up)
    yield "title with a blank", found(Title=f"{mark} zwei")
    yield "newest first", found(Title=f"{mark}*")
    yield "states", found(**up, States=["new", "open"])
    yield "state", found(**up, States=["open"])
    yield "queue", found(**up, Queues=["Raw"])
    yield "priority", found(**up, Priorities=["5 very high"])
    yield "both", found(**up, Queues=["Misc"], Priorities=["3 normal"])
    yield "customer", found(**up, CustomerUserLogin="ada", Limit=2)
    yesterday = datetime.now() - timedelta(days=1)
    yield "since yesterday", found(**up, TicketCreateTimeNewerDate=yesterday)
    yield "before yesterday", found(**up, TicketCreateTimeOlderDate=yesterday)
    yield "none", it.ticket_search(Title=f"{mark} vier")
    [first, *_] = names
    number = it.ticket_get_by_id(first).field_get("TicketNumber")
    yield "by number", names[it.ticket_get_by_number(number).tid]
    yield "no such number", it.ticket_get_by_number("1")
    # A query string holds no nested search: users move the search to a route with POST.
    routes = copy.deepcopy(TICKET_CONNECTOR_CONFIG_DEFAULT)
    routes["Config"]["TicketSearch"].update(RequestMethod="POST", Route="/TicketSearch")
    post = logged_in(webservice_config_ticket=routes)
    field = DynamicField("IssueKey", search_patterns=["PYO-2"])
    yield "field", found(post, dynamic_fields=field, **up)
    like = DynamicField("IssueKey", search_patterns=["PYO*"], search_operator="Like")
    yield "field like", found(post, dynamic_fields=[like], **up)


def history():
    it = logged_in()
    ticket_id = int(it.ticket_create(ticket(Title="Verlauf"), article())["TicketID"])
    it.ticket_update(ticket_id, Priority="5 very high")
    told = it.ticket_history_get_by_id(ticket_id)
    yield "ticket", int(told["TicketID"]) == ticket_id
    yield "types", [each["HistoryType"] for each in told["History"]]
    yield "names", [each["Name"] for each in told["History"]]
    yield "unknown", refused(lambda: it.ticket_history_get_by_id(4_000_000))


phases = {each.__name__: each for each in (main, customer, failures, search, history)}
json.dump(dict(phases[PHASE]()), sys.stdout)
