"""Queues as look-ups show them, to those who may see them."""

from dsl.values import Value
from engine.model.desk import DeskReader
from engine.model.reference_data import Queue, Reference
from engine.operations._look_up import Question, shown
from engine.operations._scalar import text

_PERMISSIONS = ("ro", "move_into", "create", "note", "owner", "priority", "rw")


def queue_view(queue: Queue, desk: DeskReader) -> dict[str, Value]:
    """Return a queue with its group."""
    group = desk.named(Reference.GROUP, id=queue.group_id)
    return shown(queue) | {"GroupID": queue.group_id, "Group": group.name if group else ""}


def wanted_permission(question: Question) -> str:
    """Return the permission that a queue must grant to be shown: `Permission`, or `ro`."""
    sent = question.data.get("Permission")
    permission = "ro" if sent is None else text(sent)
    if permission not in _PERMISSIONS:
        raise question.refusals.invalid("Permission parameter is invalid!")
    return permission


def is_open(queue: Queue, permission: str, question: Question, desk: DeskReader) -> bool:
    """Say whether who asks has a permission in a queue."""
    principal = question.principal
    if question.is_customer:
        return desk.customer_may(principal.login, permission, queue=queue)
    return desk.agent_may(principal.user_id, permission, queue=queue)
