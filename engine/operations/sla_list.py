"""List the SLAs that tickets can have."""

from dsl.values import Value
from engine.model.desk import DeskReader
from engine.model.reference_data import Reference
from engine.operations._look_up import Question, look_up, shown
from engine.operations._reference_input import named_of


def _rows(question: Question, desk: DeskReader) -> list[Value]:
    """Return the SLAs with the ids of their services; with `Service(ID)` those of that service.

    A customer is shown the SLAs of the own services.
    """
    invalid = question.refusals.invalid("ServiceID or Service parameter is invalid!")
    service = named_of(question.data, "Service", Reference.SERVICE, desk, invalid)
    own = desk.customer_services(question.principal.login) if question.is_customer else None
    rows: list[Value] = []
    for row in desk.all_named(Reference.SLA):
        ids = [one for one in desk.sla_services(row.id) if own is None or one in own]
        is_open = service.id in ids if service else own is None or bool(ids)
        if question.wants(row) and is_open:
            rows.append(shown(row) | {"ServiceIDs": list[Value](ids)})
    return rows


OPERATION = look_up(
    "SLA::SLAList",
    key="SLA",
    summary="List the SLAs that tickets can have, with the services they belong to.",
    rows=_rows,
)
