"""How far a ticket is from escalating, as answers and events show it.

Source: ticket-operations reference 6.3 ("Escalation details").
"""

from datetime import UTC, datetime

from dsl.values import Value
from engine.model.desk import DeskReader
from engine.model.escalation import FINAL_STATE_TYPES, Budget
from engine.model.system_time import stamp, system_zone
from engine.model.ticket import Ticket
from engine.model.working_time import Calendar, calendar_of

_HOUR_SECONDS = 3600


def escalation_view(ticket: Ticket, desk: DeskReader) -> dict[str, Value]:
    """Return the keys of every promise that is awaited, and those of the most urgent one."""
    due = ticket.destinations
    if not due.earliest or ticket.state.type in FINAL_STATE_TYPES:
        return {}
    terms = desk.escalation_terms(ticket)
    if not terms.promises_anything:
        return {}
    calendar = calendar_of(desk.settings, terms.calendar_name)
    view: dict[str, Value] = {}
    for name, epoch, budget in (
        ("FirstResponse", due.first_response, terms.first_response),
        ("Update", due.update, terms.update),
        ("Solution", due.solution, terms.solution),
    ):
        if epoch:
            promise = _Promise(epoch, budget, calendar, desk)
            view |= {f"{name}{key}": value for key, value in promise.view().items()}
    return view | _Promise(due.earliest, Budget(), calendar, desk).urgent_view()


class _Promise:
    """One promise at the time of a transaction."""

    def __init__(self, epoch: int, budget: Budget, calendar: Calendar, desk: DeskReader) -> None:
        destination = datetime.fromtimestamp(epoch, UTC)
        self._epoch = epoch
        self._budget = budget
        self._date = stamp(destination, system_zone(desk.settings))
        self._seconds_left = epoch - int(desk.now.timestamp())
        self._is_over = self._seconds_left <= 0
        span = (destination, desk.now) if self._is_over else (desk.now, destination)
        self._working_seconds = calendar.seconds_between(*span)

    def view(self) -> dict[str, Value]:
        """Return the keys of this promise without its name."""
        view: dict[str, Value] = {
            "Time": self._seconds_left,
            "TimeWorkingTime": self._working_time,
            "TimeDestinationTime": self._epoch,
            "TimeDestinationDate": self._date,
        }
        if self._is_over:
            view["TimeEscalation"] = 1
        elif self._is_warned:
            view["TimeNotification"] = 1
        return view

    def urgent_view(self) -> dict[str, Value]:
        """Return the keys that the most urgent promise has beside its own."""
        hours, rest = divmod(self._working_seconds, _HOUR_SECONDS)
        minutes = f"{rest // 60}m"
        return {
            "EscalationDestinationTime": self._epoch,
            "EscalationDestinationDate": self._date,
            "EscalationDestinationIn": f"{hours}h {minutes}" if hours else minutes,
            "EscalationTimeWorkingTime": self._working_time,
            "EscalationTime": self._seconds_left,
        }

    @property
    def _working_time(self) -> Value:
        """The working time that is left; the reference writes what is over as a text, `-n`."""
        return f"-{self._working_seconds}" if self._is_over else self._working_seconds

    @property
    def _is_warned(self) -> bool:
        """Whether as much of the budget is used as agents are to be warned at."""
        budget = self._budget
        if not budget.notify_percent or not budget.minutes:
            return False
        used = budget.minutes * 60 - self._working_seconds
        return used * 100 >= budget.notify_percent * budget.minutes * 60
