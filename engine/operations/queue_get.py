"""Read single queues."""

from dsl.values import Value
from engine.model.desk import DeskReader
from engine.model.perl_scalar import is_true
from engine.model.reference_data import Queue
from engine.operations._look_up import Question, look_up
from engine.operations._queue_view import is_open, queue_view
from engine.operations._scalar import as_items, id_of, text
from engine.operations._ticket_ids import wanted_ids


def _rows(question: Question, desk: DeskReader) -> list[Value]:
    """Return queues by `QueueID`, one, several between commas, or a list; or by `Queue`, a name.

    One that may not be read, or that does not exist, refuses them all.
    """
    rows: list[Value] = []
    for queue in _named(question, desk):
        if queue is None or not is_open(queue, "ro", question, desk):
            raise question.refusals.denied("User does not have access to the queue!")
        rows.append(queue_view(queue, desk))
    return rows


def _named(question: Question, desk: DeskReader) -> list[Queue | None]:
    name, refusals = question.data.get("Queue"), question.refusals
    if is_true(name):
        return [desk.queue(name=text(item)) for item in as_items(name)]
    sent = wanted_ids(question.data.get("QueueID"), "QueueID", refusals)
    ids = [id_of(item) for item in sent]
    return [None if queue_id is None else desk.queue(id=queue_id) for queue_id in ids]


OPERATION = look_up(
    "Queue::QueueGet",
    key="Queue",
    summary="Read queues by id or name, with the group that opens them.",
    rows=_rows,
    further_reasons=("AccessDenied", "WrongStructure"),
)
