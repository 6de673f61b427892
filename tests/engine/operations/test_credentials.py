"""Who asks: credentials in the payload and in headers, and which of them counts."""

import base64
from typing import Any

import pytest
from desk_fixture import Desk, answer_of
from desk_requests import LENA, MIRA, article, create, refused, session, ticket

from engine.accounts.api_key import NewKey
from engine.kinds import OperationKind
from engine.model.credentials import EVERY_HEADER, NO_HEADER, HeaderCredentials
from engine.model.people import PrincipalKind
from engine.operations import (
    session_create,
    session_get,
    ticket_create,
    ticket_get,
    ticket_update,
)

CREATE, GET, UPDATE = ticket_create.OPERATION, ticket_get.OPERATION, ticket_update.OPERATION
WRONG = "wrong"


def basic(login: str, password: str, charset: str = "utf-8") -> dict[str, str]:
    pair = base64.b64encode(f"{login}:{password}".encode(charset)).decode()
    return {"authorization": f"Basic {pair}"}


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def otrs(**members: str) -> dict[str, str]:
    return {f"x-otrs-header-{name.lower()}": value for name, value in members.items()}


def key(desk: Desk, login: str = "mira", kind: PrincipalKind = PrincipalKind.AGENT) -> str:
    async def make() -> str:
        name = f"key of {login} {len(await desk.accounts.keys())}"
        return await desk.accounts.add_key(NewKey(name, kind, login))

    return desk.run(make())


def request_of(kind: OperationKind, desk: Desk) -> dict[str, Any]:
    """Return a request that needs nothing more than somebody who may do it."""
    if kind is CREATE:
        return {"Ticket": ticket(), "Article": article()}
    known = {"TicketID": create(desk)["TicketID"]}
    return known if kind is GET else known | {"Ticket": {"Title": "New title"}}


def ask(
    desk: Desk,
    kind: OperationKind,
    payload: dict[str, Any],
    headers: dict[str, str],
    credentials: frozenset[HeaderCredentials] = EVERY_HEADER,
) -> Any:
    data = request_of(kind, desk) | payload
    return desk.run(answer_of(desk, kind, data, headers=headers, credentials=credentials))


def who(
    desk: Desk,
    payload: dict[str, Any],
    headers: dict[str, str],
    credentials: frozenset[HeaderCredentials] = EVERY_HEADER,
) -> str:
    """Return who created a ticket, by first name, or the reason of the refusal."""
    answer = ask(desk, CREATE, payload, headers, credentials)
    if "Error" in answer:
        return str(answer["Error"]["ErrorCode"].rpartition(".")[2])
    wanted = MIRA | {"TicketID": answer["TicketID"], "AllArticles": 1}
    [written] = desk.run(answer_of(desk, GET, wanted))["Ticket"][0]["Article"]
    if written["SenderType"] == "agent":
        return {2: "Mira", 3: "Rea"}[int(written["CreateBy"])]
    return str(written["From"]).partition(" ")[0].strip('"')


WAYS = ["payload login", "payload session", "payload access token", "payload key", "header login"]
WAYS += ["header session", "header key", "bearer session", "bearer key", "x-api-key", "basic"]


def credentials_for(way: str, desk: Desk) -> tuple[dict[str, Any], dict[str, str]]:
    """Return payload and headers by which mira is known."""
    match way:
        case "payload login":
            return dict(MIRA), {}
        case "payload session":
            return {"SessionID": session(desk)}, {}
        case "payload access token":
            return {"AccessToken": session(desk)}, {}
        case "payload key":
            return {"SessionID": key(desk)}, {}
        case "header login":
            return {}, otrs(**MIRA)
        case "header session":
            return {}, otrs(SessionID=session(desk))
        case "header key":
            return {}, otrs(SessionID=key(desk))
        case "bearer session":
            return {}, bearer(session(desk))
        case "bearer key":
            return {}, bearer(key(desk))
        case "x-api-key":
            return {}, {"x-api-key": key(desk)}
        case "basic":
            return {}, basic("mira", "s3cret")
    raise AssertionError(way)


@pytest.mark.parametrize("kind", [CREATE, GET, UPDATE], ids=lambda kind: kind.name)
@pytest.mark.parametrize("way", WAYS)
def test_every_way_opens_every_ticket_operation(desk: Desk, kind: OperationKind, way: str) -> None:
    payload, headers = credentials_for(way, desk)

    answer = ask(desk, kind, payload, headers)

    assert "Error" not in answer
    assert set(answer) & {"TicketID", "Ticket"}


OURS = ["bearer session", "bearer key", "x-api-key", "basic"]


@pytest.mark.parametrize("way", WAYS)
def test_without_more_a_service_knows_the_ways_of_the_reference(desk: Desk, way: str) -> None:
    payload, headers = credentials_for(way, desk)

    found = who(desk, payload, headers, NO_HEADER)

    assert found == ("MissingParameter" if way in OURS else "Mira")


@pytest.mark.parametrize(
    ("accepted", "opens"),
    [
        ("basic", ["basic"]),
        ("bearer", ["bearer session", "bearer key"]),
        ("api-key", ["x-api-key"]),
    ],
)
def test_a_service_accepts_the_headers_it_names(
    desk: Desk, accepted: str, opens: list[str]
) -> None:
    only = frozenset({HeaderCredentials(accepted)})

    found = [way for way in OURS if who(desk, *credentials_for(way, desk), only) == "Mira"]

    assert found == opens


@pytest.mark.parametrize(
    "headers",
    [
        basic("mira", WRONG),
        basic("nobody", "s3cret"),
        {"authorization": "Basic !!!"},
        {"authorization": "Basic"},
        {"authorization": "Bearer"},
        bearer(WRONG),
        bearer("ck_" + "x" * 40),
        {"x-api-key": "ck_" + "x" * 40},
        otrs(SessionID=WRONG),
        otrs(UserLogin="mira", Password=WRONG),
    ],
)
def test_wrong_credentials_in_headers_are_refused(desk: Desk, headers: dict[str, str]) -> None:
    assert who(desk, {}, headers) == "AuthFail"
    desk.run(desk.accounts.check_agent("mira", "s3cret"))


@pytest.mark.parametrize(
    "headers",
    [{}, {"authorization": "Digest x"}, {"x-api-key": ""}, {"x-otrs-header-userlogin": ""}],
)
def test_without_credentials_the_reference_asks_for_them(
    desk: Desk, headers: dict[str, str]
) -> None:
    assert ask(desk, CREATE, {}, headers) == refused(
        "TicketCreate",
        "MissingParameter",
        "UserLogin, CustomerUserLogin or SessionID is required!",
    )


def test_a_session_id_is_no_api_key(desk: Desk) -> None:
    assert who(desk, {}, {"x-api-key": session(desk)}) == "AuthFail"


def test_a_header_login_without_a_password_is_told_so(desk: Desk) -> None:
    assert ask(desk, CREATE, {}, otrs(UserLogin="mira")) == refused(
        "TicketCreate", "MissingParameter", "Password or SessionID is required!"
    )


@pytest.mark.parametrize(
    ("payload", "headers", "found"),
    [
        # The payload wins, member by member.
        (MIRA, otrs(UserLogin="nobody", Password=WRONG), "Mira"),
        ({"UserLogin": "mira"}, otrs(Password="s3cret"), "Mira"),
        ({"UserLogin": "mira", "Password": WRONG}, otrs(Password="s3cret"), "AuthFail"),
        ({"UserLogin": ""}, otrs(**MIRA), "Mira"),
        (LENA, otrs(CustomerUserLogin="otto"), "Lena"),
        # A session decides before a login, wherever both come from (2.1).
        (MIRA, otrs(SessionID=WRONG), "AuthFail"),
        ({"SessionID": WRONG}, otrs(**MIRA), "AuthFail"),
        # An agent's login decides before a customer's.
        (LENA, otrs(UserLogin="mira"), "Mira"),
        # What the payload says, the other headers cannot change.
        (LENA, basic("mira", "s3cret"), "Lena"),
        ({"SessionID": WRONG}, basic("mira", "s3cret"), "AuthFail"),
        ({"UserLogin": "mira", "Password": WRONG}, basic("mira", "s3cret"), "AuthFail"),
        (otrs(), otrs(**LENA) | basic("mira", "s3cret"), "Lena"),
        # Authorization decides before X-API-Key, whatever comes first.
        ({}, {"x-api-key": WRONG} | basic("mira", "s3cret"), "Mira"),
        ({}, basic("mira", WRONG) | {"x-api-key": WRONG}, "AuthFail"),
    ],
)
def test_the_order_of_credentials(
    desk: Desk, payload: dict[str, Any], headers: dict[str, str], found: str
) -> None:
    assert who(desk, dict(payload), headers) == found
    desk.run(desk.accounts.check_agent("mira", "s3cret"))  # forgets failures of before


def test_basic_is_an_agent_before_a_customer(desk: Desk) -> None:
    assert who(desk, {}, basic("lena", "s3cret")) == "Lena"
    assert who(desk, {}, basic("mira", "s3cret")) == "Mira"


def test_a_password_in_a_header_may_have_any_character(desk: Desk) -> None:
    async def put(password: str) -> None:
        await desk.accounts.set_password(PrincipalKind.AGENT, "reader", password)

    desk.run(put("p:ä€ß"))
    data = {"TicketID": create(desk)["TicketID"]}

    def get(headers: dict[str, str]) -> Any:
        return desk.run(answer_of(desk, GET, data, headers=headers, credentials=EVERY_HEADER))

    on_the_wire = "p:ä€ß".encode().decode("latin-1")
    assert "Ticket" in get(basic("reader", "p:ä€ß"))
    assert "Ticket" in get(otrs(UserLogin="reader", Password=on_the_wire))
    desk.run(put("pä"))
    assert "Ticket" in get(basic("reader", "pä", "latin-1"))
    assert "Ticket" in get(otrs(UserLogin="reader", Password="pä"))
    desk.run(put("s3cret"))


def test_a_key_of_a_customer_does_what_the_customer_may(desk: Desk) -> None:
    own, foreign = create(desk)["TicketID"], create(desk, Ticket=ticket(CustomerUser="otto"))
    token = bearer(key(desk, "lena", PrincipalKind.CUSTOMER))

    def get(ticket_id: Any) -> Any:
        data = {"TicketID": ticket_id}
        return desk.run(answer_of(desk, GET, data, headers=token, credentials=EVERY_HEADER))

    assert get(own)["Ticket"][0]["TicketID"] == int(own)
    assert get(foreign["TicketID"]) == refused(
        "TicketGet", "AccessDenied", "User does not have access to the ticket!"
    )


def test_nobody_becomes_another_by_a_header(desk: Desk) -> None:
    assert who(desk, dict(LENA), otrs(ImpersonateAsUser="mira")) == "Lena"


def test_a_session_is_begun_with_credentials_in_headers(desk: Desk) -> None:
    def begin(headers: dict[str, str], data: Any = None) -> Any:
        return desk.run(
            answer_of(
                desk,
                session_create.OPERATION,
                data,
                headers=headers,
                credentials=EVERY_HEADER,
            )
        )

    assert len(begin(otrs(**MIRA))["SessionID"]) == 32
    assert len(begin(basic("lena", "s3cret"))["SessionID"]) == 32
    assert len(begin(basic("mira", WRONG), dict(LENA))["SessionID"]) == 32
    denied = refused("SessionCreate", "AuthFail", "Authorization failing!")
    assert begin(basic("lena", WRONG)) == denied
    assert begin(bearer(session(desk)), {"RequestMethod": "POST"}) == refused(
        "SessionCreate", "MissingParameter", "Password parameter is missing!"
    )


def test_a_session_is_read_by_a_header(desk: Desk) -> None:
    session_id = session(desk)

    def read(headers: dict[str, str]) -> Any:
        return desk.run(
            answer_of(desk, session_get.OPERATION, None, headers=headers, credentials=EVERY_HEADER)
        )

    for headers in (bearer(session_id), otrs(SessionID=session_id)):
        told = {one["Key"]: one["Value"] for one in read(headers)["SessionData"]}
        assert told["UserLogin"] == "mira"
    invalid = refused("SessionGet", "SessionInvalid", "SessionID is Invalid!")
    assert read(bearer(WRONG)) == invalid
    assert read(bearer(key(desk))) == invalid  # a key is no session, and has no data
    assert read(basic("mira", "s3cret")) == refused(
        "SessionGet", "MissingParameter", "The request is empty!"
    )


def test_too_many_failures_are_answered_as_a_wrong_password(desk: Desk) -> None:
    known = {"CustomerUserLogin": "otto", "Password": WRONG}
    unknown = {"CustomerUserLogin": "nobody", "Password": WRONG}
    told = [[ask(desk, CREATE, each, {}) for _ in range(8)] for each in (known, unknown)]

    assert told[0] == told[1]
    assert told[0] == [refused("TicketCreate", "AuthFail", "User could not be authenticated!")] * 8
    right = known | {"Password": "s3cret"}
    assert ask(desk, CREATE, right, {}) == told[0][0]
    desk.clock.advance(seconds=300)
    assert "TicketID" in ask(desk, CREATE, right, {})
