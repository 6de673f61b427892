"""TicketSearch: every criterion, every order, and what cannot be searched for.

The tickets are those of `search_desk.PLAN`: jam, fire, grüße, wait and merged, written in this
order at 12, 13, 14, 15 and 16 o'clock; it is 18 o'clock.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_fixture import Desk, open_desk
from desk_requests import refused, session
from search_desk import BOSS, DECLARATION, PLAN, found, search, write_plan

from engine.model.service import Compatibility

ALL = ["merged", "wait", "grüße", "fire", "jam"]
NAMES = [planned.name for planned in PLAN]


def agent(login: str) -> dict[str, str]:
    return {"UserLogin": login, "Password": "s3cret"}


def customer(login: str) -> dict[str, str]:
    return {"CustomerUserLogin": login, "Password": "s3cret"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("desk")
    with open_desk(folder, DECLARATION) as opened:
        write_plan(opened)
        yield opened


def test_without_criteria_all_come_the_newest_first(desk: Desk) -> None:
    assert found(desk) == ALL
    # The ticket that every desk begins with is older than all.
    assert search(desk)["TicketID"][-1] == "1"


def test_ids_are_texts(desk: Desk) -> None:
    assert search(desk, Title="paper jam", OrderBy="Up") == {
        "TicketID": [str(desk.known["jam"]), str(desk.known["merged"])]
    }


def test_without_credentials_nothing_is_told(desk: Desk) -> None:
    denied = refused("TicketSearch", "AuthFail", "Authorization failing!")

    assert search(desk, who={}) == denied
    assert search(desk, who={"UserLogin": "boss", "Password": "x"}) == denied


@pytest.mark.parametrize(
    ("parameters", "names"),
    [
        ({"Queues": "Hardware"}, ["merged", "jam"]),
        ({"Queues": ["Hardware", "Vault"]}, ["merged", "grüße", "jam"]),
        ({"Queues": "Hardware", "UseSubQueues": 1}, ["merged", "fire", "jam"]),
        ({"Queues": "Hardware", "UseSubQueues": "0"}, ["merged", "jam"]),
        ({"QueueIDs": 2}, ["wait"]),
        ({"QueueIDs": ["2"], "Queues": "Vault"}, ["wait", "grüße"]),
        ({"QueueIDs": 99999}, []),
        ({"Types": "Incident"}, ["jam"]),
        ({"TypeIDs": 1}, ["merged", "wait", "grüße", "fire"]),
        ({"States": ["new", "open"]}, ["fire", "jam"]),
        ({"StateIDs": [4, 1]}, ["fire", "jam"]),
        ({"States": "new", "StateIDs": 4}, ["fire", "jam"]),
        ({"StateType": "new"}, ["jam"]),
        ({"StateType": ["pending reminder", "OPEN"]}, ["wait", "fire"]),
        ({"StateType": "Open"}, ["wait", "fire", "jam"]),
        ({"StateType": "CustomerOpen"}, ["wait", "fire", "jam"]),
        ({"StateType": "open"}, ["fire"]),
        ({"StateType": "Closed"}, ["merged", "grüße"]),
        ({"StateType": "CustomerClosed"}, ["merged", "grüße"]),
        ({"StateType": "closed"}, ["grüße"]),
        ({"StateTypeIDs": [2, "7"]}, ["merged", "fire"]),
        ({"StateTypeIDs": 2, "StateType": "new"}, ["fire", "jam"]),
        ({"Priorities": "2 low"}, ["jam"]),
        ({"PriorityIDs": [4, 5]}, ["wait", "fire"]),
        ({"Locks": "lock"}, ["fire"]),
        ({"LockIDs": 2}, ["fire"]),
        ({"Services": "Printing"}, ["jam"]),
        ({"ServiceIDs": 1}, ["jam"]),
        ({"SLAs": ["Gold"]}, ["jam"]),
        ({"SLAIDs": 1}, ["jam"]),
        ({"OwnerIDs": [1]}, ["merged", "wait", "grüße", "jam"]),
        ({"OwnerIDs": 3}, ["fire"]),
        ({"ResponsibleIDs": "4"}, ["grüße"]),
        ({"WatchUserIDs": 1}, []),
        ({"CreatedTypes": "Incident"}, ["jam"]),
        ({"CreatedTypeIDs": [2]}, ["jam"]),
        ({"CreatedPriorities": "3 normal"}, ["merged", "jam"]),
        ({"CreatedPriorityIDs": 2}, []),
        ({"CreatedStates": "open"}, ["fire"]),
        ({"CreatedStateIDs": [2, 4]}, ["grüße", "fire"]),
        ({"CreatedQueues": "Vault"}, ["grüße"]),
        ({"CreatedQueueIDs": [2]}, ["wait"]),
        ({"CreatedUserIDs": 3}, ["fire"]),
        ({"States": "new", "Queues": "Vault"}, []),
        ({"States": [], "Queues": ""}, ALL),
        ({"States": None, "Title": None, "Unknown": "x", "Subject": "x"}, ALL),
    ],
)
def test_what_a_ticket_refers_to(desk: Desk, parameters: dict[str, Any], names: list[str]) -> None:
    assert found(desk, **parameters) == names


def test_tickets_by_id(desk: Desk) -> None:
    known = desk.known

    assert found(desk, TicketID=known["fire"]) == ["fire"]
    assert found(desk, TicketID=[str(known["fire"]), known["jam"], 99999]) == ["fire", "jam"]
    assert len(found(desk, TicketID=[*range(5000)])) == len(ALL)


@pytest.mark.parametrize(
    ("parameters", "names"),
    [
        ({"Title": "PAPER JAM"}, ["merged", "jam"]),
        ({"Title": "paper"}, []),
        ({"Title": "paper*"}, ["merged", "jam"]),
        ({"Title": "%jam"}, ["merged", "jam"]),
        ({"Title": "*R J*"}, ["merged", "jam"]),
        ({"Title": "*on*"}, ["fire"]),
        ({"Title": ["*fire", "gr*"]}, ["grüße", "fire"]),
        ({"Title": "*fire||GRÜSSE*"}, ["grüße", "fire"]),
        ({"Title": "*köln"}, ["grüße"]),
        ({"Title": "p* && !*jam"}, ["fire"]),
        ({"Title": "!*a*"}, ["fire"]),
        ({"Title": "(p* OR w*) AND *i*"}, ["wait", "fire"]),
        ({"Title": '"Waiting (a+b)"'}, ["wait"]),
        ({"Title": r"Waiting \(a\+b\)"}, ["wait"]),
        ({"Title": "p_per jam"}, []),
        ({"Title": "*"}, ALL),
        ({"Title": ["*", "%%"]}, ALL),
        ({"Title": ["*", "*fire"]}, ["fire"]),
        ({"CustomerID": "acme"}, ["fire", "jam"]),
        ({"CustomerID": "acme*"}, ["wait", "fire", "jam"]),
        ({"CustomerID": "*&*"}, ["wait"]),
        ({"CustomerID": '"ACME & Sons"'}, ["wait"]),
        ({"CustomerID": "!acme*"}, ["merged", "grüße"]),
        ({"CustomerIDRaw": "ACME & Sons"}, ["wait"]),
        ({"CustomerIDRaw": ["ACME", "OTHER"]}, ["grüße", "fire", "jam"]),
        ({"CustomerIDRaw": "acme"}, []),
        ({"CustomerIDRaw": "ACME*"}, []),
        ({"CustomerIDRaw": "ACME", "CustomerID": "OTHER"}, ["fire", "jam"]),
        ({"CustomerUserLogin": "LENA"}, ["fire", "jam"]),
        ({"CustomerUserLogin": "*@*"}, ["wait"]),
        ({"Title": "*" + "a" * 4000}, []),
    ],
)
def test_texts_of_a_ticket(desk: Desk, parameters: dict[str, Any], names: list[str]) -> None:
    assert found(desk, **parameters) == names


def test_conditions_as_large_as_they_may_be_are_answered(desk: Desk) -> None:
    nested = "!(" * 9 + "a" + "||b" * 40 + ")" * 9
    deep = "".join(f"{'z*&&' * 44}!(" for _ in range(10)) + "a" + ")" * 10

    assert found(desk, Title=nested) == ALL
    assert found(desk, Title=deep) == []
    assert found(desk, Title=["*fire", *["z*"] * 499]) == ["fire"]
    assert found(desk, DynamicField={"Name": "Floor", "Equals": ["2", *"x" * 499]}) == ["jam"]
    assert found(desk, CustomerIDRaw=["ACME", *["x"] * 2000]) == ["fire", "jam"]


def test_tickets_by_number(desk: Desk) -> None:
    jam, fire = desk.known["jam number"], desk.known["fire number"]

    assert found(desk, TicketNumber=jam) == ["jam"]
    assert found(desk, TicketNumber=int(jam)) == ["jam"]
    assert found(desk, TicketNumber=[jam, fire]) == ["fire", "jam"]
    assert found(desk, TicketNumber=f"{jam[:8]}*") == ALL
    assert found(desk, TicketNumber=f"*{jam[-6:]}") == ["jam"]


@pytest.mark.parametrize(
    ("parameters", "names"),
    [
        ({"MIMEBase_From": "otto"}, ["fire"]),
        ({"MIMEBase_To": "help desk"}, ["grüße", "fire", "jam"]),
        ({"MIMEBase_Cc": "boss@"}, ["fire"]),
        ({"MIMEBase_Bcc": "x_y"}, ["fire"]),
        ({"MIMEBase_Bcc": "xay"}, []),
        ({"MIMEBase_Subject": "JAMMED"}, ["jam"]),
        ({"MIMEBase_Body": "tray"}, ["jam"]),
        ({"MIMEBase_Body": "übung"}, ["grüße"]),
        ({"MIMEBase_Body": "the tray"}, ["jam"]),
        ({"MIMEBase_Body": "tray drum"}, ["jam"]),
        ({"MIMEBase_Body": "drum tray"}, []),
        ({"MIMEBase_Body": "*look*drum*"}, ["jam"]),
        ({"MIMEBase_Body": "100%"}, ["fire"]),
        ({"MIMEBase_Body": "ay"}, ["jam"]),
        ({"MIMEBase_Body": "*"}, ALL),
        ({"MIMEBase_Body": ["tray"]}, ALL),
        ({"MIMEBase_AttachmentName": "rechnung_m"}, ["grüße"]),
        ({"MIMEBase_AttachmentName": "pd"}, ["grüße"]),
        ({"Chat_ChatterName": "otto"}, []),
        ({"Chat_MessageText": "tray", "MIMEBase_Body": "tray", "ContentSearch": "OR"}, ["jam"]),
        ({"MIMEBase_Subject": "smoke", "MIMEBase_Body": "smoke"}, ["fire"]),
        # Both must be in one article.
        ({"MIMEBase_From": "otto", "MIMEBase_Body": "smoke"}, []),
        ({"MIMEBase_From": "otto", "MIMEBase_Body": "tray", "ContentSearch": "AND"}, []),
        (
            {"MIMEBase_From": "otto", "MIMEBase_Body": "tray", "ContentSearch": "OR"},
            ["fire", "jam"],
        ),
        ({"Fulltext": "smoke"}, ["fire"]),
        ({"Fulltext": "paper jam"}, ["merged", "jam"]),
        ({"Fulltext": "jam"}, ["merged", "jam"]),
        ({"Fulltext": "rechnung"}, ["grüße"]),
        ({"Fulltext": "otto"}, ["fire"]),
        ({"Fulltext": "köl", "FullTextIndex": 1}, ["grüße"]),
        ({"Fulltext": "ko"}, []),
        ({"Fulltext": "smoke", "MIMEBase_Body": "tray"}, ["fire", "jam"]),
        ({"Fulltext": "paper jam", "States": "new"}, ["jam"]),
        ({"Fulltext": "paper jam", "ArticleCreateTimeNewerDate": "2026-03-01 11:00:00"}, ["jam"]),
        ({"ArticleCreateTimeNewerDate": "2026-03-01 13:00:00"}, ["grüße", "fire"]),
        ({"ArticleCreateTimeOlderDate": "2026-03-01 13:00:00"}, ["fire", "jam"]),
        ({"ArticleCreateTimeNewerMinutes": 240}, ["grüße"]),
        ({"ArticleCreateTimeOlderMinutes": 360}, ["jam"]),
        (
            {"ArticleCreateTimeNewerDate": "2026-03-01 13:00:00", "MIMEBase_Body": "nothing"},
            ["fire"],
        ),
    ],
)
def test_articles(desk: Desk, parameters: dict[str, Any], names: list[str]) -> None:
    assert found(desk, **parameters) == names


@pytest.mark.parametrize(
    ("parameters", "names"),
    [
        ({"TicketCreateTimeOlderMinutes": 240}, ["grüße", "fire", "jam"]),
        ({"TicketCreateTimeNewerMinutes": "240"}, ["merged", "wait", "grüße"]),
        (
            {"TicketCreateTimeNewerMinutes": "300", "TicketCreateTimeOlderMinutes": 240},
            ["grüße", "fire"],
        ),
        ({"TicketCreateTimeNewerMinutes": 0}, []),
        ({"TicketCreateTimeOlderMinutes": -60}, ALL),
        ({"TicketCreateTimeOlderMinutes": 999999999}, []),
        ({"TicketCreateTimeNewerMinutes": 999999999}, ALL),
        ({"TicketCreateTimeOlderDate": "2026-3-1 13:0:0"}, ["fire", "jam"]),
        ({"TicketCreateTimeNewerDate": "2026-03-01 15:00:00"}, ["merged", "wait"]),
        (
            {
                "TicketCreateTimeNewerDate": "2026-03-01 13:00:00",
                "TicketCreateTimeOlderDate": "2026-03-01 14:59:59",
            },
            ["grüße", "fire"],
        ),
        # At five o'clock two were changed, and only that leaves an entry at that time.
        ({"TicketChangeTimeNewerDate": "2026-03-01 16:30:00"}, ["wait", "jam"]),
        ({"TicketChangeTimeOlderDate": "2026-03-01 13:30:00"}, ["fire", "jam"]),
        ({"TicketChangeTimeNewerMinutes": 120}, ["merged", "wait", "jam"]),
        ({"TicketChangeTimeOlderMinutes": 360}, ["jam"]),
        (
            {
                "TicketChangeTimeNewerDate": "2026-03-01 12:30:00",
                "TicketChangeTimeOlderDate": "2026-03-01 16:30:00",
            },
            ["merged", "wait", "grüße", "fire"],
        ),
        ({"TicketLastChangeTimeNewerDate": "2026-03-01 16:30:00"}, ["wait", "jam"]),
        ({"TicketLastChangeTimeOlderDate": "2026-03-01 13:30:00"}, ["fire"]),
        ({"TicketLastChangeTimeNewerMinutes": 60}, ["wait", "jam"]),
        ({"TicketLastChangeTimeOlderMinutes": 120}, ["merged", "grüße", "fire"]),
        ({"TicketCloseTimeNewerDate": "2026-03-01 14:00:00"}, ["grüße"]),
        ({"TicketCloseTimeNewerDate": "2026-03-01 14:00:01"}, []),
        ({"TicketCloseTimeOlderDate": "2026-03-01 14:00:00"}, ["grüße"]),
        ({"TicketCloseTimeNewerMinutes": 240}, ["grüße"]),
        ({"TicketCloseTimeOlderMinutes": 241}, []),
        ({"TicketPendingTimeOlderMinutes": -360}, ["wait"]),
        ({"TicketPendingTimeOlderMinutes": -359}, []),
        ({"TicketPendingTimeNewerMinutes": -360}, ["wait"]),
        ({"TicketPendingTimeNewerDate": "2026-03-01 23:00:00"}, ["wait"]),
        ({"TicketPendingTimeOlderDate": "2026-03-02 00:00:00"}, ["wait"]),
        ({"TicketEscalationTimeNewerMinutes": 99999}, []),
    ],
)
def test_times(desk: Desk, parameters: dict[str, Any], names: list[str]) -> None:
    assert found(desk, **parameters) == names


@pytest.mark.parametrize(
    ("prefix", "column"),
    [
        ("TicketEscalationTime", "escalation_time"),
        ("TicketEscalationUpdateTime", "escalation_update_time"),
        ("TicketEscalationResponseTime", "escalation_response_time"),
        ("TicketEscalationSolutionTime", "escalation_solution_time"),
    ],
)
def test_escalations(desk: Desk, prefix: str, column: str) -> None:
    epoch = int(desk.clock.now().timestamp()) + 600
    statement = f"UPDATE ticket SET {column} = ? WHERE id = ?"
    desk.run(desk.database.write(lambda c: c.execute(statement, (epoch, desk.known["fire"]))))

    assert found(desk, **{f"{prefix}NewerMinutes": 1}) == ["fire"]
    assert found(desk, **{f"{prefix}OlderMinutes": -10}) == ["fire"]
    assert found(desk, **{f"{prefix}OlderMinutes": -9}) == []
    assert found(desk, **{f"{prefix}NewerDate": "2026-03-01 17:00:00"}) == ["fire"]
    assert found(desk, **{f"{prefix}OlderDate": "2026-03-01 18:10:00"}) == ["fire"]

    desk.run(desk.database.write(lambda c: c.execute(statement, (0, desk.known["fire"]))))
    assert found(desk, **{f"{prefix}NewerMinutes": 1}) == []


def slot(prefix: str, start: str, stop: str) -> dict[str, Any]:
    parts = {"Start": start, "Stop": stop}
    return {
        f"{prefix}{end}{part}": value
        for end, date in parts.items()
        for part, value in zip(("Year", "Month", "Day"), date.split("-"), strict=True)
    }


@pytest.mark.parametrize(
    ("parameters", "names"),
    [
        (
            {"ChangeTimeSearchType": "TimeSlot"}
            | slot("TicketChangeTime", "2026-2-28", "2026-03-01"),
            ALL,
        ),
        (
            {"ChangeTimeSearchType": "TimeSlot"}
            | slot("TicketChangeTime", "2026-2-27", "2026-02-28"),
            [],
        ),
        (
            {"LastChangeTimeSearchType": "TimeSlot"}
            | slot("TicketLastChangeTime", "2026-03-01", "2026-03-01"),
            ALL,
        ),
        (
            {"CloseTimeSearchType": "TimeSlot"} | slot("TicketCloseTime", "2026-03-01", "2026-3-1"),
            ["grüße"],
        ),
        # Without the switch the parts mean nothing.
        (slot("TicketCloseTime", "2026-03-01", "2026-3-1"), ALL),
        (
            {
                "ChangeTimeSearchType": "TimePoint",
                "TicketChangeTimePoint": 2,
                "TicketChangeTimePointFormat": "hour",
                "TicketChangeTimePointStart": "Last",
            },
            ["merged", "wait", "jam"],
        ),
        (
            {
                "LastChangeTimeSearchType": "TimePoint",
                "TicketLastChangeTimePoint": "180",
                "TicketLastChangeTimePointFormat": "minute",
                "TicketLastChangeTimePointStart": "Before",
            },
            ["grüße", "fire"],
        ),
        (
            {
                "CloseTimeSearchType": "TimePoint",
                "TicketCloseTimePoint": 1,
                "TicketCloseTimePointFormat": "day",
                "TicketCloseTimePointStart": "Last",
            },
            ["grüße"],
        ),
        (
            {
                "CloseTimeSearchType": "TimePoint",
                "TicketCloseTimePoint": 1,
                "TicketCloseTimePointFormat": "week",
                "TicketCloseTimePointStart": "Before",
            },
            [],
        ),
    ],
)
def test_times_from_forms(desk: Desk, parameters: dict[str, Any], names: list[str]) -> None:
    assert found(desk, **parameters) == names


@pytest.mark.parametrize("unit", ["minute", "hour", "day", "week", "month", "year"])
def test_every_unit_of_a_point_in_time(desk: Desk, unit: str) -> None:
    minutes = {"minute": 1, "hour": 60, "day": 1440, "week": 10080, "month": 43200, "year": 525600}
    point = {
        "LastChangeTimeSearchType": "TimePoint",
        "TicketLastChangeTimePoint": 300,
        "TicketLastChangeTimePointFormat": unit,
    }

    assert found(desk, **point) == found(desk, TicketLastChangeTimeNewerMinutes=300 * minutes[unit])


def test_dates_are_those_of_the_system_zone(desk: Desk) -> None:
    desk.run(desk.set({"OTOBOTimeZone": "Asia/Tokyo"}))
    try:
        assert found(desk, TicketCreateTimeOlderDate="2026-03-01 22:00:00") == ["fire", "jam"]
    finally:
        desk.run(desk.set({"OTOBOTimeZone": "UTC"}))


@pytest.mark.parametrize(
    ("name", "operators", "names"),
    [
        ("Floor", {"Equals": "2"}, ["jam"]),
        ("Floor", {"Equals": "KELLER"}, ["grüße"]),
        ("Floor", {"Equals": ["2", 12]}, ["fire", "jam"]),
        ("Floor", {"Like": "*2*"}, ["fire", "jam"]),
        ("Floor", {"Like": "1*||k*"}, ["grüße", "fire"]),
        ("Floor", {"Like": ["1*", "k*"]}, ["grüße", "fire"]),
        ("Floor", {"Like": "*2* && !1*"}, ["jam"]),
        ("Floor", {"Like": "*"}, ALL),
        ("Floor", {"Equals": "*"}, ALL),
        ("Floor", {"GreaterThan": "12"}, ["grüße", "jam"]),
        ("Floor", {"GreaterThanEquals": "12"}, ["grüße", "fire", "jam"]),
        ("Floor", {"SmallerThan": "2"}, ["fire"]),
        ("Floor", {"SmallerThanEquals": "2"}, ["fire", "jam"]),
        ("Floor", {"GreaterThan": "1", "SmallerThan": "2"}, ["fire"]),
        ("Floor", {"Empty": 1}, ["merged", "wait"]),
        ("Floor", {"Empty": "0"}, ["grüße", "fire", "jam"]),
        ("Floor", {"Empty": 0, "Like": "*2"}, ["fire", "jam"]),
        ("Impact", {"Equals": "low"}, ["jam"]),
        ("Impact", {"Like": "H*"}, ["grüße"]),
        ("Impact", {"Empty": 1}, ["merged", "wait", "fire"]),
        ("Impact", {"GreaterThan": "high"}, ["jam"]),
        ("Affected", {"Equals": "scanning"}, ["wait", "jam"]),
        ("Affected", {"Like": "p*"}, ["jam"]),
        ("Affected", {"Empty": 0}, ["wait", "jam"]),
        ("Affected", {"SmallerThan": "q"}, ["jam"]),
        # One value must pass both.
        ("Affected", {"Equals": "scanning", "Like": "p*"}, []),
        ("Urgent", {"Equals": 1}, ["fire"]),
        ("Urgent", {"Equals": ["0", "1"]}, ["wait", "fire"]),
        ("Urgent", {"Empty": 1}, ["merged", "grüße", "jam"]),
        ("Due", {"Equals": "2026-04-01"}, ["fire"]),
        ("Due", {"Equals": "2026-04-01 00:00:00"}, ["fire"]),
        ("Due", {"GreaterThanEquals": "2026-03-02"}, ["wait", "fire"]),
        ("Due", {"GreaterThan": "2026-3-2 23:59:59"}, ["fire"]),
        ("Due", {"SmallerThanEquals": "2026-03-02 23:59:59"}, ["wait"]),
        ("Due", {"SmallerThan": "2026-03-02"}, []),
        ("Due", {"Empty": 0}, ["wait", "fire"]),
        ("Seen", {"Equals": "2026-01-05 8:9:10"}, ["grüße"]),
        ("Seen", {"GreaterThan": "2026-01-05 08:09:09"}, ["grüße"]),
        ("Seen", {"SmallerThan": "2026-01-05 08:09:10"}, []),
        ("Seen", {"Empty": 1}, ["merged", "wait", "fire", "jam"]),
    ],
)
def test_dynamic_fields(desk: Desk, name: str, operators: dict[str, Any], names: list[str]) -> None:
    assert found(desk, DynamicField={"Name": name, **operators}) == names
    assert found(desk, DynamicField=[{"Name": name, **operators}]) == names
    assert found(desk, **{f"DynamicField_{name}": operators}) == names


@pytest.mark.parametrize(
    ("parameters", "names"),
    [
        (
            {"DynamicField": [{"Name": "Floor", "Like": "*2"}, {"Name": "Urgent", "Equals": 1}]},
            ["fire"],
        ),
        (
            {"DynamicField": [{"Name": "Floor", "Equals": "2"}, {"Name": "Floor", "Equals": "12"}]},
            ["fire"],
        ),
        ({"DynamicField": {"Name": "Nowhere", "Equals": "2"}}, ALL),
        ({"DynamicField": {"Name": "Mood", "Equals": "2"}}, ALL),
        ({"DynamicField": "x"}, ALL),
        ({"DynamicField": [], "DynamicField_Floor": {"Equals": "2"}}, ALL),
        ({"DynamicField_Floor": "2"}, ALL),
        ({"DynamicField_Floor": {"Equals": "2"}, "DynamicField_Impact": {"Equals": "high"}}, []),
    ],
)
def test_several_fields_and_those_that_are_ignored(
    desk: Desk, parameters: dict[str, Any], names: list[str]
) -> None:
    assert found(desk, **parameters) == names


@pytest.mark.parametrize(
    ("key", "upwards"),
    [
        ("Age", NAMES),
        ("Created", NAMES),
        ("Changed", ["fire", "grüße", "merged", "jam", "wait"]),
        ("TicketNumber", NAMES),
        ("Ticket", NAMES),
        ("Title", ["grüße", "jam", "merged", "fire", "wait"]),
        ("Queue", ["jam", "merged", "fire", "wait", "grüße"]),
        ("Type", ["fire", "grüße", "wait", "merged", "jam"]),
        ("Priority", ["grüße", "jam", "merged", "wait", "fire"]),
        ("State", ["jam", "grüße", "fire", "wait", "merged"]),
        ("Lock", ["jam", "grüße", "wait", "merged", "fire"]),
        ("Service", ["fire", "grüße", "wait", "merged", "jam"]),
        ("SLA", ["fire", "grüße", "wait", "merged", "jam"]),
        ("CustomerID", ["merged", "jam", "fire", "wait", "grüße"]),
        ("Owner", ["jam", "grüße", "wait", "merged", "fire"]),
        ("Responsible", ["jam", "fire", "wait", "merged", "grüße"]),
        ("PendingTime", ["jam", "fire", "grüße", "merged", "wait"]),
        ("EscalationTime", NAMES),
        ("TicketEscalation", NAMES),
        ("EscalationUpdateTime", NAMES),
        ("EscalationResponseTime", NAMES),
        ("EscalationSolutionTime", NAMES),
        ("DynamicField_Floor", ["wait", "merged", "fire", "jam", "grüße"]),
        ("DynamicField_Affected", ["fire", "grüße", "merged", "jam", "wait"]),
        ("DynamicField_Mood", NAMES),
    ],
)
def test_every_sort_key_in_both_directions(desk: Desk, key: str, upwards: list[str]) -> None:
    assert found(desk, SortBy=key, OrderBy="Up") == upwards
    assert found(desk, SortBy=key, OrderBy="Down") == upwards[::-1]


def test_escalated_tickets_sort_by_their_time(desk: Desk) -> None:
    statement = "UPDATE ticket SET escalation_update_time = ? WHERE id = ?"
    fire = desk.known["fire"]
    desk.run(desk.database.write(lambda c: c.execute(statement, (9, fire))))

    assert found(desk, SortBy="EscalationUpdateTime", OrderBy="Down")[0] == "fire"
    desk.run(desk.database.write(lambda c: c.execute(statement, (0, fire))))


def test_tickets_sort_by_several_keys(desk: Desk) -> None:
    keys = ["Title", "Priority"]

    assert found(desk, SortBy=keys, OrderBy=["Up", "Down"]) == [
        "grüße",
        "merged",
        "jam",
        "fire",
        "wait",
    ]
    assert found(desk, SortBy=["Queue", "Age"], OrderBy=["Down", "Down"])[-2:] == ["merged", "jam"]


def test_a_limit_cuts(desk: Desk) -> None:
    assert found(desk, Limit=2) == ["merged", "wait"]
    assert found(desk, Limit="1", Title="p*") == ["merged"]
    assert found(desk, Limit=0) == ALL
    assert search(desk, Limit=3, OrderBy="Up")["TicketID"][0] == "1"


def test_settings_give_the_defaults(desk: Desk) -> None:
    setting = "GenericInterface::Operation::TicketSearch"
    defaults = {"SearchLimit": 2, "SortBy::Default": "Title", "Order::Default": "Up"}
    desk.run(desk.set({setting: defaults}))
    try:
        assert found(desk, States="new", Queues="Hardware") == ["jam"]
        assert found(desk, QueueIDs=[2, 5, 6, 7]) == ["grüße", "jam"]
        assert found(desk, QueueIDs=[2, 5, 6, 7], OrderBy="Down") == ["wait"]
    finally:
        desk.run(desk.set({setting: {}}))


UNSEARCHABLE = [
    ({"SortBy": "Subject"}, "SortBy parameter is invalid: there is no such sort key!"),
    ({"SortBy": "DynamicField_Nowhere"}, "SortBy parameter is invalid: there is no such sort key!"),
    ({"OrderBy": "up"}, "OrderBy parameter is invalid: a direction is Up or Down!"),
    (
        {"SortBy": ["Age", "Title"], "OrderBy": ["Up"]},
        "OrderBy parameter is invalid: it needs as many directions as SortBy has keys!",
    ),
    (
        {"SortBy": ["Age", "Title"]},
        "OrderBy parameter is invalid: it needs as many directions as SortBy has keys!",
    ),
    ({"Limit": "x"}, "Limit parameter is invalid: it is a whole number!"),
    ({"Limit": -1}, "Limit parameter is invalid: it is a whole number!"),
    ({"Queues": ["Raw", "Nowhere"]}, "Queues parameter is invalid: a name in it is not known!"),
    ({"StateType": "opened"}, "StateType parameter is invalid: there is no such state type!"),
    ({"StateIDs": "new"}, "StateIDs parameter is invalid: an id is a whole number!"),
    ({"TicketID": [1, "x"]}, "TicketID parameter is invalid: an id is a whole number!"),
    ({"OwnerIDs": [[1]]}, "OwnerIDs parameter is invalid: an id is a whole number!"),
    ({"Title": "a &&|| b"}, "Title parameter is invalid: two operators contradict each other!"),
    ({"Title": ["a", "(b"]}, "Title parameter is invalid: a parenthesis is not closed!"),
    ({"Title": ["a"] * 501}, "Title parameter is invalid: it holds more than 500 terms!"),
    (
        {"DynamicField": {"Name": "Floor", "Equals": ["a"] * 501}},
        "DynamicField parameter is invalid: it holds more than 500 values!",
    ),
    (
        {"CustomerIDRaw": ["a"] * 5001},
        "CustomerIDRaw parameter is invalid: it holds more than 5000 values!",
    ),
    ({"Fulltext": "x" * 501}, "Fulltext parameter is invalid: it is too long!"),
    (
        {"TicketCreateTimeNewerDate": "2026-03-01"},
        "TicketCreateTimeNewerDate parameter is invalid: a date is written YYYY-MM-DD hh:mm:ss!",
    ),
    (
        {"TicketCreateTimeOlderDate": "2026-02-30 00:00:00"},
        "TicketCreateTimeOlderDate parameter is invalid: there is no such date!",
    ),
    (
        {
            "TicketCreateTimeNewerDate": "2026-02-02 00:00:00",
            "TicketCreateTimeOlderDate": "2026-02-01 00:00:00",
        },
        "TicketCreateTimeNewerDate parameter is invalid: it is later than the other end!",
    ),
    (
        {"TicketCreateTimeNewerDate": "2026-03-02 00:00:00"},
        "TicketCreateTimeNewerDate parameter is invalid: it lies in the future!",
    ),
    (
        {"TicketCreateTimeNewerMinutes": "soon"},
        "TicketCreateTimeNewerMinutes parameter is invalid: minutes are a whole number!",
    ),
    (
        {
            "CloseTimeSearchType": "TimePoint",
            "TicketCloseTimePoint": 1,
            "TicketCloseTimePointFormat": "decade",
        },
        "TicketCloseTimePointFormat parameter is invalid: there is no such unit of time!",
    ),
    (
        {"CloseTimeSearchType": "TimeSlot"} | slot("TicketCloseTime", "2026-13-01", "2026-3-1"),
        "TicketCloseTimeNewerDate parameter is invalid: there is no such date!",
    ),
    (
        {"DynamicField": {"Name": "Due", "Equals": "soon"}},
        "DynamicField parameter is invalid: a date is written YYYY-MM-DD!",
    ),
    (
        {"DynamicField": {"Name": "Due", "Equals": "2026-02-30"}},
        "DynamicField parameter is invalid: there is no such date!",
    ),
    (
        {"DynamicField": {"Name": "Seen", "GreaterThan": "2026-02-20"}},
        "DynamicField parameter is invalid: a time is written YYYY-MM-DD hh:mm:ss!",
    ),
    (
        {"DynamicField": {"Name": "Urgent", "Equals": "yes"}},
        "DynamicField parameter is invalid: a checkbox is 0 or 1!",
    ),
    (
        {"DynamicField": {"Name": "Urgent", "GreaterThan": 0}},
        "DynamicField parameter is invalid: a field of type Checkbox lacks an operator!",
    ),
    (
        {"DynamicField": {"Name": "Due", "Like": "2026*"}},
        "DynamicField parameter is invalid: a field of type Date lacks an operator!",
    ),
    (
        {"DynamicField": {"Name": "Floor", "Contains": "2"}},
        "DynamicField parameter is invalid: a field of type Text lacks an operator!",
    ),
    (
        {"DynamicField": {"Name": "Floor", "Equals": {"a": 1}}},
        "DynamicField parameter is invalid: a value is a text or a number!",
    ),
]


@pytest.mark.parametrize(("parameters", "text"), UNSEARCHABLE)
def test_what_cannot_be_searched_finds_nothing_or_is_refused(
    desk: Desk, parameters: dict[str, Any], text: str
) -> None:
    assert search(desk, **parameters) == {}
    assert search(desk, compatibility=Compatibility.MODERN, **parameters) == refused(
        "TicketSearch", "InvalidParameter", text
    )


@pytest.mark.parametrize(
    ("who", "names"),
    [
        (BOSS, ALL),
        (agent("mira"), ["merged", "wait", "fire", "jam"]),
        (agent("reader"), ["grüße"]),
        (agent("newcomer"), []),
        # By the login, and by the company in any case of letters.
        (customer("lena"), ["fire", "jam"]),
        (customer("otto"), ["grüße"]),
        (customer("paul"), []),
    ],
)
def test_everybody_sees_the_own(desk: Desk, who: dict[str, str], names: list[str]) -> None:
    assert found(desk, who=who) == names
    assert found(desk, who=who, SortBy="Title", OrderBy="Up", Title="!zzz") == [
        name for name in ["grüße", "jam", "merged", "fire", "wait"] if name in names
    ]


def test_the_login_of_a_customer_is_a_criterion_as_well_in_strict_services(desk: Desk) -> None:
    carl = customer("carl")

    assert found(desk, who=carl) == []
    assert found(desk, who={"SessionID": session(desk, carl)}) == ["fire", "jam"]
    assert found(desk, who=carl, compatibility=Compatibility.MODERN) == ["fire", "jam"]


def test_customers_find_visible_articles_only(desk: Desk) -> None:
    lena = customer("lena")

    assert found(desk, who=lena, MIMEBase_Body="smoke") == []
    assert found(desk, who=lena, Fulltext="smoke") == []
    assert found(desk, who=lena, MIMEBase_Body="tray") == ["jam"]
    assert found(desk, who=lena, Fulltext="fire") == ["fire"]


def test_customers_may_be_kept_to_their_own_tickets_and_groups(desk: Desk) -> None:
    desk.run(desk.set({"CustomerDisableCompanyTicketAccess": 1}))
    assert found(desk, who=customer("otto")) == ["grüße"]
    assert found(desk, who=customer("lena"), Title="*") == ["fire", "jam"]
    desk.run(desk.set({"CustomerDisableCompanyTicketAccess": 0, "CustomerGroupSupport": 1}))
    assert found(desk, who=customer("otto")) == []
    assert found(desk, who=customer("lena")) == ["fire", "jam"]
    desk.run(desk.set({"CustomerGroupSupport": 0}))


def test_the_archive_is_searched_when_asked_for(desk: Desk) -> None:
    statement = "UPDATE ticket SET archive_flag = ? WHERE id = ?"
    fire = desk.known["fire"]
    desk.run(desk.database.write(lambda c: c.execute(statement, (1, fire))))
    assert found(desk) == ALL

    desk.run(desk.set({"Ticket::ArchiveSystem": 1}))

    assert found(desk) == ["merged", "wait", "grüße", "jam"]
    assert found(desk, SearchInArchive="AllTickets") == ALL
    assert found(desk, SearchInArchive="ArchivedTickets") == ["fire"]
    assert found(desk, SearchInArchive="x") == ["merged", "wait", "grüße", "jam"]
    desk.run(desk.set({"Ticket::ArchiveSystem": 0}))
    desk.run(desk.database.write(lambda c: c.execute(statement, (0, fire))))


def test_watched_tickets_are_found(desk: Desk) -> None:
    title = found(desk)[0]
    statement = """
INSERT INTO ticket_watcher (ticket_id, user_id, create_time, create_by, change_time, change_by)
SELECT max(id), 3, '', 3, '', 3 FROM ticket"""
    desk.run(desk.database.write(lambda connection: connection.execute(statement)))

    assert found(desk, WatchUserIDs=[3, 4]) == [title]
    assert found(desk, WatchUserIDs=4) == []
