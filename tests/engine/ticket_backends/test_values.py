"""What is asked through the gateway is what is asked of the installed system directly."""

import base64
import itertools
from typing import Any
from urllib.parse import quote

import pytest
from gateway import INSTALLED, OPERATIONS, Gateway, service_text

_WHO = {"UserLogin": "mira", "Password": "s3cret"}
_FILE = base64.b64encode(bytes(range(256)) * 40).decode()
_EVERYTHING = "AllArticles=1&Attachments=1&DynamicFields=1&HTMLBodyAsAttachment=1"
_TICKET: dict[str, Any] = {
    "Title": "Grüße an 東京 \U0001f5a8 „it's 100 %“ a+b&c=d/e?f#g",
    "Queue": "Hardware",
    "State": "new",
    "Priority": "3 normal",
    "CustomerUser": "lena",
}
_ARTICLE: dict[str, Any] = {
    "Subject": "\u2028 line separators \u2029 and \\ \" '",
    "Body": "first line\n\ttabbed line\r\nümlaut",
    "ContentType": "text/plain; charset=utf-8",
    "TimeUnit": 1.25,
}
_FIELDS: list[dict[str, Any]] = [
    {"Name": "Floor", "Value": 12345678901234567890123},
    {"Name": "Tags", "Value": ["ä;b", "c&d", "0"]},
    {"Name": "Urgent", "Value": 1},
    {"Name": "Mood", "Value": "😀"},
]
_CREATED: dict[str, Any] = {
    "Ticket": _TICKET,
    "Article": _ARTICLE,
    "DynamicField": _FIELDS,
    "Attachment": [
        {"Content": _FILE, "ContentType": "application/octet-stream", "Filename": "прайс-ä.bin"},
        {"Content": _FILE[:400], "ContentType": "image/png", "Filename": "ab.png"},
    ],
}
# Two tickets differ in these, whoever creates them.
_OWN = {
    "TicketID", "TicketNumber", "ArticleID", "ArticleNumber", "Age", "Created", "Changed",
    "CreateTime", "ChangeTime", "CreateTimeUnix", "IncomingTime", "EscalationDestinationIn",
    "UnlockTimeout", "MessageID",
}  # fmt: skip
_names = itertools.count()


@pytest.fixture(params=["strict", "modern"])
def front(request: pytest.FixtureRequest, gateway: Gateway) -> str:
    name = f"Front{next(_names)}"
    gateway.add(name, service_text(Backend="installed", Compatibility=request.param))
    return name


def _created(gateway: Gateway, front: str, **changes: Any) -> dict[str, Any]:
    answer = gateway.ask(front, "POST", "/Ticket", _WHO | _CREATED | changes)
    assert answer.status == 200
    assert sorted(answer.data) == ["ArticleID", "TicketID", "TicketNumber"]
    created: dict[str, Any] = answer.data
    return created


def _shown(gateway: Gateway, ticket_id: Any) -> Any:
    query = f"UserLogin=mira&Password=s3cret&{_EVERYTHING}"
    return gateway.directly("GET", f"/Ticket/{ticket_id}?{query}").data["Ticket"][0]


def _without_own(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_own(part) for key, part in value.items() if key not in _OWN}
    return [_without_own(part) for part in value] if isinstance(value, list) else value


def test_a_ticket_created_through_it_is_as_one_created_directly(
    gateway: Gateway, front: str
) -> None:
    through = _shown(gateway, _created(gateway, front)["TicketID"])
    direct = _shown(gateway, gateway.directly("POST", "/Ticket", _WHO | _CREATED).data["TicketID"])

    assert _without_own(through) == _without_own(direct)
    assert through["Title"] == _TICKET["Title"]
    files = {
        one["Filename"]: base64.b64decode(one["Content"])
        for one in through["Article"][0]["Attachment"]
    }
    assert files["прайс-ä.bin"] == base64.b64decode(_FILE)
    assert files["ab.png"] == base64.b64decode(_FILE[:400])
    values = {one["Name"]: one["Value"] for one in through["DynamicField"]}
    assert str(values["Floor"]) == "12345678901234567890123"
    assert values["Tags"] == ["ä;b", "c&d", "0"]


def test_a_ticket_read_through_it_has_the_bytes_of_one_read_directly(
    gateway: Gateway, front: str
) -> None:
    ticket_id = _created(gateway, front)["TicketID"]
    path = f"/Ticket/{ticket_id}?UserLogin=mira&Password=s3cret&{_EVERYTHING}"

    through, direct = gateway.ask(front, "GET", path), gateway.directly("GET", path)

    assert through.status == direct.status == 200
    assert _without_age(through.exact) == _without_age(direct.exact)


def _without_age(answer: Any) -> Any:
    """Seconds pass between two questions."""
    for ticket in answer["Ticket"]:
        assert ticket.pop("Age") is not None
    return answer


def test_several_tickets_are_read_at_once(gateway: Gateway, front: str) -> None:
    ids = [_created(gateway, front)["TicketID"] for _ in range(3)]
    listed = "&".join(f"TicketID={one}" for one in ids)
    path = f"/TicketList?UserLogin=mira&Password=s3cret&{listed}"

    through, direct = gateway.ask(front, "GET", path), gateway.directly("GET", path)

    assert [str(one["TicketID"]) for one in through.data["Ticket"]] == [str(one) for one in ids]
    assert _without_age(through.exact) == _without_age(direct.exact)


def test_an_update_through_it_changes_what_one_made_directly_changes(
    gateway: Gateway, front: str
) -> None:
    changes = _WHO | {
        "Ticket": {"Title": "ändern", "State": "open", "PriorityID": 5},
        "Article": _ARTICLE | {"TimeUnit": "0.1"},
        "DynamicField": [{"Name": "Tags", "Value": []}, {"Name": "Floor", "Value": "−1,5 €"}],
        "Attachment": _CREATED["Attachment"],
    }
    one, other = (_created(gateway, front)["TicketID"] for _ in range(2))

    through = gateway.ask(front, "PATCH", f"/Ticket/{one}", changes)
    direct = gateway.directly("PATCH", f"/Ticket/{other}", changes)

    assert through.status == direct.status == 200
    assert through.data.keys() == direct.data.keys()
    assert _without_own(_shown(gateway, one)) == _without_own(_shown(gateway, other))
    assert _shown(gateway, one)["Title"] == "ändern"
    assert str(_shown(gateway, one)["PriorityID"]) == "5"


def test_a_search_through_it_finds_what_one_made_directly_finds(
    gateway: Gateway, front: str
) -> None:
    title = f"Sóught=f/ünd #{next(_names)}"
    created = [
        _created(gateway, front, Ticket=_TICKET | {"Title": title})["TicketID"] for _ in range(3)
    ]
    path = (
        f"/Ticket?UserLogin=mira&Password=s3cret&Title={quote(title)}&States=new&States=open"
        "&OrderBy=Up&SortBy=TicketNumber"
    )

    through, direct = gateway.ask(front, "GET", path), gateway.directly("GET", path)

    assert through.exact == direct.exact
    assert sorted(map(str, through.data["TicketID"])) == sorted(map(str, created))


def test_a_search_by_a_dynamic_field_needs_a_route_with_a_body(gateway: Gateway) -> None:
    floor = f"flöor {next(_names)}"
    for backend in ("installed", "whole"):
        gateway.add(f"Search{floor[-1]}{backend}", service_text(Backend=backend))
    front = f"Search{floor[-1]}whole"
    field = [{"Name": "Floor", "Value": floor}]
    created = _created(gateway, front, DynamicField=field)["TicketID"]
    asked = _WHO | {"DynamicField_Floor": {"Equals": [floor, "another"]}}

    through = gateway.ask(front, "POST", "/TicketSearch", asked)
    by_stock = gateway.ask(f"Search{floor[-1]}installed", "POST", "/TicketSearch", asked)

    assert through.exact == gateway.directly("POST", "/TicketSearch", asked).exact
    assert list(map(str, through.data["TicketID"])) == [str(created)]
    told = "The ticket system offers no route that carries these data to Ticket::TicketSearch"
    assert (by_stock.status, by_stock.data["faultstring"]) == (500, told)


def test_a_history_read_through_it_is_that_read_directly(gateway: Gateway, front: str) -> None:
    ticket_id = _created(gateway, front)["TicketID"]
    gateway.ask(front, "PATCH", f"/Ticket/{ticket_id}", _WHO | {"Ticket": {"Title": "ändern"}})
    path = f"/TicketHistory/{ticket_id}?UserLogin=mira&Password=s3cret"

    through, direct = gateway.ask(front, "GET", path), gateway.directly("GET", path)

    assert through.exact == direct.exact
    kinds = [one["HistoryType"] for one in through.data["TicketHistory"][0]["History"]]
    assert kinds[0] == "NewTicket"
    assert "TitleUpdate" in kinds


def test_a_session_is_the_installed_systems_own(gateway: Gateway, front: str) -> None:
    session = gateway.ask(front, "POST", "/Session", _WHO).data["SessionID"]
    created = _created(gateway, front)
    path = f"/Ticket/{created['TicketID']}?SessionID={session}"

    assert gateway.directly("GET", path).data["Ticket"][0]["Title"] == _TICKET["Title"]
    assert gateway.ask(front, "GET", path).data["Ticket"][0]["Title"] == _TICKET["Title"]
    own = gateway.directly("GET", f"/Session/{session}").exact
    assert gateway.ask(front, "GET", f"/Session/{session}").exact == own


def test_a_session_removed_through_it_is_gone(gateway: Gateway) -> None:
    gateway.add("WithRemove", service_text(INSTALLED, Backend="whole"))
    session = gateway.ask("WithRemove", "POST", "/Session", _WHO).data["SessionID"]
    assert "SessionData" in gateway.directly("GET", f"/Session/{session}").data

    removed = gateway.ask("WithRemove", "DELETE", f"/Session/{session}")
    again = gateway.ask("WithRemove", "DELETE", f"/Session/{session}")

    assert removed.data == {"Success": 1}
    assert again.data == gateway.directly("DELETE", f"/Session/{session}").data
    error = gateway.directly("GET", f"/Session/{session}").data["Error"]
    assert error["ErrorCode"] == "SessionGet.SessionInvalid"


def test_a_refusal_is_the_installed_systems_own(gateway: Gateway, front: str) -> None:
    wrong = _WHO | {"UserLogin": "nobody"} | _CREATED

    through = gateway.ask(front, "POST", "/Ticket", wrong)

    assert through.data == gateway.directly("POST", "/Ticket", wrong).data
    assert through.data["Error"]["ErrorCode"] == "TicketCreate.AuthFail"


@pytest.mark.parametrize(("compatibility", "status"), [("strict", 200), ("modern", 401)])
def test_the_status_of_a_refusal_is_that_of_the_front(
    gateway: Gateway, compatibility: str, status: int
) -> None:
    name = f"Front{next(_names)}"
    gateway.add(name, service_text(Backend="installed", Compatibility=compatibility))

    answer = gateway.ask(name, "POST", "/Session", _WHO | {"UserLogin": "nobody"})

    assert answer.status == status
    assert answer.data["Error"] == {
        "ErrorCode": "SessionCreate.AuthFail",
        "ErrorMessage": "SessionCreate: Authorization failing!",
    }


def test_a_modern_installed_system_refuses_by_status_and_is_understood(gateway: Gateway) -> None:
    text = service_text(INSTALLED, Compatibility="modern")
    gateway.runner.run(gateway.installed.services.update("Installed", text))
    try:
        gateway.add("BehindModern", service_text(Backend="installed"))
        refused = gateway.ask("BehindModern", "POST", "/Session", _WHO | {"UserLogin": "nobody"})
        created = gateway.ask("BehindModern", "POST", "/Ticket", _WHO | _CREATED)
    finally:
        gateway.runner.run(gateway.installed.services.update("Installed", service_text(INSTALLED)))

    assert (refused.status, refused.data["Error"]["ErrorCode"]) == (200, "SessionCreate.AuthFail")
    assert created.data["TicketNumber"]


def test_mappings_of_the_front_stand_before_and_behind(gateway: Gateway) -> None:
    text = service_text(
        {"TicketCreate": OPERATIONS["TicketCreate"]}, Backend="installed", Compatibility="modern"
    ).replace(
        "Type: Ticket::TicketCreate",
        """Type: Ticket::TicketCreate
      MappingInbound:
        Type: Tie
        Config:
          Source: |
            UserLogin = .login
            Password = .password
            Ticket { Title = .summary, Queue = "Hardware", State = "new"
                     Priority = "3 normal", CustomerUser = "lena" }
            Article { Subject = .summary, Body = .summary, ContentType = "text/plain" }
      MappingOutbound:
        Type: Tie
        Config:
          Source: |
            number = .TicketNumber""",
    )
    gateway.add("Mapped", text)

    sent = {"login": "mira", "password": "s3cret", "summary": "Dør"}
    answer = gateway.ask("Mapped", "POST", "/Ticket", sent)

    assert answer.status == 200
    assert list(answer.data) == ["number"]


def test_an_operation_that_speaks_of_no_ticket_runs_here(gateway: Gateway, front: str) -> None:
    assert gateway.ask(front, "POST", "/Echo", {"a": 1}).data == {"a": 1}
