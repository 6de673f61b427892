"""What is kept of an article's body."""

from engine.operations._article_body import stored_body


def test_plain_text_is_kept_with_line_feeds_alone() -> None:
    body = stored_body("a\r\nb\rc\n", "text/plain; charset=utf8")

    assert (body.text, body.content_type, body.file) == (
        "a\nb\nc\n",
        "text/plain; charset=utf8",
        None,
    )


def test_json_is_kept_as_it_is() -> None:
    body = stored_body('{"a":\r\n1}', "application/json; charset=utf-8")

    assert (body.text, body.file) == ('{"a":\r\n1}', None)


def test_html_is_kept_as_text_and_as_a_file() -> None:
    body = stored_body("<p>Hällo</p>", "text/html; charset=utf-8")

    assert (body.text, body.content_type) == ("\nHällo\n\n", "text/plain; charset=utf-8")
    assert body.file is not None
    assert (body.file.filename, body.file.content_type, body.file.disposition) == (
        "file-2",
        'text/html; charset="utf-8"',
        "inline",
    )
    assert body.file.content == "<p>Hällo</p>".encode()


def test_the_file_is_in_the_charset_that_it_names() -> None:
    german = stored_body("<p>ä</p>", "text/html; charset=iso-8859-15")
    russian = stored_body("<p>и</p>", "text/html; charset=iso-8859-15")

    assert german.file is not None
    assert russian.file is not None
    assert german.file.content == b"<p>\xe4</p>"
    assert russian.file.content == "<p>и</p>".encode()
    assert russian.file.content_type == 'text/html; charset="utf-8"'


def test_other_bodies_become_files() -> None:
    named = stored_body("%PDF", 'application/pdf; name="a.pdf"')
    unnamed = stored_body("data", "application/octet-stream")

    assert named.text == "- no text message => see attachment -"
    assert named.file is not None
    assert (named.file.filename, named.file.content) == ("a.pdf", b"%PDF")
    assert unnamed.file is not None
    assert unnamed.file.filename == "unknown"
