"""How an event came about: the invokers whose work led to it, so that circles end.

The reference has no protection: an invoker whose answer changes a ticket fires the events of that
ticket again, for ever (generic-interface reference 12.4, 32). Here the steps are counted.
Names alone would not do: an invoker may well lead to itself once, as one that makes a child ticket.
"""

from dataclasses import dataclass
from typing import Final

from dsl.values import Value

MAX_STEPS: Final = 4
"""Invokers that may lead to one another. The same number as for gateways behind gateways."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The steps to an event, the first one first: ``("Jira/Tell", "Jira/Tell")``."""

    steps: tuple[str, ...] = ()

    @property
    def is_circle(self) -> bool:
        """Whether so many steps led here that no invoker may follow."""
        return len(self.steps) >= MAX_STEPS

    def followed_by(self, service: str, invoker: str) -> "Origin":
        """Return the origin of the events that this invoker's work brings about."""
        return Origin((*self.steps, f"{service}/{invoker}"))

    def data(self) -> Value:
        """Return the origin as a stored job keeps it."""
        return list(self.steps)


def origin_of(data: Value) -> Origin:
    """Return the origin that a stored job kept; what is none counts as the first step."""
    if not isinstance(data, list):
        return Origin()
    return Origin(tuple(step for step in data if isinstance(step, str)))
