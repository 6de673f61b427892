"""The `Attachment` list of a request: one object or several, contents in base64.

Source: ticket-operations reference 4.2 rows 7, 44 and 45, and 4.3.
"""

import binascii
from typing import Final

from dsl.values import Value
from engine.model.service import Compatibility
from engine.model.ticket import NewAttachment
from engine.operations._content_type import is_content_type
from engine.operations._refusals import Refusals
from engine.operations._scalar import as_items, is_filled_object, is_filled_text, text, trimmed

_DISPOSITION_LENGTH = 15
_DIGITS: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_FOREIGN: Final = bytes(set(range(256)) - set(_DIGITS))
_WHITE_SPACE: Final = b" \t\n\r\x0b\f"


def read_attachments(
    sent: Value, refusals: Refusals, compatibility: Compatibility
) -> list[NewAttachment]:
    """Return the files of a request in its order, or raise for the first rule one breaks."""
    return [_read_attachment(item, refusals, compatibility) for item in as_items(sent)]


def _read_attachment(
    item: Value, refusals: Refusals, compatibility: Compatibility
) -> NewAttachment:
    if not is_filled_object(item):
        raise refusals.malformed("Ticket->Attachment parameter is invalid!")
    members = trimmed(item)
    for key in ("Content", "ContentType", "Filename"):
        if not is_filled_text(members.get(key)):
            raise refusals.missing(f"Attachment->{key}{refusals.item_gap}parameter is missing!")
    content_type = text(members["ContentType"]).lower()
    if not is_content_type(content_type):
        raise refusals.invalid("Attachment->ContentType is invalid!")
    return NewAttachment(
        filename=text(members["Filename"]),
        content_type=content_type,
        content=_content(text(members["Content"]), refusals, compatibility),
        content_id=_bracketed(text(members.get("ContentID"))),
        disposition=text(members.get("Disposition")).partition(";")[0][:_DISPOSITION_LENGTH],
        content_alternative=text(members.get("ContentAlternative")),
    )


def _content(sent: str, refusals: Refusals, compatibility: Compatibility) -> bytes:
    """Decode a file. The reference makes something of everything; that is a damaged file."""
    try:
        # What most clients send: read where it stands, without a copy.
        return binascii.a2b_base64(sent, strict_mode=True)
    except ValueError:  # there is more in it than digits and padding, or other than ASCII
        data = sent.encode("utf-8", "replace")
    if compatibility is Compatibility.STRICT:
        return _decoded_leniently(data)
    try:
        # Line breaks belong to base64 as mail knows it (RFC 2045 §6.8), anything else does not.
        return binascii.a2b_base64(data.translate(None, _WHITE_SPACE), strict_mode=True)
    except binascii.Error as error:
        raise refusals.invalid("Attachment->Content is invalid!") from error


def _decoded_leniently(data: bytes) -> bytes:
    """Decode up to the padding, skipping what is no base64 and a group that is too short."""
    padding = data.find(b"=")
    digits = (data if padding < 0 else data[:padding]).translate(None, _FOREIGN)
    if len(digits) % 4 == 1:
        digits = digits[:-1]
    return binascii.a2b_base64(digits + b"=" * (-len(digits) % 4))


def _bracketed(content_id: str) -> str:
    """Return a content id in angle brackets, as the desk keeps it."""
    if not content_id or (content_id.startswith("<") and content_id.endswith(">")):
        return content_id
    return f"<{content_id}>"
