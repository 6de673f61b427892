"""Writes rows into the file of their day, and survives a disk that refuses."""

import logging
import sqlite3
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from engine.tracing import course, day_file
from engine.tracing.course import Course
from engine.tracing.row import Row

_LOG = logging.getLogger("crosstie.tracing")

_MAX_COURSES = 1_000
"""How many numbers of courses are remembered; summaries may hold anything."""


class DayWriter:
    """Holds the connection to the file of one day. Used by one thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._day: date | None = None
        self._connection: sqlite3.Connection | None = None
        self._inode = 0
        self._courses: dict[Course, int] = {}
        self._version = 0
        self._is_failing = False

    def write(self, day: date, rows: Sequence[Row]) -> int:
        """Write rows in one transaction; return how many were lost.

        That they are lost is logged once, and once more when writing works again.
        """
        try:
            connection = self._connected(day)
            with day_file.writing(connection):
                self._insert(connection, rows)
        except (OSError, sqlite3.Error) as error:
            self.close()
            if not self._is_failing:
                _LOG.error("exchanges cannot be recorded: %s", error)
            self._is_failing = True
            return len(rows)
        if self._is_failing:
            _LOG.warning("exchanges are recorded again")
        self._is_failing = False
        return 0

    def close(self) -> None:
        """Close the file that is open, if one is."""
        if self._connection is not None:
            self._connection.close()
        self._connection, self._day = None, None
        self._courses.clear()

    def _insert(self, connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
        # Whoever deleted exchanges may have deleted courses too. Nobody can from here on.
        version = day_file.version(connection)
        if version != self._version or len(self._courses) > _MAX_COURSES:
            self._courses.clear()
        self._version = version
        numbers = self._courses
        for row in rows:
            if row.course not in numbers:
                columns = course.to_columns(row.course)
                numbers[row.course] = day_file.insert_course(connection, columns)
        day_file.insert(connection, [(numbers[row[0]], *row[1:]) for row in rows])

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
