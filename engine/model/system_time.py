"""The time zone of the system, and points in time as it writes them."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dsl.values import Value


def system_zone(settings: Mapping[str, Value]) -> ZoneInfo:
    """Return the time zone that time stamps are written in; UTC for a name nobody knows."""
    return zone_named(settings.get("OTOBOTimeZone"))


def zone_named(name: Value) -> ZoneInfo:
    """Return the time zone of a name; UTC for a name nobody knows."""
    try:
        return ZoneInfo(name if isinstance(name, str) else "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder's name is an OSError
        return ZoneInfo("UTC")


def stamp(moment: datetime, zone: ZoneInfo) -> str:
    """Return ``YYYY-MM-DD hh:mm:ss`` in the system's zone, without an offset."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
