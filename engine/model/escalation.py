"""What a queue or an SLA promises about its tickets, and until when.

Source: ticket-operations reference 11.11.
"""

from dataclasses import dataclass
from typing import Final

FINAL_STATE_TYPES: Final = frozenset(("closed", "merged", "removed"))
"""The types of states in which a ticket does not escalate."""


@dataclass(frozen=True, slots=True)
class Budget:
    """The working time in which something is to happen; 0 minutes are no promise."""

    minutes: int = 0
    notify_percent: int = 0
    """How much of it may be used before agents are warned; 0 for no warning."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The promises of a queue or an SLA, in the working time of a calendar."""

    first_response: Budget = Budget()
    update: Budget = Budget()
    solution: Budget = Budget()
    calendar_name: str = ""

    @property
    def promises_anything(self) -> bool:
        """Whether there is any budget."""
        budgets = (self.first_response, self.update, self.solution)
        return any(budget.minutes for budget in budgets)


NO_TERMS: Final = Terms()


@dataclass(frozen=True, slots=True)
class Destinations:
    """Until when what was promised is to happen, in epoch seconds; 0 for what is not awaited."""

    first_response: int = 0
    update: int = 0
    solution: int = 0

    @property
    def earliest(self) -> int:
        """The first of them, 0 when there is none."""
        return min(filter(None, (self.first_response, self.update, self.solution)), default=0)
