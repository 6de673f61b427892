"""Content types, charsets and their parts."""

import pytest

from engine.operations._content_type import (
    charset_of,
    is_charset,
    is_content_type,
    is_mime_type,
    mime_type_of,
    name_of,
)


@pytest.mark.parametrize("name", ["utf8", "UTF-8", "utf_8", "iso-8859-15", "us-ascii", "cp1252"])
def test_charsets_are_known_by_all_their_names(name: str) -> None:
    assert is_charset(name)


@pytest.mark.parametrize(
    "name", ["notinventedhere", "", "base64", "rot13", "idna", "punycode", "u\0tf8", "../utf8"]
)
def test_what_is_no_charset_of_a_message_is_refused(name: str) -> None:
    assert not is_charset(name)


@pytest.mark.parametrize(
    ("content_type", "is_taken"),
    [
        ("text/plain", True),
        ("text/plain; charset=utf8", True),
        ('text/plain; charset="utf-8"', True),
        ("text/plain;extra=dummy", True),
        ("image/svg+xml", True),
        ("text/plain; charset=nope", False),
        ("text/plain; charset=", False),
        ("text/plain\nhost: x", False),
        ('text/html\rsome="thing"', False),
        ("nonsense", False),
    ],
)
def test_content_types_are_one_line_with_a_known_charset(content_type: str, is_taken: bool) -> None:
    assert is_content_type(content_type) is is_taken


def test_a_bare_media_type_has_two_plain_words() -> None:
    assert is_mime_type("text/plain")
    assert not is_mime_type("image/svg+xml")
    assert not is_mime_type("Nonsense")


def test_a_content_type_comes_apart() -> None:
    whole = 'application/pdf; name="a b.pdf"; charset="ISO-8859-15"'

    assert (mime_type_of(whole), charset_of(whole), name_of(whole)) == (
        "application/pdf",
        "ISO-8859-15",
        "a b.pdf",
    )
    assert (mime_type_of("txt"), charset_of("txt"), name_of("txt")) == ("txt", "", "")
