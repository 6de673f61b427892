"""What an operation may reach beyond its message."""

from dataclasses import dataclass

from engine.model.accounts import Accounts
from engine.model.clock import Clock, NewId
from engine.model.desk import TicketStore
from engine.model.service import Compatibility


@dataclass(frozen=True, slots=True)
class Dependencies:
    """Handed to an operation when it is built. `compatibility` is that of its service."""

    tickets: TicketStore
    accounts: Accounts
    clock: Clock
    new_id: NewId
    compatibility: Compatibility
