"""Response headers of HTTP::REST."""

from typing import Any

import pytest

from engine.kinds import SetupError
from transports._rest_headers import TEXT, AnswerHeaders, answer_headers, connection

FIRST = [("Content-Type", "application/json; charset=UTF-8"), ("Connection", "close")]
FAILED = [("Content-Type", "text/plain; charset=UTF-8"), ("Connection", "close")]


def headers(config: Any) -> AnswerHeaders:
    return answer_headers(config, failure_type=TEXT, connection=connection(config))


def test_outbound_headers_are_common_and_specific() -> None:
    found = headers(
        {
            "OutboundHeaders": {
                "Common": {"X-B": "2", "X-A": "1"},
                "Specific": {"Op": {"X-B": 3, "x-c": None}},
            }
        }
    )

    assert list(found.answer("Op")) == [*FIRST, ("X-A", "1"), ("X-B", "3"), ("x-c", "")]
    assert list(found.answer("Other")) == [*FIRST, ("X-A", "1"), ("X-B", "2")]
    assert list(found.failed) == [*FAILED, ("X-A", "1"), ("X-B", "2")]
    assert list(found.refused) == FAILED


def test_additional_headers_stand_alone_and_are_sent_once() -> None:
    found = headers(
        {"AdditionalHeaders": {"X-A": "1"}, "OutboundHeaders": {"Common": {"X-B": "2"}}}
    )

    assert list(found.answer("Op")) == [*FIRST, ("X-A", "1")]
    assert list(found.failed) == list(found.refused) == [*FAILED, ("X-A", "1")]


@pytest.mark.parametrize("name", ["Connection", "CONTENT-LENGTH", "Transfer-Encoding", "status"])
@pytest.mark.parametrize("place", ["AdditionalHeaders", "OutboundHeaders"])
def test_what_the_server_decides_cannot_be_set(name: str, place: str) -> None:
    given = {name: "x"}
    config = {place: given if place == "AdditionalHeaders" else {"Common": given}}

    assert list(headers(config).common) == FIRST


def test_a_configured_content_type_replaces_ours() -> None:
    found = headers({"AdditionalHeaders": {"content-type": "application/x-own"}})

    assert list(found.common) == [("Connection", "close"), ("content-type", "application/x-own")]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("X-A", value) for value in ("a\r\nX-B: 1", "a\nb", "a\x00", "€", ["a"])),
        *((name, "a") for name in ("X A", "X-A:", "", "X\r\nY")),
    ],
)
def test_what_http_forbids_is_found_when_the_service_is_built(name: str, value: Any) -> None:
    with pytest.raises(SetupError) as refused:
        headers({"OutboundHeaders": {"Specific": {"Op": {name: value}}}})

    assert refused.value.path == ("OutboundHeaders", "Specific", "Op", name)
    assert refused.value.code == "bad-header"
