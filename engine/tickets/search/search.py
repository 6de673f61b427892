"""Answers a query for tickets by the way that costs least.

A ticket is reached through the most selective criterion if that leads to few tickets, and
otherwise by going through all of them in the order of the answer until there are enough. Both
ways test every criterion on every ticket, so that the answer is the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt
from typing import Final, assert_never

from engine.model.people import PrincipalKind
from engine.model.ticket_query import (
    ArticleMatches,
    Criterion,
    FieldIsEmpty,
    FieldMatches,
    HadIdAtFirst,
    HasCustomerId,
    HasId,
    IsArchived,
    IsWatched,
    LiesWithin,
    SortKey,
    TextMatches,
    TicketQuery,
)
from engine.tickets.search import attribute_clause, field_clause, time_clause
from engine.tickets.search.article_clause import article_matches
from engine.tickets.search.clause import Clause, Partition
from engine.tickets.search.fragment import NEVER, Fragment, all_of
from engine.tickets.search.order import Order, order_of
from engine.tickets.search.searched_desk import SearchedDesk
from engine.tickets.search.visibility import visible_to

_SELECT_LAST_ID: Final = "SELECT COALESCE(MAX(id), 0) FROM ticket"
_FEW: Final = 64
"""A way to so few tickets is taken without a look at any other."""
_FIRST: Final = 2_000
"""How many tickets are looked at before it is counted which way leads to how many."""
_MOST_BRANCHES: Final = 32
_MOST_PARAMETERS: Final = 10_000


def search_tickets(desk: SearchedDesk, query: TicketQuery) -> Sequence[int]:
    """Return the ids of the tickets that the viewer sees and that meet all criteria."""
    clauses = clauses_of(desk, query)
    if any(clause.where == NEVER for clause in clauses):
        return ()
    order = order_of(query.order, desk)
    worthwhile = _worthwhile(query.limit, desk)
    best = _narrowest(clauses, min(worthwhile, _FIRST), desk)
    if best is None and _is_by_time(query):
        # Most searches are met often: the first tickets of the order are enough, however many
        # there are, and nothing has to be counted.
        found = _ids(walk_the_first(clauses, query, order, desk), desk)
        if len(found) == query.limit:
            return found
    # Twice what is worth its way: those that match may all lie at the far end of the walk.
    best = best or _narrowest(clauses, 2 * worthwhile, desk)
    if best is not None and best.count == 0:
        return ()
    partition = _partition(clauses, query)
    if best is not None and (partition is None or best.clause.partition is not partition):
        return _ids(through(best.driver, clauses, order, query.limit), desk)
    if partition is not None:
        # This meets no more tickets than the driver of the same column, and ends early.
        return _ids(walk_each(partition, clauses, query), desk)
    return _ids(walk(clauses, order, query.limit), desk)


def clauses_of(desk: SearchedDesk, query: TicketQuery) -> Sequence[Clause]:
    """Return what must hold of a ticket."""
    criteria = [_clause(criterion, query, desk) for criterion in query.criteria]
    return (*visible_to(query.viewer, desk), *criteria)


def through(driver: Fragment, clauses: Sequence[Clause], order: Order, limit: int) -> Fragment:
    """Return the statement that looks at the candidates of a driver."""
    where = all_of(clause.where for clause in clauses)
    # The order of a CROSS JOIN is kept by SQLite: first the candidates, then their tickets.
    return Fragment(
        f"WITH candidate AS MATERIALIZED (SELECT DISTINCT id FROM ({driver.sql}) AS driver)"
        f" SELECT t.id FROM candidate CROSS JOIN ticket t{order.joins}"
        f" WHERE t.id = candidate.id AND {where.sql} ORDER BY {order.by.sql} LIMIT ?",
        (*driver.values, *where.values, *order.by.values, limit),
    )


def walk(clauses: Sequence[Clause], order: Order, limit: int) -> Fragment:
    """Return the statement that goes through all tickets."""
    where = all_of(clause.where for clause in clauses)
    return Fragment(
        f"SELECT t.id FROM ticket t{order.joins} WHERE {where.sql} ORDER BY {order.by.sql} LIMIT ?",
        (*where.values, *order.by.values, limit),
    )


def walk_the_first(
    clauses: Sequence[Clause], query: TicketQuery, order: Order, desk: SearchedDesk
) -> Fragment:
    """Return the statement that goes through the first tickets of an order by time, no further."""
    [sort] = query.order
    column = "create_time" if sort.key is SortKey.CREATED else "change_time"
    direction, beyond = ("DESC", ">=") if sort.is_descending else ("ASC", "<=")
    last = desk.connection.execute(
        f"SELECT {column} FROM ticket ORDER BY {column} {direction}, id {direction}"
        " LIMIT 1 OFFSET ?",
        (_FIRST,),
    ).fetchone()
    if last is None:
        return walk(clauses, order, query.limit)
    first = Clause(Fragment(f"t.{column} {beyond} ?", (last[0],)))
    return walk((first, *clauses), order, query.limit)


def walk_each(partition: Partition, clauses: Sequence[Clause], query: TicketQuery) -> Fragment:
    """Return a walk in each part of a partition, each in order, and the first of them all.

    Tickets in few states may be old or new together: a walk through all would meet none for long.
    """
    direction = "DESC" if query.order[0].is_descending else "ASC"
    where = all_of(clause.where for clause in clauses if clause.partition is not partition)
    branch = (
        f"SELECT id, create_time FROM (SELECT t.id, t.create_time FROM ticket t"
        f" WHERE t.{partition.column} = ? AND {where.sql}"
        f" ORDER BY t.create_time {direction}, t.id {direction} LIMIT ?) AS part"
    )
    branches = " UNION ALL ".join(branch for _ in partition.ids)
    values = tuple(value for each in partition.ids for value in (each, *where.values, query.limit))
    return Fragment(
        f"SELECT id FROM ({branches}) AS parts"
        f" ORDER BY create_time {direction}, id {direction} LIMIT ?",
        (*values, query.limit),
    )


def _clause(criterion: Criterion, query: TicketQuery, desk: SearchedDesk) -> Clause:
    match criterion:
        case HasId():
            return attribute_clause.has_id(criterion)
        case HadIdAtFirst():
            return attribute_clause.had_id_at_first(criterion, desk)
        case IsWatched():
            return attribute_clause.is_watched(criterion)
        case TextMatches():
            return attribute_clause.text_matches(criterion, desk)
        case HasCustomerId():
            return attribute_clause.has_customer_id(criterion)
        case IsArchived():
            return attribute_clause.is_archived(criterion)
        case LiesWithin():
            return time_clause.lies_within(criterion, desk)
        case FieldMatches():
            return field_clause.field_matches(criterion)
        case FieldIsEmpty():
            return field_clause.field_is_empty(criterion)
        case ArticleMatches():
            is_customer = query.viewer.kind is PrincipalKind.CUSTOMER
            return article_matches(criterion, desk, only_visible=is_customer)
        case _:
            assert_never(criterion)


@dataclass(frozen=True, slots=True)
class _Way:
    """A driver of a clause."""

    clause: Clause
    driver: Fragment
    count: int
    """How many rows it has, some tickets perhaps more than once."""


def _ids(statement: Fragment, desk: SearchedDesk) -> Sequence[int]:
    return tuple(row[0] for row in desk.connection.execute(statement.sql, statement.values))


def _is_by_time(query: TicketQuery) -> bool:
    """Say whether an index has all tickets in the order of the answer."""
    keys = [sort.key for sort in query.order]
    return keys in ([SortKey.CREATED], [SortKey.CHANGED])


def _worthwhile(limit: int, desk: SearchedDesk) -> int:
    """Return how many tickets a driver may lead to for it to be worth its way.

    A walk through all n tickets in order meets one of m that match every n/m steps, and takes
    limit times as many; a driver takes m. So a driver is worth its way while m² < limit·n.
    """
    (last_id,) = desk.connection.execute(_SELECT_LAST_ID).fetchone()
    return max(_FEW, isqrt(limit * last_id))


def _narrowest(clauses: Sequence[Clause], bound: int, desk: SearchedDesk) -> _Way | None:
    """Return the way over the fewest tickets, None when all of them lead to more than `bound`."""
    best = None
    for clause, driver in [(each, driver) for each in clauses for driver in each.drivers]:
        count = _count(driver, bound + 1, desk)
        if count <= bound:
            bound, best = count, _Way(clause, driver, count)
        if count <= _FEW:
            break
    return best


def _count(driver: Fragment, most: int, desk: SearchedDesk) -> int:
    """Return how many rows a driver has, counted to `most`."""
    statement = (
        f"SELECT COUNT(*) FROM (SELECT 1 AS one FROM ({driver.sql}) AS driver LIMIT ?) AS counted"
    )
    row = desk.connection.execute(statement, (*driver.values, most)).fetchone()
    return int(row[0])


def _partition(clauses: Sequence[Clause], query: TicketQuery) -> Partition | None:
    """Return the partition with the fewest values, if the answer is in the order of creation."""
    if [sort.key for sort in query.order] != [SortKey.CREATED]:
        return None
    found = [clause.partition for clause in clauses if clause.partition]
    # Databases bound the number of parameters, and each branch has those of all criteria.
    room = _MOST_PARAMETERS // (1 + sum(len(clause.where.values) for clause in clauses))
    most = min(_MOST_BRANCHES, room)
    small = [partition for partition in found if len(partition.ids) <= most]
    return min(small, key=lambda partition: len(partition.ids), default=None)
