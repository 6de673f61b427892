"""Points in time as the store keeps them: text in UTC, to the second, without an offset."""

from datetime import UTC, datetime


def to_text(moment: datetime) -> str:
    """Return ``YYYY-MM-DD hh:mm:ss`` in UTC for an aware point in time."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def to_microseconds(moment: datetime) -> str:
    """Return ``YYYY-MM-DD hh:mm:ss.ffffff`` in UTC for an aware point in time."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"


def from_text(text: str) -> datetime:
    """Return the aware point in time of ``YYYY-MM-DD hh:mm:ss``."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def to_epoch(moment: datetime) -> int:
    """Return the seconds since 1970, whole."""
    return int(moment.timestamp())
