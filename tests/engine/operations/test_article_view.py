"""Files of an article as answers show them."""

from engine.model.ticket import Attachment
from engine.operations._article_view import attachment_views


def file(name: str, content_type: str = "text/plain", **parts: str) -> Attachment:
    return Attachment(
        id=900,
        filename=name,
        content_type=content_type,
        size_bytes=5,
        content_id=parts.get("content_id", ""),
        content_alternative=parts.get("content_alternative", ""),
        disposition=parts.get("disposition", ""),
        content=b"hello",
    )


def test_file_ids_are_places_in_the_order_of_names_read_as_text() -> None:
    files = [file(f"{letter}.txt") for letter in "kjihgfedcba"]

    shown = attachment_views(files, with_html_body=False)

    assert [one["FileID"] for one in shown] == ["1", "10", "11", *"23456789"]
    assert [one["Filename"] for one in shown[:3]] == ["a.txt", "j.txt", "k.txt"]


def test_the_html_body_is_shown_on_request_and_the_text_body_never() -> None:
    files = [
        file("file-1"),
        file("file-2", 'text/html; charset="utf-8"', disposition="inline"),
        file("z.txt"),
    ]

    without = attachment_views(files, with_html_body=False)
    with_body = attachment_views(files, with_html_body=True)

    assert [one["Filename"] for one in without] == ["z.txt"]
    assert [one["Filename"] for one in with_body] == ["file-2", "z.txt"]


def test_dispositions_are_derived_where_none_was_sent() -> None:
    files = [
        file("a.png", "image/png", content_id="<cid>"),
        file("b.png", "image/png"),
        file("c.txt", disposition="inline"),
    ]

    shown = attachment_views(files, with_html_body=False)

    assert [one["Disposition"] for one in shown] == ["inline", "attachment", "inline"]


def test_contents_that_were_not_read_are_empty() -> None:
    bare = Attachment(1, "a.txt", "text/plain", 5, "<cid>", "1", "attachment", None)

    assert attachment_views([bare], with_html_body=False) == [
        {
            "FileID": "1",
            "Filename": "a.txt",
            "ContentType": "text/plain",
            "Content": "",
            "FilesizeRaw": "5",
            "ContentID": "<cid>",
            "ContentAlternative": "",
            "Disposition": "attachment",
        }
    ]
