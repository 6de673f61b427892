"""Files that are kept with an article.

Source: reference, sections 4.3 and 6.4.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from engine.model.ticket import Attachment, NewAttachment
from engine.storage.connection import Connection
from engine.storage.search_text import fold
from engine.storage.timestamp import to_text
from engine.tickets.filename import clean_filename, unique_filename

_DISPOSITION_LENGTH: Final = 15
_BODY_FILE: Final = re.compile(r"file-[12]")

_COLUMNS: Final = """
SELECT id, filename, content_type, content_size, content_id, content_alternative, disposition,"""
_ROWS: Final = """
FROM article_data_mime_attachment WHERE article_id = ? ORDER BY lower(filename), id"""
_SELECT: Final = f"{_COLUMNS} NULL {_ROWS}"
_SELECT_WITH_CONTENT: Final = f"{_COLUMNS} content {_ROWS}"
_SELECT_NAMES: Final = "SELECT filename FROM article_data_mime_attachment WHERE article_id = ?"
_INSERT: Final = """
INSERT INTO article_data_mime_attachment (article_id, filename, content_size, content_type,
    content_id, content_alternative, disposition, create_time, create_by, change_time, change_by,
    content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"""
_INSERT_SEARCH: Final = """
INSERT INTO attachment_search (attachment_id, article_id, filename_text) VALUES (?, ?, ?)"""


def read_attachments(
    connection: Connection, article_id: int, *, with_content: bool
) -> Sequence[Attachment]:
    """Return the files of an article by file name."""
    statement = _SELECT_WITH_CONTENT if with_content else _SELECT
    return [
        Attachment(
            id=file_id,
            filename=filename,
            content_type=content_type,
            size_bytes=int(size),
            content_id=content_id,
            content_alternative=alternative,
            disposition=disposition or _usual_disposition(filename, content_type, content_id),
            content=content,
        )
        for (
            file_id,
            filename,
            content_type,
            size,
            content_id,
            alternative,
            disposition,
            content,
        ) in connection.execute(statement, (article_id,))
    ]


def insert_attachment(
    connection: Connection,
    article_id: int,
    attachment: NewAttachment,
    *,
    now: datetime,
    by: int,
) -> None:
    """Keep a file with an article, its name made safe and unique there."""
    taken = {name for (name,) in connection.execute(_SELECT_NAMES, (article_id,))}
    filename = unique_filename(clean_filename(attachment.filename), taken)
    stamps = (to_text(now), by, to_text(now), by)
    row = connection.execute(
        _INSERT,
        (
            article_id,
            filename,
            str(len(attachment.content)),
            attachment.content_type,
            _bracketed(attachment.content_id),
            attachment.content_alternative,
            attachment.disposition.partition(";")[0].strip()[:_DISPOSITION_LENGTH],
            *stamps,
            attachment.content,
        ),
    ).fetchone()
    connection.execute(_INSERT_SEARCH, (row[0], article_id, fold(filename)))


def _bracketed(content_id: str) -> str:
    if not content_id:
        return ""
    return content_id if content_id.startswith("<") else f"<{content_id}>"


def _usual_disposition(filename: str, content_type: str, content_id: str) -> str:
    is_shown_inside = content_id and content_type.lower().startswith("image/")
    return "inline" if is_shown_inside or _BODY_FILE.fullmatch(filename) else "attachment"
