"""CustomerUserGet and CustomerUserSearch: what agents may know of customers."""

from typing import Any

import pytest
from desk_fixture import Desk
from desk_requests import LENA, MIRA, READER, ask, refused

from engine.operations import customer_user_get, customer_user_search

GET, SEARCH = customer_user_get.OPERATION, customer_user_search.OPERATION


@pytest.fixture(scope="module", autouse=True)
def people(desk: Desk) -> None:
    """Customers with details, one of them no longer valid."""
    declaration = {
        "companies": [{"id": "ACME", "name": "Acme Ltd", "city": "Graz"}],
        "customers": [
            {
                "login": "oskar",
                "password": "s3cret",
                "first_name": "Oskar",
                "last_name": "Öz_l",
                "email": "oskar@acmetest.net",
                "company": "ACME",
                "companies": ["OTHER"],
                "phone": "123",
                "city": "Wien",
            },
            {
                "login": "gone",
                "first_name": "Gone",
                "last_name": "Lind",
                "email": "gone@acmetest.net",
                "company": "ACME",
            },
        ],
    }
    desk.run(desk.declare(declaration))
    statement = "UPDATE customer_user SET valid_id = 2 WHERE login = 'gone'"
    desk.run(desk.database.write(lambda c: c.execute(statement)))


@pytest.mark.parametrize(
    ("who", "reason", "text"),
    [
        ({}, "MissingParameter", "UserLogin, CustomerUserLogin or SessionID is required!"),
        ({"UserLogin": "mira"}, "MissingParameter", "Password or SessionID is required!"),
        (MIRA | {"Password": "x"}, "AuthFail", "User could not be authenticated!"),
        (LENA, "AuthFail", "User needs to be an agent!"),
    ],
)
def test_only_agents_are_let_in(desk: Desk, who: Any, reason: str, text: str) -> None:
    got = ask(desk, GET, who=who, CustomerUserID="lena")
    found = ask(desk, SEARCH, who=who, CustomerUser={"UserLogin": "*"})

    assert got == refused("CustomerUserGet", reason, text)
    assert found == refused("CustomerUserSearch", reason, text)


@pytest.mark.parametrize(
    ("sent", "reason", "text"),
    [
        (None, "MissingParameter", "CustomerUserID parameter is missing!"),
        ({"Login": "lena"}, "WrongStructure", "Structure for CustomerUserID is not correct!"),
        ("nobody", "InvalidParameter", "CustomerUserID parameter is invalid!"),
        (",", "MissingParameter", "CustomerUserID parameter is missing!"),
    ],
)
def test_a_customer_user_must_be_named_and_known(
    desk: Desk, sent: Any, reason: str, text: str
) -> None:
    assert ask(desk, GET, CustomerUserID=sent) == refused("CustomerUserGet", reason, text)


def test_everything_is_told_but_passwords(desk: Desk) -> None:
    answer = ask(desk, GET, who=READER, CustomerUserID="oskar")

    stamp = "2026-03-01 12:00:00"
    assert answer == {
        "CustomerUser": [
            {
                "UserID": "oskar",
                "UserLogin": "oskar",
                "UserEmail": "oskar@acmetest.net",
                "UserFirstname": "Oskar",
                "UserLastname": "Öz_l",
                "UserFullname": "Oskar Öz_l",
                "UserMailString": '"Oskar Öz_l" <oskar@acmetest.net>',
                "UserCustomerID": "ACME",
                "UserCustomerIDs": ["ACME", "OTHER"],
                "UserTitle": "",
                "UserPhone": "123",
                "UserFax": "",
                "UserMobile": "",
                "UserStreet": "",
                "UserZip": "",
                "UserCity": "Wien",
                "UserCountry": "",
                "UserComment": "",
                "Valid": 1,
                "CreateTime": stamp,
                "ChangeTime": stamp,
                "CustomerCompanyName": "Acme Ltd",
                "CustomerCompanyValid": 1,
                "CustomerCompanyStreet": "",
                "CustomerCompanyZIP": "",
                "CustomerCompanyCity": "Graz",
                "CustomerCompanyCountry": "",
                "CustomerCompanyURL": "",
                "CustomerCompanyComment": "",
            }
        ]
    }


def test_logins_come_in_their_order_without_those_that_nobody_has(desk: Desk) -> None:
    for sent in ("otto, nobody ,gone", ["otto", "nobody", "gone"]):
        users = ask(desk, GET, CustomerUserID=sent)["CustomerUser"]
        assert [(one["UserLogin"], one["Valid"]) for one in users] == [("otto", 1), ("gone", 0)]
        assert users[0]["CustomerCompanyName"] == "OTHER"


@pytest.mark.parametrize(
    ("wanted", "logins"),
    [
        ({"UserLogin": "lena"}, ["lena"]),
        ({"UserLogin": "LE*"}, ["lena"]),
        ({"UserLogin": "en"}, []),
        ({"UserLastname": "l*"}, ["lena"]),
        ({"UserLastname": "Ö*"}, ["oskar"]),
        ({"UserLastname": "Öz_l"}, ["oskar"]),
        ({"UserLastname": "__nd"}, []),
        ({"UserLastname": "%"}, []),
        ({"UserCustomerID": ["ACME", "OTHER"]}, ["lena", "oskar", "otto"]),
        ({"UserCustomerID": "ACME", "UserCity": "wien"}, ["oskar"]),
        ({"UserPhone": 123}, ["oskar"]),
        ({"Search": "acmetest"}, ["lena", "oskar"]),
        ({"Search": "lind", "UserCustomerID": "OTHER"}, []),
    ],
)
def test_every_key_must_match_by_one_of_its_values(
    desk: Desk, wanted: Any, logins: list[str]
) -> None:
    answer = ask(desk, SEARCH, CustomerUser=wanted)

    assert answer == ({"CustomerUser": logins} if logins else {})


def test_the_number_is_limited_and_invalid_ones_are_asked_for(desk: Desk) -> None:
    everybody = {"UserLogin": "*"}

    assert ask(desk, SEARCH, CustomerUser=everybody, Limit="2")["CustomerUser"] == [
        "lena",
        "oskar",
    ]
    assert ask(desk, SEARCH, CustomerUser=everybody, Valid=0)["CustomerUser"] == [
        "gone",
        "lena",
        "oskar",
        "otto",
    ]


@pytest.mark.parametrize(
    ("parameters", "reason", "text"),
    [
        ({}, "MissingParameter", "CustomerUser parameter is missing or not valid!"),
        (
            {"CustomerUser": "lena"},
            "MissingParameter",
            "CustomerUser parameter is missing or not valid!",
        ),
        (
            {"CustomerUser": {"pw": "*"}},
            "InvalidParameter",
            "CustomerUser->pw parameter is invalid!",
        ),
        (
            {"CustomerUser": {"UserLogin": {"Like": "*"}}},
            "InvalidParameter",
            "CustomerUser->UserLogin parameter is invalid!",
        ),
        (
            {"CustomerUser": {"Search": ["a"]}},
            "InvalidParameter",
            "CustomerUser->Search parameter is invalid!",
        ),
        (
            {"CustomerUser": {"UserLogin": "*"}, "Limit": "many"},
            "InvalidParameter",
            "Limit parameter is invalid!",
        ),
    ],
)
def test_what_cannot_be_searched_by_is_refused(
    desk: Desk, parameters: Any, reason: str, text: str
) -> None:
    assert ask(desk, SEARCH, **parameters) == refused("CustomerUserSearch", reason, text)
