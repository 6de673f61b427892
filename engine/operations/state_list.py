"""List the states of tickets."""

from dsl.values import Value
from engine.model.desk import DeskReader
from engine.model.perl_scalar import is_true
from engine.operations._look_up import Question, look_up, shown
from engine.operations._scalar import as_items, text


def _rows(question: Question, desk: DeskReader) -> list[Value]:
    """Return the states, with `StateType` those of the named types alone."""
    sent = question.data.get("StateType")
    types = {text(item) for item in as_items(sent)} if is_true(sent) else None
    return [
        shown(state) | {"StateType": state.type}
        for state in desk.states()
        if question.wants(state) and (types is None or state.type in types)
    ]


OPERATION = look_up(
    "State::StateList",
    key="State",
    summary="List the states that tickets can have, with the type of each.",
    rows=_rows,
)
