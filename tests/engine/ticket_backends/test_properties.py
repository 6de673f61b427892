"""Whatever a remote answers and whatever is sent to it, the promises of the seam hold."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.values import DataError, encode_json
from engine.model.fault import Blame, Fault, Refusal
from engine.model.wire import WireResponse
from engine.ticket_backends._answer import read_answer
from engine.ticket_backends._route import RemoteRoute
from transports._rest_address import strict_parameters, text

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_SCALAR = st.one_of(_TEXT, st.integers(-(10**25), 10**25), st.booleans(), st.none())
_JSON = st.recursive(
    _SCALAR, lambda part: st.lists(part, max_size=3) | st.dictionaries(_TEXT, part, max_size=3)
)
_ANSWERS = st.one_of(
    st.binary(max_size=200),
    _JSON.map(encode_json),
    st.fixed_dictionaries({"Error": _JSON}).map(encode_json),
    st.fixed_dictionaries(
        {"Error": st.fixed_dictionaries({"ErrorCode": _SCALAR, "ErrorMessage": _SCALAR})}
    ).map(encode_json),
    st.fixed_dictionaries({"faultcode": _SCALAR, "faultstring": _SCALAR}).map(encode_json),
)


@given(status=st.integers(100, 599), body=_ANSWERS)
def test_any_answer_is_data_a_refusal_or_a_fault_of_the_partner(status: int, body: bytes) -> None:
    match _read(status, body):
        case Refusal(message=text):
            assert isinstance(text, str)
        case Fault(code=code, message=text, blame=blame):
            assert blame is Blame.PARTNER
            assert code in ("remote.failed", "remote.bad-answer")
            assert 0 < len(text) <= 500
            assert "\n" not in text.strip()
        case data:
            assert 200 <= status < 300
            assert isinstance(data, dict)


def _read(status: int, body: bytes) -> dict[str, Any] | Refusal | Fault:
    try:
        return read_answer(WireResponse(status, (), body), "Ticket::TicketGet")
    except (Refusal, Fault) as error:
        return error


@given(data=st.dictionaries(_TEXT, _SCALAR | st.lists(_SCALAR, max_size=3), max_size=4))
def test_a_query_is_read_by_the_remote_as_it_was_given(data: dict[str, Any]) -> None:
    data.pop("RequestMethod", None)
    address = RemoteRoute("GET", "/x").filled(data)

    assert address is not None
    assert strict_parameters(address.query) == _as_sent(data)


@given(value=_TEXT)
def test_a_segment_is_read_by_the_remote_as_it_was_given(value: str) -> None:
    address = RemoteRoute("GET", "/x/:A").filled({"A": value})

    if address is None:
        assert not value.strip(".")
    else:
        segment = address.path.removeprefix("/x/")
        assert "/" not in segment
        assert text(segment) == value


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", ["/x", "/x/:A"])
def test_half_a_character_is_refused(method: str, path: str) -> None:
    with pytest.raises(DataError, match="surrogate"):
        RemoteRoute(method, path).filled({"A": "\ud800", "B": "\ud800"})


def _as_sent(data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in data.items():
        items = [_text(one) for one in (value if isinstance(value, list) else [value])]
        kept = [one for one in items if one is not None]
        if kept:
            found[name] = kept if len(kept) > 1 else kept[0]
    return found


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return str(int(value)) if isinstance(value, bool) else str(value)
