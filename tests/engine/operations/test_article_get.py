"""ArticleGet: the articles of TicketGet, one by one."""

from typing import Any

import pytest
from desk_fixture import Desk
from desk_requests import (
    LENA,
    MIRA,
    OTTO,
    READER,
    article,
    ask,
    create,
    field_of,
    refused,
    shown,
    update,
)

from engine.operations.article_get import OPERATION

FILE = {"Content": "aGk=", "ContentType": "text/plain", "Filename": "a.txt"}
DENIED = refused("ArticleGet", "AccessDenied", "User does not have access to the article!")


@pytest.fixture(scope="module")
def ids(desk: Desk) -> dict[str, int]:
    """A ticket with an open article that has everything, and a hidden one."""
    created = create(desk)
    ticket_id = int(created["TicketID"])
    full = update(
        desk,
        ticket_id,
        Article=article(Body="<p>Page</p>", ContentType="text/html; charset=utf-8", TimeUnit="1.5"),
        Attachment=FILE,
        DynamicField={"Name": "Mood", "Value": "calm"},
    )
    hidden = update(desk, ticket_id, Article=article(IsVisibleForCustomer=0))
    return {"ticket": ticket_id, "full": full["ArticleID"], "hidden": hidden["ArticleID"]}


def read(desk: Desk, article_id: Any, **parameters: Any) -> Any:
    return ask(desk, OPERATION, ArticleID=article_id, **parameters)


def test_who_cannot_be_known_is_refused(desk: Desk, ids: dict[str, int]) -> None:
    for who in ({}, MIRA | {"Password": "x"}):
        answer = read(desk, ids["full"], who=who)
        assert answer == refused("ArticleGet", "AuthFail", "Authorization failing!")


@pytest.mark.parametrize(
    ("sent", "reason", "text"),
    [
        (None, "MissingParameter", "ArticleID parameter is missing!"),
        (0, "MissingParameter", "ArticleID parameter is missing!"),
        ({"ID": 1}, "WrongStructure", "Structure for ArticleID is not correct!"),
        (",", "MissingParameter", "ArticleID parameter is missing!"),
    ],
)
def test_a_request_without_an_article_is_refused(
    desk: Desk, sent: Any, reason: str, text: str
) -> None:
    assert read(desk, sent) == refused("ArticleGet", reason, text)


@pytest.mark.parametrize("sent", [999999, "x", "1,999999", [1, "x"]])
def test_one_unknown_article_refuses_them_all(desk: Desk, sent: Any) -> None:
    assert read(desk, sent) == DENIED


def test_an_article_is_shown_as_in_its_ticket(desk: Desk, ids: dict[str, int]) -> None:
    everything = {"DynamicFields": 1, "Attachments": 1, "HTMLBodyAsAttachment": 1}

    answer = read(desk, str(ids["full"]), who=READER, **everything)

    in_ticket = shown(desk, ids["ticket"], **everything)["Article"][1]
    assert answer == {"Article": [in_ticket]}
    assert (in_ticket["ArticleNumber"], in_ticket["TimeUnit"]) == (2, in_ticket["TimeUnit"])
    assert str(in_ticket["TimeUnit"]) == "1.5"
    assert field_of(in_ticket, "Mood") == "calm"
    assert [one["Filename"] for one in in_ticket["Attachment"]] == ["a.txt", "file-2"]


def test_files_and_fields_come_when_they_are_asked_for(desk: Desk, ids: dict[str, int]) -> None:
    bare = read(desk, ids["full"])["Article"][0]
    names = read(desk, ids["full"], Attachments=1, GetAttachmentContents=0)["Article"][0]

    assert bare.keys().isdisjoint({"DynamicField", "Attachment"})
    assert [(one["Filename"], one["Content"]) for one in names["Attachment"]] == [("a.txt", "")]


def test_several_articles_come_in_the_order_asked_for(desk: Desk, ids: dict[str, int]) -> None:
    answer = read(desk, f"{ids['hidden']}, {ids['full']}")

    assert [one["ArticleID"] for one in answer["Article"]] == [ids["hidden"], ids["full"]]


def test_customers_are_shown_what_is_visible_for_them(desk: Desk, ids: dict[str, int]) -> None:
    assert read(desk, ids["full"], who=LENA)["Article"][0]["Subject"] == "Paper jam"
    assert read(desk, ids["hidden"], who=LENA) == DENIED
    assert read(desk, ids["full"], who=OTTO) == DENIED


def test_an_article_of_another_ticket_is_refused(desk: Desk, ids: dict[str, int]) -> None:
    own = read(desk, ids["full"], TicketID=str(ids["ticket"]))

    assert own["Article"][0]["TicketID"] == ids["ticket"]
    assert read(desk, ids["full"], TicketID=1) == DENIED
