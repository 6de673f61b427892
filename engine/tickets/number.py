"""Ticket numbers: day, system id, a counter that restarts every day, and a check digit.

Source: reference, section 11.10, generator DateChecksum.
"""

from datetime import datetime
from typing import Final

from engine.storage.connection import Connection
from engine.storage.timestamp import to_text

_FACTORS: Final = (1, 2)

_COUNT: Final = """
INSERT INTO ticket_number_counter (counter, counter_uid, create_time) VALUES (1, ?, ?)
ON CONFLICT (counter_uid) DO UPDATE SET counter = ticket_number_counter.counter + 1"""
_SELECT_COUNTER: Final = "SELECT counter FROM ticket_number_counter WHERE counter_uid = ?"
_SELECT_TAKEN: Final = "SELECT 1 FROM ticket WHERE tn = ?"


def check_digit(digits: str) -> int:
    """Return the check digit, 1 to 9, of the digits before it."""
    total = sum(int(digit) * _FACTORS[place % 2] for place, digit in enumerate(digits))
    return 10 - total % 10 if total % 10 else 1


def format_number(day: str, system_id: str, counter: int) -> str:
    """Return the ticket number of a day, ``YYYYMMDD``, and a counter."""
    digits = f"{day}{system_id}{counter:05}"
    return f"{digits}{check_digit(digits)}"


def draw_number(connection: Connection, *, now: datetime, system_id: str) -> str:
    """Return a ticket number that no ticket has; it is drawn in the caller's transaction."""
    day = f"{now:%Y%m%d}"
    while True:
        connection.execute(_COUNT, (day, to_text(now)))
        (counter,) = connection.execute(_SELECT_COUNTER, (day,)).fetchone()
        number = format_number(day, system_id, counter)
        if connection.execute(_SELECT_TAKEN, (number,)).fetchone() is None:
            return number
