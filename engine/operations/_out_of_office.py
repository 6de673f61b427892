"""Whether an agent is away.

Source: ticket-operations reference 11.5.
"""

from datetime import date

from engine.model.people import Agent
from engine.model.perl_scalar import is_true
from engine.operations._scalar import id_of


def is_out_of_office(agent: Agent, today: date) -> bool:
    """Say whether the agent's preferences have him away today; dates are inclusive."""
    if not is_true(agent.preferences.get("OutOfOffice")):
        return False
    start, end = _day(agent, "Start"), _day(agent, "End")
    return start is not None and end is not None and start <= today <= end


def _day(agent: Agent, edge: str) -> date | None:
    parts = [
        id_of(agent.preferences.get(f"OutOfOffice{edge}{part}"))
        for part in ("Year", "Month", "Day")
    ]
    try:
        return date(parts[0] or 0, parts[1] or 0, parts[2] or 0)
    except ValueError:
        return None
