"""Sessions: what no recorded case shows."""

import re
from typing import Any

from desk_fixture import Desk, answer_of
from desk_requests import LENA, MIRA, refused, session

from engine.operations import session_create, session_get


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
