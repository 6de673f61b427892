"""Criteria of a search on dynamic fields of tickets, in both notations.

Source: ticket-operations reference 7.5.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from dsl.values import Value
from engine.model.desk import DeskReader
from engine.model.perl_scalar import is_string, is_true
from engine.model.reference_data import DynamicField
from engine.model.ticket_query import (
    Criterion,
    FieldIsEmpty,
    FieldMatches,
    FieldOperator,
    FieldTest,
)
from engine.operations._scalar import as_items, text
from engine.operations._search_condition import is_open
from engine.operations._search_input import UnsearchableError
from engine.operations._search_texts import condition_of

_LEGACY = re.compile(r"DynamicField_([A-Za-z0-9-]+)", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?: (?:00:00:00|23:59:59))?", re.ASCII)
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2} [0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}", re.ASCII)
_EMPTY = "Empty"
_MAX_VALUES = 500
_STAMP = "%Y-%m-%d %H:%M:%S"


def field_criteria(data: Mapping[str, Value], desk: DeskReader) -> Iterator[Criterion]:
    """Give the criteria on the fields that are known; others, and those of articles, are ignored.

    Raises `UnsearchableError` for an operator or a value that a field's type does not have.
    """
    for name, operators in _asked(data).items():
        field = desk.dynamic_field(name)
        if field is not None and field.object_type == "Ticket":
            yield from _criteria(field, operators)


def _asked(data: Mapping[str, Value]) -> Mapping[str, Mapping[str, Value]]:
    """Return the operators of each field by its name."""
    if "DynamicField" in data:
        items = [item for item in as_items(data["DynamicField"]) if isinstance(item, dict)]
        return {
            text(item.get("Name")): {key: value for key, value in item.items() if key != "Name"}
            for item in items
        }
    legacy = ((_LEGACY.fullmatch(key), value) for key, value in data.items())
    return {name[1]: value for name, value in legacy if name and isinstance(value, dict)}


def _criteria(field: DynamicField, operators: Mapping[str, Value]) -> Iterator[Criterion]:
    tests: list[FieldTest] = []
    for name, sent in operators.items():
        if name == _EMPTY:
            yield FieldIsEmpty(field, is_true(sent))
        else:
            test = _test(field, _operator(field, name), sent)
            tests += [test] if test else []
    if tests:
        yield FieldMatches(field, tuple(tests))


def _operator(field: DynamicField, name: str) -> FieldOperator:
    match field.type:
        case "Checkbox":
            known = {FieldOperator.EQUALS}
        case "Date" | "DateTime":
            known = set(FieldOperator) - {FieldOperator.LIKE}
        case _:
            known = set(FieldOperator)
    found = next((operator for operator in known if operator.value == name), None)
    if found is None:
        raise UnsearchableError("DynamicField", f"a field of type {field.type} lacks an operator")
    return found


def _test(field: DynamicField, operator: FieldOperator, sent: Value) -> FieldTest | None:
    """Return a test on values, None when they leave everything open."""
    if not all(is_string(value) or isinstance(value, bool) for value in as_items(sent)):
        raise UnsearchableError("DynamicField", "a value is a text or a number")
    values = tuple(text(value) for value in as_items(sent))
    if operator is FieldOperator.LIKE:
        condition = condition_of("DynamicField", values)
        return None if condition is None else FieldTest(operator, condition=condition)
    kept = [value for value in values if value == "" or not is_open(value)]
    if not kept:
        return None
    if len(kept) > _MAX_VALUES:
        raise UnsearchableError("DynamicField", f"it holds more than {_MAX_VALUES} values")
    return FieldTest(operator, tuple(_as_stored(field, value) for value in kept))


def _as_stored(field: DynamicField, value: str) -> str:
    """Return a value as the field's type keeps it."""
    match field.type:
        case "Checkbox" if value not in ("0", "1"):
            raise UnsearchableError("DynamicField", "a checkbox is 0 or 1")
        case "Date" if not _DATE.fullmatch(value):
            raise UnsearchableError("DynamicField", "a date is written YYYY-MM-DD")
        case "Date":
            return _stamp(value if " " in value else f"{value} 00:00:00")
        case "DateTime" if not _MOMENT.fullmatch(value):
            raise UnsearchableError("DynamicField", "a time is written YYYY-MM-DD hh:mm:ss")
        case "DateTime":
            return _stamp(value)
        case _:
            return value


def _stamp(value: str) -> str:
    try:
        return f"{datetime.strptime(value, _STAMP):{_STAMP}}"
    except ValueError as error:
        raise UnsearchableError("DynamicField", "there is no such date") from error
