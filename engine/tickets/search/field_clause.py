"""Criteria on dynamic fields of tickets.

Source: reference, section 7.5. `search_value` holds texts folded, times as text, numbers as digits.
"""

from collections.abc import Mapping
from typing import Final

from engine.model.ticket_query import FieldIsEmpty, FieldMatches, FieldOperator, FieldTest
from engine.storage.search_text import fold
from engine.tickets.search.clause import Clause
from engine.tickets.search.condition_clause import IndexedText, matches, ways_to
from engine.tickets.search.fragment import Fragment, all_of, any_of, not_, one_of

_INDEXED_LENGTH: Final = 100
_INDEXED: Final = f"substr(search_value, 1, {_INDEXED_LENGTH})"
_COMPARISONS: Final[Mapping[FieldOperator, str]] = {
    FieldOperator.GREATER_THAN: ">",
    FieldOperator.GREATER_THAN_EQUALS: ">=",
    FieldOperator.SMALLER_THAN: "<",
    FieldOperator.SMALLER_THAN_EQUALS: "<=",
}


def field_matches(criterion: FieldMatches) -> Clause:
    """Return the clause of a field with a value that passes all tests."""
    field_id = criterion.field.id
    where = _exists(field_id, all_of(_passes(test) for test in criterion.tests))
    drivers = tuple(driver for test in criterion.tests for driver in _ways_to(field_id, test))
    return Clause(where, drivers)


def field_is_empty(criterion: FieldIsEmpty) -> Clause:
    """Return the clause of a field without a value, or with one."""
    has_value = _exists(criterion.field.id, Fragment("v.search_value <> ''"))
    return Clause(not_(has_value) if criterion.is_empty else has_value)


def _exists(field_id: int, condition: Fragment) -> Fragment:
    return Fragment(
        "EXISTS (SELECT 1 FROM dynamic_field_value v WHERE v.object_id = t.id AND v.field_id = ?"
        f" AND {condition.sql})",
        (field_id, *condition.values),
    )


def _passes(test: FieldTest) -> Fragment:
    if test.condition is not None:
        return matches("v.search_value", test.condition)
    values = [fold(value) for value in test.values]
    if test.operator is FieldOperator.EQUALS:
        return one_of("v.search_value || ''", values)
    sign = _COMPARISONS[test.operator]
    return any_of(Fragment(f"v.search_value {sign} ?", (value,)) for value in values)


def _ways_to(field_id: int, test: FieldTest) -> tuple[Fragment, ...]:
    select = Fragment(
        "SELECT +object_id AS id FROM dynamic_field_value WHERE field_id = ? AND", (field_id,)
    )
    if test.condition is not None:
        return ways_to(IndexedText(select, _INDEXED, length=_INDEXED_LENGTH), test.condition)
    values = [fold(value)[:_INDEXED_LENGTH] for value in test.values]
    if test.operator is FieldOperator.EQUALS:
        found = one_of(_INDEXED, values)
    else:
        # What is greater than a text begins no smaller than it does.
        sign = _COMPARISONS[test.operator][0] + "="
        found = any_of(Fragment(f"{_INDEXED} {sign} ?", (value,)) for value in values)
    return (Fragment(f"{select.sql} {found.sql}", select.values + found.values),)
