"""What is kept of an article's body: text to read, and the rest as a file beside it.

Source: ticket-operations reference 4.5 ("Body handling").
"""

from dataclasses import dataclass

from engine.model.ticket import NewAttachment
from engine.operations._content_type import charset_of, mime_type_of, name_of
from engine.operations._html_text import text_of_html

HTML_BODY = "file-2"
"""The name under which the page of an HTML article is kept."""


@dataclass(frozen=True, slots=True)
class StoredBody:
    """A body as it is stored; `file` holds what its text stands for."""

    text: str
    content_type: str
    file: NewAttachment | None = None


def stored_body(body: str, content_type: str) -> StoredBody:
    """Return what is kept of a body: HTML as text and file, other non-text as a file alone."""
    mime_type = mime_type_of(content_type)
    if mime_type == "text/html":
        return _page(body, content_type)
    if mime_type.startswith("text/"):
        return StoredBody(_with_line_feeds(body), content_type)
    if mime_type == "application/json":
        return StoredBody(body, content_type)
    return _foreign(body, content_type)


def _page(body: str, content_type: str) -> StoredBody:
    content, charset = _encoded(body, charset_of(content_type))
    file = NewAttachment(
        filename=HTML_BODY,
        content_type=f'text/html; charset="{charset}"',
        content=content,
        disposition="inline",
    )
    return StoredBody(text_of_html(body), _plain(content_type), file)


def _foreign(body: str, content_type: str) -> StoredBody:
    content, _ = _encoded(body, charset_of(content_type))
    file = NewAttachment(
        filename=name_of(content_type) or "unknown",
        content_type=content_type,
        content=content,
    )
    return StoredBody("- no text message => see attachment -", _plain(content_type), file)


def _plain(content_type: str) -> str:
    charset = charset_of(content_type) or "utf-8"
    return f"text/plain; charset={charset}"


def _encoded(body: str, charset: str) -> tuple[bytes, str]:
    """Return the bytes of a body and the charset they are in: UTF-8 when the own one is too small.

    The body arrives as text, so the charset that a partner names may lack characters of it.
    """
    try:
        return body.encode(charset or "utf-8"), charset or "utf-8"
    except (UnicodeEncodeError, LookupError):
        return body.encode("utf-8"), "utf-8"


def _with_line_feeds(body: str) -> str:
    return body.replace("\r\n", "\n").replace("\r", "\n")
