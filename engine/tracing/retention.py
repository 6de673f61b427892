"""Removes recorded exchanges that are too old or too many."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from engine.tracing import day_file
from engine.tracing.recorded import epoch_us


@dataclass(frozen=True, slots=True)
class Retention:
    """How long and how much is kept. None is without end."""

    days: float | None = 14
    """Source: generic-interface reference 9.3."""
    max_total_bytes: int | None = 1024**3


def clean(folder: Path, retention: Retention, *, now: datetime) -> int:
    """Remove what is beyond the retention; return how many bytes of files that freed.

    The file of a day that is over is removed whole. From the file being written, and from the one
    that the age cuts through, chunks are deleted, the oldest first.
    Raises `OSError` and `sqlite3.Error`.
    """
    before = _total_bytes(folder)
    if retention.days is not None:
        _remove_old(folder, now - timedelta(days=retention.days), now)
    if retention.max_total_bytes is not None:
        _shrink(folder, retention.max_total_bytes, now)
    return max(0, before - _total_bytes(folder))


def _remove_old(folder: Path, until: datetime, now: datetime) -> None:
    for day in day_file.days(folder):
        path = day_file.path_of(folder, day)
        if day_file.end_us(day) <= epoch_us(until) and day < day_file.day_of(now):
            day_file.remove(path)
        elif day_file.start_us(day) <= epoch_us(until):
            day_file.delete_chunks(path, "last_us <= ?", epoch_us(until))


def _shrink(folder: Path, max_bytes: int, now: datetime) -> None:
    for day in day_file.days(folder):
        path = day_file.path_of(folder, day)
        while (excess := _total_bytes(folder) - max_bytes) > 0:
            size = day_file.size_bytes(path)
            if day < day_file.day_of(now) and size <= excess:
                day_file.remove(path)
                break
            # A little more than the excess, or the next exchange would be one too many again. A
            # part of the file is no exchanges, so that one turn may not be enough.
            share = min(1.0, 1.1 * excess / size)
            if not day_file.delete_chunks(
                path,
                "number < (SELECT min(number) + CAST("
                "(max(number) - min(number) + 1) * ? + 1 AS INTEGER) FROM chunk)",
                share,
            ):
                break


def _total_bytes(folder: Path) -> int:
    return sum(day_file.size_bytes(day_file.path_of(folder, day)) for day in day_file.days(folder))
