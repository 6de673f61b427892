"""Time spans as they are typed: `30m`, `2h`, `90d`."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from engine.cli._output import fail

_LONGEST: Final = timedelta(days=36_500)
_SPANS: Final = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}


def span(text: str) -> timedelta:
    """Return a time span; another text ends the command."""
    found = re.fullmatch(r"(\d{1,6})([smhdw])", text)
    if found is None:
        fail(f"a time span is a number and one of s, m, h, d, w, not `{text}`", "30d", code=2)
    length = timedelta(seconds=int(found[1]) * _SPANS[found[2]])
    if length > _LONGEST:
        fail(f"a time span ends after a hundred years, before `{text}`", "30d", code=2)
    return length


def now() -> datetime:
    """Return the time of day, in UTC."""
    return datetime.now(UTC)
