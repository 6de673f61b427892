"""Which tickets an agent or a customer sees at all.

Source: reference, section 7.1.
"""

from collections.abc import Callable

from engine.model.people import Principal, PrincipalKind
from engine.model.reference_data import Queue
from engine.storage.search_text import key
from engine.storage.setting import is_on
from engine.tickets import people
from engine.tickets.permission import ROOT_ID
from engine.tickets.search.clause import Clause, Partition
from engine.tickets.search.fragment import ALWAYS, NEVER, Fragment, any_of, one_of, union
from engine.tickets.search.searched_desk import SearchedDesk


def visible_to(viewer: Principal, desk: SearchedDesk) -> tuple[Clause, ...]:
    """Return the clauses of what somebody may see."""
    if viewer.kind is PrincipalKind.CUSTOMER:
        may = desk.permissions.customer_may
        queues = _queues(desk, lambda queue: may(viewer.login, "ro", queue))
        return queues, _own(viewer.login, desk)
    if viewer.user_id == ROOT_ID:
        return ()
    return (_queues(desk, lambda queue: desk.permissions.agent_may(viewer.user_id, "ro", queue)),)


def _queues(desk: SearchedDesk, may_read: Callable[[Queue], bool]) -> Clause:
    """Return the clause of the queues whose group somebody may read; each group is asked once."""
    queues = desk.reference.queues(desk.connection).by_id.values()
    by_group = {queue.group_id: queue for queue in queues}
    groups = {group_id for group_id, queue in by_group.items() if may_read(queue)}
    ids = tuple(queue.id for queue in queues if queue.group_id in groups)
    if groups == by_group.keys():
        return Clause(ALWAYS if ids else NEVER)
    found = one_of("queue_id", ids)
    driver = Fragment(f"SELECT id FROM ticket WHERE {found.sql}", found.values)
    return Clause(one_of("+t.queue_id", ids), (driver,), Partition("queue_id", ids))


def _own(login: str, desk: SearchedDesk) -> Clause:
    """Return the clause of the customer's own tickets and those of the companies."""
    settings = desk.reference.settings(desk.connection)
    columns: dict[str, list[str]] = {"customer_user_key": [key(login)]}
    if not is_on(settings, "CustomerDisableCompanyTicketAccess"):
        companies = [key(one) for one in people.read_customer_ids(desk.connection, login) if one]
        columns["customer_id_key"] = companies
    where = any_of(one_of(f"t.{column} || ''", keys) for column, keys in columns.items())
    ways = []
    for column, keys in columns.items():
        found = one_of(column, keys)
        ways.append(Fragment(f"SELECT id FROM ticket WHERE {found.sql}", found.values))
    return Clause(where, (union(ways),))
