"""Content types of articles and attachments: which ones are taken, and their parts.

Source: ticket-operations reference, section 3 (MimeType, Charset, ContentType).
"""

import codecs
import re

_MIME_TYPE = re.compile(r"\w+/\w+")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\"';\s]*)", re.IGNORECASE)
_CHARSET_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+-]{0,63}")
_NAME = re.compile(r"name=\"(.+?)\"", re.IGNORECASE)
# Codecs of Python that are no charset of a message.
_NO_CHARSETS = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"})


def is_mime_type(text: str) -> bool:
    """Say whether text is a bare media type. `image/svg+xml` is refused here, as upstream does."""
    return _MIME_TYPE.fullmatch(text) is not None


def is_charset(name: str) -> bool:
    """Say whether text names a charset, by any of its names."""
    if not _CHARSET_NAME.fullmatch(name):
        return False
    try:
        found = codecs.lookup(name)
        "".encode(name)
    except LookupError:
        return False
    return found.name.replace("_", "-") not in _NO_CHARSETS


def is_content_type(text: str) -> bool:
    """Say whether text is a content type: one line, a media type first, a known charset if any."""
    if "\r" in text or "\n" in text or not _MIME_TYPE.match(text):
        return False
    charset = _CHARSET.search(text)
    return charset is None or is_charset(charset[1])


def mime_type_of(content_type: str) -> str:
    """Return the media type: ``text/plain`` of ``text/plain; charset=utf8``."""
    return content_type.partition(";")[0].strip()


def charset_of(content_type: str) -> str:
    """Return the charset as it is written, or the empty text."""
    charset = _CHARSET.search(content_type)
    return charset[1] if charset else ""


def name_of(content_type: str) -> str:
    """Return the file name that a content type carries, or the empty text."""
    name = _NAME.search(content_type)
    return name[1] if name else ""
