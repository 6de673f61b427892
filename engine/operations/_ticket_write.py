"""Steps that several operations take when they write a ticket."""

from engine.model.desk import DeskWriter
from engine.model.reference_data import Reference
from engine.operations._setting import is_on

_ROOT_ID = 1


def set_lock(name: str, ticket_id: int, desk: DeskWriter, *, by: int) -> None:
    """Lock or unlock a ticket, by the name of the lock."""
    lock = desk.named(Reference.LOCK, name=name)
    if lock is None:
        raise LookupError(f"the desk has no lock named {name}")
    desk.set_lock(ticket_id, lock.id, by=by)


def set_owner(
    ticket_id: int, owner_id: int, responsible_id: int, desk: DeskWriter, *, by: int
) -> None:
    """Set the owner, who also becomes responsible while nobody but root is.

    `responsible_id` is who is responsible now. Source: ticket-operations reference 4.1.
    """
    desk.set_owner(ticket_id, owner_id, by=by)
    follows = is_on(desk, "Ticket::Responsible", default=False) and is_on(
        desk, "Ticket::ResponsibleAutoSet", default=True
    )
    if follows and responsible_id == _ROOT_ID and owner_id != _ROOT_ID:
        desk.set_responsible(ticket_id, owner_id, by=by)
