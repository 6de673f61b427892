"""Values of the secret store are masked wherever they stand, without a name that speaks of them."""

import base64
import html
import json
import re
import time
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.tracing.known_secret import KnownSecrets
from engine.tracing.redaction import Redaction
from tests.support.finished_exchange import finished

CANARY = "Canary'/S&crè\"t-1234 x"
QUOTED = quote(CANARY, safe="")
LOWER = re.sub("%[0-9A-F]{2}", lambda match: match[0].lower(), QUOTED)


def known(*values: str) -> KnownSecrets:
    secrets = KnownSecrets()
    secrets.add(values)
    return secrets


def redacted(data: object, **rest: Any) -> str:
    """Return everything that is written of an exchange."""
    exchange = Redaction(known=known(CANARY)).redact(finished(data, **rest))
    return repr((exchange.entries, exchange.path, exchange.action))


def in_base64(before: str, after: str) -> str:
    return base64.b64encode(f"{before}{CANARY}{after}".encode()).decode()


@pytest.mark.parametrize(
    "data",
    [
        CANARY,
        {"note": CANARY},
        {CANARY: [1, f"before {CANARY} behind"]},
        json.dumps({"note": CANARY}),
        json.dumps(CANARY, ensure_ascii=False).encode(),
        {"body": json.dumps({"note": CANARY})},
        f"<note>{html.escape(CANARY)}</note>",
        json.dumps({"note": html.escape(CANARY)}),
        json.dumps({"note": json.dumps(html.escape(CANARY).replace("&#x27;", "&apos;"))}),
        json.dumps({"note": CANARY}).replace("\\u00e8", "\\u00E8"),
        f"a={QUOTED}&b=1",
        f"plain {LOWER}",
        *[f"Digest {in_base64(before, after)}" for before in ("", "u:", "kim:") for after in "abc"],
    ],
    ids=str,
)
def test_a_known_value_never_comes_out(data: object) -> None:
    shown = redacted(data)

    assert "anary" not in shown
    assert "rè" not in shown
    assert not [1 for at in range(3) if in_base64("x" * at, "")[6:20] in shown]
    assert "[masked]" in shown


def test_address_action_and_summary_are_masked_too() -> None:
    shown = redacted("x", path=f"/shop/{QUOTED}?q={QUOTED}", summary=f"about {CANARY}")

    assert "anary" not in shown
    assert shown.count("[masked]") == 3


def test_exchanges_with_a_known_value_do_not_pass_as_harmless() -> None:
    exchange = finished({"note": CANARY})

    assert Redaction().harmless.encoded([exchange]) is not None
    assert Redaction(known=known(CANARY)).harmless.encoded([exchange]) is None
    assert Redaction(known=known("another")).harmless.encoded([exchange]) is not None


def test_the_password_of_an_address_is_known_with_it() -> None:
    assert known("https://kim:p%40ss-w@crm.example/").replace("p@ss-w, p%40ss-w") == (
        "[masked], [masked]"
    )


def test_what_was_known_stays_known_and_the_longest_wins() -> None:
    secrets = known("short")
    secrets.add(["shorter", "abcd", ""])

    assert secrets.replace("short shorter shortest abcd") == ("[masked] [masked] [masked]est abcd")


def test_without_secrets_every_text_stays() -> None:
    assert KnownSecrets().replace("a \ud800") == "a \ud800"
    assert not KnownSecrets().are_in(b"anything")


def test_a_text_that_is_no_unicode_is_masked_all_the_same() -> None:
    assert "canary" not in known("canary").replace("a canary \ud800")


@given(st.text(min_size=5), st.text(), st.text())
def test_no_value_survives_in_any_text(value: str, before: str, after: str) -> None:
    secrets = known(value)

    masked = secrets.replace(f"{before}{value}{after}")

    assert value.encode("utf-8", "replace").decode() not in masked.replace("[masked]", "\0")


def test_a_text_that_begins_like_a_secret_stays() -> None:
    secrets = known("abcdefghijklmnopqrstuvwxyz")

    assert secrets.are_in(b"abcdefghijklmnopqr")
    assert secrets.replace("abcdefghijklmnopqr") == "abcdefghijklmnopqr"


def test_a_thousand_secrets_and_long_ones_are_looked_for_in_one_pass() -> None:
    secrets = known(*[f"secret-number-{number:04}-{'x' * 40}" for number in range(1_000)])
    secrets.add([f"-----BEGIN KEY-----\n{'k' * 64_000}\n-----END KEY-----\n"])
    text = json.dumps([f"nothing of interest, number {number}" for number in range(30_000)])

    began = time.process_time()
    found = secrets.are_in(text.encode())

    assert not found
    assert time.process_time() - began < 1.0
    assert secrets.replace(json.dumps({"a": f"secret-number-0999-{'x' * 40}"})) == (
        '{"a": "[masked]"}'
    )
    assert secrets.replace(f"-----BEGIN KEY-----\n{'k' * 64_000}\n-----END KEY-----") == "[masked]"
