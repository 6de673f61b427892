"""Lists of reference data: who is shown what."""

from typing import Any

import pytest
from desk_fixture import Desk
from desk_requests import LENA, OTTO, READER, ask, refused, session

from engine.kinds import OperationKind
from engine.operations import (
    dynamic_field_list,
    priority_list,
    queue_get,
    queue_list,
    service_list,
    sla_list,
    state_list,
    type_list,
)

LISTS = [
    module.OPERATION
    for module in (
        dynamic_field_list,
        priority_list,
        queue_list,
        service_list,
        sla_list,
        state_list,
        type_list,
    )
]
UNKNOWN = "User could not be authenticated!"
QUEUE_GET = queue_get.OPERATION
HARDWARE = {"ID": 5, "Name": "Hardware", "Valid": 1, "GroupID": 1, "Group": "users"}


@pytest.fixture(scope="module", autouse=True)
def retired(desk: Desk) -> None:
    """Rows that are no longer valid, an SLA of its own service, and one without any."""
    desk.run(
        desk.declare(
            {
                "types": ["Old"],
                "queues": [{"name": "Closed", "group": "users"}],
                "slas": [
                    {"name": "Fast", "services": ["Scanning"]},
                    {"name": "Bare", "services": []},
                ],
            }
        )
    )
    for statement in (
        "UPDATE ticket_type SET valid_id = 2 WHERE name = 'Old'",
        "UPDATE queue SET valid_id = 3 WHERE name = 'Closed'",
        "UPDATE ticket_priority SET valid_id = 2 WHERE id = 1",
    ):
        desk.run(desk.database.write(lambda c, s=statement: c.execute(s)))


def names(answer: Any) -> list[str]:
    (rows,) = answer.values()
    return [row["Name"] for row in rows]


@pytest.mark.parametrize("kind", [*LISTS, QUEUE_GET], ids=lambda kind: kind.name)
@pytest.mark.parametrize(
    ("who", "reason", "text"),
    [
        ({}, "MissingParameter", "UserLogin, CustomerUserLogin or SessionID is required!"),
        ({"UserLogin": "mira"}, "MissingParameter", "Password or SessionID is required!"),
        ({"UserLogin": "nobody", "Password": "x"}, "AuthFail", UNKNOWN),
        ({"SessionID": "none"}, "AuthFail", UNKNOWN),
    ],
)
def test_who_cannot_be_known_is_refused(
    desk: Desk, kind: OperationKind, who: Any, reason: str, text: str
) -> None:
    operation = kind.name.rpartition("::")[2]

    assert ask(desk, kind, who=who) == refused(operation, reason, text)


@pytest.mark.parametrize("kind", LISTS, ids=lambda kind: kind.name)
def test_a_list_is_answered_under_the_name_of_what_it_holds(
    desk: Desk, kind: OperationKind
) -> None:
    answer = ask(desk, kind, who={"SessionID": session(desk)})

    assert answer.keys() == {kind.name.partition("::")[0]}


def test_priorities_and_types_are_listed_by_id(desk: Desk) -> None:
    priorities = ask(desk, priority_list.OPERATION, who=LENA)

    assert priorities["Priority"][:2] == [
        {"ID": 2, "Name": "2 low", "Valid": 1},
        {"ID": 3, "Name": "3 normal", "Valid": 1},
    ]
    assert names(priorities) == ["2 low", "3 normal", "4 high", "5 very high"]
    assert names(ask(desk, type_list.OPERATION)) == ["Unclassified", "Incident"]


def test_agents_can_ask_for_what_is_no_longer_valid(desk: Desk) -> None:
    all_types = ask(desk, type_list.OPERATION, Valid="0")

    assert all_types["Type"][-1] == {"ID": 3, "Name": "Old", "Valid": 0}
    assert names(ask(desk, type_list.OPERATION, Valid=1)) == ["Unclassified", "Incident"]
    assert names(ask(desk, type_list.OPERATION, who=LENA, Valid=0)) == ["Unclassified", "Incident"]


def test_states_tell_their_types_and_are_found_by_them(desk: Desk) -> None:
    everything = ask(desk, state_list.OPERATION)
    some = ask(desk, state_list.OPERATION, StateType=["new", "pending auto"])

    assert everything["State"][1] == {
        "ID": 2,
        "Name": "closed successful",
        "Valid": 1,
        "StateType": "closed",
    }
    assert len(everything["State"]) == 9
    assert names(some) == ["new", "pending auto close+", "pending auto close-"]
    assert ask(desk, state_list.OPERATION, StateType="unheard of") == {}


def test_queues_are_those_that_the_caller_may_see(desk: Desk) -> None:
    standard = ["Hardware", "Hardware::Printer", "Junk", "Misc", "Postmaster", "Raw"]

    answer = ask(desk, queue_list.OPERATION)

    assert answer["Queue"][0] == HARDWARE
    assert names(answer) == standard
    assert names(ask(desk, queue_list.OPERATION, who=READER)) == standard
    # Without groups for customers, these may use every queue (2.8).
    assert names(ask(desk, queue_list.OPERATION, who=LENA)) == [*standard, "Vault"]
    assert names(ask(desk, queue_list.OPERATION, Valid=0)) == ["Closed", *standard]


def test_queues_are_found_by_what_may_be_done_there(desk: Desk) -> None:
    assert len(ask(desk, queue_list.OPERATION, Permission="create")["Queue"]) == 6
    assert ask(desk, queue_list.OPERATION, who=READER, Permission="create") == {}
    answer = ask(desk, queue_list.OPERATION, Permission="fly")
    text = "Permission parameter is invalid!"
    assert answer == refused("QueueList", "InvalidParameter", text)


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ({"QueueID": 5}, ["Hardware"]),
        ({"QueueID": "2, 5"}, ["Raw", "Hardware"]),
        ({"QueueID": [5, "2"]}, ["Hardware", "Raw"]),
        ({"Queue": "Hardware::Printer"}, ["Hardware::Printer"]),
        ({"Queue": ["Raw", "Closed"], "QueueID": 5}, ["Raw", "Closed"]),
    ],
)
def test_single_queues_are_read_by_id_or_name(desk: Desk, named: Any, found: list[str]) -> None:
    answer = ask(desk, QUEUE_GET, who=READER, **named)

    assert names(answer) == found
    if found == ["Hardware"]:
        assert answer == {"Queue": [HARDWARE]}


@pytest.mark.parametrize(
    ("named", "reason", "text"),
    [
        ({}, "MissingParameter", "QueueID parameter is missing!"),
        ({"QueueID": {"ID": 5}}, "WrongStructure", "Structure for QueueID is not correct!"),
        ({"QueueID": ","}, "MissingParameter", "QueueID parameter is missing!"),
        ({"QueueID": "5,999"}, "AccessDenied", "User does not have access to the queue!"),
        ({"QueueID": "x"}, "AccessDenied", "User does not have access to the queue!"),
        ({"Queue": "Vault"}, "AccessDenied", "User does not have access to the queue!"),
        ({"Queue": "Nowhere"}, "AccessDenied", "User does not have access to the queue!"),
    ],
)
def test_a_queue_that_may_not_be_seen_is_refused_as_one_that_is_not_there(
    desk: Desk, named: Any, reason: str, text: str
) -> None:
    assert ask(desk, QUEUE_GET, **named) == refused("QueueGet", reason, text)


def test_services_are_all_or_those_of_a_customer(desk: Desk) -> None:
    assert names(ask(desk, service_list.OPERATION)) == ["Printing", "Scanning"]
    assert names(ask(desk, service_list.OPERATION, CustomerUser="lena")) == ["Printing"]
    assert names(ask(desk, service_list.OPERATION, who=LENA)) == ["Printing"]
    # What a customer says of another one is not heard.
    assert ask(desk, service_list.OPERATION, who=OTTO, CustomerUser="lena") == {}


def test_slas_tell_their_services_and_are_found_by_them(desk: Desk) -> None:
    assert ask(desk, sla_list.OPERATION)["SLA"] == [
        {"ID": 1, "Name": "Gold", "Valid": 1, "ServiceIDs": [1]},
        {"ID": 2, "Name": "Fast", "Valid": 1, "ServiceIDs": [2]},
        {"ID": 3, "Name": "Bare", "Valid": 1, "ServiceIDs": []},
    ]
    assert names(ask(desk, sla_list.OPERATION, Service="Scanning")) == ["Fast"]
    assert names(ask(desk, sla_list.OPERATION, ServiceID="1")) == ["Gold"]
    assert names(ask(desk, sla_list.OPERATION, who=LENA)) == ["Gold"]
    assert ask(desk, sla_list.OPERATION, who=LENA, ServiceID=2) == {}
    answer = ask(desk, sla_list.OPERATION, Service="Cooking")
    text = "ServiceID or Service parameter is invalid!"
    assert answer == refused("SLAList", "InvalidParameter", text)


def test_fields_tell_what_a_form_needs(desk: Desk) -> None:
    fields = {one["Name"]: one for one in ask(desk, dynamic_field_list.OPERATION)["DynamicField"]}

    floor = {
        "ID": 3,
        "Name": "Floor",
        "Label": "Floor",
        "FieldType": "Text",
        "ObjectType": "Ticket",
        "InternalField": 0,
        "DefaultValue": "",
        "MultiValue": 0,
    }
    assert fields["Floor"] == floor
    assert fields["Tags"]["MultiValue"] == 1
    assert fields["ProcessManagementProcessID"]["InternalField"] == 1
    assert fields["Impact"] == floor | {
        "ID": 4,
        "Name": "Impact",
        "Label": "Impact",
        "FieldType": "Dropdown",
        "PossibleNone": 0,
        "PossibleValues": [{"Key": "low", "Value": "Low"}, {"Key": "high", "Value": "High"}],
    }


def test_fields_are_found_by_their_object(desk: Desk) -> None:
    article_fields = ask(desk, dynamic_field_list.OPERATION, who=LENA, ObjectType="Article")
    both = ask(desk, dynamic_field_list.OPERATION, ObjectType=["Article", "Ticket"])

    assert names(article_fields) == ["Mood"]
    assert len(both["DynamicField"]) == 9
    answer = ask(desk, dynamic_field_list.OPERATION, ObjectType="CustomerUser")
    text = "ObjectType parameter is invalid!"
    assert answer == refused("DynamicFieldList", "InvalidParameter", text)
