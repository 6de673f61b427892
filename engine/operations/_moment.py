"""The pending time of a ticket as requests say it."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dsl.values import Value
from engine.operations._scalar import is_filled_text, text

_DIGITS = re.compile(r"[0-9]{1,9}", re.ASCII)
_PARTS = ("Year", "Month", "Day", "Hour", "Minute")


def pending_epoch(value: Value, *, now: datetime, zone: ZoneInfo) -> int | None:
    """Return the epoch that a `PendingTime` means, or None when it means nothing.

    ``{"Diff": 1440}`` is minutes from now and stands alone;
    ``{"Year": 2035, "Month": 12, "Day": 3, "Hour": 23, "Minute": 5}`` is a time of the system's
    zone that must exist there. Source: ticket-operations reference, section 3.
    """
    if not isinstance(value, dict):
        return None
    if "Diff" in value:
        return _from_now(value, now)
    return _from_parts(value, zone)


def _from_now(value: Mapping[str, Value], now: datetime) -> int | None:
    minutes = text(value["Diff"])
    if len(value) > 1 or not _DIGITS.fullmatch(minutes):
        return None
    return int(now.timestamp()) + int(minutes) * 60


def _from_parts(value: Mapping[str, Value], zone: ZoneInfo) -> int | None:
    parts = [text(value.get(part)) for part in _PARTS]
    if not all(is_filled_text(value.get(part)) for part in _PARTS):
        return None
    if not all(_DIGITS.fullmatch(part) for part in parts):
        return None
    year, month, day, hour, minute = (int(part) for part in parts)
    try:
        local = datetime(year, month, day, hour, minute, tzinfo=zone)
        moment = local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    # A time inside the gap of a summer-time change does not come back from UTC as it went.
    if moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        return None
    return int(moment.timestamp())
