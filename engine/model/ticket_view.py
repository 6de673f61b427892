"""A ticket as answers and events show it.

Source: ticket-operations reference 6.3; numbers and texts are those that real systems send.
"""

from dsl.values import Value
from engine.model.desk import DeskReader
from engine.model.escalation_view import escalation_view
from engine.model.system_time import stamp, system_zone
from engine.model.ticket import Ticket


def ticket_view(ticket: Ticket, desk: DeskReader) -> dict[str, Value]:
    """Return the attributes of a ticket, without accounted time, dynamic fields and articles."""
    view: dict[str, Value] = {
        "TicketID": ticket.id,
        "TicketNumber": ticket.number,
        "Title": ticket.title,
        "CustomerID": ticket.customer_id or "",
        "CustomerUserID": ticket.customer_user_id or "",
        "ArchiveFlag": "y" if ticket.is_archived else "n",
    }
    view |= _references(ticket) | _people(ticket) | _times(ticket, desk)
    return view | escalation_view(ticket, desk)


def _references(ticket: Ticket) -> dict[str, Value]:
    view: dict[str, Value] = {
        "Queue": ticket.queue.name,
        "QueueID": ticket.queue.id,
        "GroupID": ticket.queue.group_id,
        "State": ticket.state.name,
        "StateID": ticket.state.id,
        "StateType": ticket.state.type,
        "Priority": ticket.priority.name,
        "PriorityID": ticket.priority.id,
        "Lock": ticket.lock.name,
        "LockID": ticket.lock.id,
    }
    # The id is there, empty, when nothing is set; the name is not.
    for key, row in (("Type", ticket.type), ("Service", ticket.service), ("SLA", ticket.sla)):
        view[f"{key}ID"] = row.id if row else ""
        if row:
            view[key] = row.name
    return view


def _people(ticket: Ticket) -> dict[str, Value]:
    return {
        "Owner": ticket.owner,
        "OwnerID": ticket.owner_id,
        "Responsible": ticket.responsible,
        "ResponsibleID": ticket.responsible_id,
        "CreateBy": ticket.create_by,
        "ChangeBy": ticket.change_by,
    }


def _times(ticket: Ticket, desk: DeskReader) -> dict[str, Value]:
    zone, now = system_zone(desk.settings), int(desk.now.timestamp())
    is_waiting = ticket.state.type.startswith("pending") and ticket.pending_epoch > 0
    return {
        "Age": now - int(ticket.create_time.timestamp()),
        "Created": stamp(ticket.create_time, zone),
        "Changed": stamp(ticket.change_time, zone),
        "UnlockTimeout": ticket.unlock_timeout_epoch,
        "UntilTime": ticket.pending_epoch - now if is_waiting else 0,
        "RealTillTimeNotUsed": ticket.pending_epoch,
        "EscalationTime": ticket.escalation_epoch,
        "EscalationUpdateTime": ticket.escalation_update_epoch,
        "EscalationResponseTime": ticket.escalation_response_epoch,
        "EscalationSolutionTime": ticket.escalation_solution_epoch,
    }
