"""Every attribute of a ticket and its article: taken, refused, kept and shown."""

from typing import Any

import pytest
from desk_fixture import Desk
from desk_requests import (
    LENA,
    article,
    create,
    field_of,
    get,
    refused,
    shown,
    ticket,
    update,
)

from engine.model.service import Compatibility

NO_SERVICE = "Ticket->ServiceID or Ticket->Service parameter is invalid!"
NO_SLA = "Ticket->SLAID or Ticket->SLA parameter is invalid!"


@pytest.fixture(scope="module", autouse=True)
def more(desk: Desk) -> None:
    """A service for everybody, SLAs of other services, an agent who left, further fields."""
    desk.run(
        desk.declare(
            {
                "users": [{"login": "gone", "first_name": "Gone", "last_name": "Lind"}],
                "services": [{"name": "Web", "default": True}],
                "slas": [{"name": "Silver", "services": ["Scanning", "Web"]}],
                "dynamic_fields": [
                    {"name": "Contact", "object": "Ticket", "type": "CustomerUser"},
                    {"name": "Text", "object": "Ticket", "type": "RichText"},
                    {"name": "Rows", "object": "Article", "type": "Set"},
                ],
            }
        )
    )
    statement = "UPDATE users SET valid_id = 2 WHERE login = 'gone'"
    desk.run(desk.database.write(lambda c: c.execute(statement)))


def invalid(operation: str, text: str) -> dict[str, Any]:
    return refused(operation, "InvalidParameter", text)


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ({"Service": "Scanning"}, NO_SERVICE),
        ({"Service": "Printing", "CustomerUser": "new@acmetest.net"}, NO_SERVICE),
        ({"ServiceID": 999}, NO_SERVICE),
        ({"SLA": "Gold"}, NO_SLA),
        ({"Service": "Printing", "SLA": "Silver"}, NO_SLA),
        ({"Service": "Printing", "SLAID": 999}, NO_SLA),
    ],
)
def test_services_and_slas_must_fit_customer_and_each_other(
    desk: Desk, sent: Any, text: str
) -> None:
    assert create(desk, Ticket=ticket(**sent)) == invalid("TicketCreate", text)


def test_services_are_kept_with_their_slas(desk: Desk) -> None:
    own = shown(desk, create(desk, Ticket=ticket(Service="Printing", SLA="Gold"))["TicketID"])
    everybodys = ticket(CustomerUser="new@acmetest.net", Service="Web", SLA="Silver")
    other = shown(desk, create(desk, Ticket=everybodys)["TicketID"])
    bare = shown(desk, create(desk)["TicketID"])

    keys = ("Service", "ServiceID", "SLA", "SLAID")
    assert [own[key] for key in keys] == ["Printing", 1, "Gold", 1]
    assert [other[key] for key in keys] == ["Web", 3, "Silver", 2]
    assert (bare["ServiceID"], bare["SLAID"]) == ("", "")
    assert bare.keys().isdisjoint({"Service", "SLA"})


def test_an_update_asks_the_ticket_for_what_it_does_not_say(desk: Desk) -> None:
    ticket_id = create(desk, Ticket=ticket(Service="Printing"))["TicketID"]

    assert update(desk, ticket_id, Ticket={"SLA": "Silver"}) == invalid("TicketUpdate", NO_SLA)
    update(desk, ticket_id, Ticket={"SLA": "Gold"})
    assert shown(desk, ticket_id)["SLA"] == "Gold"
    assert update(desk, ticket_id, Ticket={"Service": "Web"}) == invalid("TicketUpdate", NO_SERVICE)
    # What is falsy changes nothing: a service cannot be taken away.
    update(desk, ticket_id, Ticket={"Service": "", "SLAID": 0, "Title": "Jam"})
    view = shown(desk, ticket_id)
    assert (view["Title"], view["Service"], view["SLA"]) == ("Jam", "Printing", "Gold")


def test_a_new_service_drops_an_sla_that_does_not_fit(desk: Desk) -> None:
    ticket_id = create(desk, Ticket=ticket(Service="Printing", SLA="Gold"))["TicketID"]

    update(desk, ticket_id, Ticket={"CustomerUser": "new@acmetest.net", "Service": "Web"})

    view = shown(desk, ticket_id)
    assert (view["Service"], view["SLAID"]) == ("Web", "")


@pytest.mark.parametrize("key", ["Owner", "Responsible"])
@pytest.mark.parametrize("sent", [{"": "gone"}, {"": "nobody"}, {"ID": 999}, {"ID": "x"}])
def test_people_must_be_valid_agents(desk: Desk, key: str, sent: Any) -> None:
    members = {f"{key}{suffix}": value for suffix, value in sent.items()}
    ticket_id = create(desk)["TicketID"]
    text = f"Ticket->{key}ID or Ticket->{key} parameter is invalid!"

    assert create(desk, Ticket=ticket(**members)) == invalid("TicketCreate", text)
    assert update(desk, ticket_id, Ticket=members) == invalid("TicketUpdate", text)


def test_who_is_responsible_is_said_or_follows_the_owner(desk: Desk) -> None:
    said = create(desk, Ticket=ticket(Owner="mira", ResponsibleID=3))["TicketID"]
    followed = create(desk, Ticket=ticket(Owner="reader"))["TicketID"]

    people = [
        (view["Owner"], view["Responsible"], view["Lock"])
        for view in (shown(desk, said), shown(desk, followed))
    ]
    assert people == [("mira", "reader", "lock"), ("reader", "reader", "lock")]


@pytest.mark.parametrize(
    "sent",
    [
        {"Diff": 5, "Year": 2030},
        {"Diff": "soon"},
        {"Diff": -5},
        {"Year": 2030, "Month": 2, "Day": 30, "Hour": 1, "Minute": 0},
        {"Year": 2030, "Month": 2, "Day": 3, "Hour": 1},
        {"Year": 2030, "Month": -2, "Day": 3, "Hour": 1, "Minute": 0},
        "2030-02-03 01:00:00",
    ],
)
def test_a_pending_time_must_be_one(desk: Desk, sent: Any) -> None:
    waiting = ticket(State="pending reminder", PendingTime=sent)
    ticket_id = create(desk)["TicketID"]
    text = "Ticket->PendingTime parameter is invalid!"

    assert create(desk, Ticket=waiting) == invalid("TicketCreate", text)
    assert update(desk, ticket_id, Ticket={"PendingTime": sent}) == invalid("TicketUpdate", text)


def test_pending_times_are_those_of_the_systems_zone(desk: Desk) -> None:
    parts = {"Year": "2030", "Month": "7", "Day": "1", "Hour": "12", "Minute": "0", "Second": "59"}
    desk.run(desk.set({"OTOBOTimeZone": "Europe/Vienna"}))
    try:
        waiting = ticket(State="pending auto close+", PendingTime=parts)
        view = shown(desk, create(desk, Ticket=waiting)["TicketID"])
    finally:
        desk.run(desk.set({"OTOBOTimeZone": "UTC"}))

    assert view["RealTillTimeNotUsed"] == 1909130400
    assert view["UntilTime"] == 1909130400 - int(desk.clock.now().timestamp())


def test_a_pending_time_without_a_pending_state_is_left_aside(desk: Desk) -> None:
    created = create(desk, Ticket=ticket(PendingTime={"Diff": 5}))["TicketID"]
    update(desk, created, Ticket={"PendingTime": {"Diff": 5}})

    view = shown(desk, created)
    assert (view["RealTillTimeNotUsed"], view["UntilTime"]) == (0, 0)


@pytest.mark.parametrize(
    ("sent", "units"),
    [(5, "5"), ("1,25", "1.25"), ("2.50", "2.5"), ("0", "0"), (0, "0"), ("", "0"), ("0.0", "0")],
)
def test_time_units_are_kept_and_zero_is_none(desk: Desk, sent: Any, units: str) -> None:
    ticket_id = create(desk, Article=article(TimeUnit=sent))["TicketID"]

    view = shown(desk, ticket_id)
    assert (str(view["TimeUnit"]), str(view["Article"][0]["TimeUnit"])) == (units, units)


@pytest.mark.parametrize("sent", ["x", "-1", "1.2.3", "1e3", ".5"])
def test_time_units_must_be_an_amount(desk: Desk, sent: Any) -> None:
    text = "Article->TimeUnit parameter is invalid!"

    answer = create(desk, Article=article(TimeUnit=sent))

    assert answer == invalid("TicketCreate", text)


def test_time_can_be_asked_for_by_settings(desk: Desk) -> None:
    text = "Article->TimeUnit is required by sysconfig option!"
    desk.run(desk.set({"Ticket::Frontend::NeedAccountedTime": 1}))
    try:
        bare, zero = create(desk), create(desk, Article=article(TimeUnit=0))
    finally:
        desk.run(desk.set({"Ticket::Frontend::NeedAccountedTime": 0}))

    assert bare == refused("TicketCreate", "MissingParameter", text)
    assert zero.keys() == {"TicketID", "TicketNumber", "ArticleID"}


@pytest.mark.parametrize(
    ("sent", "channel_id"),
    [
        ({}, 3),
        ({"CommunicationChannel": "Email"}, 1),
        ({"CommunicationChannel": "phone"}, 2),
        ({"CommunicationChannelID": "2"}, 2),
        ({"CommunicationChannel": "Internal", "CommunicationChannelID": 3}, 3),
    ],
)
def test_an_article_has_its_channel(desk: Desk, sent: Any, channel_id: int) -> None:
    view = shown(desk, create(desk, Article=article(**sent))["TicketID"])

    assert view["Article"][0]["CommunicationChannelID"] == channel_id


@pytest.mark.parametrize(
    "sent",
    [
        {"CommunicationChannel": "Chat"},
        {"CommunicationChannelID": 4},
        {"CommunicationChannel": "Fax"},
        {"CommunicationChannelID": 99},
    ],
)
def test_other_channels_are_refused(desk: Desk, sent: Any) -> None:
    text = (
        "Article->CommunicationChannel or Article->CommunicationChannelID"
        " parameter is invalid or not supported!"
    )

    answer = create(desk, Article=article(**sent))

    assert answer == invalid("TicketCreate", text)


@pytest.mark.parametrize(
    ("sent", "sender", "is_visible"),
    [
        ({}, ("agent", "1"), 1),
        ({"SenderType": "system", "IsVisibleForCustomer": 0}, ("system", "2"), 0),
        ({"SenderTypeID": 3, "IsVisibleForCustomer": "0"}, ("customer", "3"), 0),
        ({"IsVisibleForCustomer": ""}, ("agent", "1"), 0),
        ({"IsVisibleForCustomer": "1"}, ("agent", "1"), 1),
    ],
)
def test_an_article_has_its_sender_and_its_readers(
    desk: Desk, sent: Any, sender: tuple[str, str], is_visible: int
) -> None:
    ticket_id = create(desk, Article=article(**sent))["TicketID"]

    wrote = shown(desk, ticket_id)["Article"][0]
    assert (wrote["SenderType"], wrote["SenderTypeID"]) == sender
    assert wrote["IsVisibleForCustomer"] == is_visible
    told = get(desk, ticket_id, who=LENA, AllArticles=1)["Ticket"][0]
    assert ("Article" in told) == bool(is_visible)


@pytest.mark.parametrize("value", [["lena", "otto"], ["lena"], "lena", "<p>\u00e4</p>"])
def test_fields_of_other_types_come_back_as_they_went(desk: Desk, value: Any) -> None:
    fields = [
        {"Name": "Contact", "Value": value},
        {"Name": "Text", "Value": value},
        {"Name": "Rows", "Value": value},
    ]

    ticket_id = create(desk, DynamicField=fields)["TicketID"]

    view = shown(desk, ticket_id)
    assert [field_of(view, "Contact"), field_of(view, "Text")] == [value, value]
    assert field_of(view["Article"][0], "Rows") == value


def test_fields_of_other_types_change_between_text_and_list(desk: Desk) -> None:
    ticket_id = create(desk, DynamicField={"Name": "Contact", "Value": ["lena"]})["TicketID"]

    seen = []
    for value in ("otto", ["otto"], ""):
        update(desk, ticket_id, DynamicField={"Name": "Contact", "Value": value})
        seen.append(field_of(shown(desk, ticket_id), "Contact"))

    assert seen == ["otto", ["otto"], None]


def test_what_a_field_cannot_keep_is_refused(desk: Desk) -> None:
    answer = create(desk, DynamicField={"Name": "Rows", "Value": [{"Row": "1"}]})

    assert answer == invalid("TicketCreate", "DynamicField->Value parameter is invalid!")


RECIPIENTS = {"To": "to@acmetest.net", "Cc": "cc@acmetest.net", "Bcc": "bcc@acmetest.net"}


@pytest.mark.parametrize(
    ("config", "compatibility", "is_kept"),
    [
        ({}, Compatibility.STRICT, False),
        ({"StoreRecipients": "0"}, Compatibility.STRICT, False),
        ({"StoreRecipients": "1"}, Compatibility.STRICT, True),
        ({}, Compatibility.MODERN, True),
        ({"StoreRecipients": "0"}, Compatibility.MODERN, False),
    ],
)
def test_the_recipients_of_a_new_ticket_are_kept_where_the_service_says_so(
    desk: Desk, config: Any, compatibility: Compatibility, is_kept: bool
) -> None:
    answer = create(desk, config=config, compatibility=compatibility, Article=article(**RECIPIENTS))
    bare = create(desk, config=config, compatibility=compatibility)

    wrote = shown(desk, answer["TicketID"])["Article"][0]
    ignored = {"To": "Hardware", "Cc": "", "Bcc": ""}
    assert {key: wrote[key] for key in RECIPIENTS} == (RECIPIENTS if is_kept else ignored)
    assert shown(desk, bare["TicketID"])["Article"][0]["To"] == "Hardware"


@pytest.mark.parametrize(
    ("config", "compatibility", "is_turned"),
    [
        ({}, Compatibility.STRICT, False),
        ({"KeepArticleOrder": "1"}, Compatibility.STRICT, True),
        ({}, Compatibility.MODERN, True),
        ({"KeepArticleOrder": "0"}, Compatibility.MODERN, False),
    ],
)
def test_the_order_of_articles_counts_without_a_limit_where_the_service_says_so(
    desk: Desk, config: Any, compatibility: Compatibility, is_turned: bool
) -> None:
    ticket_id = create(desk)["TicketID"]
    update(desk, ticket_id, Article=article())
    wish = {"AllArticles": 1, "ArticleOrder": "DESC"}

    view = get(desk, ticket_id, config=config, compatibility=compatibility, **wish)["Ticket"][0]

    places = [one["ArticleNumber"] for one in view["Article"]]
    assert places == ([2, 1] if is_turned else [1, 2])


def test_the_whole_ticket_has_its_fields_and_no_time(desk: Desk) -> None:
    config = {"IncludeTicketData": "1"}
    fields = [{"Name": "Contact", "Value": ["lena"]}, {"Name": "Rows", "Value": "r"}]
    sent = {"Ticket": ticket(Service="Printing", SLA="Gold"), "Article": article(TimeUnit=2)}

    created = create(desk, config=config, DynamicField=fields, **sent)
    updated = update(
        desk,
        created["TicketID"],
        config=config,
        Ticket={"Title": "Jam"},
        Article=article(Body="<b>x</b>", ContentType="text/html; charset=utf-8"),
    )

    for answer in (created, updated):
        view = answer["Ticket"]
        assert view.keys().isdisjoint({"TimeUnit"})
        assert view["Article"].keys().isdisjoint({"TimeUnit", "Attachment"})
        assert (view["Service"], view["SLA"]) == ("Printing", "Gold")
        assert field_of(view, "Contact") == ["lena"]
    assert field_of(created["Ticket"]["Article"], "Rows") == "r"
    assert field_of(updated["Ticket"]["Article"], "Rows") is None
    assert updated["Ticket"]["Title"] == "Jam"
    assert updated["Ticket"]["Article"]["Body"] == "x"
