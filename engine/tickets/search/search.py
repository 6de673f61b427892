"""Answers a query for tickets by the way that costs least.

A ticket is reached through the most selective criterion if that leads to few tickets, and
otherwise by going through all of them in the order of the answer until there are enough. Both
ways test every criterion on every ticket, so that the answer is the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt
from typing import Final, assert_never

from engine.model.desk import PrincipalKind
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
_MOST_BRANCHES: Final = 32
_MOST_PARAMETERS: Final = 10_000


def search_tickets(desk: SearchedDesk, query: TicketQuery) -> Sequence[int]:
    """Return the ids of the tickets that the viewer sees and that meet all criteria."""
    clauses = clauses_of(desk, query)
    if any(clause.where == NEVER for clause in clauses):
        return ()
    order = order_of(query.order, desk)
    best = _narrowest(clauses, query.limit, desk)
    if best is not None and best.count == 0:
        return ()
    partition = _partition(clauses, query)
    if best is not None and (partition is None or best.clause.partition is not partition):
        statement = through(best.driver, clauses, order, query.limit)
    elif partition is not None:
        # This meets no more tickets than the driver of the same column, and ends early.
        statement = walk_each(partition, clauses, query)
    else:
        statement = walk(clauses, order, query.limit)
    return tuple(row[0] for row in desk.connection.execute(statement.sql, statement.values))


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


def _narrowest(clauses: Sequence[Clause], limit: int, desk: SearchedDesk) -> _Way | None:
    """Return the way over the fewest tickets, None when all of them lead to too many.

    A walk through all n tickets in order meets one of m that match every n/m steps, and takes
    limit times as many; a driver takes m. So a driver is worth its way while m² < limit·n. Twice
    that is allowed: the ones that match may all lie at the far end of the walk.
    """
    (last_id,) = desk.connection.execute(_SELECT_LAST_ID).fetchone()
    bound, best = max(_FEW, 2 * isqrt(limit * last_id)), None
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
