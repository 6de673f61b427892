"""List the services that tickets can be about."""

from collections.abc import Collection

from dsl.values import Value
from engine.model.desk import DeskReader
from engine.model.perl_scalar import is_true
from engine.model.reference_data import Reference
from engine.operations._look_up import Question, look_up, shown
from engine.operations._scalar import text


def _rows(question: Question, desk: DeskReader) -> list[Value]:
    """Return all services, or those that are open to a customer user.

    A customer is shown the own ones; an agent names the customer user as `CustomerUser`.
    """
    services = [row for row in desk.all_named(Reference.SERVICE) if question.wants(row)]
    open_ids = _open_ids(question, desk)
    return [shown(row) for row in services if open_ids is None or row.id in open_ids]


def _open_ids(question: Question, desk: DeskReader) -> Collection[int] | None:
    if question.is_customer:
        return desk.customer_services(question.principal.login)
    customer = question.data.get("CustomerUser")
    return desk.customer_services(text(customer)) if is_true(customer) else None


OPERATION = look_up(
    "Service::ServiceList",
    key="Service",
    summary="List the services that tickets can be about, all or those of a customer user.",
    rows=_rows,
)
