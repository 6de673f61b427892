"""What is masked, and what is left alone."""

import base64
import html
import json
import time
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.tracing.finished import Finished
from engine.tracing.redaction import TOO_MANY, Redaction
from engine.tracing.secret import SecretNames
from tests.support.finished_exchange import finished

CANARY = "Canary'/S&crè\"t-1234 x"
BASIC = base64.b64encode(f"u:{CANARY}".encode()).decode()


@dataclass(frozen=True)
class Redacted:
    summaries: list[str]
    data: list[Any]
    path: str


def redact(*data: object, headers: tuple[tuple[str, str], ...] = (), **rest: Any) -> Redacted:
    return told(Redaction().redact(finished(*data, **rest), headers))


def told(exchange: Finished) -> Redacted:
    _, _, summaries, data = zip(*exchange.entries, strict=True)
    return Redacted(list(summaries), list(data), exchange.path)


def shown(data: object) -> str | None:
    return redact(data).data[0]


@dataclass(frozen=True)
class Login:
    user: str
    password: str


PLACES = [
    {"Password": CANARY},
    {"deep": [{"x": {"SessionID": CANARY}}]},
    {"token": {"value": [CANARY]}},
    {"Key": "UserChallengeToken", "Value": CANARY},
    {"@name": "api-key", "#text": CANARY},
    [["Cookie", f"a={CANARY}; b=2"], ["Accept", "*/*"]],
    (("Authorization", f"Basic {BASIC}"),),
    {"Headers": {"X-OTRS-Header-Password": CANARY}},
    Login("u", CANARY),
    {"login": Login("u", CANARY)},
    json.dumps({"Password": CANARY}),
    json.dumps({"a": {"api_key": CANARY}})[:-3],
    json.dumps({"Password": CANARY}).encode(),
    json.dumps({"inner": json.dumps({"AccessToken": CANARY})}),
    {"inner": json.dumps({"AccessToken": CANARY})},
    f"<a><ns:Password x='1'>{html.escape(CANARY)}</ns:Password></a>",
    f"<a><Password><![CDATA[{CANARY}]]></Password></a>",
    f"<a><Password>{html.escape(CANARY)}",
    f"a=1&password={quote(CANARY)}&b=2",
    f"Cookie: session={CANARY}; b=2\r\nAccept: */*",
    f"Authorization: Bearer {CANARY}",
    f"$VAR1 = {{ 'Password' => '{CANARY.replace(chr(39), chr(92) + chr(39))}' }}",
    f"connecting to https://user:{quote(CANARY, safe='')}@example.org/x",
    {"URI": f"/x?a=1&%50assword={quote(CANARY)}"},
    {"URI": f"/x/Session/{quote(CANARY, safe='')}"},
]


@pytest.mark.parametrize("data", PLACES, ids=range(len(PLACES)))
def test_a_secret_is_masked_wherever_a_name_announces_it(data: object) -> None:
    text = shown(data) or ""

    assert "anary" not in text
    assert "1234" not in text
    assert "[masked]" in text


@pytest.mark.parametrize(
    "again",
    [
        CANARY,
        f"login failed for {CANARY}.",
        {"note": f"<{CANARY}>", "list": [CANARY]},
        {CANARY: 1},
        json.dumps({"note": CANARY}),
        json.dumps({"note": CANARY}, ensure_ascii=False).encode(),
        f"<note>{html.escape(CANARY)}</note>",
        f"/path/{quote(CANARY, safe='')}/x",
        base64.b64encode(CANARY.encode()).decode(),
        ValueError(f"no {CANARY}"),
    ],
    ids=range(10),
)
def test_a_value_known_to_be_secret_is_masked_in_everything_else(again: object) -> None:
    redacted = redact({"Password": CANARY}, again)

    assert "anary" not in (redacted.data[1] or "")
    assert "[masked]" in (redacted.data[1] or "")


def test_a_value_is_masked_in_entries_recorded_before_its_name_was() -> None:
    redacted = redact({"note": CANARY}, {"Password": CANARY})

    assert redacted.data[0] == '{"note":"[masked]"}'


def test_summary_and_path_are_masked_with_what_the_headers_hold() -> None:
    redacted = redact(
        None,
        summary=f"no such thing as {CANARY}",
        path=f"/x/{quote(CANARY, safe='')}?q=1",
        headers=(("authorization", f"Basic {BASIC}"),),
    )

    assert redacted.summaries[0] == "no such thing as [masked]"
    assert redacted.path == "/x/[masked]?q=1"


def test_a_path_shows_no_session_and_no_query_secret() -> None:
    redacted = redact(None, path="/Webservice/crm/Session/abc1?a=1&SessionID=xyz&Pass%77ord=q")

    assert (
        redacted.path
        == "/Webservice/crm/Session/[masked]?a=1&SessionID=[masked]&Pass%77ord=[masked]"
    )


def test_short_secrets_are_masked_under_their_names_only() -> None:
    redacted = redact({"Password": "ab", "pw": "cd", "Title": "abcd"})

    assert redacted.data[0] == '{"Password":"[masked]","pw":"[masked]","Title":"abcd"}'


def test_a_field_of_a_multipart_form_is_masked() -> None:
    form = (
        '--x\r\nContent-Disposition: form-data; name="Password"\r\nContent-Type: text/plain\r\n\r\n'
        f'{CANARY}\r\n--x\r\nContent-Disposition: form-data; name="Title"\r\n\r\nDoor\r\n--x--'
    )
    text = shown(form) or ""
    assert CANARY not in text
    assert text.endswith('name="Title"\r\n\r\nDoor\r\n--x--')


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ('{"\\u0050assword":"abc","y":1.10}', '{"Password":"[masked]","y":1.10}'),
        ('{"a":{"Password":"b"},"a":1}', '{"a":{"Password":"[masked]"},"a":1}'),
        ("token:abc:def", "token:[masked]"),
        ("the secret = 'x y', z", "the secret = '[masked]', z"),
    ],
)
def test_raw_texts_keep_their_form_where_they_can(text: str, masked: str) -> None:
    assert shown(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        '{"Title": "Printer", "a": [1, 2]}',
        "SessionCreate: Authorization failing!",
        "TicketGet: UserLogin, CustomerUserLogin, SessionID or AccessToken is required!",
        "<Ticket><Title>x</Title></Ticket>",
        "https://example.org/x?a=1",
    ],
)
def test_texts_without_secrets_are_left_alone(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (None, None),
        ("", None),
        ({}, None),
        ([], "[]"),
        ({"a": [1, Decimal("1.10"), True, None, 2**70]}, f'{{"a":[1,1.10,true,null,{2**70}]}}'),
        ({"d": date(2026, 3, 1), "ü": "ö"}, '{"d":"2026-03-01","ü":"ö"}'),
        ({"s": "\ud800", "Password": None}, '{"s":"\\\\ud800","Password":null}'),
        ({"n": 10**5000}, '{"n":"[number too long to be kept]"}'),
        (b"\x00\x01", "[2 bytes, not text]"),
    ],
)
def test_data_is_shown_as_json(data: object, text: str | None) -> None:
    assert shown(data) == text


def test_data_deeper_than_any_stack_is_cut_and_stays_masked() -> None:
    deep: object = {"Password": CANARY}
    for _ in range(5000):
        deep = {"a": [deep]}

    text = shown(deep) or ""

    assert "nested too deeply" in text
    assert "anary" not in text


def test_so_many_secrets_that_nobody_can_look_for_them_all_leave_no_text() -> None:
    redacted = redact({"Token": [f"secret-{n}" for n in range(300)]}, "some text")

    assert redacted.data[1] == TOO_MANY


@pytest.mark.parametrize(
    "text",
    [
        "<Password>" * 50_000,
        '"Password":"' * 50_000,
        "Password" * 100_000,
        "://" * 200_000,
        "{" * 500_000 + "Password",
        "Cookie:" * 100_000,
    ],
    ids=["tags", "pairs", "names", "urls", "braces", "headers"],
)
def test_no_text_takes_more_than_linear_time(text: str) -> None:
    begun = time.perf_counter()

    shown(text)

    assert time.perf_counter() - begun < 2


def test_the_names_can_be_chosen() -> None:
    names = SecretNames(parts=["geheim"], wholes=[])

    redacted = told(Redaction(names).redact(finished({"Mein-Geheim": "abc", "Password": "abc"})))

    assert redacted.data[0] == '{"Mein-Geheim":"[masked]","Password":"abc"}'


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=5).filter(lambda s: s.strip()))
def test_no_password_ever_comes_out_of_json(secret: str) -> None:
    secret = f"canary{secret}"

    text = redact({"Password": secret}, json.dumps({"Password": secret}), secret)

    assert all("canary" not in (data or "") for data in text.data)
