"""List the priorities of tickets."""

from engine.model.reference_data import Reference
from engine.operations._look_up import look_up, shown

OPERATION = look_up(
    "Priority::PriorityList",
    key="Priority",
    summary="List the priorities that tickets can have.",
    rows=lambda question, desk: [
        shown(row) for row in desk.all_named(Reference.PRIORITY) if question.wants(row)
    ],
)
