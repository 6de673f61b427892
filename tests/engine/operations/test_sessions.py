"""Sessions: what no recorded case shows."""

import base64
import re
from typing import Any

import pytest
from desk_fixture import Desk, answer_of
from desk_requests import LENA, MIRA, ask, create, get, refused, session, update

from engine.kinds import OperationKind
from engine.model.credentials import EVERY_HEADER
from engine.model.service import Compatibility
from engine.operations import access_token_create, session_create, session_get, session_remove


def told(desk: Desk, session_id: str) -> dict[str, Any]:
    answer = desk.run(answer_of(desk, session_get.OPERATION, {"SessionID": session_id}))
    return {one["Key"]: one["Value"] for one in answer["SessionData"]}


def test_a_body_that_is_no_object_is_an_empty_request(desk: Desk) -> None:
    for body in (None, [], "x", {}):
        answer = desk.run(answer_of(desk, session_create.OPERATION, body))
        assert answer == refused("SessionCreate", "MissingParameter", "The request is empty!")


def test_a_session_tells_whose_it_is(desk: Desk) -> None:
    agent, customer = told(desk, session(desk)), told(desk, session(desk, LENA))

    assert (agent["UserLogin"], agent["UserType"]) == ("mira", "User")
    assert (customer["UserLogin"], customer["UserType"]) == ("lena", "Customer")
    assert agent["SessionSource"] == "GenericInterface"


def test_an_agents_login_wins_over_a_customers(desk: Desk) -> None:
    both = MIRA | {"CustomerUserLogin": "lena"}

    assert told(desk, session(desk, both))["UserType"] == "User"


def test_ids_have_the_form_of_the_reference_and_keys_their_order(desk: Desk) -> None:
    session_id = session(desk)

    answer = desk.run(answer_of(desk, session_get.OPERATION, {"AccessToken": session_id}))

    keys = [one["Key"] for one in answer["SessionData"]]
    assert re.fullmatch(r"[0-9A-Za-z]{32}", session_id)
    assert keys == sorted(keys)


def test_secrets_and_definitions_of_the_system_stay_inside(desk: Desk) -> None:
    for who in (MIRA, LENA):
        assert not told(desk, session(desk, who)).keys() & {
            "UserPw",
            "UserPassword",
            "UserChallengeToken",
            "Config",
            "CompanyConfig",
        }


@pytest.mark.parametrize("who", [MIRA, LENA])
def test_an_access_token_is_taken_wherever_a_session_is(desk: Desk, who: dict[str, str]) -> None:
    answer = ask(desk, access_token_create.OPERATION, who=who)

    token = answer["AccessToken"]
    assert answer == {"AccessToken": token}
    assert re.fullmatch(r"[0-9A-Za-z]{32}", token)
    ticket_id = create(desk, who={"AccessToken": token})["TicketID"]
    assert "TicketNumber" in update(desk, ticket_id, who={"AccessToken": token})
    assert get(desk, ticket_id, who={"AccessToken": token})["Ticket"][0]["Title"] == "Printer jam"
    assert told(desk, token)["UserType"] == ("User" if who is MIRA else "Customer")


@pytest.mark.parametrize(
    ("data", "reason", "text"),
    [
        ({}, "MissingParameter", "The request is empty!"),
        ({"UserLogin": "mira"}, "MissingParameter", "Password parameter is missing!"),
        (MIRA | {"Password": "x"}, "AuthFail", "Authorization failing!"),
        ({"Password": "s3cret"}, "AuthFail", "Authorization failing!"),
    ],
)
def test_an_access_token_is_refused_as_a_session_is(
    desk: Desk, data: dict[str, str], reason: str, text: str
) -> None:
    token = ask(desk, access_token_create.OPERATION, who=data)
    answer = ask(desk, session_create.OPERATION, who=data)

    assert token == refused("AccessTokenCreate", reason, text)
    assert answer == refused("SessionCreate", reason, text)


def test_a_session_is_answered_without_a_token(desk: Desk) -> None:
    assert ask(desk, session_create.OPERATION).keys() == {"SessionID"}


@pytest.mark.parametrize("key", ["SessionID", "AccessToken"])
@pytest.mark.parametrize("compatibility", list(Compatibility))
def test_a_session_can_be_ended_by_whoever_knows_it(
    desk: Desk, key: str, compatibility: Compatibility
) -> None:
    session_id, other = session(desk), session(desk)

    answer = ask(
        desk,
        session_remove.OPERATION,
        who={key: session_id},
        compatibility=compatibility,
    )

    assert answer == {"Success": 1}
    gone = ask(desk, session_get.OPERATION, who={"SessionID": session_id})
    assert gone == refused("SessionGet", "SessionInvalid", "SessionID is Invalid!")
    assert told(desk, other)["UserLogin"] == "mira"


def test_ending_what_is_over_is_a_success_only_in_strict_services(desk: Desk) -> None:
    modern = Compatibility.MODERN
    none = {"SessionID": "none"}

    assert ask(desk, session_remove.OPERATION, who=none) == {"Success": 1}
    answer = ask(desk, session_remove.OPERATION, who=none, compatibility=modern)
    assert answer == refused("SessionRemove", "Fail", "Could not remove SessionID!")


def test_ending_no_session_is_refused(desk: Desk) -> None:
    modern, empty = Compatibility.MODERN, "The request is empty!"
    missing = refused("SessionRemove", "MissingParameter", "SessionID parameter is missing!")

    assert ask(desk, session_remove.OPERATION, who=MIRA) == missing
    assert ask(desk, session_remove.OPERATION, who={"SessionID": "0"}) == missing
    # The reference answers in the name of the operation it copied from.
    strict_answer = ask(desk, session_remove.OPERATION, who={})
    assert strict_answer == refused("SessionCreate", "MissingParameter", empty)
    modern_answer = ask(desk, session_remove.OPERATION, who={}, compatibility=modern)
    assert modern_answer == refused("SessionRemove", "MissingParameter", empty)


def test_headers_log_in_and_out_where_the_service_listens_to_them(desk: Desk) -> None:
    basic = {"authorization": f"Basic {base64.b64encode(b'mira:s3cret').decode()}"}

    def sent(kind: OperationKind, headers: dict[str, str]) -> Any:
        answer = answer_of(desk, kind, {}, headers=headers, credentials=EVERY_HEADER)
        return desk.run(answer)

    token = sent(access_token_create.OPERATION, basic)["AccessToken"]
    assert told(desk, token)["UserLogin"] == "mira"

    gone = sent(session_remove.OPERATION, {"authorization": f"Bearer {token}"})
    assert gone == {"Success": 1}
    answer = ask(desk, session_get.OPERATION, who={"SessionID": token})
    assert answer == refused("SessionGet", "SessionInvalid", "SessionID is Invalid!")
