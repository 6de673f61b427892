"""Writes chunks into the file of their day, and survives a disk that refuses."""

import logging
import sqlite3
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from engine.tracing import day_file
from engine.tracing.chunk import Chunk

_LOG = logging.getLogger("crosstie.tracing")


class DayWriter:
    """Holds the connection to the file of one day. Used by one thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._day: date | None = None
        self._connection: sqlite3.Connection | None = None
        self._inode = 0
        self._is_failing = False

    def write(self, day: date, chunks: Sequence[Chunk]) -> int:
        """Write chunks in one transaction; return how many exchanges were lost.

        That they are lost is logged once, and once more when writing works again.
        """
        try:
            connection = self._connected(day)
            day_file.insert(connection, chunks)
        except (OSError, sqlite3.Error) as error:
            self.close()
            if not self._is_failing:
                _LOG.error("exchanges cannot be recorded: %s", error)
            self._is_failing = True
            return sum(chunk.holds for chunk in chunks)
        if self._is_failing:
            _LOG.warning("exchanges are recorded again")
        self._is_failing = False
        return 0

    def close(self) -> None:
        """Close the file that is open, if one is."""
        if self._connection is not None:
            self._connection.close()
        self._connection, self._day = None, None

    def _connected(self, day: date) -> sqlite3.Connection:
        """Return the connection to a day's file, opened again when someone removed the file."""
        path = day_file.path_of(self._folder, day)
        if self._connection is not None and day == self._day and self._is_there(path):
            return self._connection
        self.close()
        self._connection = day_file.open_for_writing(path)
        self._day, self._inode = day, path.stat().st_ino
        return self._connection

    def _is_there(self, path: Path) -> bool:
        try:
            return path.stat().st_ino == self._inode
        except FileNotFoundError:
            return False
