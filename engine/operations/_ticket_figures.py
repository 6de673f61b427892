"""When a ticket was first answered, first locked, last closed, and how long that took.

Source: ticket-operations reference 6.3 ("`Extended` adds").
"""

from datetime import datetime

from dsl.values import Value
from engine.model.desk import DeskReader, HistoryEntry, Ticket
from engine.model.system_time import stamp
from engine.operations._setting import system_zone
from engine.operations._working_time import working_minutes


def ticket_figures(ticket: Ticket, desk: DeskReader) -> dict[str, Value]:
    """Return the figures that are known; what has not happened yet has no key."""
    zone, history = system_zone(desk), desk.history(ticket.id)
    figures: dict[str, Value] = {}
    answered = _first_answer(ticket, desk)
    if answered:
        figures["FirstResponse"] = stamp(answered, zone)
        figures["FirstResponseInMin"] = working_minutes(ticket.create_time, answered, zone)
    closings = [entry.create_time for entry in history if _closes(entry, desk)]
    if closings:
        figures["Closed"] = stamp(closings[-1], zone)
        figures["SolutionInMin"] = working_minutes(ticket.create_time, closings[-1], zone)
    lockings = [entry.create_time for entry in history if entry.type.name == "Lock"]
    if lockings:
        figures["FirstLock"] = stamp(lockings[0], zone)
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
