"""What is written without masking is exactly what masking would not change."""

import json
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.tracing.recorded import Stored, entries_of
from engine.tracing.redaction import Redaction
from tests.support.finished_exchange import finished

HARMLESS = Redaction().harmless


def encoded(*data: object, headers: tuple[tuple[str, str], ...] = (), **rest: Any) -> bytes | None:
    exchange = finished(*data, **rest)
    return HARMLESS.encoded([exchange]) if HARMLESS.seems(exchange, headers) else None


def shown(written: bytes) -> list[str | None]:
    [stored] = msgspec.json.decode(written, type=list[Stored])
    return [entry.data for entry in entries_of(stored)]


def test_harmless_entries_come_back_as_text() -> None:
    written = encoded({"a": Decimal("1.50")}, "[1, 2]", None, {}, "", [], 7, True, "ä\n")

    assert written is not None
    assert shown(written) == [
        '{"a":1.50}', "[1, 2]", None, None, None, "[]", "7", "true", "ä\n",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        {"Password": "x"},
        {"a": [{"session-id": "x"}]},
        '{"UserLogin":"u","Password":"x"}',
        "a\npass=hunter2",
        "a\tsid: 4711",
        "Bearer\nabcdefghijklmnop",
        "https://u:p@example.test/",
        '{"\\u0050assword":"x"}',
        "%50assword=x",
        b"nothing",
        {"a": Decimal("NaN")},
        {"a": Decimal("Infinity")},
        "\ud800",
        ValueError("x"),
        "x" * 2_000_000,
    ],
    ids=str,
)
def test_what_is_doubtful_is_left_to_masking(data: object) -> None:
    assert encoded({"a": 1}, data) is None


def test_a_secret_in_the_address_or_a_header_is_left_to_masking() -> None:
    assert encoded("x", path="/Session/4711abc") is None
    assert encoded("x", path="/a?pass--word=1") is None
    assert encoded("x", headers=(("authorization", "Basic eDp5"),)) is None
    assert encoded("x", path="/Ticket/1?Limit=2", headers=(("host", "a"),)) is not None


PARTS = st.sampled_from(
    ["pass", "word", "Token", "-", "_", "=", ":", " ", "\n", "\t", '"', "\\", "{", "}", "sid",
     "abcdef", "bearer", "://", "@", "%5", "0", "\\u00", "Cookie", "<", ">", "/"]
)  # fmt: skip


@given(st.lists(PARTS, max_size=12).map("".join))
def test_masking_changes_nothing_that_is_written_as_it_is(text: str) -> None:
    for data in (text, {"a": text}, [text], json.dumps({"a": text})):
        written = encoded(data)
        if written is None:
            continue
        [(_, _, _, masked)] = Redaction().redact(finished(data)).entries
        assert shown(written) == [masked]
