"""How an operation says no: its own name in front of every code and text."""

from dataclasses import dataclass

from engine.model.fault import Blame, Fault, Refusal


@dataclass(frozen=True, slots=True)
class Refusals:
    """Makes the refusals of one operation. Texts go in without the operation's name."""

    operation: str
    """The last part of the operation's type: `TicketCreate`."""
    item_gap: str = " "
    """The blanks before `parameter` in texts about list items: two in TicketCreate (4.2)."""

    def because(self, reason: str, text: str) -> Refusal:
        """Return a refusal with that reason: `AuthFail`, `WrongStructure`, …"""
        return Refusal(f"{self.operation}.{reason}", f"{self.operation}: {text}")

    def missing(self, text: str) -> Refusal:
        """Return a refusal for a parameter that is not there."""
        return self.because("MissingParameter", text)

    def invalid(self, text: str) -> Refusal:
        """Return a refusal for a parameter that cannot be used."""
        return self.because("InvalidParameter", text)

    def denied(self, text: str) -> Refusal:
        """Return a refusal for lack of permission."""
        return self.because("AccessDenied", text)

    def malformed(self, text: str) -> Fault:
        """Return the failure that the reference makes of a malformed list item (1.2)."""
        return Fault("operation.malformed-item", f"{self.operation}: {text}", Blame.CALLER)
