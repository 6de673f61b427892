"""List the queues that somebody may use."""

from dsl.values import Value
from engine.model.desk import DeskReader
from engine.operations._look_up import Question, look_up
from engine.operations._queue_view import is_open, queue_view, wanted_permission


def _rows(question: Question, desk: DeskReader) -> list[Value]:
    """Return the queues in which who asks has a permission: `ro`, or `Permission`.

    ``{"Permission": "create"}`` gives those that a ticket can be created in.
    """
    permission = wanted_permission(question)
    return [
        queue_view(queue, desk)
        for queue in desk.queues()
        if question.wants(queue) and is_open(queue, permission, question, desk)
    ]


OPERATION = look_up(
    "Queue::QueueList",
    key="Queue",
    summary="List the queues that the caller may see, or may create tickets in, by name.",
    rows=_rows,
)
