"""The console as a browser sees it."""

import asyncio
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from console_desk import ConsoleBrowser, ConsoleDesk
from starlette.routing import Mount, Route

from engine.console.headers import CONTENT_SECURITY_POLICY
from engine.console.pages.log_in import FAILED
from engine.model.exchange import Role
from engine.model.level import Level
from engine.model.tracer import Outcome

EXCHANGE_ID = "0123456789abcdef0123456789abcdef"
HOSTILE = "\"><script>alert(1)</script>'{{7*7}}\u202e\x1b"

Browser = Callable[..., ConsoleBrowser]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ConsoleDesk]:
    desk = ConsoleDesk(tmp_path)
    yield desk
    asyncio.run(desk.tracing.close())


@pytest.fixture
def browser(desk: ConsoleDesk) -> Browser:
    def opened(host: str = "http://127.0.0.1:8010", address: str = "192.0.2.9") -> ConsoleBrowser:
        return ConsoleBrowser(desk.app, host, address)

    return opened


def token(page: str) -> str:
    found = re.search(r'name="form_token" value="(\w+)"', page)
    assert found
    return found[1]


def log_in(client: ConsoleBrowser, login: str = "boss", password: str | None = None, **fields: str):
    page = client.get("/console/login").text
    given = {
        "login": login,
        "password": f"pw-{login}" if password is None else password,
        "form_token": token(page),
    }
    return client.post("/console/login", data=given | fields)


@pytest.fixture
def client(browser: Browser) -> ConsoleBrowser:
    """A browser in which `boss` is logged in."""
    client = browser()
    assert log_in(client).status_code == 303
    return client


def record(desk: ConsoleDesk, number: int = 0, **changes: object) -> str:
    exchange_id = f"{number:032x}" if number else EXCHANGE_ID
    service = str(changes.get("service", "crm"))
    role = changes.get("role", Role.PROVIDER)
    tracer = desk.tracing.begin(exchange_id, service, 7, role, Level.DEBUG, "192.0.2.1")
    tracer.action = str(changes.get("action", "TicketGet"))
    tracer.record(
        Level.DEBUG,
        "Communication sequence started",
        {"Method": "POST", "URI": "/Ticket?a=1&Password=x", "Headers": {"host": "desk.test"}},
    )
    desk.clock.advance(seconds=0.25)
    tracer.record(changes.get("level", Level.INFO), str(changes.get("summary", "Then this")))
    tracer.record(
        Level.DEBUG, "Received data by provider from remote system", changes.get("data", '{"b":1}')
    )
    desk.clock.advance(seconds=0.25)
    desk.tracing.finish(
        tracer,
        status=200,
        outcome=changes.get("outcome", Outcome.OK),
        method="POST",
        path=str(changes.get("path", "/Ticket?a=1&Password=x")),
    )
    assert desk.tracing.flush()
    return exchange_id


# Logging in and out


@pytest.mark.parametrize("path", ["/exchanges", f"/exchanges/{EXCHANGE_ID}", "/exchanges?text=a&b"])
def test_anonymous_visitors_are_sent_to_the_log_in_and_back(browser: Browser, path: str) -> None:
    client = browser()

    response = client.get(f"/console{path}")
    assert response.status_code == 303
    page = client.get(response.headers["location"]).text
    after = log_in(client, next=re.search(r'name="next" value="([^"]*)"', page)[1])

    assert response.headers["location"].startswith("/console/login?next=/console/exchanges")
    assert after.headers["location"].replace("&amp;", "&") == f"/console{path}"


@pytest.mark.parametrize("path", ["/console", "/console/"])
def test_the_console_opens_with_the_exchanges(browser: Browser, path: str) -> None:
    response = browser().get(path)

    assert response.headers["location"] == "/console/exchanges"


def test_an_administrator_logs_in_and_out(client: ConsoleBrowser) -> None:
    page = client.get("/console/exchanges")
    out = client.post("/console/logout", data={"form_token": token(page.text)})
    after = client.get("/console/exchanges")

    assert page.status_code == 200
    assert "boss" in page.text
    assert out.headers["location"] == "/console/login"
    assert after.status_code == 303


def test_a_session_id_is_of_no_use_after_the_log_out(
    client: ConsoleBrowser, browser: Browser
) -> None:
    stolen = client.cookies["crosstie_console"]
    page = client.get("/console/exchanges").text
    client.post("/console/logout", data={"form_token": token(page)})
    thief = browser()
    thief.cookies.set("crosstie_console", stolen)

    assert thief.get("/console/exchanges").status_code == 303


def test_a_session_gets_a_new_id_with_each_log_in(client: ConsoleBrowser, browser: Browser) -> None:
    before = client.cookies["crosstie_console"]
    fixed = browser()
    fixed.cookies.set("crosstie_console", "chosen-by-an-attacker", domain="127.0.0.1")

    log_in(client)
    log_in(fixed)
    old = browser()
    old.cookies.set("crosstie_console", before)

    assert client.cookies["crosstie_console"] != before
    assert old.get("/console/exchanges").status_code == 303
    assert "chosen-by-an-attacker" not in fixed.cookies.get("crosstie_console", path="/console")


@pytest.mark.parametrize(
    ("login", "password"),
    [("boss", "wrong"), ("nobody", "wrong"), ("boss", ""), ("", "x"), ("boss", "x" * 2000)],
)
def test_a_wrong_log_in_says_the_same_whatever_was_wrong(
    browser: Browser, login: str, password: str
) -> None:
    response = log_in(browser(), login, password)

    assert response.status_code == 401
    assert FAILED in response.text
    assert "crosstie_console=" not in str(response.headers)


def test_what_cannot_be_a_password_is_not_even_hashed(browser: Browser, desk: ConsoleDesk) -> None:
    log_in(browser(), "boss", "x" * 2000)

    assert desk.accounts.checks == 0


def test_an_agent_without_the_right_is_told_so(browser: Browser) -> None:
    client = browser()

    response = log_in(client, "agent")

    assert response.status_code == 403
    assert "rw in the group admin" in response.text
    assert client.get("/console/exchanges").status_code == 303


def test_who_loses_the_right_is_out_at_once(client: ConsoleBrowser, desk: ConsoleDesk) -> None:
    desk.accounts.admins.clear()

    assert client.get("/console/exchanges").status_code == 403
    desk.accounts.admins.add(1)
    assert client.get("/console/exchanges").status_code == 303


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 303)])
def test_a_session_ends_when_it_is_not_used(
    client: ConsoleBrowser, desk: ConsoleDesk, minutes: int, status: int
) -> None:
    desk.clock.advance(seconds=minutes * 60)

    assert client.get("/console/exchanges").status_code == status


def test_a_session_ends_after_twelve_hours_of_use(
    client: ConsoleBrowser, desk: ConsoleDesk
) -> None:
    statuses = []
    for _ in range(13 * 3):
        desk.clock.advance(seconds=1200)
        statuses.append(client.get("/console/exchanges").status_code)

    assert statuses == [200] * 35 + [303] * 4


@pytest.mark.parametrize(
    ("host", "is_secure"),
    [
        ("http://127.0.0.1:8010", False),
        ("http://localhost", False),
        ("http://[::1]:8010", False),
        ("https://desk.example.org", True),
        ("http://desk.example.org", True),
        ("http://127.0.0.1.example.org", True),
    ],
)
def test_cookies_are_kept_from_scripts_and_other_sites(
    browser: Browser, host: str, is_secure: bool
) -> None:
    cookie = browser(host).get("/console/login").headers["set-cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/console" in cookie
    assert ("Secure" in cookie) is is_secure


def test_the_store_of_sessions_holds_no_id_that_works(client: ConsoleBrowser) -> None:
    page = client.get("/console/exchanges").text

    assert client.cookies["crosstie_console"] not in page


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/console/../../evil",
        "/console/login",
        "/console/logout",
        "/console/\r\nset-cookie: a=b",
        "javascript:alert(1)",
    ],
)
def test_the_log_in_leads_nowhere_else(browser: Browser, address: str) -> None:
    response = log_in(browser(), next=address)

    assert response.headers["location"] == "/console/exchanges"


# Throttling


def test_tries_are_slowed_down_and_the_wait_grows(browser: Browser, desk: ConsoleDesk) -> None:
    client = browser()
    for _ in range(3):
        assert log_in(client, "boss", "wrong").status_code == 401

    waits = []
    for _ in range(4):
        refused = log_in(client, "boss")
        waits.append(int(refused.headers["retry-after"]))
        assert refused.status_code == 429
        assert FAILED in refused.text
        desk.clock.advance(seconds=waits[-1])
        assert log_in(client, "boss", "wrong").status_code == 401

    assert waits == [1, 2, 4, 8]
    assert desk.accounts.checks == 7


def test_accounts_that_do_not_exist_are_slowed_down_alike(browser: Browser) -> None:
    statuses = [log_in(browser(), "nobody", "x").status_code for _ in range(5)]

    assert statuses == [401, 401, 401, 429, 429]


def test_the_wait_ends_and_a_success_forgets_the_tries(browser: Browser, desk: ConsoleDesk) -> None:
    client = browser()
    for _ in range(3):
        log_in(client, "BOSS", "wrong")
    desk.clock.advance(seconds=1)

    assert log_in(client, "boss").status_code == 303
    assert [log_in(client, "boss", "wrong").status_code for _ in range(3)] == [401] * 3


def test_an_address_that_tries_many_accounts_is_slowed_down(browser: Browser) -> None:
    statuses = [log_in(browser(), f"user{n}", "x").status_code for n in range(21)]

    assert statuses == [401] * 20 + [429]
    assert log_in(browser(address="192.0.2.10"), "user99", "x").status_code == 401


# Forms of other sites


def test_a_form_without_its_token_is_refused(client: ConsoleBrowser) -> None:
    for fields in ({"a": "b"}, {"form_token": ""}, {"form_token": "0" * 64}, {"form_token": "ü"}):
        assert client.post("/console/logout", data=fields).status_code == 403
    assert client.get("/console/exchanges").status_code == 200


def test_a_token_of_another_session_is_refused(client: ConsoleBrowser, browser: Browser) -> None:
    other = browser()
    log_in(other)
    foreign = token(other.get("/console/exchanges").text)

    assert client.post("/console/logout", data={"form_token": foreign}).status_code == 403


def test_the_log_in_form_needs_its_token_and_its_cookie(browser: Browser) -> None:
    client = browser()
    page = client.get("/console/login").text
    fields = {"login": "boss", "password": "pw-boss", "form_token": token(page)}

    assert client.post("/console/login", data=fields | {"form_token": "x"}).status_code == 403
    assert browser().post("/console/login", data=fields).status_code == 403
    assert client.post("/console/login", data=fields).status_code == 303


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://127.0.0.1:8010"}, 303),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "same-origin", "origin": "https://behind.a.proxy"}, 303),
    ],
)
def test_a_form_of_another_origin_is_refused_even_with_its_token(
    client: ConsoleBrowser, headers: dict[str, str], status: int
) -> None:
    page = client.get("/console/exchanges").text

    response = client.post("/console/logout", data={"form_token": token(page)}, headers=headers)

    assert response.status_code == status


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("text/plain", b"form_token=TOKEN", 415),
        ("application/json", b"{}", 415),
        ("multipart/form-data; boundary=x", b"--x--", 415),
        ("application/x-www-form-urlencoded", b"a=" + b"x" * 20_000, 413),
        ("application/x-www-form-urlencoded", b"a=1&" * 100, 400),
    ],
)
def test_only_small_forms_are_read(
    client: ConsoleBrowser, kind: str, body: bytes, status: int
) -> None:
    page = client.get("/console/exchanges").text
    body = body.replace(b"TOKEN", token(page).encode())

    response = client.post("/console/logout", content=body, headers={"content-type": kind})

    assert response.status_code == status


# What every page promises


def every_route(desk: ConsoleDesk) -> list[tuple[str, str]]:
    mount = next(route for route in desk.app.routes if isinstance(route, Mount))
    return [
        (method, f"/console{route.path}".replace("{id}", EXCHANGE_ID))
        for route in mount.app.app.routes
        if isinstance(route, Route)
        for method in sorted(route.methods or ())
    ]


def test_every_page_but_the_log_in_is_closed_to_the_anonymous_and_the_powerless(
    desk: ConsoleDesk, browser: Browser
) -> None:
    record(desk)
    routes = every_route(desk)
    opened = {"/console/", "/console/login"}
    assert len(routes) >= 7

    for method, path in routes:
        if path in opened:
            continue
        assert browser().request(method, path).status_code in (303, 403), (method, path)
        lost = browser()
        log_in(lost)
        desk.accounts.admins.discard(1)
        assert lost.request(method, path).status_code in (303, 403, 415), (method, path)
        desk.accounts.admins.add(1)


def test_no_page_changes_anything_with_get(desk: ConsoleDesk, client: ConsoleBrowser) -> None:
    assert client.get("/console/logout").status_code == 405
    assert client.get("/console/exchanges").status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/console", 303),
        ("/console/login", 200),
        ("/console/exchanges", 200),
        ("/console/exchanges?limit=x", 400),
        (f"/console/exchanges/{EXCHANGE_ID}", 200),
        ("/console/exchanges/nothing", 404),
        ("/console/nothing", 404),
        ("/console/logout", 405),
        ("/console/static/console.css", 200),
        ("/console/static/console.js", 200),
        ("/console/static/../routes.py", 404),
        ("/console/static/%2e%2e/routes.py", 404),
    ],
)
def test_every_answer_forbids_foreign_code_and_frames(
    desk: ConsoleDesk, client: ConsoleBrowser, path: str, status: int
) -> None:
    record(desk)

    response = client.get(path)

    assert response.status_code == status
    if path != "/console":
        assert response.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["x-frame-options"] == "DENY"
        cached = "public" if status == 200 and "/static/" in path else "no-store"
        assert response.headers["cache-control"].startswith(cached)


@pytest.mark.parametrize("path", ["/login", "/exchanges", f"/exchanges/{EXCHANGE_ID}", "/nothing"])
def test_no_page_holds_scripts_or_styles_of_its_own(
    desk: ConsoleDesk, client: ConsoleBrowser, path: str
) -> None:
    record(desk)

    page = client.get(f"/console{path}").text

    assert re.findall(r"<script[^>]*>[^<]", page) == []
    assert "<style" not in page
    assert re.findall(r"\s(style|on[a-z]+)=", page) == []
    assert re.findall(r'(?:src|href|action)="(?!/console/|#|\?)', page) == []
    assert page.count("<h1") == 1


def test_nothing_that_was_recorded_becomes_markup(desk: ConsoleDesk, browser: Browser) -> None:
    client = browser()
    assert log_in(client, "<b>eve</b>").status_code == 303
    desk.services = [HOSTILE]
    hostile = {
        "service": HOSTILE,
        "action": HOSTILE,
        "summary": HOSTILE,
        "path": f"/{HOSTILE}",
        "data": HOSTILE,
        "level": Level.ERROR,
    }
    record(desk, **hostile)
    record(desk, 5, **hostile | {"data": f"<x>{HOSTILE}</x>"})
    record(desk, 6, **hostile | {"data": {HOSTILE: HOSTILE}})

    for path in (
        "/console/exchanges",
        f"/console/exchanges/{EXCHANGE_ID}",
        f"/console/exchanges/{5:032x}",
        f"/console/exchanges/{6:032x}",
    ):
        page = client.get(path).text
        assert "alert(1)" in page
        assert "<script>alert" not in page
        assert "<b>eve" not in page
        assert "&lt;b&gt;eve" in page
        assert "alert(1)</script>" not in page
        assert "{{7*7}}" in page
        # The value of an option has to be the name itself; nobody sees it.
        seen = re.sub(r'value="[^"]*"', "", page)
        assert "\u202e" not in seen
        assert "\x1b" not in seen


def test_nothing_in_an_address_becomes_markup(client: ConsoleBrowser) -> None:
    names = ("text", "service", "outcome", "action", "level", "status", "from", "limit", "after")
    page = client.get("/console/exchanges", params=dict.fromkeys(names, HOSTILE)).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_page_that_breaks_says_so_and_no_more(desk: ConsoleDesk, client: ConsoleBrowser) -> None:
    desk.services = None  # type: ignore[assignment]

    response = client.get("/console/exchanges")

    assert response.status_code == 500
    assert "Internal Server Error" in response.text
    assert "NoneType" not in response.text
    assert response.headers["content-security-policy"] == CONTENT_SECURITY_POLICY


# The list


def shown(page: str) -> list[int]:
    return [
        int(found, 16) for found in re.findall(r'href="/console/exchanges/([0-9a-f]{32})"', page)
    ]


def test_an_empty_list_says_what_to_do(client: ConsoleBrowser) -> None:
    page = client.get("/console/exchanges").text

    assert "No exchanges yet" in page


@pytest.mark.parametrize(
    ("params", "numbers"),
    [
        ({}, [3, 2, 1]),
        ({"service": "erp"}, [2]),
        ({"action": "TicketCreate"}, [3]),
        ({"direction": "Requester"}, [2]),
        ({"outcome": "fault"}, [3]),
        ({"level": "error"}, [3]),
        ({"level": "info"}, [3, 2, 1]),
        ({"status": "200", "address": "192.0.2.1"}, [3, 2, 1]),
        ({"status": "404"}, []),
        ({"text": "WENT WRONG"}, [3]),
        ({"text": f"{2:032x}"}, [2]),
        ({"from": "2026-03-01T13:00"}, [3, 2]),
        ({"to": "2026-03-01T13:00"}, [2, 1]),
        ({"from": "2026-03-01", "to": "2026-03-01"}, [3, 2, 1]),
        ({"from": "2026-03-02"}, []),
        ({"limit": "1"}, [3]),
        ({"text": " ", "service": ""}, [3, 2, 1]),
    ],
)
def test_the_list_is_filtered_by_its_address(
    desk: ConsoleDesk, client: ConsoleBrowser, params: dict[str, str], numbers: list[int]
) -> None:
    record(desk, 1)
    desk.clock.advance(seconds=3600)
    record(desk, 2, service="erp", role=Role.REQUESTER)
    desk.clock.advance(seconds=3600)
    record(
        desk,
        3,
        action="TicketCreate",
        outcome=Outcome.FAULT,
        level=Level.ERROR,
        summary="It went wrong",
    )
    log_in(client)

    response = client.get("/console/exchanges", params=params)

    assert response.status_code == 200
    assert shown(response.text) == numbers
    assert ("Nothing found" in response.text) is (not numbers)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("limit", "0", "expected a number from 1 to 1000"),
        ("limit", "many", "expected a number"),
        ("status", "OK", "expected a number"),
        ("outcome", "good", "expected ok or refused or fault"),
        ("direction", "up", "expected Provider or Requester"),
        ("level", "loud", "expected debug, info, notice or error"),
        ("from", "yesterday", "expected a time like 2026-03-01T12:00"),
        ("to", "9999-12-31T25:00", "expected a time like 2026-03-01T12:00"),
        ("after", "there", "after"),
    ],
)
def test_a_filter_that_is_not_understood_is_named(
    desk: ConsoleDesk, client: ConsoleBrowser, name: str, value: str, words: str
) -> None:
    record(desk, 1)

    response = client.get("/console/exchanges", params={name: value})

    assert response.status_code == 400
    assert words in response.text
    assert shown(response.text) == [1]


@pytest.mark.parametrize("to", ["9999-12-31", "9999-12-31T23:59", "0001-01-01T00:00+14:00"])
def test_times_at_the_end_of_the_calendar_harm_nothing(client: ConsoleBrowser, to: str) -> None:
    assert client.get("/console/exchanges", params={"to": to}).status_code in (200, 400)


def test_pages_lead_from_the_newest_to_the_oldest(
    desk: ConsoleDesk, client: ConsoleBrowser
) -> None:
    for number in range(1, 6):
        record(desk, number)
    address = "?limit=2&service=crm"
    pages = []

    while address:
        page = client.get(f"/console/exchanges{address}").text
        pages.append(shown(page))
        found = re.search(r'rel="next" href="/console/exchanges([^"]*)"', page)
        address = found[1].replace("&amp;", "&") if found else ""

    assert pages == [[5, 4], [3, 2], [1]]


def test_losses_are_not_hidden(desk: ConsoleDesk, client: ConsoleBrowser) -> None:
    desk.lost = 3

    assert "3 exchanges could not be recorded" in client.get("/console/exchanges").text


# One exchange


def test_an_exchange_shows_its_steps_with_times_and_data(
    desk: ConsoleDesk, client: ConsoleBrowser
) -> None:
    record(desk, data='{"b":[1,2.50]}', level=Level.ERROR, summary="It went wrong")

    page = client.get(f"/console/exchanges/{EXCHANGE_ID}").text

    assert page.count('class="step-name"') == 3
    assert "+250 ms" in page
    assert "500 ms" in page
    assert "{\n  &#34;b&#34;: [\n    1,\n    2.50\n  ]\n}" in page
    assert 'class="notice notice-error">It went wrong' in page
    assert page.count("step step-error") == 1
    assert "No data provided" in page


def test_the_request_can_be_repeated_on_a_command_line(
    desk: ConsoleDesk, client: ConsoleBrowser
) -> None:
    record(desk, data="it's\n{}")

    page = client.get(f"/console/exchanges/{EXCHANGE_ID}").text

    command = re.search(r'<pre class="card" id="curl"[^>]*>(.*?)</pre>', page, re.DOTALL)
    assert command
    assert command[1] == (
        "curl -X POST &#39;http://desk.test/Ticket?a=1&amp;Password=[masked]&#39; \\\n"
        "  --data-raw &#39;it&#39;&#34;&#39;&#34;&#39;s\n{}&#39;"
    )
