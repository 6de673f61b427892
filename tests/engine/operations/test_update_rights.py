"""TicketUpdate where a service is stricter about who may change what than the reference."""

from typing import Any

import pytest
from desk_fixture import Desk, answer_of
from desk_requests import LENA, MIRA, READER, article, create, field_of, refused, shown, ticket

from engine.kinds import SetupError
from engine.model.service import Compatibility
from engine.operations.ticket_update import OPERATION

STRICT = {"StrictPermissions": "1"}
ATTRIBUTES = [
    ({"Title": "Jam"}, "title"),
    ({"Lock": "lock"}, "lock"),
    ({"Type": "Incident"}, "type"),
    ({"State": "open"}, "state"),
    ({"Service": "Printing"}, "service"),
    ({"CustomerUser": "otto"}, "customer"),
    ({"CustomerID": "OTHER"}, "customer"),
]


@pytest.fixture
def ticket_id(desk: Desk) -> str:
    return str(create(desk)["TicketID"])


def update(
    desk: Desk,
    ticket_id: Any,
    *,
    who: Any,
    config: Any = None,
    compatibility: Compatibility = Compatibility.STRICT,
    **parameters: Any,
) -> Any:
    data = who | {"TicketID": ticket_id} | parameters
    return desk.run(answer_of(desk, OPERATION, data, config=config, compatibility=compatibility))


def denied(what: str) -> dict[str, Any]:
    return refused("TicketUpdate", "AccessDenied", f"Does not have permissions to {what}!")


@pytest.mark.parametrize(("sent", "word"), ATTRIBUTES)
def test_an_agent_needs_rw_for_every_change(
    desk: Desk, ticket_id: str, sent: Any, word: str
) -> None:
    before = shown(desk, ticket_id)

    answer = update(desk, ticket_id, who=READER, config=STRICT, Ticket=sent)

    assert answer == denied(f"update {word}")
    assert shown(desk, ticket_id) == before


@pytest.mark.parametrize(("sent", "_word"), ATTRIBUTES)
def test_with_rw_and_as_owner_every_change_is_made(desk: Desk, sent: Any, _word: str) -> None:
    owned = create(desk, Ticket=ticket(Owner="reader", Lock="unlock"))["TicketID"]
    other = create(desk)["TicketID"]

    by_owner = update(desk, owned, who=READER, config=STRICT, Ticket=sent)
    by_right = update(desk, other, who=MIRA, config=STRICT, Ticket=sent)

    assert by_owner.keys() == by_right.keys() == {"TicketID", "TicketNumber"}


@pytest.mark.parametrize(
    ("sent", "word"),
    [
        *ATTRIBUTES,
        ({"Queue": "Raw"}, "queue"),
        ({"Owner": "mira"}, "owner"),
        ({"Responsible": "mira"}, "responsibe"),
        ({"Priority": "4 high"}, "priority"),
        ({"State": "pending reminder", "PendingTime": {"Diff": 5}}, "state"),
    ],
)
def test_a_customer_changes_no_attribute(desk: Desk, ticket_id: str, sent: Any, word: str) -> None:
    before = shown(desk, ticket_id)

    answer = update(desk, ticket_id, who=LENA, config=STRICT, Ticket=sent)

    assert answer == denied(f"update {word}")
    assert shown(desk, ticket_id) == before


def test_a_customer_writes_visible_articles_with_their_fields_and_closes(
    desk: Desk, ticket_id: str
) -> None:
    answer = update(
        desk,
        ticket_id,
        who=LENA,
        config=STRICT,
        Ticket={"State": "closed successful"},
        Article=article(),
        Attachment={"Content": "aGk=", "ContentType": "text/plain", "Filename": "a.txt"},
        DynamicField={"Name": "Mood", "Value": "glad"},
    )

    view = shown(desk, ticket_id)
    assert view["State"] == "closed successful"
    assert answer["ArticleID"] == str(view["Article"][1]["ArticleID"])
    assert field_of(view["Article"][1], "Mood") == "glad"


def test_a_customer_writes_nothing_that_stays_hidden(desk: Desk, ticket_id: str) -> None:
    hidden = article(IsVisibleForCustomer=0)

    answer = update(desk, ticket_id, who=LENA, config=STRICT, Article=hidden)

    assert answer == denied("create new articles")


def test_a_customer_sets_no_field_of_the_ticket(desk: Desk, ticket_id: str) -> None:
    floor = {"Name": "Floor", "Value": "2"}

    answer = update(desk, ticket_id, who=LENA, config=STRICT, Article=article(), DynamicField=floor)

    assert answer == denied("update dynamic fields")


def test_what_customers_may_do_is_the_choice_of_the_service(desk: Desk, ticket_id: str) -> None:
    config = STRICT | {"CustomerMayUpdate": ["State", "Priority", "DynamicField"]}

    changed = update(
        desk,
        ticket_id,
        who=LENA,
        config=config,
        Ticket={"State": "closed successful", "Priority": "4 high"},
        DynamicField={"Name": "Floor", "Value": "2"},
    )
    wrote = update(desk, ticket_id, who=LENA, config=config, Article=article())

    assert "Error" not in changed
    view = shown(desk, ticket_id)
    assert (view["State"], view["Priority"], field_of(view, "Floor")) == (
        "closed successful",
        "4 high",
        "2",
    )
    assert wrote == denied("create new articles")


def test_an_empty_choice_leaves_customers_nothing(desk: Desk, ticket_id: str) -> None:
    config = STRICT | {"CustomerMayUpdate": ""}

    answer = update(desk, ticket_id, who=LENA, config=config, Ticket={"State": "removed"})
    closed = update(desk, ticket_id, who=LENA, config=config, Ticket={"State": "closed successful"})

    assert answer == closed == denied("update state")


def test_a_change_without_such_a_name_is_a_mistake_of_the_service(desk: Desk) -> None:
    dependencies = desk.dependencies(Compatibility.STRICT)

    with pytest.raises(SetupError, match="`CustomerMayUpdate` lists changes of a ticket") as error:
        OPERATION.build({"CustomerMayUpdate": ["Articles"]}, dependencies)

    assert error.value.path == ("CustomerMayUpdate",)


def test_modern_services_are_stricter_until_they_say_else(desk: Desk, ticket_id: str) -> None:
    modern, sent = Compatibility.MODERN, {"Title": "Mine"}

    usual = update(desk, ticket_id, who=LENA, compatibility=modern, Ticket=sent)
    loose = {"StrictPermissions": "0"}
    allowed = update(desk, ticket_id, who=LENA, config=loose, compatibility=modern, Ticket=sent)
    strict = update(desk, ticket_id, who=LENA, Ticket={"Title": "Ours"})

    assert usual == denied("update title")
    assert "Error" not in allowed
    assert "Error" not in strict
    assert shown(desk, ticket_id)["Title"] == "Ours"
