"""When a ticket was first answered, first locked, last closed, and how long that took.

Source: ticket-operations reference 6.3 ("`Extended` adds").
"""

from datetime import datetime

from dsl.values import Value
from engine.model.desk import DeskReader
from engine.model.escalation import Budget
from engine.model.system_time import stamp
from engine.model.ticket import HistoryEntry, Ticket
from engine.model.working_time import calendar_of
from engine.operations._setting import system_zone


def ticket_figures(ticket: Ticket, desk: DeskReader) -> dict[str, Value]:
    """Return the figures that are known; what has not happened yet has no key."""
    zone, history = system_zone(desk), desk.history(ticket.id)
    terms = desk.escalation_terms(ticket)
    calendar = calendar_of(desk.settings, terms.calendar_name)
    figures: dict[str, Value] = {}
    answered = _first_answer(ticket, desk)
    if answered:
        figures["FirstResponse"] = stamp(answered, zone)
        used = calendar.minutes_between(ticket.create_time, answered)
        figures |= _used("FirstResponse", used, terms.first_response)
    closings = [entry.create_time for entry in history if _closes(entry, desk)]
    if closings:
        figures["Closed"] = stamp(closings[-1], zone)
        used = calendar.minutes_between(ticket.create_time, closings[-1])
        figures |= _used("Solution", used, terms.solution)
    lockings = [entry.create_time for entry in history if entry.type.name == "Lock"]
    if lockings:
        figures["FirstLock"] = stamp(lockings[0], zone)
    return figures


def _used(name: str, minutes: int, budget: Budget) -> dict[str, Value]:
    """Return what was used, and what is left of a budget if there is one."""
    figures: dict[str, Value] = {f"{name}InMin": minutes}
    if budget.minutes:
        figures[f"{name}DiffInMin"] = budget.minutes - minutes
    return figures


def _first_answer(ticket: Ticket, desk: DeskReader) -> datetime | None:
    for article in desk.articles(ticket.id):
        if article.is_visible_for_customer and article.sender_type.name == "agent":
            return article.create_time
    return None


def _closes(entry: HistoryEntry, desk: DeskReader) -> bool:
    if entry.type.name not in ("NewTicket", "StateUpdate"):
        return False
    state = desk.state(id=entry.state_id)
    return state is not None and state.type == "closed"
