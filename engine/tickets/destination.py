"""Until when a ticket is to be answered, followed up and solved.

Source: reference, section 11.11.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.model.escalation import FINAL_STATE_TYPES, Budget, Destinations, Terms
from engine.model.ticket import Ticket
from engine.model.working_time import Calendar
from engine.storage.timestamp import to_epoch


@dataclass(frozen=True, slots=True)
class Contact:
    """An article, as far as promises go. `sender` is the name of its sender type."""

    sender: str
    is_visible: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Pause:
    """A time that does not count; `end` is None while it lasts."""

    start: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Course:
    """What happened to a ticket so far. Contacts and pauses are oldest first."""

    contacts: Sequence[Contact]
    was_closed: bool
    pauses: Sequence[Pause]


def destinations(ticket: Ticket, course: Course, terms: Terms, calendar: Calendar) -> Destinations:
    """Return until when what the terms promise is to happen."""
    if ticket.state.type in FINAL_STATE_TYPES:
        return Destinations()

    def due(start: datetime | None, budget: Budget) -> int:
        if start is None or not budget.minutes:
            return 0
        moment = due_after(start, budget.minutes * 60, calendar, course.pauses)
        return 0 if moment is None else to_epoch(moment)

    is_answered = any(each.is_visible and each.sender == "agent" for each in course.contacts)
    is_pending = ticket.state.type.startswith("pending")
    return Destinations(
        first_response=0 if is_answered else due(ticket.create_time, terms.first_response),
        update=0 if is_pending else due(last_contact(course.contacts), terms.update),
        solution=0 if course.was_closed else due(ticket.create_time, terms.solution),
    )


def last_contact(contacts: Sequence[Contact]) -> datetime | None:
    """Return when the partner last heard of us, or has been waiting since; None without articles.

    That is the last visible article of an agent, or the first of the customer's after it.
    """
    waiting_since = None
    for contact in reversed(contacts):
        if not contact.is_visible or contact.sender not in ("agent", "customer"):
            continue
        if contact.sender == "agent":
            return waiting_since or contact.at
        waiting_since = contact.at
    if waiting_since is None and contacts:
        return contacts[-1].at
    return waiting_since


def due_after(
    start: datetime, seconds: int, calendar: Calendar, pauses: Sequence[Pause]
) -> datetime | None:
    """Return when so much working time has passed, pauses left out.

    None while that cannot be known: in a pause that lasts, or without any working time.
    """
    left = seconds
    for pause in pauses:
        if pause.end is not None and pause.end <= start:
            continue
        worked = calendar.seconds_between(start, pause.start)
        if worked >= left:
            break
        if pause.end is None:
            return None
        start, left = pause.end, left - worked
    return calendar.after(start, left)
