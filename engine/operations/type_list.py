"""List the types of tickets."""

from engine.model.reference_data import Reference
from engine.operations._look_up import look_up, shown

OPERATION = look_up(
    "Type::TypeList",
    key="Type",
    summary="List the types that tickets can have.",
    rows=lambda question, desk: [
        shown(row) for row in desk.all_named(Reference.TYPE) if question.wants(row)
    ],
)
