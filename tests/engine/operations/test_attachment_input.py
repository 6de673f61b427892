"""Attachments as requests send them."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.values import Value
from engine.model.fault import Fault, Refusal
from engine.model.service import Compatibility
from engine.model.ticket import NewAttachment
from engine.operations._attachment_input import _decoded_leniently, read_attachments
from engine.operations._refusals import Refusals

CREATE = Refusals("TicketCreate", item_gap="  ")


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def read(sent: Value, compatibility: Compatibility = Compatibility.STRICT) -> list[NewAttachment]:
    return read_attachments(sent, CREATE, compatibility)


def file(**members: Value) -> Value:
    return {"Content": "aGVsbG8=", "ContentType": "text/plain", "Filename": "a.txt"} | members


def test_one_object_is_a_list_of_one() -> None:
    assert read(file()) == read([file()]) == [NewAttachment("a.txt", "text/plain", b"hello")]


def test_members_are_trimmed_and_completed() -> None:
    sent = file(
        Filename=" 0 ",
        ContentType=" TEXT/Plain; Charset=UTF8 ",
        ContentID="cid1",
        Disposition="inline; filename=x",
    )

    assert read(sent) == [
        NewAttachment(
            "0", "text/plain; charset=utf8", b"hello", content_id="<cid1>", disposition="inline"
        )
    ]


@pytest.mark.parametrize(
    ("content", "decoded"),
    [
        ("aGVs\nbG8=", b"hello"),
        ("aG!Vs#bG8", b"hello"),
        ("aGVsbG8=trailing", b"hello"),
        ("a", b""),
        ("aGVsb", b"hel"),
        ("!", b""),
    ],
)
def test_strict_services_make_something_of_any_base64(content: str, decoded: bytes) -> None:
    assert read(file(Content=content))[0].content == decoded


def test_modern_services_refuse_broken_base64() -> None:
    assert read(file(Content="aGVs\r\nbG8="), Compatibility.MODERN)[0].content == b"hello"
    for broken in ("aG!VsbG8=", "aGVsbG8", "aGVsbG8=x", "ä"):
        with pytest.raises(Refusal) as caught:
            read(file(Content=broken), Compatibility.MODERN)
        assert caught.value.message == "TicketCreate: Attachment->Content is invalid!"


@pytest.mark.parametrize("key", ["Content", "ContentType", "Filename"])
@pytest.mark.parametrize("value", ["", "  ", None, [], {"a": 1}, True])
def test_a_member_that_is_not_there_is_missing(key: str, value: Value) -> None:
    with pytest.raises(Refusal) as caught:
        read(file(**{key: value}))

    assert (caught.value.code, caught.value.message) == (
        "TicketCreate.MissingParameter",
        f"TicketCreate: Attachment->{key}  parameter is missing!",
    )


@pytest.mark.parametrize("item", ["x", {}, 1, ["x"]])
def test_an_item_that_is_no_object_is_a_fault(item: Value) -> None:
    with pytest.raises(Fault) as caught:
        read([file(), item])

    assert caught.value.message == "TicketCreate: Ticket->Attachment parameter is invalid!"


@pytest.mark.parametrize(
    ("content", "decoded"),
    [
        ("=", b""),
        ("aGVsbG8===", b"hello"),
        ("aGVs=bG8=", b"hel"),
        (" ".join("aGVsbG8="), b"hello"),
        ("\u20acaGVs\u00e4bG8=", b"hello"),
        ("aGVsbG9=", b"hello"),
    ],
)
def test_padding_and_foreign_characters_of_any_kind_are_stepped_over(
    content: str, decoded: bytes
) -> None:
    assert read(file(Content=content))[0].content == decoded


@given(st.one_of(st.text(), st.text("aZ09+/= \n-_"), st.binary().map(b64)))
def test_what_is_decoded_where_it_stands_is_what_the_lenient_way_gives(content: str) -> None:
    if not content.strip():
        return
    expected = _decoded_leniently(content.strip().encode("utf-8", "replace"))

    assert read(file(Content=content))[0].content == expected
