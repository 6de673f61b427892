"""Beginnings of long texts, and data without its files."""

from engine.model.excerpt import (
    KEPT_CHARACTERS,
    LONG_BODY_BYTES,
    Excerpt,
    text_or_excerpt,
    without_long_texts,
)


def test_a_short_body_is_its_text() -> None:
    assert text_or_excerpt("größer".encode()) == "größer"
    assert text_or_excerpt(b"gr\xf6\xdfer", "latin-1") == "größer"
    assert text_or_excerpt(b"\xff") == "\ufffd"
    assert text_or_excerpt(b"x" * LONG_BODY_BYTES) == "x" * LONG_BODY_BYTES


def test_a_long_body_is_its_beginning_and_tells_the_rest_in_bytes() -> None:
    found = text_or_excerpt(b"x" * 13_000_000)

    assert isinstance(found, Excerpt)
    assert found.text[:KEPT_CHARACTERS] == "x" * KEPT_CHARACTERS
    assert len(found.text) < KEPT_CHARACTERS + 10_000
    assert found.missing == 13_000_000 - KEPT_CHARACTERS


def test_the_rest_is_counted_in_bytes_of_its_encoding() -> None:
    euro, utf_16 = ("€" * 2_000_000).encode(), ("€" * 2_000_000).encode("utf-16-le")

    assert text_or_excerpt(euro) == Excerpt(
        "€" * (KEPT_CHARACTERS + 4096), len(euro) - 3 * KEPT_CHARACTERS
    )
    assert text_or_excerpt(utf_16, "utf-16-le") == Excerpt(
        "€" * (KEPT_CHARACTERS + 4096), len(utf_16) - 2 * KEPT_CHARACTERS
    )


def test_data_keeps_all_but_its_long_texts() -> None:
    long = "x" * 100_000
    files = [{"Filename": "a", "Content": long}, {"Raw": b"y" * 70_000}]
    data = {"Title": "t", "Attachment": files}

    assert without_long_texts(data) == {
        "Title": "t",
        "Attachment": [
            {"Filename": "a", "Content": "[100000 characters were not kept]"},
            {"Raw": "[70000 bytes were not kept]"},
        ],
    }
    assert files[0]["Content"] is long


def test_data_without_long_texts_is_itself() -> None:
    data = {"Ticket": {"Title": "t"}, "Article": [{"Body": "b"}, 1, None, 1.5]}

    assert without_long_texts(data) is data
