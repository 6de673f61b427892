"""What queues and SLAs promise in a desk file, and how it is put into the store.

Source: reference, sections 11.2 and 11.11.
"""

from collections.abc import Mapping
from typing import Final

from engine.desk.entry_reader import EntryReader
from engine.desk.plan import CALENDAR, TERMS

_MOST_MINUTES: Final = 1_000_000
_MOST_PERCENT: Final = 99
_USUAL: Final = "usual"
_CALENDARS: Final = tuple(str(number) for number in range(1, 10))


def read_terms(reader: EntryReader) -> Mapping[str, int | str]:
    """Return the columns that an entry speaks of; 0 takes a promise back."""
    terms: dict[str, int | str] = {}
    for key in TERMS:
        number = _number(reader, key)
        if number is not None:
            terms[key] = number
    calendar = reader.choice("calendar", (_USUAL, *_CALENDARS), otherwise="")
    if calendar:
        terms[CALENDAR] = "" if calendar == _USUAL else calendar
    return terms


def _number(reader: EntryReader, key: str) -> int | None:
    node = reader.node(key)
    if node is None:
        return None
    most = _MOST_PERCENT if key.endswith("_notify") else _MOST_MINUTES
    what = "a percentage" if key.endswith("_notify") else "minutes of working time"
    digits = node.raw if node.raw.isascii() and node.raw.isdigit() else ""
    if not digits or len(digits) > len(str(most)) or int(digits) > most:
        reader.findings.mistake(
            "wrong-number",
            f"`{key}` is {what} from 0 to {most}, not `{node.raw}`",
            node.span,
            label="no such number",
        )
        return None
    return int(digits)
