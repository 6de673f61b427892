"""The main job, over real sockets: existing clients, a webhook through Tie, and what goes wrong."""

import base64
import json
from pathlib import Path

import pytest
from live_server import LiveServer
from pyotrs import Article, Attachment, Client, DynamicField, Ticket
from pyotrs.lib import APIError
from shared_cases import ROOT, shared_folder

from engine.model.service import Validity
from engine.tracing.query import ExchangeQuery

STOCK = "/otobo/nph-genericinterface.pl/Webservice/GenericTicketConnectorREST"
AGENT = {"UserLogin": "mira", "Password": "mira-example"}


def _ticket_count(server: LiveServer) -> int:
    """Count tickets by reading ids until one is not there."""
    count = 0
    for ticket_id in range(1, 200):
        answer = server.request(
            "GET", f"{STOCK}/Ticket/{ticket_id}?UserLogin=mira&Password=mira-example"
        )
        if "Error" in answer.json():
            return count
        count += 1
    return count


def _client(server: LiveServer, tmp_path: Path, password: str = AGENT["Password"]) -> Client:
    return Client(
        server.url,
        AGENT["UserLogin"],
        password,
        session_id_file=str(tmp_path / "session"),
        webservice_path="/otrs/nph-genericinterface.pl/Webservice/",
    )


@pytest.mark.parametrize("origin", ["stock", "example"])
def test_pyotrs_logs_in_creates_a_ticket_and_reads_it_back_equal(
    server: LiveServer, tmp_path: Path, origin: str
) -> None:
    folder = (
        shared_folder() / "cases/upstream/services"
        if origin == "stock"
        else ROOT / "examples/services"
    )
    file = folder / "GenericTicketConnectorREST.yml"
    if not file.is_file():
        pytest.skip("no stock service: the shared cases are not here")
    text = file.read_text(encoding="utf-8")
    server.run(server.app.services.update("GenericTicketConnectorREST", text))
    client = _client(server, tmp_path)

    assert client.session_create()
    created = client.ticket_create(
        ticket=Ticket.create_basic(
            Title="Drucker brennt – größer", Queue="Raw", State="new",
            Priority="3 normal", CustomerUser="ada",
        ),
        article=Article({
            "Subject": "Feuer & Rauch", "Body": "Zeile 1\nZeile 2 €", "Charset": "UTF8",
            "MimeType": "text/plain",
        }),
        attachments=[Attachment.create_basic(
            base64.b64encode(b"\x00\xffrauch").decode(), "application/octet-stream", "rauch.bin"
        )],
        dynamic_fields=[DynamicField("IssueKey", "CRM-7"), DynamicField("Floor", "1")],
    )  # fmt: skip
    read = client.ticket_get_by_id(
        int(created["TicketID"]), articles=True, attachments=True, dynamic_fields=True
    )

    fields = read.to_dct()["Ticket"]
    assert fields["TicketNumber"] == created["TicketNumber"]
    assert fields["Title"] == "Drucker brennt – größer"
    assert (fields["Queue"], fields["State"], fields["Priority"]) == ("Raw", "new", "3 normal")
    assert fields["CustomerUserID"] == "ada"
    assert fields["Owner"] == "mira"
    values = {field["Name"]: field["Value"] for field in fields["DynamicField"]}
    assert (values["IssueKey"], values["Floor"]) == ("CRM-7", "1")
    [article] = fields["Article"]
    assert article["Subject"] == "Feuer & Rauch"
    assert article["Body"] == "Zeile 1\nZeile 2 €"
    [attachment] = article["Attachment"]
    assert base64.b64decode(attachment["Content"]) == b"\x00\xffrauch"
    assert attachment["Filename"] == "rauch.bin"


def test_pyotrs_adds_an_article_and_changes_the_ticket(server: LiveServer, tmp_path: Path) -> None:
    client = _client(server, tmp_path)
    client.session_create()
    created = client.ticket_create(
        ticket=Ticket.create_basic(
            Title="Tür klemmt", Queue="Raw", State="new", Priority="3 normal", CustomerUser="ada"
        ),
        article=Article({"Subject": "a", "Body": "b", "Charset": "UTF8", "MimeType": "text/plain"}),
    )
    ticket_id = int(created["TicketID"])

    client.ticket_update(ticket_id, Queue="Misc", Priority="5 very high", Title="Tür offen")
    client.ticket_update(
        ticket_id,
        article=Article(
            {"Subject": "Erledigt", "Body": "Geölt.", "Charset": "UTF8", "MimeType": "text/plain"}
        ),
    )

    fields = client.ticket_get_by_id(ticket_id, articles=True).to_dct()["Ticket"]
    assert (fields["Queue"], fields["Priority"], fields["Title"]) == (
        "Misc", "5 very high", "Tür offen",
    )  # fmt: skip
    assert [article["Subject"] for article in fields["Article"]] == ["a", "Erledigt"]


def test_a_wrong_password_is_refused_by_name(server: LiveServer, tmp_path: Path) -> None:
    with pytest.raises(APIError, match=r"SessionCreate\.AuthFail"):
        _client(server, tmp_path, password="wrong").session_create()


def test_a_jira_webhook_becomes_a_ticket(server: LiveServer, example_issue: bytes) -> None:
    answer = server.request(
        "POST", "/Webservice/Jira/issues", example_issue, {"Content-Type": "application/json"}
    )

    assert answer.status == 200, answer.body
    made = answer.json()
    assert made["ticket"] == made["TicketNumber"]
    read = server.request(
        "GET",
        f"{STOCK}/Ticket/{made['TicketID']}?UserLogin=mira&Password=mira-example"
        "&AllArticles=1&DynamicFields=1",
    )
    [ticket] = read.json()["Ticket"]
    assert ticket["Title"] == "[CRM-7] Printer on fire"
    assert ticket["Queue"] == "Sales"
    assert ticket["Priority"] == "5 very high"
    assert ticket["CustomerUserID"] == "ada"
    assert {"Name": "IssueKey", "Value": "CRM-7"} in ticket["DynamicField"]
    assert ticket["Article"][0]["Body"] == (
        "Imported from CRM-7 (Customers)\n"
        "Reported by Ada Lovelace on 01.05.2024\n\nSmoke since nine."
    )


def test_an_issue_that_the_mapping_cannot_use_names_the_field_and_writes_nothing(
    server: LiveServer,
) -> None:
    before = _ticket_count(server)
    body = {
        "issue": {"key": "CRM-8", "fields": {"summary": "No reporter", "project": {"key": "CRM"}}}
    }

    answer = server.request("POST", "/Webservice/Jira/issues", body)

    assert answer.status == 400
    told = answer.json()["Error"]["ErrorMessage"]
    assert "`Ticket.CustomerUser`: needs a value" in told
    server.app.tracing.flush()
    [kept] = server.app.tracing.reader.recordings(ExchangeQuery(service="Jira", limit=1))
    drawn = next(e.data for e in kept.entries if told.startswith(e.summary))
    text = (ROOT / "examples/services/Jira.yml").read_text(encoding="utf-8").splitlines()
    line = next(n for n, each in enumerate(text, 1) if "CustomerUser =" in each)
    assert f"--> Jira.yml:{line}:" in (drawn or "")
    assert _ticket_count(server) == before


def _create_body(**changes: object) -> dict[str, object]:
    ticket = {
        "Title": "t", "Queue": "Raw", "State": "new", "Priority": "3 normal", "CustomerUser": "ada",
    } | changes  # fmt: skip
    article = {"Subject": "s", "Body": "b", "ContentType": "text/plain; charset=utf8"}
    return {**AGENT, "Ticket": ticket, "Article": article}


def test_an_unknown_queue_is_refused_and_nothing_is_written(server: LiveServer) -> None:
    before = _ticket_count(server)

    answer = server.request("POST", f"{STOCK}/Ticket", _create_body(Queue="Nowhere"))

    assert answer.status == 200
    assert answer.json() == {
        "Error": {
            "ErrorCode": "TicketCreate.InvalidParameter",
            "ErrorMessage": "TicketCreate: Ticket->QueueID or Ticket->Queue parameter is invalid!",
        }
    }
    assert _ticket_count(server) == before


def test_a_failure_in_the_middle_of_an_operation_leaves_nothing(server: LiveServer) -> None:
    before = _ticket_count(server)
    body = _create_body() | {"DynamicField": [{"Name": "IssueKey", "Value": ["two", "values"]}]}

    answer = server.request("POST", f"{STOCK}/Ticket", body)

    assert answer.status == 500
    assert json.loads(answer.body)["faultstring"] == (
        "Dynamic Field IssueKey could not be set, please contact the system administrator"
    )
    assert _ticket_count(server) == before


def test_malformed_json_is_answered_as_the_service_promises(server: LiveServer) -> None:
    strict = server.request("POST", f"{STOCK}/Ticket", b'{"Ticket":')
    modern = server.request("POST", "/Webservice/Jira/issues", b'{"issue":')

    assert (strict.status, strict.body) == (500, b"Error while decoding request content.")
    assert strict.headers["content-type"] == "text/plain; charset=UTF-8"
    assert modern.status == 400
    assert modern.headers["content-type"].startswith("application/json")
    assert modern.json()["Error"]["ErrorCode"] == "transport.bad-json"


def test_a_body_over_the_limit_is_refused_before_it_is_read(server: LiveServer) -> None:
    text = (ROOT / "examples/services/GenericTicketConnectorREST.yml").read_text(encoding="utf-8")
    server.run(server.app.services.add("Small", text.replace("'100000000'", "'1000'")))

    answer = server.request(
        "POST", "/otobo/nph-genericinterface.pl/Webservice/Small/Ticket", b"x" * 1001
    )

    assert (answer.status, answer.body) == (413, b"Payload Too Large")


def test_an_unknown_route_is_answered_as_the_service_promises(server: LiveServer) -> None:
    strict = server.request("GET", f"{STOCK}/Nope")
    modern = server.request("GET", "/Webservice/Jira/nope")

    assert strict.status == 500
    assert strict.body == b"HTTP::REST Error while determine Operation for request URI '/Nope'."
    assert modern.status == 404


def test_an_invalid_service_is_as_good_as_none(server: LiveServer) -> None:
    text = (ROOT / "examples/services/GenericTicketConnectorREST.yml").read_text(encoding="utf-8")
    server.run(server.app.services.add("Resting", text))
    path = "/otobo/nph-genericinterface.pl/Webservice/Resting/Nope"
    assert server.request("GET", path).body != b""

    server.run(server.app.services.set_validity("Resting", Validity.INVALID))

    answer = server.request("GET", path)
    assert (answer.status, answer.body) == (500, b"")
    assert server.request("GET", "/Webservice/Resting/Nope").status == 404
