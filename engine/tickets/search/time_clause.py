"""Criteria on the times of a ticket.

Source: reference, section 7.4.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from engine.model.ticket_query import LiesWithin, Moment, Span
from engine.storage.timestamp import to_epoch, to_text
from engine.tickets.search.clause import Clause
from engine.tickets.search.fragment import ALWAYS, Fragment, all_of, between, one_of
from engine.tickets.search.searched_desk import SearchedDesk

_STAMPS: Final[Mapping[Moment, str]] = {
    Moment.CREATED: "create_time",
    Moment.CHANGED: "change_time",
}
_EPOCHS: Final[Mapping[Moment, str]] = {
    Moment.ESCALATION: "escalation_time",
    Moment.ESCALATION_UPDATE: "escalation_update_time",
    Moment.ESCALATION_RESPONSE: "escalation_response_time",
    Moment.ESCALATION_SOLUTION: "escalation_solution_time",
}


def lies_within(criterion: LiesWithin, desk: SearchedDesk) -> Clause:
    """Return the clause of a time of a ticket."""
    moment, span = criterion.moment, criterion.span
    if moment in _STAMPS:
        column = _STAMPS[moment]
        return Clause(within(f"t.{column}", span), (_tickets(within(column, span)),))
    if moment in _EPOCHS:
        return _escalation(_EPOCHS[moment], span)
    if moment is Moment.PENDING:
        return _pending(span, desk)
    if moment is Moment.HISTORY:
        return _some_entry(ALWAYS, span)
    return _closed(span, desk)


def within(column: str, span: Span) -> Fragment:
    """Return the test that a column of time stamps lies in a span."""
    return between(column, _text(span.since), _text(span.until))


def _escalation(column: str, span: Span) -> Clause:
    def inside(prefix: str) -> Fragment:
        is_set = Fragment(f"{prefix}{column} > 0")
        return all_of([is_set, between(f"{prefix}{column}", *_epochs(span))])

    return Clause(inside("t."), (_tickets(inside("")),))


def _pending(span: Span, desk: SearchedDesk) -> Clause:
    states = desk.state_ids(lambda state: state.type.startswith("pending"))
    inside = between("t.until_time", *_epochs(span))
    where = all_of([one_of("+t.ticket_state_id", states), inside])
    return Clause(where, (_tickets(one_of("ticket_state_id", states)),))


def _closed(span: Span, desk: SearchedDesk) -> Clause:
    """Return the clause of closing; each end of the span may be met by a closing of its own."""
    states = desk.state_ids(lambda state: state.type == "closed")
    types = desk.history_type_ids("NewTicket", "StateUpdate")
    closes = all_of([one_of("h.state_id", states), one_of("h.history_type_id", types)])
    clauses = [
        _some_entry(closes, Span(since=span.since)),
        _some_entry(closes, Span(until=span.until)),
    ]
    drivers = tuple(driver for clause in clauses for driver in clause.drivers)
    return Clause(all_of(clause.where for clause in clauses), drivers)


def _some_entry(condition: Fragment, span: Span) -> Clause:
    """Return the clause of a history with an entry in the span, that meets a condition on `h`."""
    inside = within("h.create_time", span)
    if inside == ALWAYS:
        return Clause(ALWAYS)
    both = all_of([condition, inside])
    exists = Fragment(
        f"EXISTS (SELECT 1 FROM ticket_history h WHERE h.ticket_id = t.id AND {both.sql})",
        both.values,
    )
    driver = Fragment(
        f"SELECT +h.ticket_id AS id FROM ticket_history h WHERE {inside.sql}", inside.values
    )
    return Clause(exists, (driver,))


def _tickets(condition: Fragment) -> Fragment:
    return Fragment(f"SELECT id FROM ticket WHERE {condition.sql}", condition.values)


def _epochs(span: Span) -> tuple[int | None, int | None]:
    return (
        None if span.since is None else to_epoch(span.since),
        None if span.until is None else to_epoch(span.until),
    )


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else to_text(moment)
