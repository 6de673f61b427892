"""CSV as values, read and written as RFC 4180 has it, with any one character between cells."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from dsl.functions._limits import MAX_ITEMS, check_items, check_text
from dsl.functions._text import to_text
from dsl.kinds import kind_of
from dsl.values import Failure


@lru_cache(maxsize=16)
def _cell(separator: str) -> re.Pattern[str]:
    if len(separator) != 1 or separator in '"\r\n':
        raise Failure("one character as the separator", "another text")
    mark = re.escape(separator)
    return re.compile(
        rf'(?:"(?P<quoted>(?:[^"]|"")*)"|(?P<plain>[^"{mark}\r\n]*))'
        rf"(?P<end>{mark}|\r\n|\n|\r|\Z)"
    )


def read_rows(text: str, separator: str) -> Iterator[list[str]]:
    """Give the rows as lists of texts; empty lines are no rows, a byte order mark is no cell."""
    cell = _cell(separator)
    text = text.removeprefix("\ufeff")
    row: list[str] = []
    position = cells = line = 0
    while position < len(text) or row:
        match = cell.match(text, position)
        if match is None:
            raise Failure("cells whose quotes enclose them", f"another quote in row {line + 1}")
        cells += 1
        if cells > MAX_ITEMS:
            check_items(cells)
        quoted = match["quoted"]
        row.append(match["plain"] if quoted is None else quoted.replace('""', '"'))
        position = match.end()
        if match["end"] != separator:
            if row != [""] or quoted is not None:
                yield row
            line += 1
            row = []


def read_objects(text: str, separator: str) -> list[dict[str, str]]:
    """Return an object for each row but the first, which names the keys.

    Raises `Failure` when a row has more or fewer cells, or two columns have one name.
    """
    rows = read_rows(text, separator)
    header = next(rows, [])
    if len(set(header)) != len(header):
        raise Failure("columns with names of their own", "the same name twice")
    objects: list[dict[str, str]] = []
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            raise Failure(f"{len(header)} cells in each row", f"{len(row)} in row {number}")
        objects.append(dict(zip(header, row, strict=True)))
    return objects


def write_rows(rows: list[Any], separator: str, *, header: bool) -> str:
    """Return objects, with their keys as the first row if wanted, or lists, as CSV.

    The columns of objects are all their keys in order of appearance; what an object lacks is an
    empty cell, as null is.
    """
    cell = _cell(separator)
    table = _table(rows, header=header)
    lines: list[str] = []
    length = 0
    for row in table:
        line = separator.join(_written(item, cell) for item in row)
        # A row of one empty cell would read as an empty line.
        lines.append(line or '""')
        length += len(line) + 2
        check_text(length)
    return "".join(f"{line}\r\n" for line in lines)


def _table(rows: list[Any], *, header: bool) -> Iterator[list[Any]]:
    if all(isinstance(row, list) for row in rows):
        yield from rows
        return
    for row in rows:
        if not isinstance(row, dict):
            raise Failure("objects as rows, or lists as rows", kind_of(row))
    columns = list(dict.fromkeys(key for row in rows for key in row))
    check_items(len(columns) * len(rows))
    if header:
        yield columns
    for row in rows:
        yield [row.get(column) for column in columns]


def _written(item: Any, cell: re.Pattern[str]) -> str:
    text = "" if item is None else to_text(item)
    match = cell.match(text)
    if match is not None and match.end() == len(text) and match["plain"] == text:
        return text
    escaped = text.replace('"', '""')
    return f'"{escaped}"'
