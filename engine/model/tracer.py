"""What a stage may say about an exchange while it runs."""

from enum import StrEnum
from typing import Protocol

from engine.model.level import Level


class Outcome(StrEnum):
    """How an exchange ended: with a result, with a refusal of the operation, or with a fault."""

    OK = "ok"
    REFUSED = "refused"
    FAULT = "fault"


class Tracer(Protocol):
    """Takes the entries of one exchange that reach the threshold of its service.

    Call sites of level debug ask `debug` first, so that below the threshold nothing is computed:
    ``if tracer.debug: tracer.note("…", data)``. `data` is kept by reference and encoded after the
    answer has left: whoever hands it over must not change it afterwards.
    """

    debug: bool
    """True when entries of level debug are kept."""
    action: str | None
    """The operation or invoker of the exchange, once it is known."""
    outcome: Outcome | None
    """How the exchange ended, once it is known."""

    def note(self, summary: str, data: object = None) -> None:
        """Keep an entry of level debug. Only where `debug` is true."""

    def record(self, level: Level, summary: str, data: object = None) -> None:
        """Keep an entry, unless its level is below the threshold."""
