"""An article and its files as answers show them.

Source: ticket-operations reference 6.4; numbers and texts are those that real systems send.
"""

import base64
from zoneinfo import ZoneInfo

from dsl.values import Value
from engine.model.system_time import stamp
from engine.model.ticket import Article, Attachment
from engine.operations._content_type import charset_of, mime_type_of

_HTML_BODIES = ("file-1", "file-2", "file-1.html")


def article_view(article: Article, zone: ZoneInfo) -> dict[str, Value]:
    """Return the attributes of an article, without accounted time, dynamic fields and files."""
    content_type = article.content_type or ""
    charset = charset_of(content_type)
    mail: dict[str, Value] = {
        "From": article.from_ or "",
        "To": article.to or "",
        "Cc": article.cc or "",
        "Bcc": article.bcc or "",
        "ReplyTo": article.reply_to or "",
        "Subject": article.subject or "",
        "Body": article.body or "",
        "ContentType": content_type,
        "MimeType": mime_type_of(content_type),
        "Charset": charset,
        "ContentCharset": charset,
        "MessageID": article.message_id or "",
        "InReplyTo": article.in_reply_to or "",
        "References": article.references or "",
        "IncomingTime": article.incoming_epoch,
        # Articles of this desk are neither edited nor deleted once they are written.
        "IsEdited": 0,
        "IsDeleted": 0,
    }
    return article_facts(article, zone) | mail


def article_facts(article: Article, zone: ZoneInfo) -> dict[str, Value]:
    """Return what is known of an article of any channel: who, when, for whom."""
    return {
        "ArticleID": article.id,
        "TicketID": article.ticket_id,
        "ArticleNumber": article.number,
        "SenderType": article.sender_type.name,
        "SenderTypeID": str(article.sender_type.id),
        "CommunicationChannelID": article.channel_id,
        "IsVisibleForCustomer": int(article.is_visible_for_customer),
        "CreateTime": stamp(article.create_time, zone),
        "ChangeTime": stamp(article.change_time, zone),
        "CreateBy": article.create_by,
        "ChangeBy": article.change_by,
    }


def attachment_views(files: list[Attachment], *, with_html_body: bool) -> list[dict[str, Value]]:
    """Return the files of an article, the text part left out, the HTML body on request.

    A `FileID` is the place in the order of names, from 1; the list is in the order of `FileID`
    read as text: 1, 10, 11, 2. Contents that were not read come as empty text.
    """
    shown = [
        (str(place), file)
        for place, file in enumerate(sorted(files, key=_by_name), 1)
        if not _is_text_body(file) and (with_html_body or not _is_html_body(file))
    ]
    return [_attachment_view(place, file) for place, file in sorted(shown, key=lambda one: one[0])]


def _by_name(file: Attachment) -> str:
    """Return the key of the order of names, which takes no heed of case."""
    return file.filename.casefold()


def _attachment_view(place: str, file: Attachment) -> dict[str, Value]:
    return {
        "FileID": place,
        "Filename": file.filename,
        "ContentType": file.content_type,
        "Content": "" if file.content is None else base64.b64encode(file.content).decode("ascii"),
        "FilesizeRaw": str(file.size_bytes),
        "ContentID": file.content_id,
        "ContentAlternative": "" if file.content is None else file.content_alternative,
        "Disposition": _disposition(file),
    }


def _disposition(file: Attachment) -> str:
    if file.disposition:
        return file.disposition
    is_picture = file.content_type.lower().startswith("image/") and bool(file.content_id)
    return "inline" if is_picture or file.filename in ("file-1", "file-2") else "attachment"


def _is_text_body(file: Attachment) -> bool:
    is_text = "text/plain" in file.content_type.lower()
    return file.filename == "file-1" and is_text and _disposition(file) == "inline"


def _is_html_body(file: Attachment) -> bool:
    is_page = "text/html" in file.content_type.lower()
    return file.filename in _HTML_BODIES and is_page and _disposition(file) == "inline"
