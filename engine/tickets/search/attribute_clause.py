"""Criteria on the row of a ticket: what it refers to, its texts, the archive."""

from collections.abc import Mapping
from typing import Final

from engine.model.ticket_query import (
    Attribute,
    FirstAttribute,
    HadIdAtFirst,
    HasCustomerId,
    HasId,
    IsArchived,
    IsWatched,
    TextMatches,
    TicketText,
)
from engine.storage.search_text import key
from engine.tickets.search.clause import Clause, Partition
from engine.tickets.search.condition_clause import IndexedText, matches, ways_to
from engine.tickets.search.fragment import NEVER, Fragment, all_of, one_of
from engine.tickets.search.searched_desk import SearchedDesk

COLUMNS: Final[Mapping[Attribute, str]] = {
    Attribute.TICKET: "id",
    Attribute.QUEUE: "queue_id",
    Attribute.TYPE: "type_id",
    Attribute.STATE: "ticket_state_id",
    Attribute.PRIORITY: "ticket_priority_id",
    Attribute.LOCK: "ticket_lock_id",
    Attribute.SERVICE: "service_id",
    Attribute.SLA: "sla_id",
    Attribute.OWNER: "user_id",
    Attribute.RESPONSIBLE: "responsible_user_id",
}
_PARTITIONED: Final = frozenset({Attribute.QUEUE, Attribute.STATE, Attribute.OWNER})
_FIRST_COLUMNS: Final[Mapping[FirstAttribute, str]] = {
    FirstAttribute.TYPE: "type_id",
    FirstAttribute.PRIORITY: "priority_id",
    FirstAttribute.STATE: "state_id",
    FirstAttribute.QUEUE: "queue_id",
    FirstAttribute.CREATOR: "create_by",
}
_TEXT_COLUMNS: Final[Mapping[TicketText, str]] = {
    TicketText.NUMBER: "tn",
    TicketText.TITLE: "title_key",
    TicketText.CUSTOMER_ID: "customer_id_key",
    TicketText.CUSTOMER_USER: "customer_user_key",
}


def has_id(criterion: HasId) -> Clause:
    """Return the clause of what a ticket refers to."""
    attribute, ids = criterion.attribute, tuple(dict.fromkeys(criterion.ids))
    column = COLUMNS[attribute]
    where = one_of(f"+t.{column}", ids)
    if attribute not in _PARTITIONED and attribute is not Attribute.TICKET:
        return Clause(where)
    found = one_of(column, ids)
    driver = Fragment(f"SELECT id FROM ticket WHERE {found.sql}", found.values)
    partition = Partition(column, ids) if attribute in _PARTITIONED else None
    return Clause(where, (driver,), partition)


def had_id_at_first(criterion: HadIdAtFirst, desk: SearchedDesk) -> Clause:
    """Return the clause of what a ticket referred to in its first history entry."""
    ids = one_of(f"h.{_FIRST_COLUMNS[criterion.attribute]}", criterion.ids)
    if ids == NEVER:
        return Clause(NEVER)
    first = one_of("h.history_type_id", desk.history_type_ids("NewTicket"))
    condition = all_of([first, ids])
    return Clause(
        Fragment(
            f"EXISTS (SELECT 1 FROM ticket_history h WHERE h.ticket_id = t.id AND {condition.sql})",
            condition.values,
        )
    )


def is_watched(criterion: IsWatched) -> Clause:
    """Return the clause of who watches a ticket."""
    watchers = one_of("user_id", criterion.user_ids)
    driver = Fragment(
        f"SELECT ticket_id AS id FROM ticket_watcher WHERE {watchers.sql}", watchers.values
    )
    test = Fragment(
        f"EXISTS (SELECT 1 FROM ticket_watcher w WHERE w.ticket_id = t.id AND w.{watchers.sql})",
        watchers.values,
    )
    return Clause(test, (driver,)) if criterion.user_ids else Clause(NEVER)


def text_matches(criterion: TextMatches, desk: SearchedDesk) -> Clause:
    """Return the clause of a ticket's number, title or customer."""
    column = _TEXT_COLUMNS[criterion.text]
    is_title = criterion.text is TicketText.TITLE
    text = IndexedText(
        Fragment("SELECT id FROM ticket WHERE"),
        column,
        by_trigrams=desk.trigrams.by_title if is_title else None,
    )
    condition = criterion.condition
    return Clause(matches(f"t.{column}", condition), ways_to(text, condition))


def has_customer_id(criterion: HasCustomerId) -> Clause:
    """Return the clause of a customer id, letter for letter."""
    keys = one_of("customer_id_key", [key(each) for each in criterion.customer_ids])
    driver = Fragment(f"SELECT id FROM ticket WHERE {keys.sql}", keys.values)
    return Clause(one_of("t.customer_id", criterion.customer_ids), (driver,))


def is_archived(criterion: IsArchived) -> Clause:
    """Return the clause of the archive."""
    return Clause(Fragment("+t.archive_flag = ?", (int(criterion.is_archived),)))
